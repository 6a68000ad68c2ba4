// How a file is read: found by looking at it, corrected by a person, kept by the job so that it reads what was shown.

import iconv from 'iconv-lite';
import type { Problem } from '../../schema/index.ts';
import { malformed } from '../errors.ts';
import type { Dialect } from './csv.ts';

export interface Reading {
  readonly encoding?: string;
  /** What is left out is found. */
  readonly dialect?: Partial<Dialect>;
  readonly sheet?: string;
  /** Row with the names of the columns; null: there is none. */
  readonly header?: number | null;
}

const DIALECT: { readonly [K in keyof Dialect]: readonly Dialect[K][] } = {
  delimiter: [',', ';', '\t', '|'],
  quote: ['"', "'", ''],
  escape: ['double', 'backslash'],
  lineEnd: ['\n', '\r'],
};

/** @throws Refusal 400 with everything that is wrong */
export function checkReading({ encoding, dialect = {}, header }: Reading): void {
  const problems: Problem[] = [];
  if (encoding !== undefined && !iconv.encodingExists(encoding)) {
    problems.push({ field: 'reading.encoding', code: 'unknown', message: `"${encoding}" is no encoding Kontor knows.` });
  }
  for (const [name, value] of Object.entries(dialect)) {
    const known: readonly string[] | undefined = Object.hasOwn(DIALECT, name) ? DIALECT[name as keyof Dialect] : undefined;
    if (!known) problems.push({ field: `reading.dialect.${name}`, code: 'unknown_field', message: `A dialect has no "${name}".` });
    else if (!known.includes(value)) {
      const choices = known.map((choice) => JSON.stringify(choice)).join(', ');
      problems.push({ field: `reading.dialect.${name}`, code: 'not_an_option', message: `must be one of ${choices}` });
    }
  }
  if (header !== undefined && header !== null && !(Number.isInteger(header) && header > 0)) {
    problems.push({ field: 'reading.header', code: 'out_of_range', message: 'is the number of a row, from 1, or null' });
  }
  if (problems.length > 0) throw malformed('The file cannot be read like this.', problems, 'bad_reading');
}
