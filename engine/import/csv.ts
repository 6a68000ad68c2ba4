// Splits CSV text into rows, as it streams by. Goes on behind damage: a quote that is never closed costs one row, not the
// rest of the file (see docs/decisions/0061-csv-reading.md).

import { createReadStream } from 'node:fs';
import iconv from 'iconv-lite';
import { Refusal } from '../errors.ts';
import { LIMITS } from './limits.ts';

export interface Dialect {
  readonly delimiter: ',' | ';' | '\t' | '|';
  /** '' when the file quotes nothing. */
  readonly quote: '"' | "'" | '';
  /** What makes a quote inside a quoted cell: doubling it, or a backslash before it. */
  readonly escape: 'double' | 'backslash';
  readonly lineEnd: '\n' | '\r';
}

export type RowDamage = 'unclosed_quote' | 'cut_off';

export interface Row {
  /** As a spreadsheet counts: the first line is 1; a line break inside a quoted cell does not count, an empty line does. */
  readonly number: number;
  readonly cells: readonly string[];
  /** Why the cells cannot be trusted; such a row is shown and refused, never imported. */
  readonly damage?: RowDamage;
  /** The file ended behind this row without a line end: it may have been cut off. */
  readonly last?: true;
}

/** Rows in lots, to spare an await a row. Empty lines are counted, not given. */
export async function* csvRows(path: string, encoding: string, dialect: Dialect): AsyncGenerator<Row[]> {
  const splitter = new CsvSplitter(dialect);
  for await (const text of decodedText(path, encoding)) {
    const rows = splitter.push(text);
    if (rows.length > 0) yield rows;
  }
  const rows = splitter.end();
  if (rows.length > 0) yield rows;
}

/** The file as text, without its byte order mark. PostgreSQL has no place for NUL characters, so they show as U+FFFD. */
export async function* decodedText(path: string, encoding: string): AsyncGenerator<string> {
  const decoder = iconv.getDecoder(encoding, { stripBOM: true });
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 18 }) as AsyncIterable<Buffer>) {
    const text = decoder.write(chunk);
    if (text !== '') yield withoutNul(text);
  }
  const text = decoder.end();
  if (text) yield withoutNul(text);
}

function withoutNul(text: string): string {
  return text.includes('\0') ? text.replaceAll('\0', '\ufffd') : text;
}

/** @throws Refusal 413 for rows that no table has, from `push` and `end` */
export class CsvSplitter {
  readonly #dialect: Dialect;
  #text = '';
  #number = 0;
  /** A `sep=;` line, which Excel writes and reads, is no row of the table. */
  #first = true;

  constructor(dialect: Dialect) {
    this.#dialect = dialect;
  }

  /** Takes the next piece of text, gives the rows that are complete. */
  push(piece: string): Row[] {
    this.#text = this.#text === '' ? piece : this.#text + piece;
    return this.#split(false);
  }

  end(): Row[] {
    const ended = this.#text === '' || this.#text.endsWith(this.#dialect.lineEnd);
    const rows = this.#split(true);
    const row = rows.at(-1);
    if (!ended && row) rows[rows.length - 1] = { ...row, last: true };
    return rows;
  }

  #split(last: boolean): Row[] {
    const text = this.#text;
    const { quote, lineEnd } = this.#dialect;
    const rows: Row[] = [];
    let start = 0;
    let nextQuote = quote === '' ? -1 : text.indexOf(quote);
    while (start < text.length) {
      const end = text.indexOf(lineEnd, start);
      if (nextQuote >= 0 && nextQuote < start) nextQuote = text.indexOf(quote, start);
      const plain = nextQuote < 0 || (end >= 0 && nextQuote > end);
      if (plain && end < 0 && !last) break;
      if (plain) {
        this.#take(rows, splitPlain(text, start, end < 0 ? text.length : end, this.#dialect.delimiter));
        start = end < 0 ? text.length : end + 1;
        continue;
      }
      const quoted = splitQuoted(text, start, this.#dialect, last);
      if (quoted === 'incomplete') break;
      if (quoted === 'unclosed') {
        const lineStop = end < 0 ? text.length : end;
        this.#take(rows, splitPlain(text, start, lineStop, this.#dialect.delimiter), 'unclosed_quote');
        start = end < 0 ? text.length : end + 1;
        continue;
      }
      this.#take(rows, quoted.cells);
      start = quoted.next;
    }
    this.#text = text.slice(start);
    if (this.#text.length > LIMITS.record) throw tooLong(this.#number + 1);
    return rows;
  }

  #take(rows: Row[], cells: string[], damage?: RowDamage): void {
    this.#number += 1;
    if (this.#first) {
      this.#first = false;
      if (cells.some((cell) => /^sep=.?$/i.test(cell))) return;
    }
    if (!damage && cells.every((cell) => cell === '')) return;
    if (cells.length > LIMITS.columns) throw tooManyColumns(this.#number);
    rows.push(damage ? { number: this.#number, cells, damage } : { number: this.#number, cells });
  }
}

function splitPlain(text: string, start: number, end: number, delimiter: string): string[] {
  const stop = end > start && text[end - 1] === '\r' ? end - 1 : end;
  return text.slice(start, stop).split(delimiter);
}

/**
 * One row in which a quote stands somewhere. A quote opens a cell only as its first character (spaces aside); elsewhere it
 * is an inch mark. Inside a quoted cell a lone quote is text, unless a line break came before it: then the quote that
 * opened the cell was never closed.
 */
function splitQuoted(
  text: string,
  start: number,
  dialect: Dialect,
  last: boolean,
): { cells: string[]; next: number } | 'incomplete' | 'unclosed' {
  const { delimiter, quote, lineEnd } = dialect;
  const cells: string[] = [];
  let at = start;
  for (;;) {
    let open = at;
    while (text[open] === ' ') open += 1;
    if (text[open] === quote) {
      const close = closingQuote(text, open, dialect, last);
      if (close === 'incomplete' || close === 'unclosed') return close;
      cells.push(unescaped(text.slice(open + 1, close.at), dialect));
      at = close.next;
    } else {
      const separator = text.indexOf(delimiter, at);
      const end = text.indexOf(lineEnd, at);
      if (end < 0 && !last) return 'incomplete';
      const rowEnd = end < 0 ? text.length : end;
      const stop = separator >= 0 && separator < rowEnd ? separator : rowEnd;
      cells.push(stop === rowEnd && text[stop - 1] === '\r' && stop > at ? text.slice(at, stop - 1) : text.slice(at, stop));
      at = stop;
    }
    if (at >= text.length) return { cells, next: at };
    if (text[at] === lineEnd) return { cells, next: at + 1 };
    at += 1;
  }
}

/** Where the quoted cell that opens at `open` ends, and where its delimiter, line end or the end of the text stands. */
function closingQuote(
  text: string,
  open: number,
  dialect: Dialect,
  last: boolean,
): { at: number; next: number } | 'incomplete' | 'unclosed' {
  const { delimiter, quote, lineEnd } = dialect;
  let from = open + 1;
  for (;;) {
    const at = text.indexOf(quote, from);
    if (at < 0) return last || text.length - open > LIMITS.record ? 'unclosed' : 'incomplete';
    if (at - open > LIMITS.record) return 'unclosed';
    if (dialect.escape === 'backslash' && escapedByBackslash(text, at, open)) {
      from = at + 1;
      continue;
    }
    if (dialect.escape === 'double' && text[at + 1] === quote) {
      from = at + 2;
      continue;
    }
    let next = at + 1;
    while (text[next] === ' ' || (text[next] === '\r' && lineEnd === '\n')) next += 1;
    if (next >= text.length) {
      if (!last) return 'incomplete';
      return { at, next: text.length };
    }
    if (text[next] === delimiter || text[next] === lineEnd) return { at, next };
    const lineBreak = text.indexOf(lineEnd, open);
    if (lineBreak >= 0 && lineBreak < at) return 'unclosed';
    from = at + 1;
  }
}

function escapedByBackslash(text: string, at: number, open: number): boolean {
  let count = 0;
  for (let index = at - 1; index > open && text[index] === '\\'; index -= 1) count += 1;
  return count % 2 === 1;
}

function unescaped(inner: string, dialect: Dialect): string {
  if (dialect.escape === 'backslash') return inner.includes('\\') ? inner.replace(/\\(.)/gs, '$1') : inner;
  return inner.includes(dialect.quote) ? inner.replaceAll(dialect.quote + dialect.quote, dialect.quote) : inner;
}

function tooLong(row: number): Refusal {
  return new Refusal(
    413,
    'too_large',
    `Row ${row} is longer than ${LIMITS.record.toLocaleString('en')} characters; this does not look like a table.`,
  );
}

/** 413 `too_many_columns`. */
export function tooManyColumns(row: number): Refusal {
  return new Refusal(413, 'too_many_columns', `Row ${row} has more than ${LIMITS.columns.toLocaleString('en')} columns.`);
}
