// A custom field is checked as the code of a module would be: a mistake is told here, with the right name near by.

import type { Context, Draft, Values } from '../../engine/index.ts';
import { type Entity, fieldTypes, fold } from '../../schema/index.ts';
import { checkOnce, checkUnused, choicesOf, optionsOf } from './choices.ts';
import { checkConditions, checkExpression, entityOf, missing } from './condition.ts';
import { checkDepartments } from './everybody.ts';

const choosing = ['picklist', 'radio', 'multi_picklist'];
const pointing = ['reference', 'references'];

export async function checkField(draft: Draft, context: Context): Promise<void> {
  checkDepartments(draft, context);
  if (draft.verb === 'delete') return;
  const { values, old } = draft;
  const { entities } = context.system('checks a custom field against the whole schema').schema;
  values.name = nameOf(values);
  if (old) keepIdentity(draft);

  const entity = entityOf(draft, entities);
  if (!entity) return;
  checkName(draft, entity);
  checkType(draft, Object.keys(entities));
  for (const field of ['default', 'formula']) checkExpression(draft, field, entity, context);
  checkConditions(draft, entity, context);
  if (values.visible_if && values.required)
    draft.refuse('visible_if', 'required', 'has no say: the field is always required, so it is always shown.');
  if (values.required_if && (values.departments as unknown[] | null)?.length)
    draft.refuse('required_if', 'departments', 'is asked of everybody; a field of some departments is not.');
  values.options = choosing.includes(String(values.type)) ? optionsOf(values) : null;
  if (old && values.options !== old.options) await checkUnused(draft, entity, String(values.name), goneFrom(entity, values), context);
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
  if (choicesOf(draft.values).length === 0 && !draft.values.open) draft.refuse('choices', 'required', 'Give at least one option.');
  checkOnce(draft);
}

function goneFrom(entity: Entity, values: Values): string[] {
  const kept = choicesOf(values).map(({ value }) => value);
  return (entity.fields[String(values.name)]?.options ?? []).map(({ value }) => value).filter((value) => !kept.includes(value));
}
