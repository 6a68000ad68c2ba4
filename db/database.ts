// Opens the database: the embedded server of a data folder, or one elsewhere by its address.

import { type EmbeddedServer, joinEmbedded, startEmbedded } from './embedded.ts';
import { createPool, type Database, type PoolOptions } from './pool.ts';
import { compile, sql } from './sql.ts';

export interface OpenOptions {
  readonly dataFolder: string;
  /** Empty: embedded. */
  readonly databaseUrl?: string;
  /** True for commands that may run beside a running Kontor on the same embedded database. */
  readonly join?: boolean;
  readonly pool?: Omit<PoolOptions, 'connectionString'>;
  readonly log?: (message: string) => void;
}

export interface OpenedDatabase {
  readonly database: Database;
  /** For libraries that connect by themselves (the job queue). */
  readonly connectionString: string;
  /** e.g. `18.4` */
  readonly version: string;
  readonly embedded: boolean;
  close(): Promise<void>;
}

const OLDEST_MAJOR = 15;

/**
 * Checks the version and makes the extensions.
 * @throws FolderInUse; Error with what to do where the server is too old or lacks an extension
 */
export async function openDatabase(options: OpenOptions): Promise<OpenedDatabase> {
  let server: EmbeddedServer | null = null;
  if (!options.databaseUrl) {
    const start = options.join ? joinEmbedded : startEmbedded;
    server = await start({ dataFolder: options.dataFolder, ...(options.log ? { log: options.log } : {}) });
  }
  const connectionString = options.databaseUrl || (server as EmbeddedServer).connectionString;
  const database = createPool({ ...options.pool, connectionString });
  const close = async () => {
    await database.close();
    await server?.stop();
  };
  try {
    const version = await checkVersion(database);
    await ensureExtensions(database);
    return { database, connectionString, version, embedded: server !== null, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function checkVersion(database: Database): Promise<string> {
  const { rows } = await database
    .as(null)
    .query(compile(sql`select current_setting('server_version_num'), current_setting('server_version')`));
  const [number, version = ''] = rows[0] ?? [];
  if (Number(number) >= OLDEST_MAJOR * 10_000) return version?.split(' ')[0] ?? '';
  throw new Error(`The database server is PostgreSQL ${version}; Kontor needs PostgreSQL ${OLDEST_MAJOR} or later`);
}

async function ensureExtensions(database: Database): Promise<void> {
  for (const name of ['pg_trgm', 'btree_gist']) {
    const known = await database.as(null).query(compile(sql`select 1 from pg_catalog.pg_extension where extname = ${sql.value(name)}`));
    if (known.count > 0) continue;
    try {
      await database.as(null).query(compile(sql`create extension if not exists ${sql.identifier(name)}`));
    } catch (error) {
      throw new Error(`The database lacks the extension ${name} and this login may not create it; run: create extension ${name}`, {
        cause: error,
      });
    }
  }
}
