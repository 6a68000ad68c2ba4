// What a tag means for a noun: a field of the record, of a record it refers to, or of its rows. A mistake names the nearest right tag.

import { type Entity, type Field, fieldMeant, fieldTypes, nearest, type Schema } from '../../schema/index.ts';
import type { Tag } from './tags.ts';

export interface Meaning {
  /** Rows it is of: a field with rows, or what refers to the record; null: of the record itself. */
  readonly list: Rows | null;
  /** From the record or the row: `account.name`. */
  readonly path: string;
  readonly field: Field;
  /** The noun whose field it is. */
  readonly entity: string;
}

export interface Rows {
  readonly name: string;
  /** Noun and field that refer to the record; null: the rows are the record's own. */
  readonly from: { readonly entity: string; readonly field: string } | null;
}

/** Values that no record has, by the two words of their tag: `company.name`. */
export type Extras = Readonly<Record<string, Field>>;

/** A tag that means nothing; its message is for whoever writes the template. */
export class TagProblem extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** @throws TagProblem */
export function meaningOf(schema: Schema, entity: Entity, tag: Tag, extras: Extras = {}): Meaning {
  const extra = extras[tag.path.join('.').toLowerCase()];
  if (extra) return { list: null, path: tag.path.join('.').toLowerCase(), field: extra, entity: '' };
  const [first = '', ...rest] = tag.path.map((step) => step.toLowerCase());
  if (isNamed(schema, first, entity) && rest.length > 0 && !tag.parameters.relation) return walked(schema, tag, entity, rest, null, []);
  const start = tag.parameters.relation ? related(schema, entity, tag, first) : (begun(schema, entity, tag, first) ?? null);
  if (!start) throw unknown(tag, 0, [...namesOf(schema, entity), ...Object.keys(extras).map((name) => name.split('.')[0]!)]);
  if (start.target === null) {
    if (rest.length > 0) throw new TagProblem('unknown_tag', `${tag.text}: “${first}” leads to no other record.`);
    return { list: null, path: start.steps.join('.'), field: start.field!, entity: entity.name };
  }
  if (rest.length === 0) {
    if (start.list)
      throw new TagProblem('unknown_tag', `${tag.text}: say which field of the rows, e.g. ${withStep(tag, [first, 'name'])}.`);
    return { list: null, path: start.steps.join('.'), field: start.field!, entity: entity.name };
  }
  return walked(schema, tag, schema.entities[start.target]!, rest, start.list, start.steps);
}

interface Start {
  readonly list: Rows | null;
  readonly steps: readonly string[];
  readonly field: Field | null;
  /** Null: a value. */
  readonly target: string | null;
}

/** The first word is a field, what refers to the record, or a noun that it is linked with. */
function begun(schema: Schema, entity: Entity, tag: Tag, first: string): Start | null {
  const field = visible(entity, first);
  if (field?.type === 'children') return { list: { name: first, from: null }, steps: [], field, target: field.to[0]! };
  if (field) return { list: null, steps: [first], field, target: isReference(field) ? field.to[0]! : null };
  const back = entity.backReferences[first];
  if (back && schema.entities[back.entity] && !schema.entities[back.entity]!.parent)
    return { list: { name: first, from: back }, steps: [], field: null, target: back.entity };
  const linked = linksTo(schema, entity, first);
  if (linked.length < 2) return linked[0]?.start ?? null;
  const choices = linked.map(({ name }) => name);
  throw new TagProblem(
    'ambiguous_tag',
    `${tag.text}: ${entity.plural.toLowerCase()} have several relations of this kind. Say which: ${choices.map((name) => tagWith(tag, name)).join(', ')}.`,
  );
}

/** With `relation=` it is said which of several. */
function related(schema: Schema, entity: Entity, tag: Tag, first: string): Start | null {
  const wanted = tag.parameters.relation!.toLowerCase();
  const linked = linksTo(schema, entity, first, true);
  const found = linked.find(({ name }) => name === wanted);
  if (found || linked.length === 0) return found?.start ?? null;
  const near =
    nearest(
      wanted,
      linked.map(({ name }) => name),
    ) ?? linked[0]!.name;
  throw new TagProblem('unknown_tag', `${tag.text}: there is no such relation. Did you mean ${tagWith(tag, near)}?`);
}

function linksTo(schema: Schema, entity: Entity, noun: string, whole = false): { name: string; start: Start }[] {
  const isMeant = (field: Field) => isReference(field) && field.to.some((name) => isNamed(schema, noun, schema.entities[name]));
  const targetOf = (field: Field) => field.to.find((name) => isNamed(schema, noun, schema.entities[name]))!;
  const fields = Object.values(entity.fields).filter((field) => isShown(field) && isMeant(field));
  const own = fields.map((field) => ({
    name: field.name,
    system: field.system,
    start: { list: null, steps: [field.name], field, target: targetOf(field) },
  }));
  const inRows = Object.values(entity.fields)
    .filter((field) => isShown(field) && field.type === 'children')
    .flatMap((rows) =>
      Object.values(schema.entities[rows.to[0]!]?.fields ?? {})
        .filter((field) => isShown(field) && !field.system && isMeant(field))
        .map((field) => ({
          name: `${rows.name}.${field.name}`,
          system: false,
          start: { list: { name: rows.name, from: null }, steps: [field.name], field, target: targetOf(field) },
        })),
    );
  const back = Object.entries(entity.backReferences)
    .filter(([, { entity: name }]) => isNamed(schema, noun, schema.entities[name]))
    .map(([name, from]) => ({ name, system: true, start: { list: { name, from }, steps: [], field: null, target: from.entity } }));
  const all = [...own, ...inRows, ...back];
  if (whole) return all;
  // Who made and changed a record is meant only where it is said; the owner is whoever the record belongs to.
  const close = all.filter(({ system }) => !system);
  return close.length > 0 ? close : all.filter(({ name }) => name === 'owner' || entity.backReferences[name] !== undefined);
}

function walked(schema: Schema, tag: Tag, from: Entity, rest: readonly string[], list: Rows | null, steps: readonly string[]): Meaning {
  let entity = from;
  const path = [...steps];
  for (const [i, step] of rest.entries()) {
    const field = visible(entity, step);
    const at = tag.path.length - rest.length + i;
    if (!field)
      throw unknown(
        tag,
        at,
        Object.values(entity.fields)
          .filter(isShown)
          .map(({ name }) => name),
      );
    if (field.type === 'children') {
      if (list || path.length > 0) throw new TagProblem('unknown_tag', `${tag.text}: rows of another record cannot be printed.`);
      return walked(schema, tag, schema.entities[field.to[0]!]!, rest.slice(i + 1), { name: field.name, from: null }, []);
    }
    path.push(field.name);
    if (i === rest.length - 1) return { list, path: path.join('.'), field, entity: entity.name };
    const target = isReference(field)
      ? (field.to.map((name) => schema.entities[name]!).find((one) => visible(one, rest[i + 1]!)) ?? schema.entities[field.to[0]!])
      : undefined;
    if (!target) throw new TagProblem('unknown_tag', `${tag.text}: “${step}” leads to no other record.`);
    entity = target;
  }
  throw new TagProblem('unknown_tag', `${tag.text}: say which field.`);
}

function isShown(field: Field): boolean {
  return !field.internal && !fieldTypes[field.type]?.sealed && field.name !== 'id' && field.usable;
}

function visible(entity: Entity, name: string): Field | null {
  const field = fieldMeant(entity.fields, name);
  return field && isShown(field) ? field : null;
}

function isReference(field: Field): boolean {
  return fieldTypes[field.type]!.expression(field).kind === 'reference' && field.to.length > 0;
}

/** `account`, `accounts`, `Sales_order`: names and labels, in the singular and the plural. */
function isNamed(schema: Schema, word: string, entity: Entity | undefined): boolean {
  if (!entity || !schema.entities[entity.name]) return false;
  return [entity.name, entity.label, entity.plural].some((name) => name.toLowerCase().replaceAll(' ', '_') === word);
}

function namesOf(schema: Schema, entity: Entity): string[] {
  const fields = Object.values(entity.fields).filter(isShown);
  const nouns = fields.flatMap(({ to }) => to).map((name) => schema.entities[name]?.label.toLowerCase().replaceAll(' ', '_') ?? '');
  return [
    entity.name,
    entity.label.toLowerCase(),
    ...fields.map(({ name }) => name),
    ...nouns,
    ...Object.keys(entity.backReferences),
  ].filter(Boolean);
}

function unknown(tag: Tag, at: number, names: readonly string[]): TagProblem {
  const near = nearest(tag.path[at]?.toLowerCase() ?? '', names);
  const meant = near ? ` Did you mean ${withStep(tag, tag.path.with(at, near))}?` : '';
  return new TagProblem('unknown_tag', `${tag.text}: there is no “${tag.path[at]}”.${meant}`);
}

/** Another tag, written as the author wrote this one. */
function withStep({ text }: Tag, path: readonly string[]): string {
  if (!text.startsWith('{{')) return `[${path.join('.')}]`;
  return `{{${/onshow\.(data\.)?/i.exec(text)?.[0] ?? ''}${path.join('.')}}}`;
}

function tagWith(tag: Tag, relation: string): string {
  return withStep(tag, tag.path).replace(/(\]|\}\})$/, `;relation=${relation}$1`);
}
