// Everything that is held about a person, over all nouns, as far as whoever asks may see it (row CS-082).

import { type Entity, type Field, fieldTypes } from '../../schema/index.ts';
import { granted } from '../access.ts';
import type { BoundContext } from '../context.ts';
import { firstRecords } from '../each-record.ts';
import { ERASED } from '../erasure/policy.ts';
import { notFound, notGranted } from '../errors.ts';
import { predecessors } from '../kin.ts';
import { pointersTo } from '../merge/pointers.ts';
import { entityOf } from '../read.ts';
import type { Change, Values } from '../types.ts';

/** What is held about the record `id` and the person it is. */
export interface PersonalData {
  readonly entity: string;
  readonly id: string;
  readonly title: string;
  readonly sections: readonly PersonalSection[];
  /** Newest first. */
  readonly history: readonly Change[];
}

/** Records of a noun, and by which of its fields they belong to the person; null: they are the person. */
export interface PersonalSection {
  readonly entity: Entity;
  readonly field: Field | null;
  readonly fields: readonly Field[];
  readonly records: readonly Values[];
}

const PAGE = 500;
/** More of one kind is not read by anybody, nor told. */
const MOST = 20_000;

/** @param verb `view` for the screen; `export` for what is taken away. @throws Refusal 404 out of reach, 403 without the right */
export async function personalData(context: BoundContext, name: string, id: string, verb: 'view' | 'export'): Promise<PersonalData> {
  await context.refreshed();
  const { rights } = context.actor;
  const entity = entityOf(rights, name);
  if (!entity.actions[ERASED]) throw notFound('Personal data of this kind of record');
  if (!granted(rights, entity, verb)) throw notGranted(`You may not ${verb} ${entity.plural.toLowerCase()}.`);
  const subject = await context.records.get(name, id);
  const before = await context.read((reader) => predecessors(reader, name, String(subject['id'])));
  const people = [{ entity: name, id: String(subject['id']) }, ...before];
  const sections: PersonalSection[] = [];
  for (const one of people) sections.push(...(await sectionsOf(context, entityOf(rights, one.entity), one.id, verb)));
  if (sections.every(({ field, records }) => field !== null || records.length === 0)) throw notFound(`This ${entity.label.toLowerCase()}`);
  const history = await historyOf(context, name, String(subject['id']));
  return { entity: name, id: String(subject['id']), title: titleOf(entity, subject), sections: merged(sections, people), history };
}

async function sectionsOf(context: BoundContext, entity: Entity, id: string, verb: 'view' | 'export'): Promise<PersonalSection[]> {
  const found: PersonalSection[] = [{ entity, field: null, ...(await recordsOf(context, entity, `id = "${id}"`, verb)) }];
  for (const { entity: other, field, kind } of pointersTo(context.schema, entity.name)) {
    if (other.parent || !granted(context.actor.rights, other, verb)) continue;
    const filter = kind === 'many' ? `contains(${field.name}, "${id}")` : `${field.name} = "${id}"`;
    const got = await recordsOf(context, other, filter, verb);
    if (got.records.length > 0) found.push({ entity: other, field, ...got });
  }
  return found;
}

async function recordsOf(
  context: BoundContext,
  entity: Entity,
  filter: string,
  verb: string,
): Promise<Pick<PersonalSection, 'fields' | 'records'>> {
  const fields = Object.values(entity.fields).filter(
    (field) => !field.internal && field.type !== 'children' && !fieldTypes[field.type]!.sealed,
  );
  const query = { fields: fields.map(({ name }) => name), filter, within: verb };
  return { fields, records: await firstRecords(context, entity.name, query, MOST) };
}

/** A lead that became the contact is the person, too, and is told once; so is what points here by two fields. */
function merged(sections: readonly PersonalSection[], people: readonly { readonly id: string }[]): PersonalSection[] {
  const own = new Set(people.map(({ id }) => id));
  const seen = new Set<string>();
  return sections.flatMap((section) => {
    const records = section.records.filter((record) => {
      const key = String(record['id']);
      if (seen.has(key) || (section.field !== null && own.has(key))) return false;
      seen.add(key);
      return true;
    });
    return records.length > 0 ? [{ ...section, records }] : [];
  });
}

async function historyOf(context: BoundContext, entity: string, id: string): Promise<Change[]> {
  const all: Change[] = [];
  for (let after: string | null = null; ; ) {
    const { changes, next } = await context.records.history(entity, id, { limit: PAGE, after });
    all.push(...changes);
    after = next;
    if (after === null || all.length >= MOST) return all;
  }
}

/** As lists show it; empty where the record has none of its parts. */
export function titleOf(entity: Entity, record: Values): string {
  return entity.title
    .map((name) =>
      record[name] === null || record[name] === undefined
        ? ''
        : fieldTypes[entity.fields[name]!.type]!.print(record[name], entity.fields[name]!),
    )
    .filter(Boolean)
    .join(' ');
}
