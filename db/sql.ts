// SQL as values: `sql` composes fragments, `compile` and `prepare` make statements of them. Values never become SQL text.

import { hash } from 'node:crypto';
import { type SQL, type SQLRawValue, sql } from 'pg-sql2';
import type { Statement } from './pool.ts';

export type { SQL, SQLRawValue };
export { sql };

/** A statement that is parsed each time it runs: for texts that hardly ever come again. */
export function compile(fragment: SQL): Statement {
  return sql.compile(fragment);
}

/**
 * A statement that each connection parses and plans once. The text decides the name, so the same text from two places
 * is one prepared statement, and values must stand in `sql.value(...)`, not in the text.
 */
export function prepare(fragment: SQL): Statement {
  const { text, values } = sql.compile(fragment);
  return { text, values, name: statementName(text) };
}

/** For texts that are kept and run with other values: `{ text, values, name: statementName(text) }`. */
export function statementName(text: string): string {
  return hash('sha1', text, 'base64url');
}

/** SQL text that the program itself wrote, such as a column type; never anything that came from outside. */
export function raw(text: string): SQL {
  return sql(Object.assign([text], { raw: [text] }));
}
