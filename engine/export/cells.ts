// Values as cells of an Excel sheet: which kind of cell, and how it is shown.

import { clip, type Field, fieldTypes } from '../../schema/index.ts';

export interface Cell {
  /** `n` number (dates too), `b` truth value, `inlineStr` text. */
  readonly kind: 'n' | 'b' | 'inlineStr';
  readonly value: string;
  readonly style: number;
}

/** Excel's own limit; a longer text makes it call the file broken. */
const LONGEST = 32_767;

/** Formats in the order of their style numbers, each followed by its bold form; style 0 is plain, 1 the same in bold. */
const FORMATS = ['yyyy\\-mm\\-dd', 'yyyy\\-mm\\-dd\\ hh:mm:ss', 'hh:mm', 'hh:mm:ss', '0.00%'] as const;
const [DATE, DATETIME, TIME, TIME_SECONDS, PERCENT] = [2, 4, 6, 8, 10] as const;
const FIRST_MONEY = 2 + 2 * FORMATS.length;

/** Collects what the sheet needs in its styles: read `xml()` when all cells are made. */
export class CellStyles {
  /** Texts that had to be cut. */
  cut = 0;
  readonly #currencies: string[] = [];
  readonly #clock: Intl.DateTimeFormat | null;

  constructor(zone: string) {
    const parts = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' } as const;
    this.#clock = zone === 'UTC' ? null : new Intl.DateTimeFormat('en', { timeZone: zone, hourCycle: 'h23', ...parts });
  }

  /** A text in bold. */
  heading(text: string): Cell {
    return bold(this.#text(text));
  }

  /** Null for an empty cell. Numbers that a double does not hold, and dates Excel does not know, stay text. */
  cell(value: unknown, field: Field): Cell | null {
    if (value === null || value === undefined) return null;
    const special = SPECIAL[field.type]?.(value, this);
    if (special) return special;
    const text = fieldTypes[field.type]?.print(value, field) ?? '';
    return text === '' ? null : this.#text(text);
  }

  /** Number of the style that shows an amount in this currency. */
  money(currency: string): number {
    let index = this.#currencies.indexOf(currency);
    if (index < 0) index = this.#currencies.push(currency) - 1;
    return FIRST_MONEY + 2 * index;
  }

  /** The wall clock of the export's zone, as if it were UTC: milliseconds since 1970. */
  localTime(instant: string): number {
    const time = Date.parse(instant);
    if (!this.#clock) return time;
    const parts = Object.fromEntries(this.#clock.formatToParts(time).map(({ type, value }) => [type, Number(value)]));
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
    return Date.UTC(year, month - 1, day, hour, minute, second) + (((time % 1_000) + 1_000) % 1_000);
  }

  #text(text: string): Cell {
    if (text.length <= LONGEST) return { kind: 'inlineStr', value: text, style: 0 };
    this.cut += 1;
    return { kind: 'inlineStr', value: `${clip(text, LONGEST - 1)}…`, style: 0 };
  }

  /** The part `styles.xml`. */
  xml(): string {
    const formats = [...FORMATS, ...this.#currencies.map((currency) => `#,##0.00##\\ [$${currency}]`)];
    const numbered = formats.map((code, index) => `<numFmt numFmtId="${164 + index}" formatCode="${escapeXml(code)}"/>`).join('');
    const cells = formats.flatMap((_, index) =>
      [0, 1].map((font) => `<xf numFmtId="${164 + index}" fontId="${font}" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>`),
    );
    return (
      '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">' +
      `<numFmts count="${formats.length}">${numbered}</numFmts>` +
      '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>' +
      '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>' +
      '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>' +
      '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
      `<cellXfs count="${2 + 2 * formats.length}"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>` +
      `<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>${cells.join('')}</cellXfs>` +
      '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    );
  }
}

/** Field types with a cell kind of their own; null where the value does not fit it. */
const SPECIAL: Readonly<Record<string, (value: unknown, styles: CellStyles) => Cell | null>> = {
  integer: (value) => number(String(value), 0),
  decimal: (value) => number(value as string, 0),
  percent: (value) => number(shifted(value as string), PERCENT),
  money: (value, styles) => {
    const { amount, currency } = value as { amount: string; currency: string };
    return isExact(amount) ? number(amount, styles.money(currency)) : null;
  },
  checkbox: (value) => ({ kind: 'b', value: value ? '1' : '0', style: 0 }),
  date: (value) => serial(Date.parse(`${value as string}T00:00:00Z`), DATE),
  datetime: (value, styles) => serial(styles.localTime(value as string), DATETIME),
  time: (value) => {
    const [hours = 0, minutes = 0, seconds = 0] = (value as string).split(':').map(Number);
    return {
      kind: 'n',
      value: String((hours * 3_600 + minutes * 60 + seconds) / 86_400),
      style: (value as string).length > 5 ? TIME_SECONDS : TIME,
    };
  },
};

function number(text: string, style: number): Cell | null {
  return isExact(text) ? { kind: 'n', value: text, style } : null;
}

/** Excel keeps 15 digits. */
function isExact(text: string): boolean {
  return text.replace(/^-?0*\.?0*|\.|0+$/g, '').length <= 15 && text.replace(/^-|\..*$/g, '').length <= 15;
}

/** 12.5 % is the number 0.125. */
function shifted(percent: string): string {
  const negative = percent.startsWith('-');
  const [whole = '0', fraction = ''] = (negative ? percent.slice(1) : percent).split('.');
  const padded = whole.padStart(3, '0');
  return `${negative ? '-' : ''}${padded.slice(0, -2)}.${padded.slice(-2)}${fraction}`;
}

const EPOCH = Date.UTC(1899, 11, 30);
const MARCH_1900 = Date.UTC(1900, 2, 1);

/** Days since 1899-12-30. Before March 1900 Excel counts a day too many, so earlier dates stay text. */
function serial(time: number, style: number): Cell | null {
  if (!(time >= MARCH_1900)) return null;
  return { kind: 'n', value: String((time - EPOCH) / 86_400_000), style };
}

/** Stands right behind the plain form. */
export function bold(cell: Cell): Cell {
  return { ...cell, style: cell.style + 1 };
}

/** The cell as it stands in a row. */
export function cellXml({ kind, value, style }: Cell): string {
  const styled = style === 0 ? '' : ` s="${style}"`;
  if (kind === 'n') return `<c${styled}><v>${value}</v></c>`;
  if (kind === 'b') return `<c t="b"${styled}><v>${value}</v></c>`;
  return `<c t="inlineStr"${styled}><is><t xml:space="preserve">${escapeXml(value)}</t></is></c>`;
}

const SPECIAL_CHARACTERS = /[&<>"]|[^\t\n\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]|_(?=x[0-9A-Fa-f]{4}_)/gu;

/** Characters that XML does not take stand as `_x0007_`, as Excel writes them. */
export function escapeXml(text: string): string {
  return text.replace(SPECIAL_CHARACTERS, (character) => {
    const named = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }[character];
    return named ?? (character === '_' ? '_x005F_' : `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`);
  });
}
