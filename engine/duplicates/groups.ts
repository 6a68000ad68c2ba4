// Groups of records that are likely the same, for a person to look through: what the last search found, or what is among records
// he chose. Each is asked again, by rules about fields he reads, among records he sees; what was said not to be the same is left out.

import { compile, type Sql, type Statement, sql } from '../../db/index.ts';
import { type Entity, fieldTypes } from '../../schema/index.ts';
import type { BoundContext } from '../context.ts';
import { dataSettingsOf } from '../data-settings.ts';
import { eachRecord } from '../each-record.ts';
import { malformed } from '../errors.ts';
import { and, checkEpoch, hiddenCondition, isId, type Reader, readable, scopeCondition } from '../read.ts';
import { titleSql } from '../select.ts';
import { bind, environment } from '../slots.ts';
import { storedFields } from '../store.ts';
import { apartAmong, pairName } from './apart.ts';
import { type Cells, type Reason, reasonsOf } from './likeness.ts';
import { pairsOf } from './pairs.ts';
import { type DuplicateRule, rulesFor } from './rules.ts';

export interface DuplicateGroup {
  readonly records: readonly { readonly id: string; readonly title: string | null }[];
  /** The one that tells most, which the others are best merged into. */
  readonly target: string;
  readonly reasons: readonly Reason[];
  /** How many more there are that the reader may not see; only where administrators want that told. */
  readonly hidden: number;
}

/** `next` goes into the next call as `after`; null: there are no more. */
export interface DuplicateGroups {
  readonly groups: readonly DuplicateGroup[];
  readonly next: string | null;
}

const GROUPS_READ = 50;
/** So often it looks on when nothing of what was found holds any more. */
const ROUNDS = 10;
/** Compared each with each when they are shown. */
const MOST_COMPARED = 60;
/** Records that are compared when somebody has chosen them; of more the first. */
export const MOST_CHOSEN = 10_000;

/** A page of what the last search found. @throws Refusal 403 without the right to view, 400 for a cursor that is none. */
export async function listDuplicates(reader: Reader, name: string, limit = 25, after: string | null = null): Promise<DuplicateGroups> {
  const entity = readable(reader.rights, name);
  await checkEpoch(reader, null);
  const { duplicates, tell_hidden: tell } = await dataSettingsOf(reader, name);
  const rules = rulesFor(entity, duplicates);
  const groups: DuplicateGroup[] = [];
  if (rules.length === 0) return { groups, next: null };
  let cursor = after ? readCursor(after) : null;
  for (let round = 0; round < ROUNDS; round++) {
    const found = await readFound(reader, entity, rules, tell, cursor);
    const apart = await apartAmong(
      reader,
      found.flatMap(({ members }) => members.map(({ id }) => id)),
    );
    for (const { score, group, members } of found) {
      cursor = { score, group };
      groups.push(...alikeAmong(entity, rules, members, apart));
      if (groups.length >= limit) return { groups, next: `${score}.${group}` };
    }
    if (found.length < GROUPS_READ) return { groups, next: null };
  }
  return { groups, next: cursor && `${cursor.score}.${cursor.group}` };
}

/** Likely duplicates among chosen records, before they are merged in mass. */
export async function duplicatesAmong(
  context: BoundContext,
  name: string,
  chosen: { readonly ids?: readonly string[]; readonly filter?: string },
): Promise<DuplicateGroups & { readonly more: boolean }> {
  const ids = chosen.ids ? [...new Set(chosen.ids.map((id) => id.toLowerCase()))] : await chosenBy(context, name, chosen.filter ?? '');
  if (!ids.every(isId)) throw malformed('"ids" are ids of records.', [{ field: 'ids', code: 'invalid', message: 'is no id' }]);
  return context.read(async (reader) => {
    const entity = readable(reader.rights, name);
    const { duplicates } = await dataSettingsOf(reader, name);
    const rules = rulesFor(entity, duplicates);
    const row = sql.identifier('t');
    const these = sql`t."id" = any(${sql.value(ids.slice(0, MOST_CHOSEN))}::uuid[])`;
    await checkEpoch(reader, null);
    const seen = and([these, seenCondition(reader, entity, row)]);
    const asking = { query: (statement: Statement) => reader.db.query(boundFor(reader, statement)) };
    const near = new Map<string, Set<string>>();
    for (const rule of rules) {
      for (const pair of await pairsOf(asking, reader.workspace.space, entity, rule, seen)) {
        for (const id of pair) near.set(id, near.get(id) ?? new Set());
        near.get(pair[0])!.add(pair[1]);
        near.get(pair[1])!.add(pair[0]);
      }
    }
    const involved = [...near.keys()];
    const members = new Map((await readMembers(reader, entity, rules, involved)).map((member) => [member.id, member]));
    const apart = await apartAmong(reader, involved);
    const groups = connected(involved, (id) => [...(near.get(id) ?? [])]).flatMap((group) =>
      alikeAmong(
        entity,
        rules,
        group.flatMap((id) => members.get(id) ?? []),
        apart,
      ),
    );
    return { groups, next: null, more: ids.length > MOST_CHOSEN };
  });
}

function boundFor(reader: Reader, statement: Statement) {
  return bind(statement, { bind: environment(reader.rights), literal: [] });
}

async function chosenBy(context: BoundContext, name: string, filter: string): Promise<string[]> {
  const ids: string[] = [];
  for await (const { id } of eachRecord(context, name, { filter, fields: ['id'] })) {
    ids.push(String(id));
    if (ids.length > MOST_CHOSEN) break;
  }
  return ids;
}

interface Member {
  readonly id: string;
  readonly title: string | null;
  readonly seen: boolean;
  /** How many of its fields are filled. */
  readonly filled: number;
  readonly cells: Cells;
}

interface FoundGroup {
  readonly score: number;
  readonly group: string;
  readonly members: readonly Member[];
}

interface Cursor {
  readonly score: number;
  readonly group: string;
}

function readCursor(text: string): Cursor {
  const [score = '', group = ''] = text.split('.');
  if (!/^\d{1,6}$/.test(score) || !isId(group)) throw malformed('"after" is what the last page said.', [], 'bad_cursor');
  return { score: Number(score), group };
}

async function readFound(
  reader: Reader,
  entity: Entity,
  rules: readonly DuplicateRule[],
  tell: boolean,
  after: Cursor | null,
): Promise<FoundGroup[]> {
  const { space } = reader.workspace;
  const row = sql.identifier('t');
  const table = sql.identifier(space, entity.name);
  const found = sql.identifier(space, 'duplicates');
  const of = sql`d."entity" = ${sql.value(entity.name)}::text`;
  const seen = seenCondition(reader, entity, row);
  const beyond = after
    ? sql`and (d."score" < ${sql.literal(after.score)} or d."score" = ${sql.literal(after.score)} and d."grp" > ${sql.value(after.group)}::uuid)`
    : sql``;
  const enough = tell ? sql`count(*) > 1 and count(*) filter (where ${seen}) > 0` : sql`count(*) filter (where ${seen}) > 1`;
  const statement = compile(sql`with g as (
      select d."grp", d."score" from ${found} d join ${table} t on t."id" = d."record" where ${of} ${beyond}
      group by d."grp", d."score" having ${enough} order by d."score" desc, d."grp" limit ${sql.literal(GROUPS_READ)}
    ) select g."score", g."grp", ${memberColumns(entity, rules, row, seen)}
    from g join ${found} d on ${of} and d."grp" = g."grp" join ${table} t on t."id" = d."record"
    ${tell ? sql`` : sql`where ${seen}`} order by g."score" desc, g."grp", t."id"`);
  const { rows } = await reader.db.query(boundFor(reader, statement));
  const groups = new Map<string, { score: number; group: string; members: Member[] }>();
  for (const [score, group, ...cells] of rows) {
    const one = groups.get(group!) ?? { score: Number(score), group: group!, members: [] };
    groups.set(group!, one);
    one.members.push(toMember(rules, cells));
  }
  return [...groups.values()];
}

async function readMembers(reader: Reader, entity: Entity, rules: readonly DuplicateRule[], ids: readonly string[]): Promise<Member[]> {
  const row = sql.identifier('t');
  const seen = seenCondition(reader, entity, row);
  const statement = compile(
    sql`select ${memberColumns(entity, rules, row, seen)} from ${sql.identifier(reader.workspace.space, entity.name)} t where t."id" = any(${sql.value(ids as string[])}::uuid[]) and ${seen} order by t."id"`,
  );
  const { rows } = await reader.db.query(boundFor(reader, statement));
  return rows.map((cells) => toMember(rules, cells));
}

/** What is kept out of people's lists is out of this one too. */
function seenCondition(reader: Reader, entity: Entity, row: Sql): Sql {
  const conditions = [scopeCondition(reader, entity, row, 'view'), hiddenCondition(reader, entity, row)];
  return sql`(${and(conditions.filter((one) => one !== null))})`;
}

function memberColumns(entity: Entity, rules: readonly DuplicateRule[], row: Sql, seen: Sql): Sql {
  const cells = fieldsOf(rules).map((name) => sql`${row}.${sql.identifier(name)}::text`);
  const filled = storedFields(entity)
    .filter((field) => !field.system && fieldTypes[field.type]!.columns(field).length === 1)
    .map(({ name }) => sql`${row}.${sql.identifier(name)}`);
  const count = filled.length > 0 ? sql`num_nonnulls(${sql.join(filled, ', ')})` : sql`0`;
  return sql.join([sql`${row}."id"`, titleSql(entity, row), seen, count, ...cells], ', ');
}

function fieldsOf(rules: readonly DuplicateRule[]): string[] {
  return [...new Set(rules.flatMap((rule) => rule.map(({ field }) => field)))];
}

function toMember(rules: readonly DuplicateRule[], [id, title, seen, filled, ...cells]: readonly (string | null)[]): Member {
  const values = Object.fromEntries(fieldsOf(rules).map((name, i) => [name, cells[i] ?? null]));
  return { id: id!, title: title ?? null, seen: seen === 't', filled: Number(filled), cells: values };
}

/** Those that are alike today, in as many groups as they fall into. */
function alikeAmong(
  entity: Entity,
  rules: readonly DuplicateRule[],
  given: readonly Member[],
  apart: ReadonlySet<string>,
): DuplicateGroup[] {
  const members = given.slice(0, MOST_COMPARED);
  const near = new Map<string, string[]>(members.map(({ id }) => [id, []]));
  const reasons: { readonly pair: readonly [string, string]; readonly found: readonly Reason[] }[] = [];
  for (const [i, one] of members.entries()) {
    for (const other of members.slice(i + 1)) {
      if (apart.has(pairName(one.id, other.id))) continue;
      const found = reasonsOf(entity, rules, one.cells, other.cells);
      if (found.length === 0) continue;
      near.get(one.id)!.push(other.id);
      near.get(other.id)!.push(one.id);
      reasons.push({ pair: [one.id, other.id], found });
    }
  }
  const byId = new Map(members.map((member) => [member.id, member]));
  return connected([...byId.keys()], (id) => near.get(id)!).flatMap((ids) => {
    const group = ids.map((id) => byId.get(id)!);
    const seen = group.filter((member) => member.seen);
    if (group.length < 2 || seen.length === 0) return [];
    const among = reasons.filter(({ pair }) => ids.includes(pair[0]));
    return [
      {
        records: seen.map(({ id, title }) => ({ id, title })),
        target: seen.reduce((best, member) => (member.filled > best.filled ? member : best)).id,
        reasons: strongest(among.flatMap(({ found }) => found)),
        hidden: group.length - seen.length,
      },
    ];
  });
}

/** Each rule once, with the most alike of all pairs. */
function strongest(found: readonly Reason[]): Reason[] {
  const byRule = new Map<string, Reason>();
  for (const reason of found) {
    const key = JSON.stringify(reason.rule);
    const best = byRule.get(key);
    if (!best || (reason.alike ?? 0) > (best.alike ?? 0)) byRule.set(key, reason);
  }
  return [...byRule.values()];
}

function connected(ids: readonly string[], near: (id: string) => readonly string[]): string[][] {
  const seen = new Set<string>();
  const groups: string[][] = [];
  for (const start of ids) {
    if (seen.has(start)) continue;
    const group: string[] = [];
    const queue = [start];
    seen.add(start);
    for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
      group.push(id);
      for (const next of near(id)) {
        if (seen.has(next)) continue;
        seen.add(next);
        queue.push(next);
      }
    }
    groups.push(group.sort());
  }
  return groups;
}
