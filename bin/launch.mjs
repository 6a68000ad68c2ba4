// Hands over to the Node that comes with the packages: the same words, terminal, signals and exit code.

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { node, root } from './install.mjs';

/**
 * Megabytes of new objects: by itself V8 takes twice as much on a large machine, which an import fills at once. And by how much the
 * others may grow before they are looked through: it would wait until they were several times as many.
 */
const flags = ['--max-semi-space-size=16', '--heap-growing-percent=100'];

export function launch(words) {
  // The channel tells the process below when we are gone, however we went.
  const child = spawn(node, [...flags, join(root, 'bin', 'kontor.ts'), ...words], { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
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
}
