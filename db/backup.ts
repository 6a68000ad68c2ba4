// A workspace as one stream, written and read with COPY: the embedded server has no pg_dump, and a dump knows no workspaces.

import type { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { BackupReader } from './backup-reader.ts';
import { type FoundTable, readCatalog } from './catalog.ts';
import * as ddl from './ddl.ts';
import { ensureInstalled, lock } from './installation.ts';
import { notePatches, patches, refuseUnknown } from './patches.ts';
import type { Database, Transaction } from './pool.ts';
import { compile, sql } from './sql.ts';
import { makeSpace, spaceOf, WorkspaceError } from './workspace.ts';

/** What went into a backup, or came out of it. */
export interface BackupSummary {
  readonly workspace: string;
  readonly tables: number;
  readonly rows: number;
}

/**
 * First line of a backup. Then, for each table, a line with its name and columns, its rows in COPY's text form, and `\.`;
 * last a line with the number of rows of each table. All of it gzip: `zcat` shows what is in it.
 */
interface Manifest {
  readonly kontor: 'backup';
  readonly format: typeof FORMAT;
  readonly workspace: string;
  readonly made_at: string;
  readonly patches: readonly string[];
  /** As they were: a restore needs no schema, and the next start brings them up to the version that runs then. */
  readonly tables: readonly FoundTable[];
}

const FORMAT = 1;

/** Signing in again is no loss; bringing back sign-ins that were ended since would be one. */
const WITHOUT_ROWS: ReadonlySet<string> = new Set(['sessions', 'idempotency']);

/** Writes what the workspace is at one moment while others go on writing. Schema changes wait for its end. */
export async function backupWorkspace(database: Database, workspace: string, to: Writable): Promise<BackupSummary> {
  await ensureInstalled(database);
  let summary: BackupSummary = { workspace, tables: 0, rows: 0 };
  async function* content(tx: Transaction): AsyncGenerator<Buffer> {
    const { manifest, rows } = yield* writeAll(tx, workspace);
    summary = { workspace, tables: manifest.tables.length, rows };
  }
  await database.transaction(
    null,
    async (holder) => {
      await holder.query(compile(sql`set local idle_in_transaction_session_timeout = 0`));
      // Not in the transaction that reads: its snapshot would be older than what it waited for.
      await lock(holder, workspace, true);
      await database.transaction(null, (tx) => pipeline(content(tx), createGzip({ level: 4 }), to), {
        isolation: 'repeatable read',
        readOnly: true,
        timeout: 0,
      });
    },
    { timeout: 0 },
  );
  return summary;
}

/**
 * Makes a workspace of a backup, all of it or nothing. Work that was queued or under way is not taken up again: the
 * original may have done it since.
 * @param as another name than it had
 * @throws WorkspaceError exists, NewerDatabase
 */
export async function restoreWorkspace(database: Database, from: Readable, as?: string): Promise<BackupSummary> {
  await ensureInstalled(database);
  let summary: BackupSummary | undefined;
  await pipeline(from, createGunzip(), async (plain: AsyncIterable<Buffer>) => {
    summary = await database.transaction(null, (tx) => readAll(tx, new BackupReader(plain), as), { timeout: 0 });
  });
  if (!summary) throw new Error('The backup is empty');
  return summary;
}

async function* writeAll(tx: Transaction, workspace: string): AsyncGenerator<Buffer, { manifest: Manifest; rows: number }> {
  const manifest = await describe(tx, workspace);
  yield line(manifest);
  const counts: Record<string, number> = {};
  for (const { name, columns } of manifest.tables) {
    // The server computes generated columns anew, and a transaction's number means nothing elsewhere.
    const names = columns.filter(({ generated, type }) => !generated && type !== 'xid8').map((column) => column.name);
    yield line({ table: name, columns: names });
    counts[name] = 0;
    if (!WITHOUT_ROWS.has(name)) {
      const list = names.map(ddl.quote).join(', ');
      for await (const chunk of tx.copyOut(`copy ${ddl.path(spaceOf(workspace), name)} (${list}) to stdout`)) {
        counts[name] += lineCount(chunk);
        yield chunk;
      }
    }
    yield Buffer.from('\\.\n');
  }
  yield line({ rows: counts });
  return { manifest, rows: sum(counts) };
}

async function describe(tx: Transaction, workspace: string): Promise<Manifest> {
  const { rows } = await tx.query(
    compile(sql`select now()::text, (select coalesce(json_agg(p.name order by p.name), '[]') from kontor.patches p where p.workspace = w.name)
      from kontor.workspaces w where w.name = ${sql.value(workspace)}`),
  );
  const [now, names] = rows[0] ?? [];
  if (!now) throw new WorkspaceError('not_found', `There is no workspace "${workspace}"`);
  // So that names in definitions come with their schema, but those of extensions do not.
  await tx.query(compile(sql`set local search_path = public`));
  const tables = await readCatalog(tx, spaceOf(workspace));
  return { kontor: 'backup', format: FORMAT, workspace, made_at: now, patches: JSON.parse(names ?? '[]'), tables };
}

async function readAll(tx: Transaction, reader: BackupReader, as?: string): Promise<BackupSummary> {
  const manifest = checkManifest(await reader.line());
  const workspace = as ?? manifest.workspace;
  const space = spaceOf(workspace);
  refuseUnknown(manifest.patches, patches.workspace);
  await makeSpace(tx, workspace);
  await tx.script(manifest.tables.flatMap((table) => [ddl.createTable(space, table), ddl.grant(space, table)]).join(';\n'));
  const counts: Record<string, number> = {};
  for (const table of manifest.tables) {
    const head = (await reader.line()) as { table: string; columns: string[] };
    const list = head.columns.map(ddl.quote).join(', ');
    counts[head.table] = await tx.copyIn(`copy ${ddl.path(space, table.name)} (${list}) from stdin`, reader.rows());
  }
  const { rows } = (await reader.line()) as { rows: Record<string, number> };
  const wrong = manifest.tables.find(({ name }) => rows[name] !== counts[name]);
  if (wrong) throw new Error(`The backup is damaged: ${wrong.name} has ${counts[wrong.name]} rows and should have ${rows[wrong.name]}`);
  // Faster than row by row, and what points to each other is there by now.
  await tx.script(manifest.tables.flatMap((table) => finish(space, table)).join(';\n') || 'select 1');
  await notePatches(tx, workspace, manifest.patches);
  return { workspace, tables: manifest.tables.length, rows: sum(counts) };
}

function checkManifest(given: unknown): Manifest {
  const manifest = given as Manifest;
  if (manifest?.kontor !== 'backup') throw new Error('This is no backup of a Kontor workspace');
  if (manifest.format !== FORMAT)
    throw new Error(`This backup has format ${manifest.format}; this version of Kontor reads format ${FORMAT}`);
  return manifest;
}

/** Indexes, references, and the counters of numbered columns. */
function finish(space: string, table: FoundTable): string[] {
  const at = ddl.path(space, table.name);
  const unfinished = ['queued', 'running'].map(ddl.quoteText).join(', ');
  return [
    ...table.indexes.map((index) => ddl.createIndex(space, table.name, { ...index, definition: plainDefinition(index.definition) })),
    ...table.columns.flatMap((column) => (column.generated ? [ddl.noteSources(space, table.name, column)] : [])),
    ...table.foreignKeys.map((key) => ddl.addForeignKey(space, table.name, key)),
    ...table.columns.flatMap(({ name, identity }) =>
      identity
        ? [`select setval(pg_get_serial_sequence(${ddl.quoteText(at)}, ${ddl.quoteText(name)}), max(${ddl.quote(name)})) from ${at}`]
        : [],
    ),
    ...(table.name === 'jobs' ? [`update ${at} set state = 'cancelled', finished_at = now() where state in (${unfinished})`] : []),
  ];
}

/** The extension may live in another schema here than where the backup was made. */
function plainDefinition(definition: string): string {
  return definition.replace(/\b\w+\.(gin_trgm_ops)\b/g, '$1');
}

function line(value: object): Buffer {
  return Buffer.from(`${JSON.stringify(value)}\n`);
}

function lineCount(chunk: Buffer): number {
  let count = 0;
  for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) count++;
  return count;
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}
