// Settings name what is there; rules of duplicates can be answered by an index.

import type { Context, Draft } from '../../engine/index.ts';
import { duplicateRuleProblems } from '../../engine/index.ts';
import { type Entity, nearest } from '../../schema/index.ts';

function checkSensitive(draft: Draft, { fields }: Entity): void {
  const names = draft.values.sensitive_fields ?? [];
  if (!Array.isArray(names)) draft.refuse('sensitive_fields', 'malformed', 'This is a list of fields, e.g. ["iban"].');
  for (const name of Array.isArray(names) ? names : []) {
    if (typeof name === 'string' && Object.hasOwn(fields, name) && !fields[name]?.internal) continue;
    const meant = nearest(String(name), Object.keys(fields));
    draft.refuse('sensitive_fields', 'unknown', `There is no field “${name}”.${meant ? ` Did you mean “${meant}”?` : ''}`);
  }
}

export function checkSettings(draft: Draft, context: Context): void {
  if (draft.verb === 'delete') return;
  const { entities } = context.actor.rights.schema;
  const name = String(draft.values.entity ?? '');
  const entity = Object.hasOwn(entities, name) ? entities[name] : undefined;
  if (!entity || entity.parent) {
    const meant = nearest(name, Object.keys(entities));
    draft.refuse('entity', 'unknown', `There is no “${name}” here.${meant ? ` Did you mean “${meant}”?` : ''}`);
    return;
  }
  for (const message of duplicateRuleProblems(entity, draft.values.duplicates ?? null)) draft.refuse('duplicates', 'malformed', message);
  checkSensitive(draft, entity);
  if (!draft.values.archive) return;
  if (!entity.fields.archived_at) draft.refuse('archive', 'unknown', `${entity.plural} cannot be archived.`);
  const { archive_operator: operator, archive_value: value } = draft.values;
  if (operator === 'older_than_days' && !/^[1-9]\d{0,4}$/.test(String(value ?? '')))
    draft.refuse('archive_value', 'type', 'This is a number of days, e.g. 730.');
  if (operator === 'before' && Number.isNaN(Date.parse(`${String(value)}T00:00:00Z`)))
    draft.refuse('archive_value', 'type', 'This is a day, e.g. 2024-01-01.');
}
