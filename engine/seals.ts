// Seals over the history (row PX-36): batches of changes, each hashed together with the seal before, so that a row that was changed, removed
// or put in behind our back is found and named. Writes cost nothing for it: a job seals what is settled.

import { createHash } from 'node:crypto';
import { compile, type Queryable, type SqlValue, sql } from '../db/index.ts';
import type { BoundContext } from './context.ts';
import { compareLogs } from './kept-logs.ts';
import type { Workspace } from './workspace.ts';

export interface Seal {
  readonly no: number;
  readonly at: string;
  readonly from: string;
  readonly to: string;
  readonly count: number;
  readonly hash: string;
}

interface StoredSeal extends Seal {
  readonly digests: string;
  readonly mac: string;
}

export interface Finding {
  /** Number of the seal; 0: not about one. */
  readonly seal: number;
  readonly kind: 'changed' | 'removed' | 'inserted' | 'seal_changed' | 'seal_missing' | 'other_key' | 'unknown_seal';
  /** A log with a table of its own, where the finding is about its rows. */
  readonly log?: string;
  /** Numbers of rows of the history, or ids of rows of the log. */
  readonly rows: readonly string[];
}

export interface Verified {
  readonly seals: number;
  readonly rows: number;
  /** Changes that are too new to be sealed. */
  readonly unsealed: number;
  readonly newest: Seal | null;
  readonly findings: readonly Finding[];
}

const LOT = 5000;
const NOTED = ['seal.seq', 'seal.xid'];

/**
 * Seals what was noted by the last call, if all that was being written then is over by now, and notes how far the history is. A change gets
 * its number before it is committed, so what is newest now may still have a gap that fills. Answers how many changes were sealed.
 */
export async function sealHistory(context: BoundContext): Promise<number> {
  return context.write(async ({ tx, workspace }) => {
    // One process at a time; the others find the work done.
    await tx.query(compile(sql`select pg_advisory_xact_lock(hashtext(${sql.value(`seals ${workspace.space}`)}))`));
    const { seq, xid } = await noted(tx, workspace);
    const { rows: states } = await tx.query(
      compile(
        sql`select pg_snapshot_xmin(s)::text, pg_snapshot_xmax(s)::text, (select coalesce(max(seq), 0) from ${table(workspace, 'changes')}) from pg_current_snapshot() s`,
      ),
    );
    const [oldest, next, newest] = (states[0] ?? []).map((cell) => BigInt(cell ?? '0')) as [bigint, bigint, bigint];
    let done = 0;
    if (oldest >= xid) {
      for (let last = await newestSeal(tx, workspace); ; last = await newestSeal(tx, workspace)) {
        const lot = await readRows(tx, workspace, BigInt(last?.to ?? '0'), seq, LOT);
        if (lot.length === 0) break;
        await addSeal(tx, workspace, last, lot);
        done += lot.length;
      }
    }
    // A backup that came to another server speaks of transactions that this one has never had.
    if (oldest >= xid || xid > next) await note(tx, workspace, newest, next);
    return done;
  });
}

/** @param outside hash of a seal that was kept outside: it must still be there */
export async function verifyHistory(context: BoundContext, outside?: string): Promise<Verified> {
  return context.read(async ({ db, workspace }) => {
    const findings: Finding[] = [];
    let before: StoredSeal | null = null;
    let [rows, seals] = [0, 0];
    for (let no = 1; ; no++) {
      const seal: StoredSeal | null = await sealAfter(db, workspace, before?.no ?? 0);
      if (!seal) break;
      if (seal.no !== no) findings.push({ seal: no, kind: 'seal_missing', rows: [] });
      no = seal.no;
      const found = await readRows(db, workspace, BigInt(before?.to ?? '0'), BigInt(seal.to), null);
      findings.push(...compare(workspace, seal, before, found));
      rows += found.length;
      seals++;
      before = seal;
    }
    if (outside !== undefined && !(await isSeal(db, workspace, outside))) findings.push({ seal: 0, kind: 'unknown_seal', rows: [] });
    findings.push(...(await compareLogs(db, workspace)));
    const { rows: left } = await db.query(
      compile(sql`select count(*) from ${table(workspace, 'changes')} where seq > ${sql.value(before?.to ?? '0')}::bigint`),
    );
    return { seals, rows, unsealed: Number(left[0]?.[0] ?? 0), newest: before && shown(before), findings };
  });
}

export async function latestSeal(context: BoundContext): Promise<Seal | null> {
  return context.read(async ({ db, workspace }) => {
    const found = await newestSeal(db, workspace);
    return found && shown(found);
  });
}

function compare(workspace: Workspace, seal: StoredSeal, before: StoredSeal | null, found: readonly Row[]): Finding[] {
  const findings: Finding[] = [];
  const add = (kind: Finding['kind'], rows: readonly string[]) => {
    if (rows.length > 0) findings.push({ seal: seal.no, kind, rows });
  };
  const sealed = new Map(seal.digests.split(' ').map((one) => one.split(':') as [string, string]));
  const now = new Map(found.map(({ seq, digest }) => [seq, short(digest)]));
  add(
    'changed',
    [...now].flatMap(([seq, digest]) => (sealed.has(seq) && sealed.get(seq) !== digest ? [seq] : [])),
  );
  add(
    'removed',
    [...sealed.keys()].filter((seq) => !now.has(seq)),
  );
  add(
    'inserted',
    [...now.keys()].filter((seq) => !sealed.has(seq)),
  );
  // Rows as they were sealed, and still another hash: it is the seal that is not what it was.
  if (findings.length === 0 && seal.hash !== hashOf(before, seal, found)) findings.push({ seal: seal.no, kind: 'seal_changed', rows: [] });
  else if (seal.mac !== macOf(workspace, seal.hash)) findings.push({ seal: seal.no, kind: 'other_key', rows: [] });
  return findings;
}

interface Row {
  readonly seq: string;
  readonly digest: string;
}

/** Digests are made by PostgreSQL, of what means the same everywhere: no time zone, no spelling of numbers. */
async function readRows(db: Queryable, workspace: Workspace, after: bigint, to: bigint, limit: number | null): Promise<Row[]> {
  const cells = sql`seq, extract(epoch from at)::text, actor, actor_name, cause, job, detail, verb, entity, record, "before", "after"`;
  const digest = sql`encode(sha256(convert_to(jsonb_build_array(${cells})::text, 'UTF8')), 'hex')`;
  const most = limit === null ? sql`` : sql` limit ${sql.value(limit)}::int`;
  const range = sql`seq > ${sql.value(String(after))}::bigint and seq <= ${sql.value(String(to))}::bigint`;
  const { rows } = await db.query(
    compile(sql`select seq, ${digest} from ${table(workspace, 'changes')} where ${range} order by seq${most}`),
  );
  return rows.map(([seq, one]) => ({ seq: String(seq), digest: String(one) }));
}

async function addSeal(db: Queryable, workspace: Workspace, last: StoredSeal | null, rows: readonly Row[]): Promise<void> {
  const seal = { no: (last?.no ?? 0) + 1, from: rows[0]!.seq, to: rows.at(-1)!.seq, count: rows.length, digests: digestsOf(rows) };
  const hash = hashOf(last, seal, rows);
  const values: SqlValue[] = [seal.no, seal.from, seal.to, seal.count, seal.digests, hash, macOf(workspace, hash)];
  const cells = sql.join(
    values.map((value) => sql`${sql.value(value)}`),
    ', ',
  );
  await db.query(
    compile(sql`insert into ${table(workspace, 'seals')} (no, from_seq, to_seq, count, digests, hash, mac) values (${cells})`),
  );
}

function digestsOf(rows: readonly Row[]): string {
  return rows.map(({ seq, digest }) => `${seq}:${short(digest)}`).join(' ');
}

function short(digest: string): string {
  return digest.slice(0, 16);
}

function hashOf(
  before: StoredSeal | null,
  seal: Pick<StoredSeal, 'no' | 'from' | 'to' | 'count' | 'digests'>,
  rows: readonly Row[],
): string {
  const hash = createHash('sha256').update(JSON.stringify([before?.hash ?? '', seal.no, seal.from, seal.to, seal.count, seal.digests]));
  for (const { digest } of rows) hash.update(digest);
  return hash.digest('hex');
}

/** Whoever can write to the database has not the installation's key. */
function macOf(workspace: Workspace, hash: string): string {
  return workspace.secrets.mark(`seal of ${hash}`);
}

async function newestSeal(db: Queryable, workspace: Workspace): Promise<StoredSeal | null> {
  return readSeal(db, workspace, sql`true order by no desc`);
}

async function sealAfter(db: Queryable, workspace: Workspace, no: number): Promise<StoredSeal | null> {
  return readSeal(db, workspace, sql`no > ${sql.value(no)}::bigint order by no`);
}

async function readSeal(db: Queryable, workspace: Workspace, which: ReturnType<typeof sql>): Promise<StoredSeal | null> {
  const { rows } = await db.query(
    compile(sql`select no, at, from_seq, to_seq, count, digests, hash, mac from ${table(workspace, 'seals')} where ${which} limit 1`),
  );
  const [no, at, from, to, count, digests, hash, mac] = (rows[0] ?? []).map(String);
  if (no === undefined) return null;
  return { no: Number(no), at: at!, from: from!, to: to!, count: Number(count), digests: digests!, hash: hash!, mac: mac! };
}

async function isSeal(db: Queryable, workspace: Workspace, hash: string): Promise<boolean> {
  const { rows } = await db.query(
    compile(sql`select exists (select from ${table(workspace, 'seals')} where hash = ${sql.value(hash.toLowerCase())})`),
  );
  return rows[0]?.[0] === 't';
}

function shown({ no, at, from, to, count, hash }: StoredSeal): Seal {
  return { no, at, from, to, count, hash };
}

async function noted(db: Queryable, workspace: Workspace): Promise<{ seq: bigint; xid: bigint }> {
  const { rows } = await db.query(
    compile(sql`select key, value from ${table(workspace, 'counters')} where key = any(${sql.value(NOTED)}::text[])`),
  );
  const of = (key: string) => BigInt(rows.find(([one]) => one === key)?.[1] ?? '0');
  return { seq: of(NOTED[0]!), xid: of(NOTED[1]!) };
}

async function note(db: Queryable, workspace: Workspace, seq: bigint, xid: bigint): Promise<void> {
  for (const [key, value] of [
    [NOTED[0]!, seq],
    [NOTED[1]!, xid],
  ] as const)
    await db.query(
      compile(
        sql`insert into ${table(workspace, 'counters')} (key, value) values (${sql.value(key)}, ${sql.value(String(value))}::bigint) on conflict (key) do update set value = excluded.value`,
      ),
    );
}

function table(workspace: Workspace, name: string) {
  return sql.identifier(workspace.space, name);
}
