// A report on paper: pages are handed on as they are finished, so that a long one needs no more memory than a short one.

import { type Field, type TotalKind, totalParts } from '../../schema/index.ts';
import { type Document, drained, INK, isNumeric, newDocument, printed, QUIET, RULE, written } from './ink.ts';
import { type Line, reportLines } from './lines.ts';
import type { OpenReport, ReportHead } from './report.ts';
import { totalField } from './sheet.ts';
import type { Words } from './words.ts';

export interface PdfOptions {
  readonly title: string;
  readonly words: Words;
  /** Language of numbers and dates. */
  readonly language: string;
  readonly zone: string;
  readonly notes: readonly string[];
  /** Of when it is, which stands behind the title on each page; null: of now. */
  readonly asOf: string | null;
  readonly size?: 'A4' | 'LETTER';
  /** For whom, and when: stands on each page. */
  readonly made: string;
}

const MARGIN = 34;
const SIZE = 7.5;
const LINE = 14;
const SHADE = '#f3f4f6';

/** On paper that lies, in pieces as it is drawn. */
export async function* reportPdf(report: OpenReport, options: PdfOptions): AsyncGenerator<Buffer> {
  const { size = 'A4', title } = options;
  const document = newDocument({
    size,
    layout: 'landscape',
    margin: MARGIN,
    autoFirstPage: false,
    info: { Title: title, Creator: 'Kontor' },
  });
  yield* written(document, () => write(document, report, options));
}

async function write(document: Document, report: OpenReport, options: PdfOptions): Promise<void> {
  const paper = new Paper(document, report, options);
  paper.turn();
  for (const note of options.notes) paper.note(note);
  for await (const lines of reportLines(report.head, report.pages(), report.summary)) {
    for (const line of lines) {
      if (line.kind === 'row') paper.row(line.row.cells);
      else if (line.kind === 'group') paper.group(line.depth, line.value, line.total.rows);
      else paper.total(line);
      await drained(document);
    }
  }
}

class Paper {
  readonly #document: Document;
  readonly #report: OpenReport;
  readonly #options: PdfOptions;
  readonly #widths: readonly number[];
  #y = 0;
  #page = 0;

  constructor(document: Document, report: OpenReport, options: PdfOptions) {
    this.#document = document;
    this.#report = report;
    this.#options = options;
    const page = options.size === 'LETTER' ? 792 : 841.89;
    this.#widths = widthsOf(report.fields, page - 2 * MARGIN);
  }

  /** A new page with its heading, the columns' headings and the number of the page. */
  turn(): void {
    const document = this.#document;
    document.addPage();
    this.#page += 1;
    const { title, asOf, made, words } = this.#options;
    const right = document.page.width - MARGIN;
    const bottom = document.page.height - MARGIN + 8;
    document
      .font('strong')
      .fontSize(this.#page === 1 ? 14 : 9)
      .fillColor(INK);
    this.#text(asOf === null ? title : `${title}, ${asOf}`, MARGIN, MARGIN - 10, right - MARGIN, 'left');
    document.font('regular').fontSize(7).fillColor(QUIET);
    this.#text(made, MARGIN, bottom, (right - MARGIN) / 2, 'left');
    this.#text(`${words.page} ${this.#page}`, right - 200, bottom, 200, 'right');
    this.#y = MARGIN + (this.#page === 1 ? 16 : 8);
    document.font('strong').fontSize(SIZE).fillColor(QUIET);
    this.#cells((at) => this.#report.head.columns[at]?.heading ?? '');
    document
      .moveTo(MARGIN, this.#y - 2)
      .lineTo(right, this.#y - 2)
      .lineWidth(0.8)
      .strokeColor(QUIET)
      .stroke();
  }

  note(text: string): void {
    this.#room();
    this.#document.font('regular').fontSize(SIZE).fillColor(QUIET);
    this.#text(text, MARGIN, this.#y, this.#document.page.width - 2 * MARGIN, 'left');
    this.#y += LINE;
  }

  group(depth: number, value: unknown, rows: number): void {
    // A heading at the foot of a page would stand alone.
    this.#room(3);
    const { head, groupFields } = this.#report;
    const document = this.#document;
    const width = document.page.width - 2 * MARGIN;
    document.rect(MARGIN, this.#y - 2, width, LINE).fill(SHADE);
    const field = groupFields[depth - 1]!;
    const words = value === null || value === undefined ? this.#options.words.none : this.#print(field, value);
    document.font('strong').fontSize(SIZE).fillColor(INK);
    this.#text(`${head.groups[depth - 1]?.heading}: ${words} (${rows})`, MARGIN + 4 + (depth - 1) * 12, this.#y, width - 60, 'left');
    this.#y += LINE;
  }

  row(cells: readonly unknown[]): void {
    this.#room();
    this.#document.font('regular').fontSize(SIZE).fillColor(INK);
    this.#cells((at) => this.#print(this.#report.fields[at]!, cells[at]));
    this.#rule();
  }

  total({ depth, of, part, total }: Extract<Line, { kind: 'total' }>): void {
    this.#room();
    const { head, groupFields } = this.#report;
    const { words } = this.#options;
    const value = total.groups[depth - 1];
    const name = depth === 0 ? words.all : value === null || value === undefined ? words.none : this.#print(groupFields[depth - 1]!, value);
    const label = labelOf(of, head);
    this.#document.font('strong').fontSize(SIZE).fillColor(INK);
    this.#cells((at) => {
      const column = head.columns[at]!;
      if (at === label) return part === 0 ? `${name} · ${words[of]}` : '';
      if (!column.totals.includes(of)) return '';
      const field = totalField(column, of);
      return this.#print({ ...field, scale: of === 'avg' ? 2 : field.scale }, rounded(totalParts(total.values[column.id]?.[of])[part], of));
    });
    this.#rule();
  }

  #room(lines = 1): void {
    if (this.#y + lines * LINE > this.#document.page.height - MARGIN - 4) this.turn();
  }

  #rule(): void {
    const document = this.#document;
    const y = this.#y - 3;
    document
      .moveTo(MARGIN, y)
      .lineTo(document.page.width - MARGIN, y)
      .lineWidth(0.3)
      .strokeColor(RULE)
      .stroke();
  }

  #cells(text: (at: number) => string): void {
    let x = MARGIN;
    for (const [at, width] of this.#widths.entries()) {
      this.#text(text(at), x + 2, this.#y, width - 6, isNumeric(this.#report.fields[at]!) ? 'right' : 'left');
      x += width;
    }
    this.#y += LINE;
  }

  /** One line; what is too long ends in an ellipsis. */
  #text(text: string, x: number, y: number, width: number, side: 'left' | 'right'): void {
    const document = this.#document;
    const one = fitted(document, text.replace(/\s+/g, ' '), width);
    if (one === '') return;
    const at = side === 'right' ? x + width - document.widthOfString(one) : x;
    document.text(one, at, y, { lineBreak: false });
  }

  #print(field: Field, value: unknown): string {
    return printed(field, value, this.#options);
  }
}

/** In which column the words of a total stand: the first that has nothing to add up. */
function labelOf(of: TotalKind, head: ReportHead): number {
  return head.columns.findIndex((column) => !column.totals.includes(of));
}

function rounded(value: unknown, of: string): unknown {
  if (of !== 'avg' || value === null || value === undefined) return value;
  if (typeof value === 'object' && 'amount' in value) return { ...value, amount: Number((value as { amount: string }).amount).toFixed(2) };
  return Number(value).toFixed(2);
}

function fitted(document: Document, text: string, width: number): string {
  const most = text.slice(0, Math.ceil(width / 1.6));
  if (document.widthOfString(most) <= width) return most;
  let [low, high] = [0, most.length];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (document.widthOfString(`${most.slice(0, middle)}…`) <= width) low = middle;
    else high = middle - 1;
  }
  return `${most.slice(0, low)}…`;
}

const SHARES: Readonly<Record<string, number>> = {
  integer: 1,
  decimal: 1.2,
  percent: 1,
  money: 1.5,
  date: 1.2,
  datetime: 1.7,
  checkbox: 0.8,
  text_area: 3,
};

function widthsOf(fields: readonly Field[], width: number): number[] {
  const shares = fields.map(({ type }) => SHARES[type] ?? 2.2);
  const whole = shares.reduce((sum, share) => sum + share, 0);
  return shares.map((share) => (share * width) / whole);
}
