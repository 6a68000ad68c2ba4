// Records whose history stands beside another's: what it came from, and what belongs to it.

import type { Entity } from '../schema/index.ts';
import { fieldTypes, nearest } from '../schema/index.ts';
import { granted } from './access.ts';
import { malformed, type Refusal } from './errors.ts';
import { list } from './list.ts';
import { type Reader, readable } from './read.ts';
import type { Values } from './types.ts';

/** What went on in this record, as far as it is in reach: a lead's history is part of the customer's it became. */
interface Related {
  readonly entity: string;
  readonly id: string;
  readonly title: string;
}

/** At most 10 of each noun, of those the reader sees. */
export async function predecessors(reader: Reader, entity: string, id: string): Promise<Related[]> {
  const found: Related[] = [];
  for (const before of Object.values(reader.rights.schema.entities)) {
    for (const field of Object.values(before.fields)) {
      if (!field.continues || !field.to.includes(entity) || !granted(reader.rights, before, 'view')) continue;
      found.push(...(await pointingHere(reader, before, field.name, id, 10)));
    }
  }
  return found;
}

/** More is a list's business, not a history's. */
const MOST_BELOW = 300;

/** @throws Refusal 400 for what is no back reference of the entity, as this actor sees it. */
export async function below(reader: Reader, name: string, id: string, names: readonly string[]): Promise<Related[]> {
  const { backReferences } = readable(reader.rights, name);
  const found: Related[] = [];
  for (const wanted of names) {
    const back = Object.hasOwn(backReferences, wanted) ? backReferences[wanted]! : null;
    const from = back && reader.rights.schema.entities[back.entity];
    if (!from || from.parent) throw unknownName('below', wanted, Object.keys(backReferences));
    if (granted(reader.rights, from, 'view')) found.push(...(await pointingHere(reader, from, back.field, id, MOST_BELOW)));
  }
  return found;
}

async function pointingHere(reader: Reader, from: Entity, field: string, id: string, limit: number): Promise<Related[]> {
  const kind = fieldTypes[from.fields[field]!.type]!.expression(from.fields[field]!).kind;
  const filter = kind === 'references' ? `contains(${field}, "${id}")` : `${field} = "${id}"`;
  const { records } = await list(reader, from.name, { fields: ['id', ...from.title], filter, sort: '-updated_at', limit });
  const print = (record: Values, name: string) => fieldTypes[from.fields[name]!.type]!.print(record[name], from.fields[name]!);
  return records.map((record) => ({
    entity: from.name,
    id: String(record['id']),
    title: from.title
      .map((name) => (isBlank(record[name]) ? '' : print(record, name)))
      .filter(Boolean)
      .join(' '),
  }));
}

function isBlank(value: unknown): boolean {
  return value === null || value === undefined;
}

/** @throws Refusal 400 that names the nearest field */
export function assertFields(entity: Entity, names: readonly string[]): void {
  for (const name of names) if (!Object.hasOwn(entity.fields, name)) throw unknownName('fields', name, Object.keys(entity.fields));
}

function unknownName(parameter: string, name: string, known: readonly string[]): Refusal {
  const near = nearest(name, known);
  const hint = near ? ` Did you mean "${near}"?` : '';
  return malformed(
    `There is no "${name}" here.${hint}`,
    [{ field: parameter, code: 'unknown_field', message: `There is no such name.${hint}` }],
    'unknown_field',
  );
}
