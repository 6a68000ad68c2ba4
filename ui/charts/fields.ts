// Which fields of a noun, and of those it refers to, can be counted, grouped and dated.

import type { EntityDescription, FieldDescription } from '../../client/index.ts';
import { unitOfGroup } from '../../schema/index.ts';

/** The field a group or measure ends in: `month(account.created_at)`, `lines.product`; null for other expressions. */
export function fieldOfPath(entities: readonly EntityDescription[], entity: string, text: string): FieldDescription | null {
  const path = (unitOfGroup(text)?.of ?? text).trim();
  let fields: readonly FieldDescription[] | undefined = entities.find(({ name }) => name === entity)?.fields;
  let field: FieldDescription | undefined;
  for (const step of path.split('.')) {
    field = fields?.find(({ name }) => name === step);
    if (!field) return null;
    fields = field.fields ?? behind(entities, field);
  }
  return field ?? null;
}

/** Of several nouns it may point to, a field of any: an owner has a department though groups have none. */
function behind(entities: readonly EntityDescription[], field: FieldDescription): readonly FieldDescription[] {
  return field.to.flatMap((name) => entities.find((entity) => entity.name === name)?.fields ?? []);
}

export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly group: string;
  readonly field: FieldDescription;
}

/** Paths from a noun: its own fields, those behind its references, those of its rows. */
export function pathsOf(entities: readonly EntityDescription[], entity: EntityDescription): Choice[] {
  const own = entity.fields.filter(usable).map((field): Choice => ({ value: field.name, label: field.label, group: entity.label, field }));
  const reached = entity.fields.flatMap((field) => {
    if (!['reference', 'owner', 'user'].includes(field.type)) return [];
    const target = entities.find(({ name }) => name === field.to[0]);
    if (!target?.can.view) return [];
    return target.fields
      .filter((inner) => usable(inner) && inner.name !== 'id')
      .map((inner): Choice => ({ value: `${field.name}.${inner.name}`, label: inner.label, group: field.label, field: inner }));
  });
  const rows = entity.fields.flatMap((field) =>
    (field.fields ?? [])
      .filter((inner) => usable(inner) && !['id', 'parent', 'position'].includes(inner.name))
      .map((inner): Choice => ({ value: `${field.name}.${inner.name}`, label: inner.label, group: field.label, field: inner })),
  );
  return [...own, ...reached, ...rows];
}

const UNUSABLE: readonly string[] = ['password', 'children', 'json', 'file', 'image', 'formatted_text'];

function usable(field: FieldDescription): boolean {
  return !field.hidden && !UNUSABLE.includes(field.type);
}

const DATES: readonly string[] = ['date', 'datetime'];
const NUMBERS: readonly string[] = ['integer', 'decimal', 'percent', 'money'];
const GROUPED: readonly string[] = [
  'picklist',
  'radio',
  'state',
  'checkbox',
  'reference',
  'owner',
  'user',
  'text',
  'integer',
  'percent',
  'any_reference',
];

export const isDated = (field: FieldDescription) => DATES.includes(field.type);
export const isNumeric = (field: FieldDescription) => NUMBERS.includes(field.type) && field.name !== 'version';
export const isGrouped = (field: FieldDescription) => GROUPED.includes(field.type) && field.name !== 'version' && field.name !== 'id';

/** The list whose rows a path goes through, if it does. */
export function rowsOf(entity: EntityDescription, ...texts: (string | undefined)[]): string | undefined {
  const lists = entity.fields.filter((field) => field.type === 'children').map((field) => field.name);
  const paths = texts.flatMap((text) => (text ? [unitOfGroup(text)?.of ?? text] : []));
  return lists.find((list) => paths.some((path) => path.startsWith(`${list}.`)));
}

/** For a select: by the noun they belong to. */
export function optionsOf(choices: readonly Choice[]) {
  const groups = [...new Set(choices.map(({ group }) => group))];
  // Two references of one name would be one group of options with the same values twice.
  return groups.map((group) => ({
    group,
    items: choices.filter((choice) => choice.group === group).map(({ value, label }) => ({ value, label })),
  }));
}
