// What a record points to must be there and in the writer's own reach, else a reference would tell what exists.

import type { Sql } from '../db/index.ts';
import { prepare, sql } from '../db/index.ts';
import type { Entity, Field } from '../schema/index.ts';
import { fieldTypes } from '../schema/index.ts';
import type { Item } from './draft.ts';
import { planned } from './planned.ts';
import { type Reader, scopeCondition } from './read.ts';
import { bind, environment, slot } from './slots.ts';
import type { Values } from './types.ts';

interface Use {
  readonly item: Item;
  readonly path: string;
  readonly field: Field;
  readonly id: string;
  /** any_reference: gets the entity once it is known. */
  readonly target: Values | null;
}

/** People may be named by whoever may write the record: owners and participants are no secret to colleagues. */
const PEOPLE = new Set(['users', 'owner_groups']);

/** One statement for all references of all items; every one that leads nowhere becomes a problem at its field. */
export async function checkReferences(reader: Reader, entity: Entity, items: readonly Item[]): Promise<void> {
  const uses = items.flatMap((item) => usesOf(reader, entity, item));
  if (uses.length === 0) return;
  const wanted = new Map<string, Set<string>>();
  for (const { field, id } of uses) {
    for (const name of field.to) wanted.set(name, (wanted.get(name) ?? new Set()).add(id));
  }
  const targets = [...wanted.keys()].sort();
  const statement = planned(reader.workspace, `refs|${reader.rights.key}|${targets.join()}`, () =>
    prepare(
      sql.join(
        targets.map((name, i) => existing(reader, name, i)),
        ' union all ',
      ),
    ),
  );
  const { rows } = await reader.db.query(
    bind(statement, { ids: targets.map((name) => [...wanted.get(name)!]), bind: environment(reader.rights) }),
  );
  const found = new Set(rows.map(([name, id]) => `${name} ${id}`));
  for (const use of uses) {
    const name = use.field.to.find(
      (candidate) => found.has(`${candidate} ${use.id}`) && (use.target?.['entity'] ?? candidate) === candidate,
    );
    if (!name) use.item.refuse(use.path, 'not_found', `${use.field.label} is not a record within your reach.`);
    else if (use.target) use.target['entity'] = name;
  }
}

function existing(reader: Reader, name: string, i: number): Sql {
  const target = reader.workspace.state.schema.entities[name]!;
  const row = sql.identifier('t');
  const reach = PEOPLE.has(name) ? null : scopeCondition(reader, target, row, 'view');
  const where = sql`t."id" = any(${slot('ids', i)}::uuid[])${reach ? sql` and (${reach})` : sql``}`;
  return sql`select ${sql.literal(name)}::text, t."id" from ${sql.identifier(reader.workspace.space, name)} t where ${where}`;
}

function usesOf(reader: Reader, entity: Entity, item: Item): Use[] {
  const { schema } = reader.workspace.state;
  return Object.entries(item.values).flatMap(([name, value]) => {
    const field = entity.fields[name];
    if (!field || value === null || value === undefined) return [];
    if (field.type !== 'children') return usesIn(item, field, value, name);
    const child = schema.entities[field.to[0]!]!;
    return (value as Values[]).flatMap((row, i) =>
      Object.entries(row).flatMap(([cell, inner]) =>
        child.fields[cell] && inner !== null ? usesIn(item, child.fields[cell], inner, `${name}.${i}.${cell}`) : [],
      ),
    );
  });
}

function usesIn(item: Item, field: Field, value: unknown, path: string): Use[] {
  if (field.to.length === 0 || !fieldTypes[field.type]!.expression(field).kind.startsWith('reference')) return [];
  if (typeof value === 'string') return [{ item, path, field, id: value, target: null }];
  if (Array.isArray(value)) return value.map((id: string) => ({ item, path, field, id, target: null }));
  const target = value as Values;
  return [{ item, path, field, id: String(target['id']), target }];
}
