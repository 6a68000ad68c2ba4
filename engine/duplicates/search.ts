// The search through a whole table for likely duplicates: a job, at night or when somebody asks for it. What it finds is kept as
// groups of ids; whether and why they are alike is asked anew whenever somebody looks (groups.ts), within what he may see.

import { compile, sql, type Transaction } from '../../db/index.ts';
import type { Json } from '../../schema/index.ts';
import { ADMINISTRATION } from '../access.ts';
import type { BoundContext } from '../context.ts';
import { dataSettingsOf } from '../data-settings.ts';
import { notGranted, Refusal } from '../errors.ts';
import type { RunningJob } from '../jobs.ts';
import { mayMerge } from '../merge/request.ts';
import { readable } from '../read.ts';
import { allApart, pairName } from './apart.ts';
import { MOST_PAIRS, type Pair, pairsOf } from './pairs.ts';
import { rulesFor } from './rules.ts';

/** Of a group; who finds more has a value that is everybody's. */
const MOST_KEPT = 100;
const LOT = 10_000;

/** Starts the search, unless one is under way. Answers the job. @throws Refusal 403, 422 where there are no rules to go by. */
export async function searchDuplicates(context: BoundContext, name: string): Promise<string> {
  await context.refreshed();
  const entity = readable(context.actor.rights, name);
  const { rights } = context.actor;
  if (!rights.root && !rights.features.has(ADMINISTRATION) && !mayMerge(rights, entity))
    throw notGranted(`You may not search for duplicates among ${entity.plural.toLowerCase()}.`);
  const { duplicates } = await context.read((reader) => dataSettingsOf(reader, name));
  if (rulesFor(context.space.state.schema.entities[name]!, duplicates).length === 0)
    throw new Refusal(422, 'no_rules', `Nobody has said yet what makes duplicates among ${entity.plural.toLowerCase()}.`);
  const last = await lastSearch(context, name);
  return last?.running ?? context.enqueue('duplicates', { entity: name } as Json, { total: 100 });
}

export interface LastSearch {
  /** The job under way. */
  readonly running: string | null;
  readonly finished: string | null;
}

/** `finished` is an instant; both null where nobody has searched. */
export async function lastSearch(context: BoundContext, name: string): Promise<LastSearch> {
  const { db, space } = context.space;
  const of = sql`"kind" = 'duplicates' and "params" ->> 'entity' = ${sql.value(name)}::text`;
  const jobs = sql.identifier(space, 'jobs');
  const { rows } = await db.query(
    compile(sql`select (select "id" from ${jobs} where ${of} and "state" in ('queued', 'running') limit 1),
      (select to_char("finished_at", 'YYYY-MM-DD"T"HH24:MI:SS"Z"') from ${jobs} where ${of} and "state" = 'done' order by "created_at" desc limit 1)`),
  );
  return { running: rows[0]?.[0] ?? null, finished: rows[0]?.[1] ?? null };
}

/** The job: in one transaction the groups that were found replace those of before. Begins anew when it is killed. */
export async function runDuplicates(run: RunningJob): Promise<void> {
  const { entity: name } = run.params as { entity: string };
  const { space } = run.context;
  const entity = space.state.schema.entities[name];
  if (!entity) return;
  const { duplicates } = await run.context.read((reader) => dataSettingsOf(reader, name));
  const rules = rulesFor(entity, duplicates);
  const apart = await allApart({ workspace: space, db: space.db }, name);
  const found = new Found();
  for (const [i, rule] of rules.entries()) {
    if (run.cancelled()) return;
    await run.progress(Math.round((90 * i) / rules.length), 100);
    // However long it takes: it reads, and nobody waits for it.
    const pairs = await space.database.transaction(space.role, (tx) => pairsOf(tx, space.space, entity, rule, null), {
      timeout: 0,
      readOnly: true,
    });
    if (pairs.length >= MOST_PAIRS) {
      const fields = rule.map(({ field }) => entity.fields[field]!.label).join(', ');
      run.error({ field: 'duplicates', code: 'too_many', message: `The rule “${fields}” holds between so many that it says little.` });
    }
    for (const [one, other] of pairs) if (!apart.has(pairName(one, other))) found.add(one, other);
  }
  await run.progress(95, 100);
  const groups = found.groups();
  await space.database.transaction(space.role, (tx) => keep(tx, space.space, name, groups), { timeout: 0 });
  run.result = { groups: groups.length, records: groups.reduce((sum, { members }) => sum + members.length, 0) };
  await run.progress(100, 100);
}

interface Group {
  readonly members: readonly string[];
  /** How many rules the two most alike of them meet. */
  readonly score: number;
}

/** Who is connected with whom, over however many steps. */
class Found {
  readonly #parents = new Map<string, string>();
  readonly #hits = new Map<string, number>();

  add(one: string, other: string): void {
    const pair: Pair = one < other ? [one, other] : [other, one];
    const name = pair.join();
    this.#hits.set(name, (this.#hits.get(name) ?? 0) + 1);
    const [a, b] = [this.#root(one), this.#root(other)];
    if (a !== b) this.#parents.set(a < b ? b : a, a < b ? a : b);
  }

  groups(): Group[] {
    const members = new Map<string, string[]>();
    for (const id of this.#ids()) {
      const root = this.#root(id);
      members.set(root, [...(members.get(root) ?? []), id]);
    }
    const scores = new Map<string, number>();
    for (const [name, hits] of this.#hits) {
      const root = this.#root(name.slice(0, name.indexOf(',')));
      scores.set(root, Math.max(scores.get(root) ?? 0, hits));
    }
    return [...members].map(([root, ids]) => ({ members: ids.sort().slice(0, MOST_KEPT), score: scores.get(root) ?? 1 }));
  }

  #ids(): Set<string> {
    return new Set([...this.#hits.keys()].flatMap((name) => name.split(',')));
  }

  #root(id: string): string {
    let root = id;
    for (let up = this.#parents.get(root); up !== undefined; up = this.#parents.get(root)) root = up;
    // The way is shorter next time.
    for (let at = id; at !== root; ) {
      const up = this.#parents.get(at)!;
      this.#parents.set(at, root);
      at = up;
    }
    return root;
  }
}

/** In place of what was found last. */
async function keep(tx: Transaction, space: string, name: string, groups: readonly Group[]): Promise<void> {
  const table = sql.identifier(space, 'duplicates');
  const entity = sql.value(name);
  await tx.query(compile(sql`delete from ${table} where "entity" = ${entity}::text`));
  const rows = groups.flatMap(({ members, score }) => members.map((record) => [members[0]!, record, String(score)] as const));
  for (let at = 0; at < rows.length; at += LOT) {
    const lot = rows.slice(at, at + LOT);
    const [group, record, score] = [0, 1, 2].map((i) => sql.value(lot.map((row) => row[i]!)));
    await tx.query(
      compile(
        sql`insert into ${table} ("entity", "grp", "record", "score") select ${entity}::text, g, r, s from unnest(${group!}::uuid[], ${record!}::uuid[], ${score!}::integer[]) as u(g, r, s)`,
      ),
    );
  }
}
