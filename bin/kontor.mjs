#!/usr/bin/env node
// `npx kontor <verb>` and `npm start`: whatever Node this is, the verb runs under the one that comes with the packages.

import { spawn } from 'node:child_process';
import { ensureBuilt, ensureInstalled, node, root } from './install.mjs';

const [verb, ...rest] = process.argv.slice(2);

ensureInstalled();
if (verb === 'start') ensureBuilt();

// The channel tells the process below when we are gone, however we went.
const child = spawn(node, [`${root}/bin/kontor.ts`, ...(verb === undefined ? [] : [verb]), ...rest], {
  stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('error', (error) => {
  console.error(error.message);
  process.exit(1);
});
child.on('exit', (code, signal) => {
  if (signal) {
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  } else {
    process.exit(code ?? 1);
  }
});
