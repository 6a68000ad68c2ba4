// Workspaces: for each a PostgreSQL schema with its tables, and a role of the same name that reaches nothing else.

import { createIndex, createTable, grant, quote } from './ddl.ts';
import { isDatabaseError } from './errors.ts';
import { ensureInstalled, lock } from './installation.ts';
import { notePatches, patches } from './patches.ts';
import type { Database, Queryable, Transaction } from './pool.ts';
import { compile, sql } from './sql.ts';
import { systemTables } from './system.ts';

/** First part of addresses that are the server's own. */
const RESERVED: ReadonlySet<string> = new Set([
  ...[
    'admin',
    'api',
    'app',
    'assets',
    'auth',
    'docs',
    'events',
    'favicon',
    'files',
    'health',
    'help',
    'icons',
    'kontor',
    'login',
    'logout',
  ],
  ...['metrics', 'new', 'projects', 'public', 'robots', 'session', 'setup', 'static', 'status', 'system', 'webhooks', 'well-known', 'www'],
]);

/** What is asked of a workspace cannot be: its name is none, is taken, or means nothing. */
export class WorkspaceError extends Error {
  override readonly name = 'WorkspaceError';
  readonly code: 'bad_name' | 'exists' | 'not_found';

  constructor(code: WorkspaceError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/** Name of the schema and of the role: `ws_acme_north` for `acme-north`. Names have no underscore, so no two share one. */
export function spaceOf(name: string): string {
  return `ws_${name.replaceAll('-', '_')}`;
}

/** @throws WorkspaceError bad_name */
export function checkWorkspaceName(name: string): void {
  if (!/^[a-z][a-z0-9-]{0,39}$/.test(name)) {
    throw new WorkspaceError(
      'bad_name',
      `"${name}" cannot name a workspace: use 1 to 40 lower-case letters, digits and hyphens, a letter first`,
    );
  }
  if (RESERVED.has(name)) throw new WorkspaceError('bad_name', `"${name}" cannot name a workspace: its address is the server's own`);
}

/**
 * An empty workspace with the system's tables; applySchema() adds those of the entities.
 * @throws WorkspaceError bad_name, exists
 */
export async function createWorkspace(database: Database, name: string): Promise<void> {
  await ensureInstalled(database);
  await database.transaction(null, async (tx) => {
    await makeSpace(tx, name);
    const space = spaceOf(name);
    const tables = systemTables.flatMap((table) => [
      createTable(space, table),
      grant(space, table),
      ...table.indexes.map((index) => createIndex(space, table.name, index)),
    ]);
    await tx.script([...tables, `insert into ${quote(space)}.epoch (rights, "schema") values (1, 1)`].join(';\n'));
    await notePatches(
      tx,
      name,
      patches.workspace.map((patch) => patch.name),
    );
  });
}

/** Names in the order of the alphabet. */
export async function listWorkspaces(database: Database): Promise<string[]> {
  await ensureInstalled(database);
  const { rows } = await database.as(null).query(compile(sql`select name from kontor.workspaces order by name`));
  return rows.map(([name]) => name ?? '');
}

/** With everything in it. @throws WorkspaceError not_found */
export async function dropWorkspace(database: Database, name: string): Promise<void> {
  await ensureInstalled(database);
  await database.transaction(
    null,
    async (tx) => {
      await lock(tx, name);
      const { count } = await tx.query(compile(sql`delete from kontor.workspaces where name = ${sql.value(name)}`));
      if (count === 0) throw new WorkspaceError('not_found', `There is no workspace "${name}"`);
      await tx.query(compile(sql`delete from kontor.patches where workspace = ${sql.value(name)}`));
      const space = spaceOf(name);
      await tx.script(`drop schema ${quote(space)} cascade`);
      await dropRole(tx, space);
    },
    { timeout: 0 },
  );
}

/** Row in the list, role and empty schema. @throws WorkspaceError */
export async function makeSpace(tx: Transaction, name: string): Promise<void> {
  checkWorkspaceName(name);
  const space = spaceOf(name);
  // Somebody who makes the same one at the same time waits here for us, and then finds it.
  const { count } = await tx.query(compile(sql`insert into kontor.workspaces (name) values (${sql.value(name)}) on conflict do nothing`));
  if (count === 0) throw new WorkspaceError('exists', `There is a workspace "${name}" already`);
  await ensureRole(tx, space);
  // On Citus this statement makes the schema one that can live on any node; without Citus the setting means nothing.
  await tx.script(`
    set local citus.enable_schema_based_sharding to on;
    create schema ${quote(space)};
    set local citus.enable_schema_based_sharding to off;
    grant usage on schema ${quote(space)}, kontor to ${quote(space)}`);
}

/** Roles belong to the whole server: one that a workspace of the same name in another of our databases has serves both. */
async function ensureRole(tx: Transaction, role: string): Promise<void> {
  if (await findRole(tx, role)) return;
  try {
    await tx.savepoint(async () => {
      await tx.script(`create role ${quote(role)} nologin nosuperuser nocreatedb nocreaterole noreplication nobypassrls`);
      const major = await serverMajor(tx);
      // We may act as it, but what it may do is not ours without.
      await tx.script(`grant ${quote(role)} to current_user${major >= 16 ? ' with set true, inherit false' : ''}`);
    });
  } catch (error) {
    // Made meanwhile for another database.
    const raced = isDatabaseError(error, '42710') || isDatabaseError(error, '23505');
    if (!raced || !(await findRole(tx, role))) throw error;
  }
}

/** @throws Error when it is there but somebody else's: what it may do is unknown. */
async function findRole(db: Queryable, role: string): Promise<boolean> {
  const { rows } = await db.query(
    compile(sql`select r.rolsuper or r.rolcreaterole or r.rolcreatedb or r.rolbypassrls or r.rolreplication
        or exists (select from pg_catalog.pg_auth_members m where m.member = r.oid),
      exists (select from pg_catalog.pg_auth_members m join pg_catalog.pg_roles u on u.oid = m.member where m.roleid = r.oid and u.rolname = current_user)
      from pg_catalog.pg_roles r where r.rolname = ${sql.value(role)}`),
  );
  const [mighty, ours] = rows[0] ?? [];
  if (rows.length === 0) return false;
  if (ours === 't' && mighty === 'f') return true;
  throw new Error(`The database server has a role "${role}" that is not Kontor's, or that may do more than a workspace's role should`);
}

async function dropRole(tx: Transaction, role: string): Promise<void> {
  try {
    await tx.savepoint(async () => {
      // Its rights must be ours for a moment before we may take away what others granted to it.
      if ((await serverMajor(tx)) >= 16) await tx.script(`grant ${quote(role)} to current_user with inherit true`);
      await tx.script(`drop owned by ${quote(role)}; drop role ${quote(role)}`);
    });
  } catch (error) {
    // Another database of this server has a workspace of this name.
    if (!isDatabaseError(error, '2BP01')) throw error;
    await tx.script(`revoke usage on schema kontor from ${quote(role)}`);
  }
}

async function serverMajor(db: Queryable): Promise<number> {
  const { rows } = await db.query(compile(sql`select current_setting('server_version_num')::int / 10000`));
  return Number(rows[0]?.[0]);
}
