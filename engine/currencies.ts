// Amounts in currencies that the reader's role does not leave him read as if nobody had entered them (row CS-020).
//
// A stand-in for the table empties their cells, so that whatever a statement makes of the row (values, filters, sorts, sums, groups) knows
// nothing of them. Readers whom no role restricts read the tables themselves.

import { type Sql, sql } from '../db/index.ts';
import { DEFAULT_CURRENCY, type Entity, type Expression, type Field, type Schema } from '../schema/index.ts';
import { type Column, columnsOf } from './as-of.ts';
import type { Values } from './types.ts';

/** Codes; null: all. */
export type Currencies = ReadonlySet<string> | null;

/** Own amounts that a value is made of; `far`: those of other records or of rows, too. */
interface Amounts {
  readonly own: Set<string>;
  far: boolean;
}

export function isSeen(currencies: Currencies, { type }: Field, value: unknown): boolean {
  const currency = type === 'money' && (value as { currency?: string } | null)?.currency;
  return !currency || !currencies || currencies.has(currency);
}

/**
 * What stands where `table` would stand; null where nothing of the entity can be hidden.
 * @param more columns that the table has besides those of the entity
 */
export function withSeenAmounts(schema: Schema, entity: Entity, codes: ReadonlySet<string>, table: Sql, more: readonly Sql[]): Sql | null {
  const parts = columnsOf(entity).map((column) => ({ column, seen: seenCondition(schema, entity, column.field, codes) }));
  if (parts.every(({ seen }) => seen === null)) return null;
  const cells = parts.map(({ column, seen }) => (seen ? emptied(column, seen) : id(column.name)));
  return sql`(select ${sql.join([...cells, ...more], ', ')} from ${table})`;
}

function emptied({ name }: Column, seen: Sql): Sql {
  return sql`case when ${seen} then ${id(name)} end as ${id(name)}`;
}

/** Null: always seen. */
function seenCondition(schema: Schema, entity: Entity, field: Field, codes: ReadonlySet<string>): Sql | null {
  if (field.type === 'money') return inCodes(field, codes);
  const { own, far } = amountsOf(schema, entity, field);
  if (far) return sql`false`;
  const conditions = [...own].map((name) => sql`(${id(name)} is null or ${inCodes(entity.fields[name]!, codes)})`);
  return conditions.length === 0 ? null : sql.join(conditions, ' and ');
}

function inCodes(field: Field, codes: ReadonlySet<string>): Sql {
  const currency = sql`coalesce(${id(`${field.name}_currency`)}, ${sql.literal(field.currency ?? DEFAULT_CURRENCY)})`;
  const list = [...codes].sort().map((code) => sql.literal(code));
  return sql`${currency} in (${sql.join(list, ', ')})`;
}

/** A number or text that is computed of amounts tells them. */
export function tellsAmounts(schema: Schema, entity: Entity, field: Field): boolean {
  const { own, far } = amountsOf(schema, entity, field);
  return far || own.size > 0;
}

function amountsOf(schema: Schema, entity: Entity, field: Field): Amounts {
  const found: Amounts = { own: new Set(), far: false };
  if (field.formula && field.type !== 'money') gather(schema, entity, field.formula, found);
  return found;
}

function gather(schema: Schema, entity: Entity, node: Expression, found: Amounts): void {
  if (node.kind === 'path') {
    gatherPath(schema, entity, node.path, found);
    return;
  }
  if (node.kind === 'aggregate') {
    if (isFar(schema, entity, node)) found.far = true;
    return;
  }
  for (const part of Object.values(node).flat())
    if (typeof part === 'object' && part !== null && 'kind' in part) gather(schema, entity, part as Expression, found);
}

function gatherPath(schema: Schema, entity: Entity, path: readonly string[], found: Amounts): void {
  const field = entity.fields[path[0]!];
  if (!field) return;
  if (field.type === 'money') found.own.add(field.name);
  else if (field.formula) gather(schema, entity, field.formula, found);
  else if (path.length > 1 && field.to.some((to) => hasAmounts(schema, schema.entities[to]!, [{ kind: 'path', path: path.slice(1) }])))
    found.far = true;
}

function isFar(schema: Schema, entity: Entity, { over, value, where }: Extract<Expression, { kind: 'aggregate' }>): boolean {
  const [name, ...rest] = over;
  // Rows of the record itself, or all records of a noun.
  const targets = entity.fields[name!]?.to ?? (schema.entities[name!] ? [name!] : []);
  const asked = rest.length > 0 ? [{ kind: 'aggregate' as const, fn: 'count' as const, over: rest, value, where }] : [value, where];
  return targets.some((to) => hasAmounts(schema, schema.entities[to]!, asked));
}

function hasAmounts(schema: Schema, entity: Entity, nodes: readonly (Expression | null)[]): boolean {
  const found: Amounts = { own: new Set(), far: false };
  for (const node of nodes) if (node) gather(schema, entity, node, found);
  return found.far || found.own.size > 0;
}

/** What history tells of a field; what is hidden is left out. */
export function isTold(schema: Schema, entity: Entity, field: Field, value: unknown, currencies: Currencies): boolean {
  return currencies === null || (isSeen(currencies, field, value) && !tellsAmounts(schema, entity, field));
}

/** Values as this reader may be told them. */
export function seenValues(values: Readonly<Values>, entity: Entity, currencies: Currencies): Values {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      entity.fields[name] && !isSeen(currencies, entity.fields[name], value) ? null : value,
    ]),
  );
}

function id(name: string): Sql {
  return sql.identifier(name);
}
