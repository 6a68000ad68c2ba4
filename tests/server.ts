// Vitest's global setup: one embedded PostgreSQL for the whole run, in a temporary folder that goes with it.

import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEmbedded } from '../db/embedded.ts';
import { createPool } from '../db/pool.ts';
import { compile, sql } from '../db/sql.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Connection string of the server's database `kontor`. */
    databaseServer: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'kontor-test-'));
  chmodSync(folder, 0o711);
  const server = await startEmbedded({ dataFolder: folder, volatile: true, settings: { max_connections: '200' } });
  await createEmptyTemplate(server.connectionString);
  project.provide('databaseServer', server.connectionString);
  return async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}

async function createEmptyTemplate(connectionString: string): Promise<void> {
  const admin = createPool({ connectionString, size: 1 });
  await admin.as(null).query({ ...compile(sql`create database kontor_empty`), alone: true });
  await admin.close();
  const empty = createPool({ connectionString: connectionString.replace('/kontor?', '/kontor_empty?'), size: 1 });
  for (const name of ['pg_trgm', 'btree_gist']) await empty.as(null).query(compile(sql`create extension ${sql.identifier(name)}`));
  await empty.close();
}
