// Backups: a workspace with its files into one archive, and back, here or on another machine.

import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Backup, backup, restore } from '../../engine/index.ts';
import { type Command, need, openWorkspace, UsageError, withEngine } from './command.ts';

export const backupFile: Command = {
  name: 'backup',
  usage: 'backup <workspace> [file]',
  summary: 'Writes a workspace with its files into one archive, while others go on working',
  async run(args, machine) {
    const { positionals } = parseArgs({ args, allowPositionals: true });
    const [name = '', path = defaultPath(machine.dataFolder, positionals[0] ?? '')] =
      positionals.length === 2 ? positionals : need(positionals, 'workspace');
    await withEngine(machine, async (engine) => {
      await openWorkspace(engine, name);
      await mkdir(dirname(path), { recursive: true });
      // Under another name until it is whole, so that half a backup is never taken for one.
      const unfinished = `${path}.unfinished`;
      try {
        const made = await backup(engine, name, createWriteStream(unfinished, { mode: 0o600 }));
        await rename(unfinished, path);
        machine.print(`${path}: ${describe(made)}, ${Math.ceil((await stat(path)).size / 1024)} KB`);
        if (made.lost > 0) machine.complain(`${made.lost} files that records speak of are not there any more, and not in the backup.`);
      } finally {
        await rm(unfinished, { force: true });
      }
    });
  },
};

export const restoreFile: Command = {
  name: 'restore',
  usage: 'restore <file> [--as workspace]',
  summary: 'Makes a workspace of a backup; --as gives it another name',
  async run(args, machine) {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { as: { type: 'string' } } });
    const [path = ''] = need(positionals, 'file');
    if (!(await stat(path).catch(() => null))?.isFile()) throw new UsageError(`There is no file "${path}".`);
    await withEngine(machine, async (engine) => {
      const made = await restore(engine, path, values.as);
      machine.print(`The workspace "${made.workspace}" is there: ${describe(made)}. Everybody signs in again.`);
    });
  },
};

function defaultPath(dataFolder: string, name: string): string {
  const moment = new Date().toISOString().slice(0, 19).replaceAll(':', '').replace('T', '-');
  return join(dataFolder, 'backups', `${name}-${moment}.kontor`);
}

function describe({ rows, tables, files }: Backup): string {
  return `${rows} rows of ${tables} tables, ${files} files`;
}
