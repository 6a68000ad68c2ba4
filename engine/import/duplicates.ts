// Tells which rows of a batch are records already: by the match fields of the import, and by what must be unique.

import { createHash } from 'node:crypto';
import { prepare, raw, type Sql, sql } from '../../db/index.ts';
import { type Entity, type Field, fieldTypes, fold } from '../../schema/index.ts';
import { planned } from '../planned.ts';
import { and, type Reader, scopeCondition } from '../read.ts';
import { bind, environment, slot } from '../slots.ts';
import type { Values } from '../types.ts';

/** What makes two records the same: folded texts, other values in PostgreSQL's own form. Null when one is missing. */
export function keyOf(fields: readonly Field[], values: Values): string[] | null {
  const key: string[] = [];
  for (const field of fields) {
    const value = values[field.name];
    if (value === null || value === undefined || value === '') return null;
    key.push(isText(field) ? fold(String(value)) : String(value));
  }
  return key.length > 0 ? key : null;
}

/** One of the records, the lowest by id, and how many there are. */
export interface Matched {
  readonly id: string;
  readonly count: number;
}

/** Records in the actor's sight that have one of the keys, by the key's place in the list. */
export async function findMatches(
  reader: Reader,
  entity: Entity,
  fields: readonly Field[],
  keys: readonly (readonly string[])[],
): Promise<Map<number, Matched>> {
  if (keys.length === 0) return new Map();
  const names = fields.map(({ name }) => name);
  const statement = planned(reader.workspace, `match|${reader.rights.key}|${entity.name}|${names.join()}`, () => {
    const row = sql.identifier('t');
    const reach = scopeCondition(reader, entity, row, 'view');
    const columns = names.map((_, index) => sql.identifier(`k${index}`));
    const arrays = names.map((_, index) => sql`${slot('keys', index)}::text[]`);
    const equal = fields.map(
      (field, index) =>
        sql`${compared(field, row)} = w.${columns[index] as Sql}${isText(field) ? sql`` : sql`::${raw(columnType(field))}`}`,
    );
    const where = and([...equal, ...(reach ? [reach] : [])]);
    return prepare(sql`select w.n, min(t."id"::text), count(*) from unnest(${sql.join(arrays, ', ')}) with ordinality as w(${sql.join(columns, ', ')}, n)
      join ${sql.identifier(reader.workspace.space, entity.name)} t on ${where} group by w.n`);
  });
  const { rows } = await reader.db.query(
    bind(statement, { keys: names.map((_, index) => keys.map((key) => key[index] ?? '')), bind: environment(reader.rights) }),
  );
  return new Map(rows.map(([n, id, count]) => [Number(n) - 1, { id: id ?? '', count: Number(count) }]));
}

/** Values of a unique field that somebody has already, seen or not: value -> the record that has it. */
export async function findTaken(reader: Reader, entity: Entity, field: Field, values: readonly string[]): Promise<Map<string, string>> {
  if (values.length === 0) return new Map();
  const statement = planned(reader.workspace, `taken|${entity.name}|${field.name}`, () => {
    const value = compared(field, sql.identifier('t'));
    const type = isText(field) ? 'text' : columnType(field);
    return prepare(
      sql`select (${value})::text, t."id" from ${sql.identifier(reader.workspace.space, entity.name)} t where ${value} = any(${slot('values', 0)}::${raw(type)}[])`,
    );
  });
  const { rows } = await reader.db.query(bind(statement, { values: [values] }));
  return new Map(rows.map(([value, id]) => [value ?? '', id ?? '']));
}

/** Keys of records that a dry run would have made, with what was said of them; 52 bits each, so that a million of them fit. */
export class SeenKeys {
  readonly #hashes = new Map<number, number>();

  has(key: string): boolean {
    return this.#hashes.has(hashed(key));
  }

  /** What was last said of it, as `hashed` gives it. */
  state(key: string): number | undefined {
    return this.#hashes.get(hashed(key));
  }

  add(key: string, state = ''): void {
    this.#hashes.set(hashed(key), state === '' ? 0 : hashed(state));
  }
}

/** A whole number of 52 bits. */
export function hashed(key: string): number {
  const bytes = createHash('md5').update(key).digest();
  return bytes.readUIntBE(0, 6) * 16 + ((bytes[6] ?? 0) & 15);
}

function compared(field: Field, row: Sql): Sql {
  const column = sql`${row}.${sql.identifier(field.name)}`;
  return isText(field) ? sql`kontor.fold(${column})` : column;
}

function isText(field: Field): boolean {
  return fieldTypes[field.type]?.expression(field).kind === 'text';
}

function columnType(field: Field): string {
  return fieldTypes[field.type]?.columns(field)[0]?.type ?? 'text';
}
