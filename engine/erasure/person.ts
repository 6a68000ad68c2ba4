// Who is erased: the records that are one person, the values that identify nobody else, and what belongs to the person.

import { compile, sql } from '../../db/index.ts';
import type { Entity, Schema } from '../../schema/index.ts';
import { parseJson } from '../json.ts';
import { predecessors } from '../kin.ts';
import { absorbed } from '../merge/absorbed.ts';
import { pointersTo, pointsAt } from '../merge/pointers.ts';
import type { Reader } from '../read.ts';
import { likeText } from '../search-condition.ts';
import type { Values } from '../types.ts';
import { type ErasurePolicy, type Going, NAMELESS } from './policy.ts';

export type PersonRecord = {
  readonly entity: string;
  readonly id: string;
};

/** The record, the leads it came from, and those that were merged into them. */
export async function recordsOf(reader: Reader, policy: ErasurePolicy, entity: string, id: string): Promise<PersonRecord[]> {
  const before = (await predecessors(reader, entity, id)).filter((one) => Object.hasOwn(policy.people, one.entity));
  const found: PersonRecord[] = [];
  for (const one of [{ entity, id }, ...before]) {
    found.push({ entity: one.entity, id: one.id });
    for (const merged of await absorbed(reader, one.entity, one.id)) found.push({ entity: one.entity, id: merged });
  }
  return found;
}

const SHORTEST_MAIL = 6;
const FEWEST_DIGITS = 7;

/** By what somebody is known in texts of others. */
export interface Identity {
  readonly mails: readonly string[];
  /** All that is looked for in texts of others: addresses, telephone numbers and whole names. */
  readonly values: readonly string[];
  /** First and last names that stand together. */
  readonly names: readonly (readonly string[])[];
}

/** As they are and ever were. First names alone, towns and the like are many people's and are no identity. */
export async function identityOf(reader: Reader, people: readonly PersonRecord[]): Promise<Identity> {
  const { schema } = reader.workspace.state;
  const mails = new Set<string>();
  const others = new Set<string>();
  const names: string[][] = [];
  for (const entity of new Set(people.map((one) => one.entity))) {
    const states = await statesOf(
      reader,
      people.filter((one) => one.entity === entity),
    );
    const noun = schema.entities[entity]!;
    const texts = (name: string) => [...new Set(states.map((state) => state[name]).filter((value) => typeof value === 'string'))];
    for (const field of Object.values(noun.fields)) {
      if (field.type === 'email') for (const mail of texts(field.name)) if (mail.length >= SHORTEST_MAIL) mails.add(mail);
      if (field.type === 'phone') for (const number of texts(field.name)) if (digitsOf(number) >= FEWEST_DIGITS) others.add(number);
    }
    const parts = noun.title.map((name) => texts(name).filter((text) => !text.startsWith(NAMELESS)));
    for (const name of wholeNames(parts)) others.add(name);
    names.push(...pairs(parts));
  }
  return { mails: [...mails], values: [...mails, ...others], names };
}

/** What the history and the table say of them. */
async function statesOf(reader: Reader, people: readonly PersonRecord[]): Promise<Values[]> {
  const { space } = reader.workspace;
  const ids = sql`${sql.value(people.map(({ id }) => id))}::uuid[]`;
  const entity = people[0]!.entity;
  const history = sql`select "before" from ${sql.identifier(space, 'changes')} where record = any(${ids}) union all select "after" from ${sql.identifier(space, 'changes')} where record = any(${ids})`;
  const now = sql`select to_jsonb(t) from ${sql.identifier(space, entity)} t where t."id" = any(${ids})`;
  const { rows } = await reader.db.query(compile(sql`${history} union all ${now}`));
  return rows.flatMap(([cell]) => (cell ? [parseJson(cell) as Values] : []));
}

function digitsOf(text: string): number {
  return text.replace(/\D/g, '').length;
}

/** Whole names in the orders in which people write them; a single word is nobody's alone. */
function wholeNames(parts: readonly (readonly string[])[]): string[] {
  if (parts.length === 1) return parts[0]!.filter((name) => /\S\s+\S/.test(name.trim()));
  return pairs(parts).flatMap(([one, other]) => [`${one} ${other}`, `${other} ${one}`, `${other}, ${one}`]);
}

function pairs([first = [], last = []]: readonly (readonly string[])[]): string[][] {
  return first.flatMap((one) => last.map((other) => [one, other]));
}

/** By noun: ids of what is there, and of what was deleted before. */
export type Belongings = ReadonlyMap<string, { readonly there: readonly string[]; readonly gone: readonly string[] }>;

export async function belongingsOf(
  reader: Reader,
  policy: ErasurePolicy,
  people: readonly PersonRecord[],
  mails: readonly string[],
): Promise<Belongings> {
  const { schema } = reader.workspace.state;
  const found = new Map<string, { there: string[]; gone: string[] }>();
  for (const [name, going] of Object.entries(policy.going)) {
    const entity = schema.entities[name];
    if (!entity) continue;
    const there = await idsThere(reader, schema, entity, going, people, mails);
    found.set(name, { there, gone: await idsGone(reader, entity, people, mails) });
  }
  return found;
}

async function idsThere(
  reader: Reader,
  schema: Schema,
  entity: Entity,
  going: Going,
  people: readonly PersonRecord[],
  mails: readonly string[],
): Promise<string[]> {
  const table = sql`${sql.identifier(reader.workspace.space, entity.name)} t`;
  const conditions = [...new Set(people.map((one) => one.entity))].flatMap((noun) => {
    const ids = people.filter((one) => one.entity === noun).map(({ id }) => id);
    return pointersTo(schema, noun)
      .filter((pointer) => pointer.entity.name === entity.name && going.by.includes(pointer.field.name))
      .map((pointer) => pointsAt(pointer, noun, ids));
  });
  for (const name of going.by)
    if (entity.fields[name]?.type === 'email' && mails.length > 0)
      conditions.push(sql`lower(t.${sql.identifier(name)}) = any(${sql.value(mails.map((mail) => mail.toLowerCase()))}::text[])`);
  if (conditions.length === 0) return [];
  const { rows } = await reader.db.query(compile(sql`select t."id" from ${table} where ${sql.join(conditions, ' or ')} order by t."id"`));
  return rows.map(([id]) => String(id));
}

/** The history still has what was deleted; it says what it was about. */
async function idsGone(reader: Reader, entity: Entity, people: readonly PersonRecord[], mails: readonly string[]): Promise<string[]> {
  const { space } = reader.workspace;
  const wanted = [...people.map(({ id }) => id), ...mails].map((text) => `%${likeText(JSON.stringify(text).slice(1, -1).toLowerCase())}%`);
  const deleted = sql`c."after" is null and lower(c."before"::text) like any(${sql.value(wanted)}::text[])`;
  const { rows } = await reader.db.query(
    compile(
      sql`select distinct c.record from ${sql.identifier(space, 'changes')} c where c."entity" = ${sql.value(entity.name)} and ${deleted} and not exists (select from ${sql.identifier(space, entity.name)} t where t."id" = c.record)`,
    ),
  );
  return rows.map(([id]) => String(id));
}
