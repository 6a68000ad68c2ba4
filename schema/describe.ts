// The schema as the API tells it: the answer of `GET entities/{entity}`.

import type { Expression } from './expression/ast.ts';
import { check } from './expression/check.ts';
import { ExpressionError } from './expression/error.ts';
import { print } from './expression/print.ts';
import { fieldTypes } from './fields/registry.ts';
import type { Action, Entity, Field, NameKind, Schema } from './types.ts';

/** A choice of a picklist, radio or state. */
export interface OptionDescription {
  readonly value: string;
  readonly label: string;
  readonly color: string | null;
  readonly active: boolean;
  /** Added by an administrator to those of the module. */
  readonly custom: boolean;
  /** States: where one may go from here; null: anywhere. */
  readonly next: readonly string[] | null;
  readonly means: string | null;
}

/** A field as its reader may know it; what does not apply to its type is null, empty or false. */
export interface FieldDescription {
  readonly name: string;
  /** Other names it goes by. */
  readonly aliases?: readonly string[];
  readonly type: string;
  readonly label: string;
  readonly help: string;
  readonly required: boolean;
  readonly unique: boolean;
  readonly read_only: boolean;
  readonly custom: boolean;
  readonly system: boolean;
  /** An administrator took it off the screens. */
  readonly hidden: boolean;
  readonly searched: boolean;
  /** Expression texts; null where there is none or it speaks of what the reader may not see. */
  readonly default: string | null;
  readonly visible_if: string | null;
  readonly required_if: string | null;
  readonly formula: string | null;
  readonly options: readonly OptionDescription[];
  readonly open: boolean;
  readonly to: readonly string[];
  readonly length: number | null;
  readonly min: string | null;
  readonly max: string | null;
  readonly scale: number | null;
  /** integer: thousands stand apart where people read it. */
  readonly grouping: boolean;
  /** text: what it names; such values are chosen. */
  readonly names: NameKind | null;
  readonly currency: string | null;
  /** children: the fields of a row. */
  readonly fields?: readonly FieldDescription[];
  readonly operators: readonly string[];
  readonly sortable: boolean;
}

/**
 * An action: what it asks for (`input`), the verb that must be granted, and when it is offered (an expression over the record; null:
 * always).
 */
export interface ActionDescription {
  readonly name: string;
  readonly label: string;
  readonly verb: string;
  /** In the menu of actions, never a button. */
  readonly seldom: boolean;
  readonly when: string | null;
  readonly input: readonly FieldDescription[];
}

/** A noun as its reader may know it; English labels, the client has the other languages. */
export interface EntityDescription {
  readonly name: string;
  readonly label: string;
  readonly plural: string;
  readonly module: string;
  readonly icon: string;
  readonly area: 'business' | 'administration';
  readonly title: readonly string[];
  /** Settings: there is exactly one record. */
  readonly single: boolean;
  readonly owned: boolean;
  readonly deletable: 'never' | 'right';
  readonly menu: boolean;
  /** Who reaches its records follows from what they belong to, not from grants. */
  readonly bound: boolean;
  readonly list: { readonly columns: readonly string[]; readonly sort: string };
  readonly board: string | null;
  readonly blocks: readonly { readonly label: string; readonly fields: readonly string[] }[];
  readonly fields: readonly FieldDescription[];
  readonly actions: readonly ActionDescription[];
  readonly back_references: readonly { readonly name: string; readonly entity: string; readonly field: string }[];
}

const EVERYTHING: Expression = { kind: 'boolean', value: true };
const NONE: ReadonlySet<string> = new Set();

/**
 * `schema` is the reader's own, see cut(). `readOnly` names fields (`entity.field`) he may read but not write.
 * Rows (child entities) are told with the field they stand in.
 */
export function describe(schema: Schema, entity: Entity, readOnly: ReadonlySet<string> = NONE): EntityDescription {
  const { name, label, plural, module, icon, area, title, single, owned, deletable, menu, list, board, blocks } = entity;
  return {
    ...{ name, label, plural, module, icon, area, title, single, owned, deletable, menu, list, board, blocks },
    bound: (entity.access['view'] ?? EVERYTHING).kind !== 'boolean',
    fields: Object.values(entity.fields).map((field) => describeField(field, entity, schema, readOnly)),
    actions: Object.values(entity.actions).map((action) => describeAction(action, entity, schema)),
    back_references: Object.entries(entity.backReferences)
      .filter(([, from]) => schema.entities[from.entity]?.parent === null)
      .map(([backName, from]) => ({ name: backName, ...from })),
  };
}

function describeField(field: Field, entity: Entity, schema: Schema, readOnly: ReadonlySet<string>): FieldDescription {
  const type = fieldTypes[field.type];
  const tell = (expression: Expression | null) => textOf(expression, entity.name, schema);
  const rows = type?.expression(field).kind === 'rows' ? schema.entities[field.to[0] ?? ''] : undefined;
  return {
    ...plainOf(field),
    ...(field.aliases.length > 0 ? { aliases: field.aliases } : {}),
    hidden: field.hidden,
    read_only: field.readOnly || readOnly.has(`${entity.name}.${field.name}`),
    default: tell(field.default),
    visible_if: tell(field.visibleIf),
    required_if: tell(field.requiredIf),
    formula: tell(field.formula),
    options: field.options.map(({ value, label: optionLabel, color, active, custom: added, next, means }) => ({
      value,
      label: optionLabel,
      color: color ?? null,
      active: active ?? true,
      custom: added ?? false,
      next: next ?? null,
      means: means ?? null,
    })),
    ...(rows ? { fields: Object.values(rows.fields).map((inner) => describeField(inner, rows, schema, readOnly)) } : {}),
    operators: type?.operators ?? [],
    sortable: type?.sortable ?? false,
  };
}

/** What a field and its description say in the same words. */
const PLAIN = [
  ...(['name', 'type', 'label', 'help', 'required', 'unique', 'custom', 'system', 'searched', 'open', 'to'] as const),
  ...(['length', 'min', 'max', 'scale', 'grouping', 'names', 'currency'] as const),
];
type Plain = Pick<Field, (typeof PLAIN)[number]>;

export function plainOf(field: Plain): Plain {
  const told: Partial<Record<keyof Plain, unknown>> = {};
  for (const name of PLAIN) told[name] = field[name];
  return told as Plain;
}

function describeAction(action: Action, entity: Entity, schema: Schema): ActionDescription {
  // Inputs read the record in their defaults, each other in their conditions.
  const form: Entity = { ...entity, fields: { ...entity.fields, ...action.input } };
  const seen: Schema = { ...schema, entities: { ...schema.entities, [entity.name]: form } };
  return {
    name: action.name,
    label: action.label,
    verb: action.verb,
    seldom: action.seldom,
    when: textOf(action.when, entity.name, schema),
    input: Object.values(action.input).map((field) => describeField(field, form, seen, NONE)),
  };
}

/** Null for an expression over a field that is hidden from the reader: it could not be evaluated there, and would name it. */
function textOf(expression: Expression | null, entity: string, schema: Schema): string | null {
  if (expression === null) return null;
  try {
    check(expression, schema, entity);
    return print(expression);
  } catch (error) {
    if (error instanceof ExpressionError) return null;
    throw error;
  }
}
