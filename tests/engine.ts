// An engine over a test file's own database, with one workspace, and contexts of whoever a test wants to be.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { modules as kontorModules } from '../app/kontor.config.ts';
import type { Queue } from '../db/index.ts';
import { createPool } from '../db/pool.ts';
import { type BoundContext, Engine, folderStore, type Ports, Secrets } from '../engine/index.ts';
import type { ModuleDefinition } from '../schema/index.ts';
import { type Template, testDatabase } from './database.ts';

export interface TestEngine {
  readonly engine: Engine;
  /** Name of the workspace. */
  readonly name: string;
  /** Of its database, for processes of a test's own. */
  readonly connectionString: string;
  /** The engine's own hand: no limits. */
  readonly system: BoundContext;
  /** Another process's engine over the same database and files: nothing in memory is shared. */
  another(queue?: Queue): Engine;
  /** Signs nobody in; acts with the rights that this user has. */
  as(userId: string): Promise<BoundContext>;
}

const secrets = new Secrets('the secret of all tests');

/** What a test file costs before its first test is a workspace: that of Kontor's own modules is made once a run, and copied. */
const COPIED = 'w-copied';
const template: Template = {
  name: 'workspace',
  async prepare({ database }) {
    const engine = new Engine({ database, modules: kontorModules, files: await newStore(), queue: null, secrets });
    await engine.workspaces.create(COPIED);
  },
};

async function newStore() {
  const folder = await mkdtemp(join(tmpdir(), 'kontor-files-'));
  afterAll(() => rm(folder, { recursive: true, force: true }));
  return folderStore(folder);
}

/** To be awaited at the top of a test file. Jobs run when a test says so; see `runJobs`. */
export async function testEngine(modules: readonly ModuleDefinition[], ports: Ports = {}): Promise<TestEngine> {
  const isCopied = modules === kontorModules;
  const { database, name: own, connectionString } = await testDatabase({ pool: { size: 6 }, ...(isCopied ? { template } : {}) });
  const files = await newStore();
  const engine = new Engine({ database, modules, files, queue: null, secrets, ports });
  const name = isCopied ? COPIED : `w-${own.replace(/^test_/, '').replaceAll('_', '-')}`;
  if (!isCopied) await engine.workspaces.create(name);
  const workspace = await engine.workspace(name);
  if (!workspace) throw new Error('The workspace is not there.');
  return {
    engine,
    name,
    connectionString,
    system: engine.system(workspace, { kind: 'system', detail: 'test' }),
    another(queue) {
      const second = createPool({ connectionString, size: 8 });
      afterAll(() => second.close());
      return new Engine({ database: second, modules, files, queue: queue ?? null, secrets, ports });
    },
    as: async (userId) => engine.context(workspace, await engine.actor(workspace, { user: userId }), { kind: 'user' }),
  };
}
