// Streams the rows of one sheet of an XLSX, every cell as the text a person would write for its value.

import { randomUUID } from 'node:crypto';
import { Decimal } from 'decimal.js';
import { type Row, tooManyColumns } from './csv.ts';
import { LIMITS } from './limits.ts';
import { SharedStrings } from './shared-strings.ts';
import { type NumberStyle, readSharedStrings, readWorkbook, type Sheet, unescapeControls, type Workbook } from './workbook.ts';
import { XmlReader } from './xml.ts';
import { type Archive, brokenFile, openArchive, tooLarge } from './zip.ts';

export interface XlsxFile {
  readonly sheets: readonly Sheet[];
  rows(sheet: Sheet): AsyncGenerator<Row[]>;
  close(): void;
}

export async function openXlsx(path: string): Promise<XlsxFile> {
  const archive = await openArchive(path);
  try {
    const workbook = await readWorkbook(archive);
    let strings: Promise<SharedStrings> | null = null;
    return {
      sheets: workbook.sheets,
      async *rows(sheet) {
        strings ??= loadStrings(archive, workbook, path);
        yield* sheetRows(archive, workbook, await strings, sheet);
      },
      close() {
        strings?.then((loaded) => loaded.close()).catch(() => {});
        archive.close();
      },
    };
  } catch (error) {
    archive.close();
    throw error;
  }
}

async function loadStrings(archive: Archive, workbook: Workbook, path: string): Promise<SharedStrings> {
  const strings = new SharedStrings(`${path}.${randomUUID()}`);
  if (workbook.sharedStrings && archive.names.includes(workbook.sharedStrings)) {
    await readSharedStrings(archive, workbook.sharedStrings, strings);
  }
  return strings;
}

async function* sheetRows(archive: Archive, workbook: Workbook, strings: SharedStrings, sheet: Sheet): AsyncGenerator<Row[]> {
  const reader = new SheetReader(workbook, strings);
  for await (const _ of reader.xml.feed(await archive.stream(sheet.path))) {
    const rows = reader.take();
    if (rows.length > 0) yield rows;
  }
}

class SheetReader {
  readonly xml: XmlReader;
  readonly #workbook: Workbook;
  readonly #strings: SharedStrings;
  #rows: Row[] = [];
  #number = 0;
  #cells: string[] = [];
  #column = 0;
  #type = '';
  #style = 0;
  #value = '';
  /** Inside `<v>` or the `<t>` of an inline text. */
  #inValue = false;
  #phonetic = 0;

  constructor(workbook: Workbook, strings: SharedStrings) {
    this.#workbook = workbook;
    this.#strings = strings;
    this.xml = new XmlReader({
      open: (name, attributes, empty) => this.#open(name, attributes, empty),
      text: (text) => this.#text(text),
      close: (name) => this.#close(name),
    });
  }

  take(): Row[] {
    const rows = this.#rows;
    this.#rows = [];
    return rows;
  }

  #open(name: string, attributes: Record<string, string>, empty: boolean): void {
    if (name === 'c') {
      this.#column = attributes.r === undefined ? this.#column + 1 : columnOf(attributes.r);
      this.#type = attributes.t ?? 'n';
      this.#style = Number(attributes.s ?? 0);
      this.#value = '';
    } else if (name === 'v' || name === 't') this.#inValue = !empty && this.#phonetic === 0;
    else if (name === 'rPh') this.#phonetic += 1;
    else if (name === 'row') {
      const number = attributes.r === undefined ? this.#number + 1 : Number(attributes.r);
      if (!Number.isInteger(number) || number <= this.#number) throw brokenFile('rows out of order');
      this.#number = number;
      this.#column = 0;
      this.#cells = [];
    }
  }

  #text(text: string): void {
    if (!this.#inValue) return;
    this.#value += text;
    if (this.#value.length > LIMITS.cell)
      throw tooLarge(`A cell of row ${this.#number} holds more than ${LIMITS.cell.toLocaleString('en')} characters.`);
  }

  #close(name: string): void {
    if (name === 'v' || name === 't') this.#inValue = false;
    else if (name === 'rPh') this.#phonetic -= 1;
    else if (name === 'c') this.#take();
    else if (name === 'row' && this.#cells.length > 0) this.#rows.push({ number: this.#number, cells: this.#cells });
  }

  #take(): void {
    const text = this.#value === '' && this.#type !== 's' ? '' : this.#cellText();
    if (text === '') return;
    if (this.#column > LIMITS.columns) throw tooManyColumns(this.#number);
    while (this.#cells.length < this.#column) this.#cells.push('');
    this.#cells[this.#column - 1] = text;
  }

  #cellText(): string {
    switch (this.#type) {
      case 's': {
        const text = this.#strings.get(this.#value === '' ? -1 : Number(this.#value));
        if (text === undefined) throw brokenFile('shared string out of range');
        return text.includes('\0') ? text.replaceAll('\0', '\ufffd') : text;
      }
      case 'b':
        return this.#value === '1' || this.#value === 'true' ? 'true' : 'false';
      case 'n':
        return numberText(this.#value, this.#workbook.styles[this.#style] ?? PLAIN, this.#workbook.from1904);
      case 'd':
        return this.#value.replace('T', ' ');
      // inlineStr, str (of a formula), and e: what the error says
      default:
        return unescapeControls(this.#value);
    }
  }
}

/** `AB12` -> 28. */
function columnOf(reference: string): number {
  let column = 0;
  for (let index = 0; index < reference.length; index += 1) {
    const code = reference.charCodeAt(index) & 0xdf;
    if (code < 65 || code > 90) break;
    column = column * 26 + code - 64;
  }
  if (column === 0) throw brokenFile(`cell reference ${reference}`);
  return column;
}

const PLAIN: NumberStyle = { kind: 'number' };

/**
 * A number as a person sees it: 15 digits, as Excel keeps, with its percent sign or currency; dates as `YYYY-MM-DD`, with
 * ` HH:mm:ss` when the format shows time.
 */
export function numberText(raw: string, { kind, currency }: NumberStyle, from1904: boolean): string {
  if (kind === 'number') {
    const text = plainNumber(raw);
    return currency && text !== '' ? `${text} ${currency}` : text;
  }
  const value = Number(raw);
  if (raw.trim() === '' || !Number.isFinite(value)) return raw;
  if (kind === 'percent') return `${plainDecimal(new Decimal(value.toPrecision(15)).times(100))}%`;
  return dateText(value, kind, from1904) ?? plainDecimal(new Decimal(value.toPrecision(15)));
}

function plainNumber(raw: string): string {
  if (raw.length <= 15 && /^-?\d+(\.\d+)?$/.test(raw)) return raw;
  const value = Number(raw);
  return raw.trim() === '' || !Number.isFinite(value) ? raw : plainDecimal(new Decimal(value.toPrecision(15)));
}

function plainDecimal(value: Decimal): string {
  return value.toFixed();
}

const DAY = 86_400;

/** Null where the serial number is no date (negative, or after 9999). */
function dateText(serial: number, kind: 'date' | 'datetime' | 'time', from1904: boolean): string | null {
  const seconds = Math.round(serial * DAY);
  if (seconds < 0) return null;
  const clock = seconds % DAY;
  const time = `${two(Math.floor(clock / 3_600))}:${two(Math.floor((clock % 3_600) / 60))}:${two(clock % 60)}`;
  if (kind === 'time') return seconds < DAY ? time : `${Math.floor(seconds / 3_600)}${time.slice(2)}`;
  // Excel believes in 29 February 1900 (serial 60); counting from 30 December 1899 is right for every day after it.
  const days = Math.floor(seconds / DAY) + (from1904 ? 1_462 : 0);
  const date = new Date(Date.UTC(1899, 11, days < 60 ? 31 : 30) + days * DAY * 1_000);
  if (date.getUTCFullYear() > 9_999) return null;
  const day = date.toISOString().slice(0, 10);
  return kind === 'date' ? day : `${day} ${time}`;
}

function two(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}
