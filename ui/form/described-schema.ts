// The descriptions of the API as a schema that expressions can be checked against: the browser's half of formulas and conditions.

import type { ActionDescription, EntityDescription, FieldDescription } from '../../client/index.ts';
import { type Action, type Entity, type Field, plainOf, type Schema } from '../../schema/index.ts';

const built = new WeakMap<readonly EntityDescription[], Schema>();

/** The same list of descriptions gives the same schema. */
export function describedSchema(entities: readonly EntityDescription[]): Schema {
  const known = built.get(entities);
  if (known) return known;
  const schema: Schema = {
    modules: [],
    features: {},
    entities: Object.fromEntries(entities.flatMap((entity) => [entity, ...rowEntities(entity)].map((each) => [each.name, toEntity(each)]))),
  };
  built.set(entities, schema);
  return schema;
}

/** Input of an action reads the record in its conditions, and the other values that are asked for. */
export function withInput(schema: Schema, entity: string, action: ActionDescription): Schema {
  const form = schema.entities[entity];
  if (!form) return schema;
  const fields = { ...form.fields, ...fieldsOf(action.input) };
  return { ...schema, entities: { ...schema.entities, [entity]: { ...form, fields } } };
}

type Described = Pick<EntityDescription, 'name' | 'label' | 'plural' | 'title' | 'fields'> & {
  readonly parent?: Entity['parent'];
  readonly back_references?: EntityDescription['back_references'];
};

/** Rows are told inside the field they stand in. */
function rowEntities(entity: EntityDescription): Described[] {
  return entity.fields.flatMap(({ name: field, label, fields, to }) => {
    const name = to[0];
    return fields && name ? [{ name, label, plural: label, title: [], fields, parent: { entity: entity.name, field } }] : [];
  });
}

function toEntity({ name, label, plural, title, fields, parent, back_references: back }: Described): Entity {
  return {
    ...{ name, label, plural, title },
    fields: fieldsOf(fields),
    parent: parent ?? null,
    backReferences: Object.fromEntries((back ?? []).map(({ name: backName, entity, field }) => [backName, { entity, field }])),
    // What follows takes no part in reading expressions.
    module: '',
    icon: '',
    single: false,
    area: 'business',
    searched: [],
    searchesArchived: false,
    owned: false,
    customer: null,
    access: {},
    personal: false,
    searchable: true,
    shared: null,
    hidden: null,
    deletable: 'right',
    rules: [],
    actions: {} as Readonly<Record<string, Action>>,
    list: { columns: [], sort: '' },
    board: null,
    blocks: [],
    menu: false,
    formulas: [],
  };
}

function fieldsOf(fields: readonly FieldDescription[]): Readonly<Record<string, Field>> {
  return Object.fromEntries(fields.map((field) => [field.name, toField(field)]));
}

/** For what asks a field type about a field. */
export function toField(field: FieldDescription): Field {
  return {
    ...plainOf(field),
    aliases: field.aliases ?? [],
    readOnly: field.read_only,
    options: field.options.map((option) => ({ value: option.value, label: option.label, active: option.active })),
    internal: false,
    indexed: false,
    usable: true,
    hidden: false,
    departments: [],
    forCustomers: true,
    forAdministrators: false,
    acyclic: false,
    continues: false,
    pattern: null,
    // Texts of expressions are read where they are needed, see rules.ts.
    default: null,
    formula: null,
    requiredIf: null,
    visibleIf: null,
  };
}
