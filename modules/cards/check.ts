// Settings of a record page name what is there: the mistake is told at the setting, with the nearest right name.

import type { Context, Draft } from '../../engine/index.ts';
import { check, type Entity, ExpressionError, fieldTypes, nearest, parse, type Schema } from '../../schema/index.ts';

/** Fewer than the log of everything; more than anybody reads at once. */
const MOST = 40;

export function checkCard(draft: Draft, context: Context): void {
  if (draft.verb === 'delete') return;
  const { schema } = context.actor.rights;
  const { entities } = schema;
  const name = String(draft.values.entity ?? '');
  const entity = Object.hasOwn(entities, name) ? entities[name] : undefined;
  if (!entity || entity.parent) {
    draft.refuse('entity', 'unknown', missing(name, Object.keys(entities)));
    return;
  }
  const fields = Object.keys(entity.fields);
  checkNames(draft, 'quick_view', fields);
  checkNames(draft, 'change_log', fields);
  checkSteps(draft, entity);
  checkRelated(draft, entity, schema);
}

function checkNames(draft: Draft, setting: string, known: readonly string[]): void {
  for (const name of listOf(draft, setting)) {
    if (typeof name !== 'string' || !known.includes(name)) draft.refuse(setting, 'unknown', missing(String(name), known));
  }
}

function checkSteps(draft: Draft, entity: Entity): void {
  const choices = Object.values(entity.fields).filter(({ type, open }) => ['picklist', 'radio', 'state'].includes(type) && !open);
  checkNames(
    draft,
    'steps',
    choices.map(({ name }) => name),
  );
}

const settingsOfList = ['list', 'tab', 'hidden', 'title', 'filter', 'columns', 'sort'];

function checkRelated(draft: Draft, entity: Entity, schema: Schema): void {
  const refuse = (code: string, message: string) => draft.refuse('related', code, message);
  for (const item of listOf(draft, 'related')) {
    const setting = (typeof item === 'object' && item !== null ? item : { list: item }) as Record<string, unknown>;
    const { list, tab, hidden, title } = setting;
    const odd = Object.keys(setting).find((name) => !settingsOfList.includes(name));
    if (odd) refuse('unknown', `A related list has no “${odd}”; it has ${settingsOfList.join(', ')}.`);
    for (const [what, name] of [
      ['tab', tab],
      ['list', title],
    ])
      if (name !== undefined && name !== null && (typeof name !== 'string' || name.length > 60))
        refuse('type', `The name of a ${what} is a text of at most 60 characters.`);
    if (hidden !== undefined && typeof hidden !== 'boolean') refuse('type', '“hidden” is true or false.');
    const back = typeof list === 'string' && Object.hasOwn(entity.backReferences, list) ? entity.backReferences[list] : undefined;
    if (back) checkOwnList(refuse, schema, schema.entities[back.entity]!, setting);
    else refuse('unknown', missing(String(list), Object.keys(entity.backReferences)));
  }
}

/** Row CS-035: which of the records, which of their fields, in which order. */
function checkOwnList(
  refuse: (code: string, message: string) => void,
  schema: Schema,
  listed: Entity,
  { filter, columns, sort }: Record<string, unknown>,
): void {
  const fields = Object.keys(listed.fields);
  const given = columns ?? [];
  if (!Array.isArray(given) || given.length > MOST) refuse('type', `Columns are a list of at most ${MOST} names.`);
  else for (const name of given) if (typeof name !== 'string' || !fields.includes(name)) refuse('unknown', missing(String(name), fields));
  const by = String(sort ?? '').replace(/^-/, '');
  if (by && !fieldTypes[listed.fields[by]?.type ?? '']?.sortable) refuse('unknown', missing(by, fields));
  if (!filter) return;
  try {
    check(parse(String(filter)), schema, listed.name, { kind: 'boolean' });
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    refuse('expression', error.message);
  }
}

function listOf(draft: Draft, setting: string): readonly unknown[] {
  const value = draft.values[setting] ?? [];
  if (Array.isArray(value) && value.length <= MOST) return value;
  draft.refuse(setting, 'type', `This is a list of at most ${MOST}.`);
  return [];
}

function missing(name: string, candidates: readonly string[]): string {
  const meant = nearest(name, candidates);
  return `There is no “${name}” here.${meant ? ` Did you mean “${meant}”?` : ''}`;
}
