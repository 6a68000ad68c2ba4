// Seals over the history (row PX-36): batches of changes, each hashed together with the seal before, so that a row that was changed, removed
// or put in behind our back is found and named. Writes cost nothing for it: a job seals what is settled.

import { createHash, randomBytes } from 'node:crypto';
import { compile, type Queryable, type Sql, type SqlValue, sql } from '../db/index.ts';
import type { BoundContext } from './context.ts';
import { compareLogs } from './kept-logs.ts';
import type { Values } from './types.ts';
import type { Workspace } from './workspace.ts';

/** `from` and `to` are numbers of changes, both in it; `count` is how many there are. */
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
  /** One for each row, in their order, as base64; null in seals that are older than salts. */
  readonly salts: string | null;
  readonly mac: string;
}

/** What is not as it was sealed. */
export interface Finding {
  /** Number of the seal; 0: not about one. */
  readonly seal: number;
  readonly kind: 'changed' | 'removed' | 'inserted' | 'seal_changed' | 'seal_missing' | 'other_key' | 'unknown_seal';
  /** A log with a table of its own, where the finding is about its rows. */
  readonly log?: string;
  /** Numbers of rows of the history, or ids of rows of the log. */
  readonly rows: readonly string[];
}

/** What a look at all seals found. */
export interface Verified {
  readonly seals: number;
  readonly rows: number;
  /** Rows whose personal values were erased by us since they were sealed. */
  readonly erased: number;
  /** Changes that are too new to be sealed. */
  readonly unsealed: number;
  readonly newest: Seal | null;
  readonly findings: readonly Finding[];
}

const LOT = 5000;
/** Bytes of a row's salt: without it nobody finds out by trying what was erased. */
const SALT = 16;
const NOTED = ['seal.seq', 'seal.xid'];

/**
 * Seals what was noted by the last call, if all that was being written then is over by now, and notes how far the history is. A change gets
 * its number before it is committed, so what is newest now may still have a gap that fills. Answers how many changes were sealed.
 */
export async function sealHistory(context: BoundContext): Promise<number> {
  return context.write(async ({ tx, workspace }) => {
    // One process at a time; the others find the work done.
    await lockSeals(tx, workspace);
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
    let [rows, seals, erasures] = [0, 0, 0];
    for (let no = 1; ; no++) {
      const seal: StoredSeal | null = await sealAfter(db, workspace, before?.no ?? 0);
      if (!seal) break;
      if (seal.no !== no) findings.push({ seal: no, kind: 'seal_missing', rows: [] });
      no = seal.no;
      const found = await readRows(db, workspace, BigInt(before?.to ?? '0'), BigInt(seal.to), null);
      const erased = await readErased(db, workspace, seal);
      findings.push(...compare(workspace, seal, before, sealedAs(workspace, seal, found, erased)));
      rows += found.length;
      erasures += erased.size;
      seals++;
      before = seal;
    }
    if (outside !== undefined && !(await isSeal(db, workspace, outside))) findings.push({ seal: 0, kind: 'unknown_seal', rows: [] });
    findings.push(...(await compareLogs(db, workspace)));
    const { rows: left } = await db.query(
      compile(sql`select count(*) from ${table(workspace, 'changes')} where seq > ${sql.value(before?.to ?? '0')}::bigint`),
    );
    return { seals, rows, erased: erasures, unsealed: Number(left[0]?.[0] ?? 0), newest: before && shown(before), findings };
  });
}

/** Null while there is none. */
export async function latestSeal(context: BoundContext): Promise<Seal | null> {
  return context.read(async ({ db, workspace }) => {
    const found = await newestSeal(db, workspace);
    return found && shown(found);
  });
}

/** Number of the last change that is sealed. */
export async function newestSealed(db: Queryable, workspace: Workspace): Promise<string> {
  return (await newestSeal(db, workspace))?.to ?? '0';
}

/** Until the end of the transaction nobody else seals or rewrites what is sealed. */
export async function lockSeals(db: Queryable, workspace: Workspace): Promise<void> {
  await db.query(compile(sql`select pg_advisory_xact_lock(hashtext(${sql.value(`seals ${workspace.space}`)}))`));
}

/** A line of the history with other values than it was written with. */
export interface Rewritten {
  readonly seq: string;
  readonly before: Values | null;
  readonly after: Values | null;
}

/**
 * Takes values out of the history for good. What was sealed keeps its digest, marked by the installation's key, and loses its salt: the
 * chain still holds, and nobody can find out from it what stood there.
 * @param db a transaction as the main role: a workspace's own role only adds to the history
 */
export async function rewriteChanges(db: Queryable, workspace: Workspace, rewritten: readonly Rewritten[]): Promise<void> {
  if (rewritten.length === 0) return;
  await lockSeals(db, workspace);
  const seqs = rewritten.map(({ seq }) => seq);
  const were = await readRowsOf(db, workspace, seqs);
  const json = (values: Values | null) => values && JSON.stringify(values);
  const source = sql`unnest(${sql.value(seqs)}::bigint[], ${sql.value(rewritten.map(({ before }) => json(before)) as string[])}::text[], ${sql.value(rewritten.map(({ after }) => json(after)) as string[])}::text[]) as n(seq, before, after)`;
  await db.query(
    compile(
      sql`update ${table(workspace, 'changes')} c set "before" = n.before::jsonb, "after" = n.after::jsonb from ${source} where c.seq = n.seq`,
    ),
  );
  const are = new Map((await readRowsOf(db, workspace, seqs)).map(({ seq, digest }) => [seq, digest]));
  for (const seal of await sealsOver(db, workspace, seqs)) await keepDigests(db, workspace, seal, were, are);
}

async function keepDigests(
  db: Queryable,
  workspace: Workspace,
  seal: StoredSeal,
  were: readonly Row[],
  are: ReadonlyMap<string, string>,
): Promise<void> {
  const sealed = sealedDigests(seal);
  const known = sealedAs(workspace, seal, were, await readErased(db, workspace, seal));
  // A row that was tampered with before stays a finding.
  const kept = known.filter(({ seq, digest }) => sealed.get(seq) === short(digest));
  const marks = kept.map(({ seq, digest }) => markOf(workspace, seq, digest, are.get(seq)!));
  const cells = [kept.map(({ seq }) => seq), kept.map(({ digest }) => digest), marks];
  const source = sql.join(
    cells.map((column) => sql`${sql.value(column)}::text[]`),
    ', ',
  );
  await db.query(
    compile(
      sql`insert into ${table(workspace, 'erased_changes')} (seq, digest, mac) select e.seq::bigint, e.digest, e.mac from unnest(${source}) as e(seq, digest, mac) on conflict (seq) do update set mac = excluded.mac`,
    ),
  );
  if (seal.salts === null) return;
  const salts = Buffer.from(seal.salts, 'base64');
  const gone = new Set(kept.map(({ seq }) => seq));
  for (const [at, seq] of [...sealed.keys()].entries()) if (gone.has(seq)) salts.fill(0, at * SALT, (at + 1) * SALT);
  await db.query(
    compile(
      sql`update ${table(workspace, 'seals')} set salts = ${sql.value(salts.toString('base64'))} where no = ${sql.value(seal.no)}::bigint`,
    ),
  );
}

interface Erased {
  readonly digest: string;
  readonly mac: string;
}

async function readErased(db: Queryable, workspace: Workspace, { from, to }: Seal): Promise<Map<string, Erased>> {
  const range = sql`seq between ${sql.value(from)}::bigint and ${sql.value(to)}::bigint`;
  const { rows } = await db.query(compile(sql`select seq, digest, mac from ${table(workspace, 'erased_changes')} where ${range}`));
  return new Map(rows.map(([seq, digest, mac]) => [String(seq), { digest: String(digest), mac: String(mac) }]));
}

/** What only we can have said of a row: that it had this digest before it came to be what it is. */
function markOf(workspace: Workspace, seq: string, sealed: string, now: string): string {
  return workspace.secrets.mark(`erased ${seq} ${sealed} ${now}`);
}

/** Rows with the digests by which a seal knows them. */
function sealedAs(workspace: Workspace, seal: StoredSeal, rows: readonly Row[], erased: ReadonlyMap<string, Erased>): Row[] {
  const salts = seal.salts === null ? null : Buffer.from(seal.salts, 'base64');
  const places = new Map([...sealedDigests(seal).keys()].map((seq, at) => [seq, at]));
  return rows.map(({ seq, digest }) => {
    const known = erased.get(seq);
    if (known && known.mac === markOf(workspace, seq, known.digest, digest)) return { seq, digest: known.digest };
    const at = places.get(seq);
    return { seq, digest: salts && at !== undefined ? salted(digest, salts.subarray(at * SALT, (at + 1) * SALT)) : digest };
  });
}

function salted(digest: string, salt: Buffer): string {
  return createHash('sha256').update(salt).update(digest).digest('hex');
}

/** By number of the row, in the order of the rows. */
function sealedDigests({ digests }: Pick<StoredSeal, 'digests'>): Map<string, string> {
  return new Map(digests.split(' ').map((one) => one.split(':') as [string, string]));
}

function compare(workspace: Workspace, seal: StoredSeal, before: StoredSeal | null, found: readonly Row[]): Finding[] {
  const findings: Finding[] = [];
  const add = (kind: Finding['kind'], rows: readonly string[]) => {
    if (rows.length > 0) findings.push({ seal: seal.no, kind, rows });
  };
  const sealed = sealedDigests(seal);
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
  const most = limit === null ? sql`` : sql` limit ${sql.value(limit)}::int`;
  return digestRows(
    db,
    workspace,
    sql`seq > ${sql.value(String(after))}::bigint and seq <= ${sql.value(String(to))}::bigint order by seq${most}`,
  );
}

function readRowsOf(db: Queryable, workspace: Workspace, seqs: readonly string[]): Promise<Row[]> {
  return digestRows(db, workspace, sql`seq = any(${sql.value(seqs as string[])}::bigint[]) order by seq`);
}

async function digestRows(db: Queryable, workspace: Workspace, which: Sql): Promise<Row[]> {
  const cells = sql`seq, extract(epoch from at)::text, actor, actor_name, cause, job, detail, verb, entity, record, "before", "after"`;
  const digest = sql`encode(sha256(convert_to(jsonb_build_array(${cells})::text, 'UTF8')), 'hex')`;
  const { rows } = await db.query(compile(sql`select seq, ${digest} from ${table(workspace, 'changes')} where ${which}`));
  return rows.map(([seq, one]) => ({ seq: String(seq), digest: String(one) }));
}

async function addSeal(db: Queryable, workspace: Workspace, last: StoredSeal | null, lot: readonly Row[]): Promise<void> {
  const salts = randomBytes(SALT * lot.length);
  const rows = lot.map(({ seq, digest }, at) => ({ seq, digest: salted(digest, salts.subarray(at * SALT, (at + 1) * SALT)) }));
  const seal = { no: (last?.no ?? 0) + 1, from: rows[0]!.seq, to: rows.at(-1)!.seq, count: rows.length, digests: digestsOf(rows) };
  const hash = hashOf(last, seal, rows);
  const values: SqlValue[] = [
    seal.no,
    seal.from,
    seal.to,
    seal.count,
    seal.digests,
    salts.toString('base64'),
    hash,
    macOf(workspace, hash),
  ];
  const cells = sql.join(
    values.map((value) => sql`${sql.value(value)}`),
    ', ',
  );
  await db.query(
    compile(sql`insert into ${table(workspace, 'seals')} (no, from_seq, to_seq, count, digests, salts, hash, mac) values (${cells})`),
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

async function readSeal(db: Queryable, workspace: Workspace, which: Sql): Promise<StoredSeal | null> {
  return (await readSeals(db, workspace, sql`${which} limit 1`))[0] ?? null;
}

/** Those that cover one of the rows. */
function sealsOver(db: Queryable, workspace: Workspace, seqs: readonly string[]): Promise<StoredSeal[]> {
  const which = sql`exists (select from unnest(${sql.value(seqs as string[])}::bigint[]) s where s between from_seq and to_seq) order by no`;
  return readSeals(db, workspace, which);
}

async function readSeals(db: Queryable, workspace: Workspace, which: Sql): Promise<StoredSeal[]> {
  const columns = sql`no, at, from_seq, to_seq, count, digests, hash, mac, salts`;
  const { rows } = await db.query(compile(sql`select ${columns} from ${table(workspace, 'seals')} where ${which}`));
  return rows.map((row) => {
    const [no, at, from, to, count, digests, hash, mac] = row.map(String) as [
      string,
      string,
      string,
      string,
      string,
      string,
      string,
      string,
    ];
    return { no: Number(no), at, from, to, count: Number(count), digests, hash, mac, salts: row[8] ?? null };
  });
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
