// A database of its own for every test file, cloned from a template on the server that tests/server.ts started for the run.

import { afterAll, inject } from 'vitest';
import { isDatabaseError } from '../db/errors.ts';
import { createPool, type Database, type PoolOptions } from '../db/pool.ts';
import { compile, sql } from '../db/sql.ts';

export interface TestDatabase {
  readonly database: Database;
  readonly connectionString: string;
  /** Unique in the run; roles are shared by all databases of the server, so derive their names from it. */
  readonly name: string;
}

export interface Template {
  /** Unique in the test suite. */
  readonly name: string;
  /** Fills an empty database; runs once a run, whoever asks first. */
  prepare(opened: TestDatabase): Promise<void>;
}

export interface TestDatabaseOptions {
  readonly template?: Template;
  readonly pool?: Omit<PoolOptions, 'connectionString'>;
}

/** To be awaited at the top of a test file; the database goes when the file is done. */
export async function testDatabase(options: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const admin = createPool({ connectionString: inject('databaseServer'), size: 1 });
  const name = `test_${process.pid}_${Math.random().toString(36).slice(2, 10)}`;
  const source = options.template ? await ensureTemplate(admin, options.template) : 'kontor_empty';
  await createDatabase(admin, name, source);
  const opened = open(name, options.pool);
  afterAll(async () => {
    await opened.database.close();
    await dropDatabase(admin, name);
    await admin.close();
  });
  return opened;
}

/** Connection string of a database that is there until the run is over, for what the files of one process share. */
export async function processDatabase(): Promise<string> {
  const admin = createPool({ connectionString: inject('databaseServer'), size: 1 });
  const name = `process_${process.pid}`;
  await createDatabase(admin, name, 'kontor_empty');
  await admin.close();
  return connectionStringOf(name);
}

/** Two files may ask for the same template at the same time: the second waits for the first. */
async function ensureTemplate(admin: Database, template: Template): Promise<string> {
  const name = `template_${template.name}`;
  return admin.transaction(
    null,
    async (tx) => {
      await tx.query(compile(sql`select pg_advisory_xact_lock(hashtext(${sql.value(name)}))`));
      const known = await tx.query(compile(sql`select 1 from pg_database where datname = ${sql.value(name)}`));
      if (known.count > 0) return name;
      // Under another name until it is complete, so that a failed prepare() leaves no half a template.
      const draft = `${name}_draft`;
      const builder = createPool({ connectionString: inject('databaseServer'), size: 1 });
      try {
        await dropDatabase(builder, draft);
        await createDatabase(builder, draft, 'kontor_empty');
        const opened = open(draft);
        await template.prepare(opened).finally(() => opened.database.close());
        await builder
          .as(null)
          .query({ ...compile(sql`alter database ${sql.identifier(draft)} rename to ${sql.identifier(name)}`), alone: true });
      } finally {
        await builder.close();
      }
      return name;
    },
    { timeout: 0 },
  );
}

function open(name: string, pool: Omit<PoolOptions, 'connectionString'> = {}): TestDatabase {
  const connectionString = connectionStringOf(name);
  return { name, connectionString, database: createPool({ size: 4, ...pool, connectionString }) };
}

function connectionStringOf(name: string): string {
  return inject('databaseServer').replace('/kontor?', `/${name}?`);
}

async function createDatabase(admin: Database, name: string, source: string): Promise<void> {
  const text = sql`create database ${sql.identifier(name)} template ${sql.identifier(source)}`;
  await admin.as(null).query({ ...compile(text), alone: true });
}

/**
 * PostgreSQL refuses while a worker of autovacuum is inside, which belongs to the superuser and may not be ended by us, or
 * while a connection takes its time to close. Then the database stays, and goes with the server when the run is over.
 */
async function dropDatabase(admin: Database, name: string): Promise<void> {
  const drop = sql`drop database if exists ${sql.identifier(name)} with (force)`;
  try {
    await admin.as(null).query({ ...compile(drop), alone: true });
  } catch (error) {
    if (!isDatabaseError(error, NO_PRIVILEGE) && !isDatabaseError(error, IN_USE)) throw error;
  }
}

const NO_PRIVILEGE = '42501';
const IN_USE = '55006';
