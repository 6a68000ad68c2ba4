// Which value the merged record has in each field: what was chosen, or the target's own; lists may be joined.

import { uuidv7 } from '../../db/index.ts';
import { type Entity, type Field, fieldTypes, nearest, type Problem } from '../../schema/index.ts';
import type { Rights, Values } from '../types.ts';
import { ALL, type MergeRequest } from './request.ts';

/** A record with its line items by field. */
export interface Whole {
  readonly id: string;
  readonly values: Values;
}

/** New values of the target, only those that may differ; what cannot be as asked is told in `problems`. */
export function chosenValues(
  entity: Entity,
  rights: Rights,
  request: MergeRequest,
  target: Whole,
  sources: readonly Whole[],
  problems: Problem[],
): Values {
  const all = [target, ...sources];
  const ids = new Set(all.map(({ id }) => id));
  const keep = request.keep ?? {};
  for (const name of Object.keys(keep)) checkName(name, entity, rights, problems);
  const values: Values = {};
  for (const field of Object.values(entity.fields)) {
    if (!isMerged(field)) continue;
    const { name } = field;
    const own = target.values[name] ?? null;
    let value: unknown = own;
    if (Object.hasOwn(keep, name)) value = kept(field, keep[name] ?? null, all, problems);
    else if (request.fill || !isOpen(field, entity, rights))
      value = canJoin(field) && request.fill ? joined(field, all) : firstOf(field, all);
    value = withoutMerged(field, entity, value, ids);
    if (field.required && isEmpty(value) && !isEmpty(own))
      problems.push({ field: name, code: 'required', message: `${field.label} is required.` });
    if (typeof value === 'string' && field.length !== null && value.length > field.length)
      problems.push({ field: name, code: 'too_long', message: `${field.label} has at most ${field.length} characters; choose one.` });
    values[name] = value;
  }
  return values;
}

/** Fields that a merge may fill: what people enter, and what this record went on in. */
export function isMerged(field: Field): boolean {
  if (field.formula || field.internal || field.pattern !== null || fieldTypes[field.type]?.sealed) return false;
  return field.system ? field.name === 'owner' : !field.readOnly || field.continues;
}

/** What the actor may choose; of what is closed to him the target's stays, or what it lacks is taken over unseen. */
function isOpen(field: Field, entity: Entity, rights: Rights): boolean {
  if (field.readOnly) return false;
  if (rights.root || rights.key === 'system') return true;
  const seen = rights.schema.entities[entity.name]?.fields ?? {};
  return Object.hasOwn(seen, field.name) && !rights.fields.has(`${entity.name}.${field.name}`);
}

function checkName(name: string, entity: Entity, rights: Rights, problems: Problem[]): void {
  const field = Object.hasOwn(entity.fields, name) ? entity.fields[name]! : null;
  if (field && isMerged(field) && isOpen(field, entity, rights)) return;
  const seen = rights.schema.entities[entity.name]?.fields ?? {};
  if (field && Object.hasOwn(seen, name)) {
    problems.push({ field: name, code: 'not_writable', message: `"${name}" cannot be chosen in a merge.` });
    return;
  }
  const near = nearest(name, Object.keys(seen));
  problems.push({
    field: name,
    code: 'unknown_field',
    message: `${entity.plural} have no field "${name}".${near ? ` Did you mean "${near}"?` : ''}`,
  });
}

function kept(field: Field, choice: string | null, all: readonly Whole[], problems: Problem[]): unknown {
  if (choice === null) return null;
  if (choice === ALL && canJoin(field)) return joined(field, all);
  const chosen = all.find(({ id }) => id === choice.toLowerCase());
  if (chosen) return chosen === all[0] ? (chosen.values[field.name] ?? null) : taken(field, chosen.values[field.name] ?? null);
  problems.push({
    field: field.name,
    code: 'not_an_option',
    message: canJoin(field) ? 'is the id of one of the records, "all" or null' : 'is the id of one of the records, or null',
  });
  return null;
}

/** Whether its values can stand together: lists, rows and long texts. */
export function canJoin(field: Field): boolean {
  const { kind } = fieldTypes[field.type]!.expression(field);
  return kind === 'choices' || kind === 'references' || kind === 'rows' || field.type === 'text_area';
}

function joined(field: Field, all: readonly Whole[]): unknown {
  const values = all.map(({ values: own }) => own[field.name] ?? null);
  if (field.type === 'text_area') {
    const texts = [...new Set(values.filter((value) => typeof value === 'string' && value !== ''))];
    return texts.length === 0 ? null : texts.join('\n\n');
  }
  if (field.type === 'children')
    return values.flatMap((rows, i) => (i === 0 ? ((rows ?? []) as Values[]) : (taken(field, rows) as Values[])));
  const items = [...new Set(values.flatMap((value) => (Array.isArray(value) ? (value as unknown[]) : [])))];
  return items.length === 0 ? null : items;
}

function firstOf(field: Field, all: readonly Whole[]): unknown {
  const first = all.find(({ values }) => !isEmpty(values[field.name]));
  const value = first?.values[field.name] ?? null;
  return first === all[0] ? value : taken(field, value);
}

/** Line items of another record are new ones here: should the merge be undone, each has its own again. */
function taken(field: Field, value: unknown): unknown {
  if (field.type !== 'children') return value;
  return ((value ?? []) as Values[]).map((row) => ({ ...row, id: uuidv7() }));
}

/** No record points at itself or at what has become part of it. */
function withoutMerged(field: Field, entity: Entity, value: unknown, ids: ReadonlySet<string>): unknown {
  if (value === null || !field.to.includes(entity.name)) return value;
  if (typeof value === 'string') return ids.has(value) ? null : value;
  if (Array.isArray(value)) {
    const rest = value.filter((item) => !ids.has(String(item)));
    return rest.length === 0 ? null : rest;
  }
  const any = value as { entity?: unknown; id?: unknown };
  return any.entity === entity.name && ids.has(String(any.id)) ? null : value;
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}
