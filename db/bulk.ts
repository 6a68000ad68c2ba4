// Many rows at once by COPY: the way from a file into a table that costs the server least.

import { encode } from './connection.ts';
import { path, quote } from './ddl.ts';
import type { Transaction } from './pool.ts';

/** What a statement takes for a value too, e.g. from FieldType.toColumns(). */
export type Cell = unknown;

export interface RowsToInsert {
  /** PostgreSQL schema of the workspace. */
  readonly schema: string;
  readonly table: string;
  readonly columns: readonly { readonly name: string }[];
  /** Cells in the order of the columns; read once, while they are sent. */
  readonly rows: Iterable<readonly Cell[]> | AsyncIterable<readonly Cell[]>;
}

/** Answers the number of rows. One that does not fit refuses all of them. */
export function insertRows(tx: Transaction, { schema, table, columns, rows }: RowsToInsert): Promise<number> {
  const names = columns.map(({ name }) => quote(name)).join(', ');
  return tx.copyIn(`copy ${path(schema, table)} (${names}) from stdin`, chunks(rows, ''));
}

export interface ChangesToInsert {
  readonly schema: string;
  readonly actor: { readonly id: string | null; readonly name: string };
  readonly cause: { readonly kind: string; readonly job?: string | null; readonly detail?: string | null };
  readonly verb: string;
  readonly entity: string;
  /** `before` and `after` are JSON. */
  readonly rows: Iterable<{ readonly record: string; readonly before: string | null; readonly after: string | null }>;
}

/** History of many records that one actor changed for one cause. Answers the number of rows. */
export function insertChanges(tx: Transaction, { schema, actor, cause, verb, entity, rows }: ChangesToInsert): Promise<number> {
  const shared = [actor.id, actor.name, cause.kind, cause.job ?? null, cause.detail ?? null, verb, entity];
  const text = `copy ${path(schema, 'changes')} (actor, actor_name, cause, job, detail, verb, entity, record, before, after) from stdin`;
  return tx.copyIn(text, chunks(cellsOf(rows), `${shared.map(escaped).join('\t')}\t`));
}

function* cellsOf(rows: ChangesToInsert['rows']): Generator<readonly Cell[]> {
  for (const { record, before, after } of rows) yield [record, before, after];
}

/** Characters that are sent at once. */
const CHUNK = 64 * 1024;

async function* chunks(rows: RowsToInsert['rows'], start: string): AsyncGenerator<string> {
  let chunk = '';
  // An iterable that is there already must not cost a promise a row.
  if (Symbol.iterator in rows) {
    for (const row of rows) {
      chunk += line(row, start);
      if (chunk.length < CHUNK) continue;
      yield chunk;
      chunk = '';
    }
  } else {
    for await (const row of rows) {
      chunk += line(row, start);
      if (chunk.length < CHUNK) continue;
      yield chunk;
      chunk = '';
    }
  }
  if (chunk !== '') yield chunk;
}

function line(cells: readonly Cell[], start: string): string {
  let text = start;
  for (let i = 0; i < cells.length; i++) text += i === 0 ? escaped(cells[i]) : `\t${escaped(cells[i])}`;
  return `${text}\n`;
}

function escaped(cell: Cell): string {
  const text = encode(cell);
  if (text === null) return '\\N';
  if (typeof text !== 'string') return `\\\\x${text.toString('hex')}`;
  return SPECIAL.test(text) ? text.replace(EVERY_SPECIAL, (found) => escapes[found] ?? found) : text;
}

const SPECIAL = /[\\\n\r\t]/;
const EVERY_SPECIAL = /[\\\n\r\t]/g;
const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };
