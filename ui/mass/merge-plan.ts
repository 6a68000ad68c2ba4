// What a merge would keep in each field: differences first, a first proposal, and what is sent of it.

import type { EntityDescription, FieldDescription, RecordValues } from '../../client/index.ts';
import { isEmpty, plainText, toWire } from '../fields/lookup.ts';

export const ALL = 'all';

/** By field: the id of the record whose value stays, `all` for joined lists. */
export type Keep = Readonly<Record<string, string>>;

export interface MergeField {
  readonly field: FieldDescription;
  readonly differs: boolean;
  readonly joins: boolean;
}

const JOINED = new Set(['multi_picklist', 'references', 'children', 'text_area']);

/** Fields that at least one of the records has a value in; those that differ come first. */
export function mergeFields(entity: EntityDescription, records: readonly RecordValues[]): MergeField[] {
  const fields = entity.fields
    .filter((field) => isChosen(field) && records.some((record) => !isEmpty(record[field.name])))
    .map((field) => ({ field, differs: new Set(records.map((record) => spelled(field, record))).size > 1, joins: JOINED.has(field.type) }));
  return [...fields.filter(({ differs }) => differs), ...fields.filter(({ differs }) => !differs)];
}

function isChosen(field: FieldDescription): boolean {
  return (
    !field.read_only &&
    !field.formula &&
    field.type !== 'sequence' &&
    field.type !== 'password' &&
    (!field.system || field.name === 'owner')
  );
}

function spelled(field: FieldDescription, record: RecordValues): string {
  const value = record[field.name] ?? null;
  if (isEmpty(value)) return '';
  return field.fields ? JSON.stringify(value) : JSON.stringify(toWire(field, value)) || plainText(field, value);
}

/** The target's own value, the first there is where it has none; lists are joined. */
export function proposal(fields: readonly MergeField[], target: RecordValues, records: readonly RecordValues[]): Keep {
  const keep: Record<string, string> = {};
  for (const { field, differs, joins } of fields) {
    if (!differs) continue;
    const having = records.filter((record) => !isEmpty(record[field.name]));
    const own = having.some(({ id }) => id === target.id);
    if (joins && having.length > 1 && field.type !== 'text_area') keep[field.name] = ALL;
    else keep[field.name] = own ? target.id : (having[0]?.id ?? target.id);
  }
  return keep;
}
