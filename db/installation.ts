// What all workspaces of a database share: the schema `kontor` with functions, the list of workspaces and the patches that ran.

import { hash } from 'node:crypto';
import { isDatabaseError } from './errors.ts';
import { expressionFunctions } from './functions.ts';
import { patches as current, notePatches, type Patches, refuseUnknown, runPatches } from './patches.ts';
import type { Database, Queryable, Transaction } from './pool.ts';
import { compile, sql } from './sql.ts';

/** First key of our advisory locks; the second says what is locked. */
const LOCKS = 0x6b6f6e74;

const installed = new WeakMap<Database, Promise<void>>();

/** Once a process; one query when everything is in place. */
export function ensureInstalled(database: Database): Promise<void> {
  const known = installed.get(database);
  if (known) return known;
  const installing = install(database, current);
  installed.set(database, installing);
  installing.catch(() => installed.delete(database));
  return installing;
}

/** @throws NewerDatabase when a later version of Kontor was here. */
export async function install(database: Database, patches: Patches): Promise<void> {
  const before = await readInstallation(database.as(null)).catch(nullIfEmpty);
  if (before && isCurrent(before, patches)) return;
  await database.transaction(null, (tx) => bringUp(tx, patches), { timeout: 0 });
}

/** Waits for whoever else is at it, up to the transaction's lock_timeout; let go at its end. */
export async function lock(tx: Queryable, what: string, shared = false): Promise<void> {
  const take = sql.identifier('pg_catalog', shared ? 'pg_advisory_xact_lock_shared' : 'pg_advisory_xact_lock');
  await tx.query(compile(sql`select ${take}(${sql.literal(LOCKS)}, hashtext(${sql.value(what)}))`));
}

/** False when somebody else has it. */
export async function tryLock(tx: Queryable, what: string): Promise<boolean> {
  const { rows } = await tx.query(compile(sql`select pg_try_advisory_xact_lock(${sql.literal(LOCKS)}, hashtext(${sql.value(what)}))`));
  return rows[0]?.[0] === 't';
}

interface Installation {
  readonly serverMajor: number;
  /** Hash of the functions that are there. */
  readonly functions: string;
  readonly applied: readonly string[];
  /** Of all workspaces. */
  readonly appliedInWorkspaces: readonly string[];
}

async function readInstallation(db: Queryable): Promise<Installation> {
  const { rows } = await db.query(
    compile(sql`select current_setting('server_version_num')::int / 10000,
      coalesce((select hash from kontor.versions where of = 'functions'), ''),
      (select coalesce(json_agg(name), '[]') from kontor.patches where workspace = ''),
      (select coalesce(json_agg(distinct name), '[]') from kontor.patches where workspace <> '')`),
  );
  const [serverMajor, functions, applied, appliedInWorkspaces] = rows[0] ?? [];
  return {
    serverMajor: Number(serverMajor),
    functions: functions ?? '',
    applied: JSON.parse(applied ?? '[]'),
    appliedInWorkspaces: JSON.parse(appliedInWorkspaces ?? '[]'),
  };
}

/** Null for what is said of a database that Kontor was never in. */
function nullIfEmpty(error: unknown): null {
  if (isDatabaseError(error, '42P01') || isDatabaseError(error, '3F000')) return null;
  throw error;
}

function isCurrent(found: Installation, patches: Patches): boolean {
  refuseUnknown(found.applied, patches.installation);
  refuseUnknown(found.appliedInWorkspaces, patches.workspace);
  return found.applied.length === patches.installation.length && found.functions === functionsOf(found.serverMajor).hash;
}

function functionsOf(serverMajor: number): { texts: readonly string[]; hash: string } {
  const texts = expressionFunctions(serverMajor);
  return { texts, hash: hash('sha256', texts.join(';\n')) };
}

async function bringUp(tx: Transaction, patches: Patches): Promise<void> {
  await lock(tx, 'installation');
  const before = await tx.savepoint(() => readInstallation(tx)).catch(nullIfEmpty);
  // Another process may have done it while we waited.
  if (before && isCurrent(before, patches)) return;
  await tx.script(TABLES);
  const { serverMajor, applied } = await readInstallation(tx);
  await tx.script(functionsOf(serverMajor).texts.join(';\n'));
  const fresh = before === null;
  if (fresh) {
    await closePublic(tx);
    await notePatches(
      tx,
      '',
      patches.installation.map(({ name }) => name),
    );
  } else {
    const pending = patches.installation.filter(({ name }) => !applied.includes(name));
    await runPatches(tx, '', 'kontor', pending);
  }
  await tx.query(
    compile(sql`insert into kontor.versions (of, hash) values ('functions', ${sql.value(functionsOf(serverMajor).hash)})
      on conflict (of) do update set hash = excluded.hash`),
  );
}

/** `shapes`: hashes of the schemas that a workspace's tables are known to fit. */
const TABLES = `
  create schema if not exists kontor;
  revoke all on schema kontor from public;
  create table if not exists kontor.workspaces (
    name text primary key, created_at timestamptz not null default now(), shapes text[] not null default '{}');
  create table if not exists kontor.patches (
    workspace text not null, name text not null, applied_at timestamptz not null default now(), primary key (workspace, name));
  create table if not exists kontor.versions (of text primary key, hash text not null)`;

/** PostgreSQL lets everybody do more by default than a workspace's role may. */
async function closePublic(tx: Transaction): Promise<void> {
  const { rows } = await tx.query(
    compile(sql`select
      exists (select from pg_catalog.pg_namespace n, pg_catalog.aclexplode(n.nspacl) a
        where n.nspname = 'public' and a.grantee = 0 and a.privilege_type = 'CREATE'),
      exists (select from pg_catalog.pg_database d, pg_catalog.aclexplode(coalesce(d.datacl, pg_catalog.acldefault('d', d.datdba))) a
        where d.datname = current_database() and a.grantee = 0 and a.privilege_type = 'TEMPORARY'),
      quote_ident(current_database())`),
  );
  const [create, temporary, name] = rows[0] ?? [];
  if (create === 't') await orTell(tx, 'revoke create on schema public from public');
  if (temporary === 't') await orTell(tx, `revoke temporary on database ${name} from public`);
}

async function orTell(tx: Transaction, command: string): Promise<void> {
  try {
    await tx.savepoint(() => tx.script(command));
  } catch (error) {
    if (!isDatabaseError(error, '42501')) throw error;
    throw new Error(`This login may not close the database to strangers; let its owner run: ${command}`, { cause: error });
  }
}
