// Writes records as an Excel workbook, page by page: real numbers, dates and truth values, a frozen header, and a further
// sheet where one is full. (ECMA-376 part 1, chapter 18.)

import { once } from 'node:events';
import { Readable } from 'node:stream';
import yazl from 'yazl';
import type { Values } from '../types.ts';
import { bold, type Cell, CellStyles, cellXml, escapeXml } from './cells.ts';
import { type ExportColumn, type Pages, strongFields, valueAt } from './column.ts';

export interface XlsxOptions {
  /** Name of the sheet; a second one is called `Deals (2)`. */
  readonly sheet?: string;
  /** IANA zone in which instants are shown: a cell of Excel knows no zone. Default: UTC. */
  readonly zone?: string;
  /** Rows of a sheet, header included; smaller in tests. */
  readonly sheetRows?: number;
  /** Stands in a row of its own above the headings. */
  readonly above?: string;
  /** Told at the end. */
  readonly onEnd?: (summary: XlsxSummary) => void;
}

export interface XlsxSummary {
  readonly rows: number;
  /** More than one: the rows went on there, because a sheet ends at row 1,048,576. */
  readonly sheets: number;
  /** Cells whose text was longer than the 32,767 characters Excel takes; they end in `…`. */
  readonly cut: number;
}

/** Excel's own limit. */
export const SHEET_ROWS = 1_048_576;

/** The file in pieces. Whoever stops reading ends the reading of the pages too. */
export async function* writeXlsx(columns: readonly ExportColumn[], pages: Pages, options: XlsxOptions = {}): AsyncGenerator<Buffer> {
  const zip = new yazl.ZipFile();
  const output = zip.outputStream as Readable;
  const stop = new AbortController();
  const fail = (error: unknown) => output.destroy(error as Error);
  zip.on('error', fail);
  const writing = fill(zip, columns, pages, options, stop.signal).catch(fail);
  try {
    for await (const chunk of output) yield chunk as Buffer;
  } finally {
    // Whoever reads no further (a closed browser) ends the reading from the database too.
    stop.abort();
    output.destroy();
    await writing;
  }
}

async function fill(
  zip: yazl.ZipFile,
  columns: readonly ExportColumn[],
  pages: Pages,
  options: XlsxOptions,
  signal: AbortSignal,
): Promise<void> {
  const styles = new CellStyles(options.zone ?? 'UTC');
  const records = new RecordQueue(pages);
  zip.addBuffer(Buffer.from(ROOT_RELATIONS), '_rels/.rels');
  let sheets = 0;
  try {
    do {
      sheets += 1;
      const sheet = Readable.from(sheetXml(columns, records, styles, (options.sheetRows ?? SHEET_ROWS) - 1, options.above), {
        objectMode: false,
      });
      zip.addReadStream(sheet, `xl/worksheets/sheet${sheets}.xml`);
      await once(sheet, 'end', { signal }).finally(() => sheet.destroy());
    } while (await records.more());
  } finally {
    await records.close();
  }
  const names = Array.from({ length: sheets }, (_, index) => sheetName(options.sheet ?? 'Export', index));
  zip.addBuffer(Buffer.from(workbookXml(names)), 'xl/workbook.xml');
  zip.addBuffer(Buffer.from(workbookRelations(sheets)), 'xl/_rels/workbook.xml.rels');
  zip.addBuffer(Buffer.from(styles.xml()), 'xl/styles.xml');
  zip.addBuffer(Buffer.from(contentTypes(sheets)), '[Content_Types].xml');
  zip.end();
  options.onEnd?.({ rows: records.taken, sheets, cut: styles.cut });
}

/** Pages one after the other, so that a sheet may end in the middle of one. */
class RecordQueue {
  taken = 0;
  readonly #pages: AsyncIterator<readonly Values[]>;
  #page: readonly Values[] = [];
  #at = 0;

  constructor(pages: Pages) {
    this.#pages = pages[Symbol.asyncIterator]();
  }

  async more(): Promise<boolean> {
    while (this.#at >= this.#page.length) {
      const { value, done } = await this.#pages.next();
      if (done) return false;
      this.#page = value;
      this.#at = 0;
    }
    return true;
  }

  async close(): Promise<void> {
    await this.#pages.return?.();
  }

  /** The rest of the page at hand, at most `count` records of it. */
  take(count: number): readonly Values[] {
    const taken = this.#page.slice(this.#at, this.#at + count);
    this.#at += taken.length;
    this.taken += taken.length;
    return taken;
  }
}

async function* sheetXml(
  columns: readonly ExportColumn[],
  records: RecordQueue,
  styles: CellStyles,
  rows: number,
  above: string | undefined,
): AsyncGenerator<string> {
  const heading = columns.map(({ heading: text }) => cellXml(styles.heading(text))).join('');
  const first = above === undefined ? '' : `<row>${cellXml(styles.heading(above))}</row>`;
  yield `${sheetStart(above === undefined ? 1 : 2)}<cols>${columns.map(width).join('')}</cols><sheetData>${first}<row>${heading}</row>`;
  let left = above === undefined ? rows : rows - 1;
  while (left > 0 && (await records.more())) {
    const page = records.take(left);
    left -= page.length;
    let xml = '';
    for (const record of page) xml += `<row>${rowXml(columns, record, styles)}</row>`;
    yield xml;
  }
  yield '</sheetData></worksheet>';
}

function rowXml(columns: readonly ExportColumn[], record: Values, styles: CellStyles): string {
  let xml = '';
  const strong = strongFields(record);
  for (const { path, field } of columns) {
    const cell: Cell | null = styles.cell(valueAt(record, path), strong?.[path] ?? field);
    // An empty cell holds the place of the next one.
    xml += cell === null ? '<c/>' : cellXml(strong ? bold(cell) : cell);
  }
  return xml;
}

const WIDTHS: Readonly<Record<string, number>> = {
  text_area: 48,
  formatted_text: 48,
  url: 32,
  email: 30,
  checkbox: 9,
  time: 10,
  integer: 12,
  date: 12,
  datetime: 20,
};

function width({ field, heading }: ExportColumn, index: number): string {
  const wide = Math.max(WIDTHS[field.type] ?? 22, Math.min(40, heading.length + 2));
  return `<col min="${index + 1}" max="${index + 1}" width="${wide}" customWidth="1"/>`;
}

/** At most 31 characters, none of those that formulas use, each name once. */
function sheetName(wanted: string, index: number): string {
  const clean =
    wanted
      .replace(/[[\]:*?/\\]/g, ' ')
      .replace(/^'+|'+$/g, '')
      .trim() || 'Export';
  const suffix = index === 0 ? '' : ` (${index + 1})`;
  return clean.slice(0, 31 - suffix.length) + suffix;
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
const sheetStart = (frozen: number) =>
  `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="${frozen}" topLeftCell="A${frozen + 1}" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>`;
const ROOT_RELATIONS = `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`;

function workbookXml(names: readonly string[]): string {
  const sheets = names.map((name, index) => `<sheet name="${escapeXml(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`).join('');
  return `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${sheets}</sheets></workbook>`;
}

function workbookRelations(sheets: number): string {
  const links = Array.from(
    { length: sheets },
    (_, index) => `<Relationship Id="rId${index + 1}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${index + 1}.xml"/>`,
  );
  links.push(`<Relationship Id="rId${sheets + 1}" Type="${OFFICE}/styles" Target="styles.xml"/>`);
  return `${XML}<Relationships xmlns="${PACKAGE}/relationships">${links.join('')}</Relationships>`;
}

function contentTypes(sheets: number): string {
  const parts = Array.from(
    { length: sheets },
    (_, index) => `<Override PartName="/xl/worksheets/sheet${index + 1}.xml" ContentType="${TYPE}.worksheet+xml"/>`,
  );
  return (
    `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
    `<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/>` +
    `<Override PartName="/xl/styles.xml" ContentType="${TYPE}.styles+xml"/>${parts.join('')}</Types>`
  );
}
