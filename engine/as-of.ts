// Records as they stood at an instant: for a noun a stand-in of its table, made of today's rows and the history since.
//
// A row without a change since then is today's row, so that the table's indexes go on serving. The others are taken back: of
// each field the earliest `before` since then holds. What came later is out, what went since is in again.
// Who may see a row is asked of today's row (of its last state where it is gone), as the history asks it.

import type { Gate, Sql } from '../db/index.ts';
import { raw, sql } from '../db/index.ts';
import type { Entity, Field, Schema } from '../schema/index.ts';
import { fieldTypes } from '../schema/index.ts';
import { malformed } from './errors.ts';
import { slot } from './slots.ts';

/** True in rows that were put together from the history. */
export const PAST = sql.identifier('~past');
const INSTANT = /^(\d{4})-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?([Zz]|[+-]\d\d:?\d\d)$/;

/** The text as it came. @throws Refusal 400 for what is no instant with a zone */
export function readInstant(text: string): string {
  const matched = INSTANT.exec(text);
  if (matched && Number(matched[1]) > 0 && !Number.isNaN(Date.parse(text.replace(' ', 'T')))) return text;
  throw malformed(
    '"as_of" is an instant such as 2026-03-01T08:00:00Z.',
    [{ field: 'as_of', code: 'not_an_instant', message: 'date, time and zone, such as 2026-03-01T08:00:00Z' }],
    'not_an_instant',
  );
}

/** Puts named parts (`with ...`) before a statement. */
export function withBefore(statement: Sql, parts: readonly Sql[]): Sql {
  return parts.length === 0 ? statement : sql`with ${sql.join(parts, ', ')} ${statement}`;
}

export interface PastOptions {
  /** PostgreSQL schema of the workspace. */
  readonly space: string;
  /** Everybody's schema: a row is put together whole and cut by who reads it. */
  readonly schema: Schema;
  /** The reader's view scope over a row of today; null where he sees all. */
  readonly scope: Gate;
}

/** The stand-ins that one statement needs; it begins with them. */
export class Past {
  readonly #options: PastOptions;
  readonly #names = new Map<string, Sql>();
  readonly #parts: Sql[] = [];

  constructor(options: PastOptions) {
    this.#options = options;
  }

  /**
   * What stands where the table of `entity` would stand.
   * @param titles for the titles of references, which everybody reads who reads the reference: out of reach they are today's
   */
  table(entity: string, titles = false): Sql {
    const then = this.#named(`then ${entity}`, () => this.#then(this.#entity(entity)));
    if (!titles || this.#options.scope(entity, sql.identifier('u')) === null) return then;
    return this.#named(`titles ${entity}`, () => this.#titles(this.#entity(entity), then));
  }

  /** Whether the reader reaches `row` of a stand-in, by `condition` over a row of today. */
  seen(entity: string, row: Sql, condition: (row: Sql) => Sql | null): Sql | null {
    const own = condition(row);
    if (own === null) return null;
    const last = sql.identifier(Symbol('last'));
    const table = this.#named(`last ${entity}`, () => this.#last(this.#entity(entity)));
    const ofLast = sql`exists (select from ${table} ${last} where ${last}."id" = ${row}."id" and (${condition(last)!}))`;
    return sql`case when ${row}.${PAST} then ${ofLast} else (${own}) end`;
  }

  /** What has to stand before the statement. */
  parts(): readonly Sql[] {
    return this.#parts;
  }

  #entity(name: string): Entity {
    return this.#options.schema.entities[name]!;
  }

  #named(key: string, make: () => Sql): Sql {
    const known = this.#names.get(key);
    if (known) return known;
    const text = make();
    const name = sql.identifier(Symbol(key.replaceAll(' ', '_')));
    this.#names.set(key, name);
    this.#parts.push(sql`${name} as not materialized (${text})`);
    return name;
  }

  /** Rows of then. */
  #then(entity: Entity): Sql {
    const columns = columnsOf(entity);
    const names = sql.join(
      columns.map(({ name }) => sql.identifier(name)),
      ', ',
    );
    const today = sql`select ${names}, false as ${PAST} from ${this.#table(entity.name)}`;
    const past = sql`select ${names}, true as ${PAST} from (${this.#reconstructed(entity, columns)}) p`;
    return sql`select u.* from (${today} union all ${past}) u where u.${PAST} or not exists (${this.#since(entity)})`;
  }

  /** Changes of row `u` since then. */
  #since(entity: Entity): Sql {
    const changes = sql`select from ${this.#table('changes')} c where c."entity" = ${sql.literal(entity.parent?.entity ?? entity.name)} and ${since()}`;
    if (entity.parent === null) return sql`${changes} and c."record" = u."id"`;
    return sql`${changes} and c."record" = u."parent" and (coalesce(c."before", c."after") -> ${sql.literal(entity.parent!.field)}) ? u."id"::text`;
  }

  #reconstructed(entity: Entity, columns: readonly Column[]): Sql {
    const made = columns.map((column) => sql`${this.#value(entity, column)} as ${id(column.name)}`);
    return sql`select ${sql.join(made, ', ')} from (${this.#rewound(entity)}) v left join ${this.#table(entity.name)} t on t."id" = v."record"`;
  }

  /**
   * Of each record changed since: `was`, the fields that were different; `gone`, where it was deleted since, so that `was` is
   * all there was; `first`, the first change since. Without those that came since.
   */
  #rewound(entity: Entity): Sql {
    const isRow = entity.parent !== null;
    const keys = isRow ? sql`"record", "parent"` : sql`"record"`;
    const gone = sql`min("seq") filter (where "after" is null) over (partition by ${keys}) as gone`;
    const changes = sql`select ${keys}, "seq", "before", ${gone} from (${isRow ? this.#rowChanges(entity) : this.#changes(entity)}) c`;
    const was = sql`kontor.overlay(c."before" order by c."seq" desc) filter (where c.gone is null or c."seq" <= c.gone) as was`;
    const isFirst = sql`coalesce(min(c."seq") filter (where c."before" is null) > min(c."seq"), true)`;
    return sql`select ${keys}, ${was}, min(c.gone) as gone, min(c."seq") as first from (${changes}) c group by ${keys} having ${isFirst}`;
  }

  #changes(entity: Entity): Sql {
    const own = sql`c."entity" = ${sql.literal(entity.name)} and ${since()}`;
    return sql`select c."record", c."seq", c."before", c."after" from ${this.#table('changes')} c where ${own}`;
  }

  /** Changes of rows stand in those of their record, by the row's id. */
  #rowChanges(entity: Entity): Sql {
    const list = sql.literal(entity.parent!.field);
    const cell = (side: 'before' | 'after') => sql`nullif(c.${id(side)} -> ${list} -> k.key, 'null') as ${id(side)}`;
    const keys = sql`jsonb_object_keys(coalesce(c."before" -> ${list}, c."after" -> ${list}, '{}')) as k(key)`;
    const own = sql`c."entity" = ${sql.literal(entity.parent!.entity)} and ${since()}`;
    return sql`select k.key::uuid as "record", c."record" as "parent", c."seq", ${cell('before')}, ${cell('after')} from ${this.#table('changes')} c, ${keys} where ${own}`;
  }

  /** A column of `t`, today's row, as `v` says that it was. */
  #value(entity: Entity, column: Column): Sql {
    const { name, field } = column;
    if (name === 'id') return sql`v."record"`;
    if (name === 'parent' && entity.parent !== null) return sql`v."parent"`;
    const today = sql`case when v.gone is null then t.${id(name)} end`;
    const isKept = !field.system || name === 'owner' || name === 'position';
    if (isKept) return sql`case when v.was ? ${sql.literal(field.name)} then ${fromJson('v.was', column)} else ${today} end`;
    if (name === 'version') return this.#version();
    if (name === 'updated_at') return this.#earlier('at', sql`c."seq" < v.first`, sql`t."created_at"`);
    if (name === 'updated_by') return this.#earlier('actor', sql`c."seq" < v.first`, sql`t."created_by"`);
    const made = sql`c."seq" < v.first and c."before" is null`;
    if (name === 'created_at') return sql`coalesce(${today}, ${this.#earlier('at', made, sql`null`)})`;
    if (name === 'created_by') return sql`coalesce(${today}, ${this.#earlier('actor', made, sql`null`)})`;
    return today;
  }

  /** Of the last change of a kind before the first one since then. */
  #earlier(cell: 'at' | 'actor', kind: Sql, otherwise: Sql): Sql {
    const found = sql`select c.${id(cell)} from ${this.#table('changes')} c where c."record" = v."record" and ${kind} order by c."seq" desc limit 1`;
    return sql`coalesce((${found}), ${otherwise})`;
  }

  /** Each change counts one on, from the one that made the record. */
  #version(): Sql {
    const changes = this.#table('changes');
    const made = sql`select m."seq" from ${changes} m where m."record" = v."record" and m."seq" < v.first and m."before" is null order by m."seq" desc limit 1`;
    const counted = sql`select count(*)::int from ${changes} c where c."record" = v."record" and c."seq" < v.first and c."seq" >= coalesce((${made}), 0)`;
    const later = sql`select count(*)::int from ${changes} c where c."record" = v."record" and c."seq" >= v.first`;
    return sql`greatest(1, case when v.gone is null then t."version" - (${later}) else (${counted}) end)`;
  }

  /** Rows of today, and of those that went since then what they were at last. */
  #last(entity: Entity): Sql {
    const columns = columnsOf(entity);
    const names = sql.join(
      columns.map(({ name }) => id(name)),
      ', ',
    );
    const cells = columns.map((column) => {
      if (column.name === 'id') return sql`g."record"`;
      return column.field.system && column.name !== 'owner' ? sql`null::${raw(column.type)}` : fromJson('g."before"', column);
    });
    const own = sql`c."entity" = ${sql.literal(entity.name)} and c."after" is null and ${since()}`;
    const gone = sql`select distinct on (c."record") c."record", c."before" from ${this.#table('changes')} c where ${own} order by c."record", c."seq" desc`;
    const isAway = sql`not exists (select from ${this.#table(entity.name)} t where t."id" = g."record")`;
    return sql`select ${names} from ${this.#table(entity.name)} union all select ${sql.join(cells, ', ')} from (${gone}) g where ${isAway}`;
  }

  #titles(entity: Entity, then: Sql): Sql {
    const names = sql.join(
      columnsOf(entity).map(({ name }) => id(name)),
      ', ',
    );
    const { scope } = this.#options;
    const reached = this.seen(entity.name, sql`u`, (row) => scope(entity.name, row))!;
    const unseen = sql`(${scope(entity.name, sql`t`)!}) is not true`;
    return sql`select ${names} from ${then} u where ${reached} union all select ${names} from ${this.#table(entity.name)} t where ${unseen}`;
  }

  #table(name: string): Sql {
    return sql.identifier(this.#options.space, name);
  }
}

/** A column of a table, and what of which field it holds. */
export interface Column {
  readonly name: string;
  readonly type: string;
  /** Key inside the canonical value; null: all of it. */
  readonly part: string | null;
  readonly field: Field;
}

/** Of all fields, system fields too; a list of rows has none. */
export function columnsOf(entity: Entity): Column[] {
  return Object.values(entity.fields).flatMap((field) =>
    fieldTypes[field.type]!.columns(field).map(({ suffix, type, part }) => ({
      name: field.name + suffix,
      type,
      part: part ?? null,
      field,
    })),
  );
}

/** The column's value in an object of canonical values. */
export function fromJson(values: string, { type, part, field }: Column): Sql {
  const key = sql.literal(field.name);
  if (type === 'jsonb') return sql`nullif(${raw(values)} -> ${key}, 'null')`;
  if (part !== null) return sql`(${raw(values)} -> ${key} ->> ${sql.literal(part)})::${raw(type)}`;
  if (!type.endsWith('[]')) return sql`(${raw(values)} ->> ${key})::${raw(type)}`;
  const items = sql`jsonb_array_elements_text(case jsonb_typeof(${raw(values)} -> ${key}) when 'array' then ${raw(values)} -> ${key} end)`;
  return sql`(select array_agg(i.item::${raw(type.slice(0, -2))} order by i.n) from ${items} with ordinality as i(item, n))`;
}

function since(): Sql {
  return sql`c."at" > ${slot('past', 0)}::timestamptz`;
}

function id(name: string): Sql {
  return sql.identifier(name);
}
