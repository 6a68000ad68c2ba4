// A custom field is checked as the code of a module would be: a mistake is told here, with the right name near by.

import type { Context, Draft, Values } from '../../engine/index.ts';
import { check, type Entity, ExpressionError, fieldTypes, fold, nearest, parse } from '../../schema/index.ts';

const choosing = ['picklist', 'radio', 'multi_picklist'];
const pointing = ['reference', 'references'];
/** Base data of the system itself is not for everybody to extend. */
const closed = ['custom_fields', 'saved_views', 'permission_sets', 'api_keys'];

export async function checkField(draft: Draft, context: Context): Promise<void> {
  if (draft.verb === 'delete') return;
  const { values, old } = draft;
  const { entities } = context.system('checks a custom field against the whole schema').schema;
  values.name = nameOf(values);
  if (old) keepIdentity(draft);

  const open = Object.values(entities).filter(({ name, parent }) => !closed.includes(name) && !closed.includes(parent?.entity ?? ''));
  const entity = open.find(({ name }) => name === values.entity);
  if (!entity) {
    draft.refuse(
      'entity',
      'unknown',
      missing(
        values.entity,
        open.map(({ name }) => name),
      ),
    );
    return;
  }
  checkName(draft, entity);
  checkType(draft, Object.keys(entities));
  for (const field of ['default', 'formula']) checkExpression(draft, field, entity, context);
  values.options = choosing.includes(String(values.type)) ? JSON.stringify(rowsOf(values).map(toOption)) : null;
}

/** `Vip level` -> `c_vip_level` */
function nameOf({ name, label }: Values): string {
  const given = fold(String(name ?? label ?? '')).replace(/^c_/, '');
  return `c_${given.replace(/[^a-z0-9]+/g, '_').replace(/^_+|_+$/g, '')}`.slice(0, 59);
}

/** What data is stored under stays; everything else may change (row SC-30). */
function keepIdentity(draft: Draft): void {
  for (const field of ['entity', 'name', 'type']) {
    if (draft.values[field] !== draft.old?.[field]) draft.refuse(field, 'read_only', 'can’t be changed; make a new field instead.');
  }
}

function checkName(draft: Draft, entity: Entity): void {
  const name = String(draft.values.name);
  if (!/^c_[a-z]/.test(name)) draft.refuse('name', 'format', 'needs Latin letters: c_ and a letter at least.');
  if (!draft.old && entity.fields[name]) draft.refuse('name', 'not_unique', `${entity.plural} have a field “${name}” already.`);
}

function checkType(draft: Draft, entities: readonly string[]): void {
  const type = String(draft.values.type);
  const types = Object.values(fieldTypes).filter(({ customizable }) => customizable);
  if (!types.some(({ name }) => name === type))
    draft.refuse(
      'type',
      'unknown',
      missing(
        type,
        types.map(({ name }) => name),
      ),
    );
  if (pointing.includes(type) && !entities.includes(String(draft.values.to)))
    draft.refuse('to', 'unknown', missing(draft.values.to, entities));
  if (!choosing.includes(type)) return;
  const options = rowsOf(draft.values).map(({ value }) => String(value));
  if (options.length === 0 && !draft.values.open) draft.refuse('choices', 'required', 'Give at least one option.');
  for (const [i, option] of options.entries()) {
    if (options.indexOf(option) < i) draft.refuse(`choices.${i}.value`, 'not_unique', `“${option}” is there already.`);
  }
}

function checkExpression(draft: Draft, field: string, entity: Entity, context: Context): void {
  const text = draft.values[field];
  if (!text) return;
  try {
    check(parse(String(text)), context.schema, entity.name);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    draft.refuse(field, 'expression', error.message);
  }
}

function toOption({ value, label, color, active }: Values) {
  return { value, ...(label ? { label } : {}), ...(color ? { color } : {}), ...(active === false ? { active } : {}) };
}

function rowsOf(values: Values): readonly Values[] {
  return (values.choices as Values[] | null) ?? [];
}

function missing(name: unknown, candidates: readonly string[]): string {
  const meant = nearest(String(name), candidates);
  return `There is no “${name}”.${meant ? ` Did you mean “${meant}”?` : ''}`;
}
