// Finds the row with the names of the columns, and gives every column a name of its own.

import type { Row } from './csv.ts';

export interface Header {
  /** Row number of the names; null when the table starts with data at once. */
  readonly row: number | null;
  readonly names: readonly string[];
  /** Columns whose name was missing or used before, by index. */
  readonly unnamed: readonly number[];
  readonly repeated: readonly number[];
}

/**
 * Titles, dates of printing and empty lines may stand above the names: the header is the first row that fills most of the
 * table's width with texts that do not look like data.
 */
export function findHeader(rows: readonly Row[], width: number): Header {
  const candidate = rows.slice(0, 30).find(({ cells }) => filled(cells) >= Math.max(1, Math.ceil(width * 0.6)));
  if (!candidate || looksLikeData(candidate.cells)) return { row: null, ...named([], width) };
  return { row: candidate.number, ...named(candidate.cells, width) };
}

export function headerAt(rows: readonly Row[], row: number | null, width: number): Header {
  const cells = rows.find(({ number }) => number === row)?.cells ?? [];
  return { row, ...named(cells, width) };
}

/** Every column gets a name that no other has: `Column 3` for an empty one, `Phone (2)` for the second of two. */
function named(cells: readonly string[], width: number): Omit<Header, 'row'> {
  const names: string[] = [];
  const unnamed: number[] = [];
  const repeated: number[] = [];
  const taken = new Set<string>();
  for (let index = 0; index < Math.max(width, lastFilled(cells) + 1); index += 1) {
    const given = (cells[index] ?? '').replace(/[\s\u00a0\ufeff]+/g, ' ').trim();
    if (given === '') unnamed.push(index);
    const wanted = given === '' ? `Column ${index + 1}` : given;
    let name = wanted;
    for (let count = 2; taken.has(name.toLowerCase()); count += 1) name = `${wanted} (${count})`;
    if (given !== '' && name !== wanted) repeated.push(index);
    taken.add(name.toLowerCase());
    names.push(name);
  }
  return { names, unnamed, repeated };
}

/** Names of columns are no addresses, dates or amounts; years as names (a sheet with one column a year) are let pass. */
function looksLikeData(cells: readonly string[]): boolean {
  const values = cells.map((cell) => cell.trim()).filter((cell) => cell !== '');
  const telling = values.filter((value) => DATA.some((pattern) => pattern.test(value)));
  const numbers = values.filter((value) => /^[-+]?[\d .,'\u00a0]*\d[%€$£]?$/.test(value) && !/^(19|20)\d\d$/.test(value));
  return telling.length > 0 || numbers.length * 2 > values.length || (numbers.length > 0 && numbers.some((value) => value.length > 4));
}

const DATA = [/^[^\s@]+@[^\s@]+\.[^\s@]+$/, /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([ T]|$)/, /^(https?:\/\/|www\.)\S+$/i, /^\+\d[\d ()-]{5,}$/];

function filled(cells: readonly string[]): number {
  return cells.filter((cell) => cell.trim() !== '').length;
}

export function lastFilled(cells: readonly string[]): number {
  return cells.findLastIndex((cell) => cell.trim() !== '');
}
