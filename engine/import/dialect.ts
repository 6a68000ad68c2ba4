// Finds what separates the cells of a CSV, what quotes them and where the rows end: tries every way on the first lines and
// takes the one that makes the most even table.

import { CsvSplitter, type Dialect, decodedText } from './csv.ts';

const DELIMITERS: readonly Dialect['delimiter'][] = [',', ';', '\t', '|'];
const SAMPLE = 256 * 1024;
const ROWS = 500;

export interface DialectGuess extends Dialect {
  /** Share of the rows that have the usual number of cells. */
  readonly evenness: number;
}

/** Of the beginning of a file. */
export async function detectDialect(path: string, encoding: string): Promise<DialectGuess> {
  let sample = '';
  for await (const text of decodedText(path, encoding)) {
    sample += text;
    if (sample.length >= SAMPLE) break;
  }
  return dialectOf(sample);
}

/** @param sample the beginning of the text; what is longer is cut at the end of a row */
export function dialectOf(sample: string): DialectGuess {
  const lineEnd = sample.includes('\n') || !sample.includes('\r') ? '\n' : '\r';
  const whole = sample.length >= SAMPLE ? sample.slice(0, sample.lastIndexOf(lineEnd) + 1) : sample;
  const told = /^sep=(.)\r?\n/i.exec(whole)?.[1];
  const delimiters = DELIMITERS.filter((delimiter) => delimiter === told);
  const tries = (delimiters.length > 0 ? delimiters : DELIMITERS).map((delimiter) => {
    const quote = quoteOf(whole, delimiter, lineEnd);
    const inside = quote === '"' && usesBackslash(whole, delimiter) ? 'backslash' : 'double';
    const dialect: Dialect = { delimiter, quote, escape: inside, lineEnd };
    return { dialect, ...evenness(whole, dialect) };
  });
  const best = tries.reduce((left, right) => (right.score > left.score + 1e-9 ? right : left));
  return { ...best.dialect, evenness: best.share };
}

/** Even rows count most, then a first row as long as the others, then the number of columns. */
function evenness(sample: string, dialect: Dialect): { score: number; share: number } {
  const splitter = new CsvSplitter(dialect);
  const lengths: number[] = [];
  try {
    const rows = [...splitter.push(sample.slice(0, 16_384)), ...splitter.push(sample.slice(16_384)), ...splitter.end()];
    for (const row of rows.slice(0, ROWS)) lengths.push(row.cells.length);
  } catch {
    return { score: 0, share: 0 };
  }
  if (lengths.length === 0) return { score: 0, share: 1 };
  const usual = mostFrequent(lengths);
  const share = lengths.filter((length) => length === usual).length / lengths.length;
  if (usual === 1) return { score: 0.2 * share, share };
  return { score: share + (lengths[0] === usual ? 0.3 : 0) + Math.min(usual, 40) / 200, share };
}

/** The commonest of the values, which are at least one; of those that are equally common the greatest. */
export function mostFrequent(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].reduce((best, entry) => (entry[1] > best[1] || (entry[1] === best[1] && entry[0] > best[0]) ? entry : best))[0];
}

/** Single quotes only where they frame whole cells again and again and double quotes do not: names have apostrophes too. */
function quoteOf(sample: string, delimiter: string, lineEnd: string): Dialect['quote'] {
  const framed = { '"': 0, "'": 0 };
  for (const line of sample.split(lineEnd, ROWS)) {
    for (const cell of line.split(delimiter)) {
      const trimmed = cell.trim();
      const first = trimmed[0];
      if (trimmed.length > 1 && (first === '"' || first === "'") && trimmed.endsWith(first)) framed[first] += 1;
    }
  }
  return framed["'"] > 2 && framed["'"] > framed['"'] * 3 ? "'" : '"';
}

/** MySQL and some others write `\"`; told apart from a path that ends in a backslash by there being no doubled quote. */
function usesBackslash(sample: string, delimiter: string): boolean {
  return /\\"[^\r\n]/.test(sample.replaceAll(`\\"${delimiter}`, '')) && !/[^,;\t|\r\n"]""/.test(sample);
}
