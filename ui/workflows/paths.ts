// Where the fields of a workflow are looked up: of the record itself, behind its references, and in the lists that point to it.

import type { EntityDescription, FieldDescription } from '../../client/index.ts';
import { widgetFor } from '../fields/lookup.ts';
import { columnAt, possibleColumns } from '../list/columns.ts';

type Nouns = readonly EntityDescription[];

interface Choices {
  readonly group: string;
  readonly items: { readonly value: string; readonly label: string }[];
}

const UNSET = new Set(['children', 'password', 'secret', 'file', 'image', 'json', 'sequence']);

/** Fields that a step may set: those that somebody could type. */
export function settable(noun: EntityDescription): readonly FieldDescription[] {
  return noun.fields.filter(isSettable);
}

function isSettable({ name, type, system, read_only, formula }: FieldDescription): boolean {
  return !read_only && !formula && (!system || name === 'owner') && !UNSET.has(type);
}

/** Fields whose value this one could take. */
export function sourcesOf(entities: Nouns, noun: EntityDescription, field: FieldDescription): readonly Choices[] {
  const comparedAs = widgetFor(field).comparedAs ?? 'text';
  const fits = (other: FieldDescription) => {
    const asOther = widgetFor(other).comparedAs ?? 'text';
    if (comparedAs === 'record') return asOther === 'record' && other.to.some((name) => field.to.includes(name));
    return comparedAs === 'text' || asOther === comparedAs;
  };
  const itself = comparedAs === 'record' && field.to.includes(noun.name) ? [{ value: 'id', label: noun.label }] : [];
  const found = readable(entities, noun).filter(({ field: other, path }) => path !== 'id' && fits(other));
  return grouped(noun, [...itself, ...found.map(({ path, label }) => ({ value: path, label }))]);
}

/** Fields that can stand in a text; of references their title. */
export function placesOf(entities: Nouns, noun: EntityDescription): readonly Choices[] {
  const found = readable(entities, noun).flatMap(({ path, label, field }) => {
    if (widgetFor(field).comparedAs !== 'record') return [{ value: path, label }];
    const to = entities.find(({ name }) => name === field.to[0]);
    const title = to?.title.length === 1 && !path.includes('.') && field.to.length === 1 ? to.title[0] : undefined;
    return title ? [{ value: `${path}.${title}`, label }] : [];
  });
  const seen = new Set<string>();
  return grouped(
    noun,
    found.filter(({ value }) => !seen.has(value) && seen.add(value)),
  );
}

/** One value a record, not one a row. */
const readable = (entities: Nouns, noun: EntityDescription) => possibleColumns(entities, noun).filter(({ over }) => over === 0);

/** The own ones first, then those behind each reference. */
function grouped(noun: EntityDescription, items: readonly { value: string; label: string }[]): readonly Choices[] {
  const groups = Map.groupBy(items, ({ value, label }) =>
    value.includes('.') && label.includes(' › ') ? label.split(' › ')[0]! : noun.label,
  );
  return [...groups].map(([group, own]) => ({ group, items: own }));
}

export interface Target {
  readonly value: string;
  readonly label: string;
  readonly noun: EntityDescription;
  /** Not one record but all of a list. */
  readonly many: boolean;
}

/** What one step may write to: the record itself, what it points to, what points to it, and what points to what it points to. */
export function targetsOf(entities: Nouns, noun: EntityDescription): readonly Target[] {
  const itself = { value: '', label: noun.label, noun, many: false };
  const linked = linkedOf(entities, noun);
  const further = linked.flatMap((one) =>
    [...linkedOf(entities, one.noun), ...listsOf(entities, one.noun)].map((behind) => ({
      ...behind,
      value: `${one.value}.${behind.value}`,
      label: `${one.label} › ${behind.label}`,
    })),
  );
  return [itself, ...linked, ...listsOf(entities, noun), ...further];
}

function linkedOf(entities: Nouns, noun: EntityDescription): Target[] {
  return noun.fields.flatMap((field) => {
    const to = field.type === 'reference' ? business(entities, field.to[0]) : undefined;
    return to ? [{ value: field.name, label: field.label, noun: to, many: false }] : [];
  });
}

function listsOf(entities: Nouns, noun: EntityDescription): Target[] {
  return noun.back_references.flatMap((back) => {
    const from = business(entities, back.entity);
    return from ? [{ value: back.name, label: from.plural, noun: from, many: true }] : [];
  });
}

function business(entities: Nouns, name: string | undefined): EntityDescription | undefined {
  return entities.find((entity) => entity.name === name && entity.area === 'business' && !entity.single);
}

/** The noun that a target leads to; undefined where the path is of nothing this administrator sees. */
export function nounAt(entities: Nouns, noun: EntityDescription, target: string): EntityDescription | undefined {
  let at: EntityDescription | undefined = noun;
  for (const step of target.split('.').filter(Boolean)) {
    const own: FieldDescription | undefined = at?.fields.find(({ name }) => name === step);
    const name: string | undefined = own ? own.to[0] : at?.back_references.find((back) => back.name === step)?.entity;
    at = entities.find((entity) => entity.name === name);
  }
  return at;
}

/** `Account › City`; the path itself where it leads nowhere. */
export function labelAt(entities: Nouns, noun: EntityDescription, path: string): string {
  return columnAt(entities, noun, path)?.label ?? path;
}
