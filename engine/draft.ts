// A record on its way to the table: what was sent, checked into canonical values, beside what was there before.

import { isDeepStrictEqual } from 'node:util';
import { uuidv7 } from '../db/index.ts';
import type { Checked, Entity, Field, Problem, Schema } from '../schema/index.ts';
import { fieldMeant, fieldTypes, nearest } from '../schema/index.ts';
import { isForSome } from './access.ts';
import { standardOwner } from './choices.ts';
import { type Default, defaultNow, partsOf } from './entity-parts.ts';
import type { Refusal } from './errors.ts';
import type { Draft, Rights, Values } from './types.ts';

export type WriteVerb = 'create' | 'update' | 'delete';

/** One record of a write; `problems` grow as it passes the pipeline, and one with problems is not written. */
export class Item implements Draft {
  readonly entity: string;
  readonly verb: WriteVerb;
  readonly id: string;
  /** Place in the request, for reports. */
  readonly index: number;
  readonly input: Values;
  readonly expectedVersion: number | null;
  readonly problems: Problem[] = [];
  readonly changed = new Set<string>();
  old: Values | null = null;
  values: Values = {};
  version = 0;
  /** Options sent that may no longer be chosen, by field; refused unless they stand there already. */
  readonly inactive = new Map<string, string>();
  /** Undo only: what is put back, whatever hooks make of it. */
  restored: Values = {};
  /** A whole refusal instead of problems: not found, stale. */
  refusal: Refusal | null = null;
  /** Line items as they were; null where they are not touched. */
  oldRows: { readonly [field: string]: readonly Values[] } = {};
  /** Numbers that hooks asked for, by field. */
  readonly numbers = new Map<string, { readonly series: string; readonly pattern: string; readonly date: string }>();
  /** Numbers that hooks give back, by field. */
  readonly returned = new Map<string, { readonly series: string; readonly pattern: string; readonly date: string }>();

  constructor(entity: string, verb: WriteVerb, index: number, id: string | null, input: Values, expectedVersion: number | null = null) {
    this.entity = entity;
    this.verb = verb;
    this.index = index;
    this.id = id ?? uuidv7();
    this.input = input;
    this.expectedVersion = expectedVersion;
  }

  /** As it was sent: a write that starts over, because the schema or rights were old ones, remembers nothing of the first try. */
  restart(): void {
    this.problems.length = 0;
    this.changed.clear();
    this.inactive.clear();
    this.old = null;
    this.values = {};
    this.version = 0;
    this.restored = {};
    this.refusal = null;
    this.oldRows = {};
    this.numbers.clear();
    this.returned.clear();
  }

  refuse(field: string, code: string, message: string): void {
    this.problems.push({ field, code, message });
  }

  takeNumber(field: string, series: string, pattern: string, date: string): void {
    this.numbers.set(field, { series, pattern, date });
  }

  returnNumber(field: string, series: string, pattern: string, date: string): void {
    this.returned.set(field, { series, pattern, date });
  }

  get ok(): boolean {
    return this.problems.length === 0 && this.refusal === null;
  }
}

/**
 * Checks what was sent against types and against what this actor may write, and fills `item.values`. Values that are not
 * sent stay out of an update. Nothing is ignored: an unknown or unwritable field is a problem with its name.
 */
export function checkInput(item: Item, entity: Entity, schema: Schema, rights: Rights): void {
  for (const [name, input] of Object.entries(item.input)) {
    const field = writableField(item, entity, schema, rights, name);
    if (!field || isTwice(item, item.input, field, name)) continue;
    item.values[field.name] =
      field.type === 'children' ? checkRows(item, field, schema, rights, input) : checkValue(item, field, input, field.name);
  }
}

/** Two spellings of one field in the same record: which of the values is meant nobody knows. */
function isTwice(item: Item, input: object, field: Field, name: string): boolean {
  const twice = name !== field.name && Object.hasOwn(input, field.name);
  if (twice) item.refuse(name, 'twice', `"${name}" is "${field.name}", which is there as well.`);
  return twice;
}

function writableField(item: Item, entity: Entity, schema: Schema, rights: Rights, name: string, prefix = ''): Field | null {
  const field = fieldMeant(entity.fields, name);
  const system = rights.key === 'system';
  // A new account comes with its first password (row SC-07); after that there is an action for it.
  const first = field?.type === 'password' && item.verb === 'create';
  if (!field || !(system || first || Object.hasOwn(visible(rights, entity), field.name))) {
    const open = Object.values(visible(rights, entity)).filter((known) => !isClosed(known, system));
    const near = nearest(
      name,
      open.map((known) => known.name),
    );
    item.refuse(prefix + name, 'unknown_field', `${entity.plural} have no field "${name}".${near ? ` Did you mean "${near}"?` : ''}`);
    return null;
  }
  if (isClosed(field, system)) {
    const why = field.formula ? 'is computed' : 'is set by Kontor';
    item.refuse(prefix + name, 'read_only', `"${name}" ${why} and cannot be written.`);
    return null;
  }
  if (!rights.root && rights.fields.has(`${entity.name}.${field.name}`)) {
    item.refuse(prefix + name, 'not_writable', `You may read "${name}" but not change it.`);
    return null;
  }
  return schema.entities[entity.name]!.fields[field.name]!;
}

/** Nobody is asked for what only others fill in. */
export function isAskedFor(rights: Rights, entity: Entity, field: Field): boolean {
  return !isForSome(field) || Object.hasOwn(visible(rights, entity), field.name);
}

function visible(rights: Rights, entity: Entity): Readonly<Record<string, Field>> {
  return rights.schema.entities[entity.name]?.fields ?? {};
}

/** Only the engine's own hooks and actions, as the system, write what is read-only for people; formulas nobody does. */
function isClosed(field: Field, system: boolean): boolean {
  if (field.formula || (field.system && field.name !== 'owner')) return true;
  return field.readOnly && !system;
}

function checkValue(item: Item, field: Field, input: unknown, path: string): unknown {
  const checked = fieldTypes[field.type]!.check(input, field);
  if (checked.ok) return checked.value;
  if (checked.code === 'inactive_option') item.inactive.set(path, checked.message);
  else item.refuse(path, checked.code, checked.message);
  return checked.code === 'inactive_option' ? input : null;
}

/** An option that may no longer be chosen may stay where it stands. */
export function checkInactive(item: Item): void {
  for (const [path, message] of item.inactive) {
    if (JSON.stringify(item.old?.[path] ?? null) !== JSON.stringify(item.values[path])) item.refuse(path, 'inactive_option', message);
  }
}

const MAX_ROWS = 10_000;

function checkRows(item: Item, field: Field, schema: Schema, rights: Rights, input: unknown): Values[] {
  if (input === null) return [];
  if (!Array.isArray(input) || input.length > MAX_ROWS) {
    item.refuse(field.name, 'type', `"${field.name}" is a list of at most ${MAX_ROWS} rows.`);
    return [];
  }
  const entity = schema.entities[field.to[0]!]!;
  const seen = new Set<string>();
  return input.map((row: unknown, i) => checkRow(item, entity, schema, rights, row, `${field.name}.${i}`, seen));
}

function checkRow(item: Item, entity: Entity, schema: Schema, rights: Rights, row: unknown, path: string, seen: Set<string>): Values {
  const values: Values = {};
  if (typeof row !== 'object' || row === null || Array.isArray(row)) {
    item.refuse(path, 'type', 'A row is an object of its fields.');
    return values;
  }
  for (const [name, input] of Object.entries(row)) {
    if (name === 'position') continue;
    if (name === 'id') {
      if (typeof input !== 'string' || seen.has(input))
        item.refuse(`${path}.id`, 'not_found', 'This is not the id of a row of this record, or it stands twice.');
      else values['id'] = input;
      seen.add(String(input));
      continue;
    }
    const field = writableField(item, entity, schema, rights, name, `${path}.`);
    if (field && !isTwice(item, row, field, name)) values[field.name] = checkValue(item, field, input, `${path}.${field.name}`);
  }
  return values;
}

/** Marks what differs from before, in canonical values, and takes out of `values` what does not. */
export function markChanges(item: Item, entity: Entity): void {
  item.changed.clear();
  for (const [name, value] of Object.entries(item.values)) {
    const field = entity.fields[name];
    if (!field) throw new Error(`A hook set "${name}", which ${entity.name} do not have.`);
    const before = field.type === 'children' ? (item.oldRows[name] ?? []) : (item.old?.[name] ?? null);
    if (!sameValue(field, before, value ?? null)) item.changed.add(name);
  }
}

/** What defaults came to, for all items of one write: it has one time and one actor. */
export type KnownDefaults = Map<Default, Checked<unknown>>;

/** Values a new record gets when none is given; `owner` is who makes it. Line items have defaults too. */
export function applyDefaults(
  item: Item,
  entity: Entity,
  schema: Schema,
  rights: Rights,
  undoing = false,
  known: KnownDefaults = new Map(),
): void {
  if (entity.owned && item.values['owner'] === undefined) item.values['owner'] = standardOwner(rights, entity);
  fillDefaults(item.values, entity, schema, rights, known);
  for (const field of partsOf(entity, schema).children) fillRows(item, field, schema, rights, undoing, known);
}

/** New rows of an update get their defaults and ids as those of a new record do. */
export function fillRows(
  item: Item,
  field: Field,
  schema: Schema,
  rights: Rights,
  undoing = false,
  computed: KnownDefaults = new Map(),
): void {
  const rows = item.values[field.name] as Values[] | undefined;
  if (!rows) return;
  const known = new Set((item.oldRows[field.name] ?? []).map((row) => row['id']));
  rows.forEach((row, i) => {
    if (row['id'] !== undefined && !known.has(row['id']) && !undoing)
      item.refuse(`${field.name}.${i}.id`, 'not_found', 'This record has no such row.');
    if (row['id'] !== undefined) return;
    row['id'] = uuidv7();
    fillDefaults(row, schema.entities[field.to[0]!]!, schema, rights, computed);
  });
}

/** Rows that a hook has put in are new ones. */
export function nameRows({ values }: Item, entity: Entity, schema: Schema): void {
  for (const { name } of partsOf(entity, schema).children)
    for (const row of (values[name] as Values[] | undefined) ?? []) row['id'] ??= uuidv7();
}

function fillDefaults(values: Values, entity: Entity, schema: Schema, rights: Rights, known: KnownDefaults): void {
  for (const given of partsOf(entity, schema).defaults) {
    const { field } = given;
    if (values[field.name] !== undefined) continue;
    const checked = given.constant ?? known.get(given) ?? defaultNow(given, rights);
    if (!given.constant) known.set(given, checked);
    if (checked.ok) values[field.name] = checked.value;
  }
}

const NUMBERS = new Set(['number', 'money']);

/** Equal in meaning: `5` and `5.00` are one number, `[]` and null are one emptiness. */
export function sameValue(field: Field, left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (isEmpty(left) || isEmpty(right)) return isEmpty(left) && isEmpty(right);
  if (NUMBERS.has(fieldTypes[field.type]!.expression(field).kind)) return spellNumber(left) === spellNumber(right);
  return typeof left === 'object' && isDeepStrictEqual(left, right);
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || (Array.isArray(value) && value.length === 0);
}

function spellNumber(value: unknown): string {
  if (typeof value === 'object' && value !== null && 'amount' in value && 'currency' in value)
    return `${spellNumber(value.amount)} ${String(value.currency)}`;
  const text = String(value);
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/** A state is left only for one of those that may follow it; otherwise the item has a problem `no_such_step`. */
export function checkSteps(item: Item, entity: Entity): void {
  for (const name of item.changed) {
    const field = entity.fields[name]!;
    const from = field.options.find((option) => option.value === item.old?.[name]);
    if (!from?.next || from.next.includes(String(item.values[name]))) continue;
    const next = field.options.filter((option) => from.next!.includes(option.value)).map((option) => option.label);
    item.refuse(
      name,
      'no_such_step',
      `${field.label} does not go from "${from.label}" there${next.length > 0 ? `, only to ${next.join(', ')}` : '; it is final'}.`,
    );
  }
}

/** Required fields, after hooks had their chance to fill them. */
export function checkRequired(item: Item, entity: Entity, schema: Schema, rights: Rights): void {
  for (const field of partsOf(entity, schema).demanding) {
    if (!isAskedFor(rights, entity, field)) continue;
    if (field.type === 'children') {
      const rows = item.values[field.name];
      if (!Array.isArray(rows)) continue;
      const cells = partsOf(schema.entities[field.to[0]!]!, schema).demanding;
      rows.forEach((row: Values, i) => {
        const before = item.oldRows[field.name]?.find((old) => old['id'] === row['id']);
        for (const cell of cells) {
          if (isMissing(cell, before ? { ...before, ...row } : row))
            item.refuse(`${field.name}.${i}.${cell.name}`, 'required', `${cell.label} is required.`);
        }
      });
      continue;
    }
    if (item.verb === 'update' && !(field.name in item.values)) continue;
    if (isMissing(field, item.values)) item.refuse(field.name, 'required', `${field.label} is required.`);
  }
}

function isMissing(field: Field, values: Values): boolean {
  if (!field.required || field.system || field.formula || field.pattern) return false;
  return isEmpty(values[field.name] ?? null);
}
