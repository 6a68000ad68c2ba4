// All that points at records of a noun, in every table: counted before a merge, turned to the target by it.

import { compile, type Sql, sql } from '../../db/index.ts';
import { type Entity, type Field, fieldTypes, type Schema } from '../../schema/index.ts';
import { isKept, raiseEpoch } from '../epoch.ts';
import type { Reader } from '../read.ts';
import { scopeCondition } from '../read.ts';
import type { Writer } from '../records.ts';
import { RIGHTS } from '../rights-fields.ts';
import { bind, environment } from '../slots.ts';

/** `any`: a second column says which noun is meant; `many`: a list of ids. */
export interface Pointer {
  readonly entity: Entity;
  readonly field: Field;
  readonly kind: 'one' | 'any' | 'many';
}

export interface PointerCount {
  /** The noun whose records point here; of line items the one they stand in. */
  readonly entity: string;
  readonly field: string;
  readonly count: number;
}

/** Fields of all nouns and line items that may point at records of `name`. */
export function pointersTo(schema: Schema, name: string): Pointer[] {
  return Object.values(schema.entities).flatMap((entity) =>
    Object.values(entity.fields).flatMap((field) => {
      const kind = kindOf(field);
      const isOwn = entity.parent !== null && field.name === 'parent';
      return kind && !isOwn && field.to.includes(name) ? [{ entity, field, kind }] : [];
    }),
  );
}

function kindOf(field: Field): Pointer['kind'] | null {
  const type = fieldTypes[field.type];
  if (!type || field.type === 'children') return null;
  const columns = type.columns(field);
  switch (type.expression(field).kind) {
    case 'reference':
    case 'file':
      return columns.length === 2 ? 'any' : columns.length === 1 ? 'one' : null;
    case 'references':
      return 'many';
    default:
      return null;
  }
}

/** How many records point at one of `ids`, as far as the reader sees them; all there are with `everything`. */
export async function countPointers(reader: Reader, name: string, ids: readonly string[], everything = false): Promise<PointerCount[]> {
  const { schema } = reader.workspace.state;
  const seen = reader.rights.schema.entities;
  const pointers = pointersTo(schema, name).filter(({ entity, field }) => everything || seen[entity.name]?.fields[field.name]);
  if (pointers.length === 0) return [];
  const counts = pointers.map((pointer) => {
    const { entity } = pointer;
    const row = sql.identifier('t');
    const from = sql`${sql.identifier(reader.workspace.space, entity.name)} t`;
    const root = entity.parent ? schema.entities[entity.parent.entity]! : entity;
    const reach = everything ? null : scopeCondition(reader, root, entity.parent ? sql.identifier('p') : row, 'view');
    const join = entity.parent ? sql` join ${sql.identifier(reader.workspace.space, root.name)} p on p."id" = t."parent"` : sql``;
    return sql`(select count(*) from ${from}${join} where ${pointsAt(pointer, name, ids)}${reach ? sql` and (${reach})` : sql``})`;
  });
  const { rows } = await reader.db.query(
    bind(compile(sql`select ${sql.join(counts, ', ')}`), { bind: environment(reader.rights), literal: [] }),
  );
  return pointers.flatMap(({ entity, field }, i) => {
    const count = Number(rows[0]![i]);
    return count > 0 ? [{ entity: entity.parent?.entity ?? entity.name, field: entity.parent?.field ?? field.name, count }] : [];
  });
}

/** Turns all of it to the target, each with a line in its history. Answers how many. */
export async function turnPointers(writer: Writer, name: string, ids: readonly string[], target: string): Promise<number> {
  let turned = 0;
  const { schema } = writer.workspace.state;
  for (const pointer of pointersTo(schema, name)) {
    const statement = pointer.entity.parent
      ? turnRows(writer, pointer, name, ids, target)
      : turnRecords(writer, pointer, name, ids, target);
    const { count } = await writer.tx.query(compile(statement));
    turned += count ?? 0;
    if (count && raises(schema, pointer)) {
      await raiseEpoch(writer, 'rights');
      writer.raised();
    }
  }
  return turned;
}

/** Whether processes remember what points there. */
function raises(schema: Schema, { entity, field }: Pointer): boolean {
  return RIGHTS[entity.name]?.includes(field.name) === true || isKept(entity.parent ? schema.entities[entity.parent.entity]! : entity);
}

/** Condition on the row `t`. */
export function pointsAt({ field, kind }: Pointer, name: string, ids: readonly string[]): Sql {
  const column = sql`t.${sql.identifier(field.name)}`;
  const array = uuids(ids);
  if (kind === 'many') return sql`${column} && ${array}`;
  return kind === 'any'
    ? sql`${column} = any(${array}) and t.${sql.identifier(`${field.name}_entity`)} = ${sql.value(name)}::text`
    : sql`${column} = any(${array})`;
}

/** What the field will hold: the target, or the list with the target once in the place of the first. */
function turnedValue({ field, kind }: Pointer, ids: readonly string[], target: string): Sql {
  if (kind !== 'many') return sql`${sql.value(target)}::uuid`;
  const column = sql`t.${sql.identifier(field.name)}`;
  const each = sql`select case when x = any(${uuids(ids)}) then ${sql.value(target)}::uuid else x end as y, n from unnest(${column}) with ordinality as a(x, n)`;
  return sql`(select array_agg(y order by n) from (select y, min(n) as n from (${each}) b group by y) c)`;
}

/** A field's value as the history has it. */
function told({ kind }: Pointer, name: string, value: Sql): Sql {
  return kind === 'any' ? sql`jsonb_build_object('entity', ${sql.value(name)}::text, 'id', ${value})` : sql`to_jsonb(${value})`;
}

function turnRecords(writer: Writer, pointer: Pointer, name: string, ids: readonly string[], target: string): Sql {
  const { entity, field } = pointer;
  const { space } = writer.workspace;
  const table = sql.identifier(space, entity.name);
  const column = sql.identifier(field.name);
  const isOwn = entity.name === name;
  // The merged ones go with what they point at, and the target does not point at itself.
  const outside = isOwn ? sql` and t."id" <> all(${uuids(ids)})` : sql``;
  const itself = isOwn ? sql`t."id" = ${sql.value(target)}::uuid` : sql`false`;
  const after =
    pointer.kind === 'many'
      ? withoutItself(pointer, ids, target, itself)
      : sql`case when ${itself} then null else ${turnedValue(pointer, ids, target)} end`;
  const noun =
    pointer.kind === 'any'
      ? sql`, ${sql.identifier(`${field.name}_entity`)} = case when hit.after is null then null else ${sql.value(name)}::text end`
      : sql``;
  return sql`with hit as materialized (
      select t."id", t.${column} as before, ${after} as after from ${table} t where ${pointsAt(pointer, name, ids)}${outside} order by t."id" for no key update
    ), done as (
      update ${table} t set ${column} = hit.after${noun}, ${touched(writer)} from hit where t."id" = hit."id"
    )
    ${history(writer)} select ${shared(writer, entity)}, hit."id",
      jsonb_build_object(${sql.value(field.name)}::text, ${told(pointer, name, sql`hit.before`)}),
      jsonb_build_object(${sql.value(field.name)}::text, case when hit.after is null then null else ${told(pointer, name, sql`hit.after`)} end)
    from hit order by hit."id"`;
}

function withoutItself(pointer: Pointer, ids: readonly string[], target: string, itself: Sql): Sql {
  const column = sql`t.${sql.identifier(pointer.field.name)}`;
  const others = sql`(select array_agg(x order by n) from unnest(${column}) with ordinality as a(x, n) where x <> all(${uuids([...ids, target])}))`;
  return sql`case when ${itself} then ${others} else ${turnedValue(pointer, ids, target)} end`;
}

/** Line items: their history is that of the record they stand in. */
function turnRows(writer: Writer, pointer: Pointer, name: string, ids: readonly string[], target: string): Sql {
  const { entity, field } = pointer;
  const { space, state } = writer.workspace;
  const { entity: rootName, field: list } = entity.parent!;
  const root = state.schema.entities[rootName]!;
  const table = sql.identifier(space, entity.name);
  const column = sql.identifier(field.name);
  const outside = rootName === name ? sql` and t."parent" <> all(${uuids(ids)})` : sql``;
  const noun = pointer.kind === 'any' ? sql`, ${sql.identifier(`${field.name}_entity`)} = ${sql.value(name)}::text` : sql``;
  const rows = (value: Sql) =>
    sql`jsonb_build_object(${sql.value(list)}::text, jsonb_object_agg(hit."id"::text, jsonb_build_object(${sql.value(field.name)}::text, ${told(pointer, name, value)})))`;
  return sql`with hit as materialized (
      select t."id", t."parent", t.${column} as before, ${turnedValue(pointer, ids, target)} as after
      from ${table} t where ${pointsAt(pointer, name, ids)}${outside} order by t."id" for no key update
    ), done as (
      update ${table} t set ${column} = hit.after${noun} from hit where t."id" = hit."id"
    ), bumped as (
      update ${sql.identifier(space, rootName)} t set ${touched(writer)} where t."id" in (select "parent" from hit)
    )
    ${history(writer)} select ${shared(writer, root)}, hit."parent", ${rows(sql`hit.before`)}, ${rows(sql`hit.after`)}
    from hit group by hit."parent" order by hit."parent"`;
}

function touched({ actor }: Writer): Sql {
  return sql`"version" = t."version" + 1, "updated_at" = now(), "updated_by" = ${sql.value(actor.id)}::uuid`;
}

function history({ workspace }: Writer): Sql {
  return sql`insert into ${sql.identifier(workspace.space, 'changes')} ("actor", "actor_name", "cause", "job", "detail", "verb", "entity", "record", "before", "after")`;
}

function shared({ actor, cause }: Writer, entity: Entity): Sql {
  const cells = [
    [actor.id, 'uuid'],
    [actor.name, 'text'],
    [cause.kind, 'text'],
    [cause.job ?? null, 'uuid'],
    [cause.detail ?? null, 'text'],
    ['update', 'text'],
    [entity.name, 'text'],
  ] as const;
  return sql.join(
    cells.map(([value, type]) => (type === 'uuid' ? sql`${sql.value(value)}::uuid` : sql`${sql.value(value)}::text`)),
    ', ',
  );
}

function uuids(ids: readonly string[]): Sql {
  return sql`${sql.value(ids as string[])}::uuid[]`;
}
