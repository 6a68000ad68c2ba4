// Sorting and keyset pages: the order of a list, the cursor behind its last row, and the condition for what follows.

import type { CompileOptions, Sql } from '../db/index.ts';
import { compileValue, raw, sql } from '../db/index.ts';
import type { Entity, Field, Schema, Step, Typed } from '../schema/index.ts';
import { check, fieldMeant, fieldTypes, fold, nearest } from '../schema/index.ts';
import { malformed } from './errors.ts';
import { parseJson } from './json.ts';

/** One part of an order. */
export interface Key {
  readonly path: string;
  readonly descending: boolean;
  /** What is compared: folded text, a title, or the column itself. */
  readonly value: Sql;
  readonly type: string;
  readonly nullable: boolean;
  /** The entity's own column that `value` is, untouched; null where it is made of one. */
  readonly column: string | null;
}

export interface OrderFrame {
  readonly schema: Schema;
  /** Title of what the field refers to; `walk` leads to the record that has the field. */
  readonly title: (field: Field, id: Sql, walk: readonly Step[]) => Sql;
  readonly compileOptions: CompileOptions;
}

/**
 * Keys of a sort such as `-updated_at,account.name`; the id always ends it, so that no two rows are equal and pages never
 * repeat or skip. Nulls come last ascending and first descending, as an index has them.
 * @throws Refusal 400 for a field that is not there or cannot be sorted by.
 */
export function orderKeys(frame: OrderFrame, entity: Entity, sort: string): Key[] {
  const keys: Key[] = [];
  for (const word of sort.split(',')) {
    const name = word.trim();
    if (!name) continue;
    const descending = name.startsWith('-');
    const path = descending ? name.slice(1) : name;
    if (!keys.some((key) => key.path === path)) keys.push(toKey(frame, entity, path, descending));
  }
  const last = keys.at(-1);
  if (last?.path === 'id') return keys;
  const id = sql`${frame.compileOptions.alias}."id"`;
  return [...keys, { path: 'id', descending: last?.descending ?? false, value: id, type: 'uuid', nullable: false, column: 'id' }];
}

function toKey(frame: OrderFrame, entity: Entity, asked: string, descending: boolean): Key {
  const trail = trailOf(frame.schema, entity, asked.split('.'));
  const field = trail.at(-1)!;
  const steps = trail.map(({ name }) => name);
  const path = steps.join('.');
  const type = fieldTypes[field.type]!;
  if (!type.sortable)
    throw malformed(
      `A list cannot be sorted by "${path}".`,
      [{ field: 'sort', code: 'not_sortable', message: `"${path}" has no order.` }],
      'not_sortable',
    );
  const typed = check({ kind: 'path', path: steps }, frame.schema, entity.name);
  const column = compileValue(typed, frame.compileOptions);
  const kind = type.expression(field).kind;
  const nullable = steps.length > 1 || !(field.system && field.name !== 'owner' && !field.name.endsWith('_by'));
  if (kind === 'reference' && field.to.length > 0)
    return {
      path,
      descending,
      value: sql`kontor.fold(${frame.title(field, column, walkOf(typed))})`,
      type: 'text',
      nullable: true,
      column: null,
    };
  const labels = kind === 'choice' ? labelOrder(field) : null;
  if (labels) return { path, descending, value: labelOf(column, labels), type: 'text', nullable, column: null };
  if (kind === 'text') return { path, descending, value: sql`kontor.fold(${column})`, type: 'text', nullable, column: null };
  return { path, descending, value: column, type: type.columns(field)[0]!.type, nullable, column: steps.length === 1 ? path : null };
}

function walkOf({ root }: Typed): readonly Step[] {
  return root.kind === 'field' ? root.steps : [];
}

/** Folded labels by value where people would miss the alphabet; null where values stand in the same order, which an index may have. */
function labelOrder(field: Field): ReadonlyMap<string, string> | null {
  const labels = field.options.map(({ value, label }) => ({ value, label: fold(label) }));
  const byLabel = labels.toSorted((a, b) => (a.label < b.label ? -1 : a.label > b.label ? 1 : 0));
  const byValue = labels.toSorted((a, b) => (a.value < b.value ? -1 : 1));
  if (byLabel.every((option, i) => option.value === byValue[i]?.value)) return null;
  return new Map(labels.map(({ value, label }) => [value, label]));
}

/** What has no label (any more) sorts by its value. */
function labelOf(column: Sql, labels: ReadonlyMap<string, string>): Sql {
  const cases = [...labels].map(([value, label]) => sql`when ${sql.literal(value)} then ${sql.literal(label)}`);
  return sql`(case ${column} ${sql.join(cases, ' ')} else ${column} end)`;
}

function trailOf(schema: Schema, entity: Entity, steps: readonly string[]): readonly Field[] {
  const trail: Field[] = [];
  let here = entity;
  for (const [i, step] of steps.entries()) {
    const field = fieldMeant(here.fields, step);
    if (!field) {
      const near = nearest(step, Object.keys(here.fields));
      const hint = near ? ` Did you mean "${near}"?` : '';
      throw malformed(
        `A list of ${entity.plural} cannot be sorted by "${steps.join('.')}".${hint}`,
        [{ field: 'sort', code: 'unknown_field', message: `There is no field "${step}".${hint}` }],
        'unknown_field',
      );
    }
    trail.push(field);
    const rest = steps[i + 1];
    if (rest === undefined) break;
    const target = field.to.map((name) => schema.entities[name]!).find((candidate) => fieldMeant(candidate.fields, rest));
    if (!target || field.type === 'children')
      throw malformed(
        `"${step}" leads nowhere from here.`,
        [{ field: 'sort', code: 'not_a_reference', message: `"${step}" is not a reference to something with "${rest}".` }],
        'not_a_reference',
      );
    here = target;
  }
  return trail;
}

/** What stands behind ORDER BY. */
export function orderBy(keys: readonly Key[]): Sql {
  return sql.join(
    keys.map((key) => (key.descending ? sql`${key.value} desc` : sql`${key.value}`)),
    ', ',
  );
}

/** `values` are slots, or null where the last row had nothing there. */
export function following(keys: readonly Key[], values: readonly (Sql | null)[]): Sql {
  if (keys.every((key, i) => !key.nullable && values[i] && key.descending === keys[0]!.descending)) {
    const row = sql.join(
      keys.map((key) => key.value),
      ', ',
    );
    const bound = sql.join(
      values.map((value) => value!),
      ', ',
    );
    return keys[0]!.descending ? sql`(${row}) < (${bound})` : sql`(${row}) > (${bound})`;
  }
  return behind(keys, values, 0);
}

/**
 * What follows, as conditions for one statement after the other: each is a range that an index of the order can start from, which
 * "greater, or empty" in one condition is not. A page far down would walk all rows before it.
 */
export function stretches(keys: readonly Key[], values: readonly (Sql | null)[]): Sql[] {
  const [key, last] = keys;
  const [value = null, bound = null] = values;
  if (keys.length !== 2 || !key?.nullable || !last || last.nullable || bound === null || key.descending !== last.descending)
    return [following(keys, values)];
  const than = raw(key.descending ? '<' : '>');
  const empty = sql`${key.value} is null`;
  if (value === null) {
    const rest = sql`(${empty} and ${last.value} ${than} ${bound})`;
    return key.descending ? [rest, sql`${key.value} is not null`] : [rest];
  }
  // Empty values compare as neither, so they are not among these.
  const behindIt = sql`(${key.value}, ${last.value}) ${than} (${value}, ${bound})`;
  return key.descending ? [behindIt] : [behindIt, empty];
}

/** Key by key: what is strictly behind this key, or equal here and behind by the rest. */
function behind(keys: readonly Key[], values: readonly (Sql | null)[], i: number): Sql {
  const key = keys[i];
  if (!key) return sql`false`;
  const value = values[i] ?? null;
  const rest = behind(keys, values, i + 1);
  if (value === null)
    return key.descending ? sql`(${key.value} is not null or (${key.value} is null and ${rest}))` : sql`(${key.value} is null and ${rest})`;
  const equal = sql`(${key.value} = ${value} and ${rest})`;
  // The bound that stands alone is implied, but it is the one an index can start from.
  if (key.descending) return sql`(${key.value} <= ${value} and (${key.value} < ${value} or ${equal}))`;
  if (key.nullable) return sql`(${key.value} > ${value} or ${key.value} is null or ${equal})`;
  return sql`(${key.value} >= ${value} and (${key.value} > ${value} or ${equal}))`;
}

/** @param cells of the last row of a page, one a key */
export function writeCursor(keys: readonly Key[], cells: readonly (string | null)[]): string {
  return Buffer.from(JSON.stringify([keys.map(spell).join(), ...cells])).toString('base64url');
}

/** @throws Refusal 400 for anything that is not a cursor of this very order. */
export function readCursor(text: string, keys: readonly Pick<Key, 'path' | 'descending'>[]): (string | null)[] {
  const parts = decode(text);
  const [order, ...cells] = parts ?? [];
  if (
    order !== keys.map(spell).join() ||
    cells.length !== keys.length ||
    !cells.every((cell) => cell === null || typeof cell === 'string')
  ) {
    throw badCursor();
  }
  return cells as (string | null)[];
}

/** 400 `bad_cursor`. */
export function badCursor() {
  return malformed(
    '"after" is not a cursor of this list. Take it from "next" of the page before, with the same sort.',
    [{ field: 'after', code: 'bad_cursor', message: 'not a cursor of this list' }],
    'bad_cursor',
  );
}

function decode(text: string): unknown[] | null {
  try {
    const value = parseJson(Buffer.from(text, 'base64url').toString('utf8'));
    return Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

function spell(key: Pick<Key, 'path' | 'descending'>): string {
  return (key.descending ? '-' : '') + key.path;
}
