// "Not a duplicate": what somebody has said of two records is remembered, so that nobody is told of them again. It can be taken back.

import { compile, sql } from '../../db/index.ts';
import { type Entity, fold, type Json } from '../../schema/index.ts';
import { scope } from '../access.ts';
import type { BoundContext } from '../context.ts';
import { malformed, notFound, notGranted } from '../errors.ts';
import { recordJob } from '../job-record.ts';
import { entityOf, isId, type Reader, readable, scopeCondition } from '../read.ts';
import { titleSql } from '../select.ts';
import { bind, environment } from '../slots.ts';

/** The noun that modules/data-quality declares; without it nothing is remembered. */
const NOUN = 'not_duplicates';
const MOST = 50;
const SHOWN = 200;

/** Ids of those that are not the same as this one. */
export async function apartFrom(reader: Reader, id: string): Promise<Set<string>> {
  const pairs = await apartAmong(reader, [id]);
  return new Set([...pairs].flatMap((pair) => pair.split(':')).filter((one) => one !== id.toLowerCase()));
}

/** Pairs, as `pairName` spells them, that one of `ids` stands in. */
export async function apartAmong(reader: Pick<Reader, 'workspace' | 'db'>, ids: readonly string[]): Promise<Set<string>> {
  return new Set((await rememberedOf(reader, ids)).keys());
}

/** The same, each with the id of the record that remembers it. */
async function rememberedOf({ workspace, db }: Pick<Reader, 'workspace' | 'db'>, ids: readonly string[]): Promise<Map<string, string>> {
  if (!workspace.state.schema.entities[NOUN] || ids.length === 0) return new Map();
  const asked = sql`${sql.value(ids.map((id) => fold(id)))}::text[]`;
  const { rows } = await db.query(
    compile(
      sql`select "pair", "id" from ${sql.identifier(workspace.space, NOUN)} where kontor.fold("one") = any(${asked}) or kontor.fold("other") = any(${asked})`,
    ),
  );
  return new Map(rows.map(([pair, id]) => [pair!, id!]));
}

/** All pairs of a noun; for the search through a whole table. */
export async function allApart({ workspace, db }: Pick<Reader, 'workspace' | 'db'>, entity: string): Promise<Set<string>> {
  if (!workspace.state.schema.entities[NOUN]) return new Set();
  const { rows } = await db.query(
    compile(
      sql`select "pair" from ${sql.identifier(workspace.space, NOUN)} where kontor.fold("entity") = ${sql.value(fold(entity))}::text limit 1000000`,
    ),
  );
  return new Set(rows.map(([pair]) => pair!));
}

/** The same for both orders. */
export function pairName(one: string, other: string): string {
  const [first, second] = [one.toLowerCase(), other.toLowerCase()].sort();
  return `${first}:${second}`;
}

/**
 * None of these is the same as another of them. Answers the job that undo takes.
 * @throws Refusal 403 without the right to change any, 404 for what is out of reach
 */
export async function keepApart(context: BoundContext, name: string, given: readonly string[]): Promise<string> {
  const { entity, ids } = await asked(context, name, given);
  const apart = await context.read((reader) => apartAmong(reader, ids));
  const pairs = ids.flatMap((one, i) => ids.slice(i + 1).map((other) => [one, other].sort() as [string, string]));
  const fresh = pairs.filter(([one, other]) => !apart.has(pairName(one, other)));
  return decide(context, entity, fresh.length, async (acting) => {
    for (const [one, other] of fresh) {
      await acting.records.create(NOUN, { entity: name, one, other, pair: pairName(one, other) });
    }
  });
}

/** They may be the same after all. */
export async function bringTogether(context: BoundContext, name: string, given: readonly string[]): Promise<string> {
  const { entity, ids } = await asked(context, name, given);
  const there = new Set(ids);
  const remembered = await context.read((reader) => rememberedOf(reader, ids));
  const among = [...remembered].filter(([pair]) => pair.split(':').every((id) => there.has(id)));
  return decide(context, entity, among.length, async (acting) => {
    for (const [, id] of among) await acting.records.delete(NOUN, id);
  });
}

async function asked(context: BoundContext, name: string, given: readonly string[]): Promise<{ entity: Entity; ids: string[] }> {
  await context.refreshed();
  const entity = entityOf(context.actor.rights, name);
  if (!scope(context.actor.rights, entity, 'view') || !scope(context.actor.rights, entity, 'update'))
    throw notGranted(`You may not change ${entity.plural.toLowerCase()}.`);
  const ids = [...new Set(given.map((id) => id.toLowerCase()))];
  const message = `"ids" are the ids of 2 to ${MOST} records.`;
  if (ids.length < 2 || ids.length > MOST || !ids.every(isId)) throw malformed(message, [{ field: 'ids', code: 'invalid', message }]);
  const { records } = await context.records.list(name, {
    filter: `id in (${ids.map((id) => JSON.stringify(id)).join(', ')})`,
    fields: ['id'],
    limit: MOST,
  });
  if (records.length < ids.length) throw notFound(`One of the ${entity.plural.toLowerCase()}`);
  return { entity, ids };
}

async function decide(
  context: BoundContext,
  entity: Entity,
  count: number,
  work: (acting: BoundContext) => Promise<void>,
): Promise<string> {
  return context.write(async (writer) => {
    const job = await recordJob(writer, 'apart', { entity: entity.name } as Json, count);
    const acting = (writer.context as BoundContext).because({ kind: 'bulk', job, detail: 'not a duplicate' });
    await work(acting.system('remembers what somebody said of two records in reach') as BoundContext);
    return job;
  });
}

export interface Apart {
  readonly one: { readonly id: string; readonly title: string | null };
  readonly other: { readonly id: string; readonly title: string | null };
  readonly at: string;
}

/** The latest first, of those whose both ends the reader sees. */
export async function listApart(reader: Reader, name: string): Promise<Apart[]> {
  const entity = readable(reader.rights, name);
  const { space, state } = reader.workspace;
  if (!state.schema.entities[NOUN]) return [];
  const [a, b] = [sql.identifier('a'), sql.identifier('b')];
  const reach = [a, b].map((row) => sql`(${scopeCondition(reader, entity, row, 'view') ?? sql`true`})`);
  const table = sql.identifier(space, name);
  const statement =
    compile(sql`select a."id", ${titleSql(entity, a)}, b."id", ${titleSql(entity, b)}, to_char(n."created_at", 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
    from ${sql.identifier(space, NOUN)} n join ${table} a on a."id" = n."one"::uuid join ${table} b on b."id" = n."other"::uuid
    where kontor.fold(n."entity") = ${sql.value(fold(name))}::text and ${sql.join(reach, ' and ')} order by n."created_at" desc, n."id" desc limit ${sql.literal(SHOWN)}`);
  const { rows } = await reader.db.query(bind(statement, { bind: environment(reader.rights), literal: [] }));
  return rows.map(([one, title, other, otherTitle, at]) => ({
    one: { id: one!, title: title ?? null },
    other: { id: other!, title: otherTitle ?? null },
    at: at!,
  }));
}
