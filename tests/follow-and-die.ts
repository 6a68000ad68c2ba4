// A process to be killed: follows the history of a workspace.

import { setTimeout as after } from 'node:timers/promises';
import { modules } from '../app/kontor.config.ts';
import { createPool } from '../db/pool.ts';
import { Engine, folderStore, follow, Secrets } from '../engine/index.ts';

const [connectionString = '', name = '', folder = ''] = process.argv.slice(2);
const database = createPool({ connectionString, size: 4 });
const engine = new Engine({ database, modules, files: folderStore(folder), queue: null, secrets: new Secrets('the secret of all tests') });
const workspace = await engine.workspace(name);
if (!workspace) throw new Error('The workspace is not there.');
for (;;) {
  await follow(engine, workspace);
  await after(10);
}
