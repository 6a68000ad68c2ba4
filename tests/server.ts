// Vitest's global setup: one embedded PostgreSQL for the whole run, in a temporary folder that goes with it.

import { chmodSync, globSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEmbedded } from '../db/embedded.ts';
import { lockFolder } from '../db/folder-lock.ts';
import { createPool } from '../db/pool.ts';
import { compile, sql } from '../db/sql.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Connection string of the server's database `kontor`. */
    databaseServer: string;
    /** A folder that goes with the run. */
    runFolder: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  removeLeftovers();
  const folder = mkdtempSync(join(tmpdir(), 'kontor-test-'));
  chmodSync(folder, 0o711);
  const server = await startEmbedded({ dataFolder: folder, volatile: true, settings: { max_connections: '200' } });
  await createEmptyTemplate(server.connectionString);
  const runFolder = mkdtempSync(join(tmpdir(), 'kontor-run-'));
  project.provide('databaseServer', server.connectionString);
  project.provide('runFolder', runFolder);
  return async () => {
    await server.stop();
    for (const path of [folder, runFolder]) rmSync(path, { recursive: true, force: true });
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

/** Of runs that were killed: their servers are gone by themselves, their folders are not. */
function removeLeftovers(): void {
  for (const folder of globSync(join(tmpdir(), 'kontor-{test,run}-*'))) {
    try {
      if (Date.now() - statSync(folder).mtimeMs < 3_600_000) continue;
      lockFolder(folder).release();
      rmSync(folder, { recursive: true, force: true });
    } catch {
      // In use, or somebody else's.
    }
  }
}
