// Settings of a record page name what is there: the mistake is told at the setting, with the nearest right name.

import type { Context, Draft } from '../../engine/index.ts';
import { type Entity, nearest } from '../../schema/index.ts';

/** Fewer than the log of everything; more than anybody reads at once. */
const MOST = 40;

export function checkCard(draft: Draft, context: Context): void {
  if (draft.verb === 'delete') return;
  const { entities } = context.actor.rights.schema;
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
  checkRelated(draft, entity);
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

function checkRelated(draft: Draft, entity: Entity): void {
  for (const item of listOf(draft, 'related')) {
    const { list, tab, hidden, ...rest } = (typeof item === 'object' && item !== null ? item : { list: item }) as Record<string, unknown>;
    const odd = Object.keys(rest)[0];
    if (odd) draft.refuse('related', 'unknown', `A related list has no “${odd}”; it has list, tab and hidden.`);
    if (typeof list !== 'string' || !Object.hasOwn(entity.backReferences, list))
      draft.refuse('related', 'unknown', missing(String(list), Object.keys(entity.backReferences)));
    if (tab !== undefined && tab !== null && (typeof tab !== 'string' || tab.length > 60))
      draft.refuse('related', 'type', 'The name of a tab is a text of at most 60 characters.');
    if (hidden !== undefined && typeof hidden !== 'boolean') draft.refuse('related', 'type', '“hidden” is true or false.');
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
