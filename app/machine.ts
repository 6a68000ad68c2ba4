// The machine that commands run on: its terminal, and the instance when they need it.

import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import type { Machine } from '../server/cli.ts';
import { openInstance } from './instance.ts';
import type { Settings } from './settings.ts';

export function openMachine(settings: Settings): Machine {
  return {
    dataFolder: settings.dataFolder,
    // A command beside a running Kontor uses its database, and leaves jobs to it.
    openEngine: () => openInstance({ settings, queue: 'none', join: true, log: (_level, message) => console.error(message) }),
    print: (text) => console.log(text),
    complain: (text) => console.error(text),
    readSecret,
  };
}

async function readSecret(prompt: string): Promise<string> {
  const { stdin, stdout } = process;
  if (stdin.isTTY) stdout.write(prompt);
  // Line editing echoes what is typed to its output; this one keeps it to itself.
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: stdin, output: silent, terminal: stdin.isTTY });
  lines.once('SIGINT', () => process.exit(130));
  try {
    for await (const line of lines) return line;
    throw new Error('The input ended before the password');
  } finally {
    lines.close();
    if (stdin.isTTY) stdout.write('\n');
  }
}
