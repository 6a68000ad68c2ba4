// What the write pipeline asks of an entity for every record, found once: entities are frozen, and shared by all requests.

import { type Checked, check, type Entity, evaluate, type Field, fieldTypes, type Schema } from '../schema/index.ts';
import type { Rights } from './types.ts';

/** A field with an expression for what nobody says. */
export interface Default {
  readonly field: Field;
  readonly typed: ReturnType<typeof check>;
  /** The value, where it is the same for everybody at any time. */
  readonly constant: Checked<unknown> | null;
}

export interface EntityParts {
  /** Fields with rows of their own. */
  readonly children: readonly Field[];
  /** Fields that may miss a value: required ones a person fills in, and those with rows, which have such fields. */
  readonly demanding: readonly Field[];
  readonly defaults: readonly Default[];
  /** Fields that point to records, and those with rows, which have such fields. */
  readonly pointing: readonly Field[];
  /** Fields with running numbers. */
  readonly numbered: readonly Field[];
  /** Whether something is computed from or checked on the written row. */
  readonly examined: boolean;
}

const known = new WeakMap<Entity, EntityParts>();

/** @param schema the whole one: a default may speak of what the actor cannot see */
export function partsOf(entity: Entity, schema: Schema): EntityParts {
  const before = known.get(entity);
  if (before) return before;
  const fields = Object.values(entity.fields);
  const parts: EntityParts = {
    children: fields.filter((field) => field.type === 'children'),
    demanding: fields.filter((field) => field.type === 'children' || (field.required && !field.system && !field.formula && !field.pattern)),
    defaults: fields.flatMap((field) => defaultOf(field, entity, schema) ?? []),
    pointing: fields.filter((field) => field.type === 'children' || (field.to.length > 0 && isReference(field))),
    numbered: fields.filter((field) => field.pattern),
    examined:
      entity.rules.length > 0 || fields.some((field) => field.formula || field.requiredIf || field.type === 'children' || field.acyclic),
  };
  known.set(entity, parts);
  return parts;
}

function isReference(field: Field): boolean {
  return fieldTypes[field.type]?.expression(field).kind.startsWith('reference') === true;
}

/** The value for whoever acts, at this moment. */
export function defaultNow({ field, typed }: Default, rights: Pick<Rights, 'binds'>): Checked<unknown> {
  const input = evaluate(typed, {}, { binds: rights.binds, now: new Date().toISOString(), zone: String(rights.binds['zone'] ?? 'UTC') });
  return checked(field, input);
}

function defaultOf(field: Field, entity: Entity, schema: Schema): Default | null {
  if (!field.default) return null;
  const typed = check(field.default, schema, entity.name, undefined, { internal: true });
  const isConstant = typed.root.kind === 'literal' || typed.root.kind === 'constant';
  const constant = isConstant ? checked(field, evaluate(typed, {}, { binds: {}, now: new Date(0).toISOString(), zone: 'UTC' })) : null;
  return { field, typed, constant };
}

function checked(field: Field, input: unknown): Checked<unknown> {
  const type = fieldTypes[field.type];
  if (!type) return { ok: false, code: 'type', message: 'has no type' };
  // Expressions give every number as text; whole numbers are no text on the wire.
  return type.check(field.type === 'integer' && typeof input === 'string' ? Number(input) : input, field);
}
