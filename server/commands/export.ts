// Records of a workspace into a file, or onto the terminal.

import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { exportRecords } from '../../engine/index.ts';
import { contextAs } from './acting.ts';
import { type Command, need, openWorkspace, UsageError, withEngine } from './command.ts';

export const exportFile: Command = {
  name: 'export',
  usage: 'export <workspace> <entity> <file.csv|file.xlsx> [--fields a,b.c] [--filter expression] [--sort -a,b] [--as login]',
  summary: 'Writes records to a CSV or Excel file',
  async run(args, machine) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { fields: { type: 'string' }, filter: { type: 'string' }, sort: { type: 'string' }, as: { type: 'string' } },
    });
    const [workspaceName = '', entity = '', path = ''] = need(positionals, 'workspace', 'entity', 'file');
    const format = /\.(csv|xlsx)$/i.exec(path)?.[1]?.toLowerCase();
    if (format !== 'csv' && format !== 'xlsx') throw new UsageError(`"${path}" must end in .csv or .xlsx.`);
    await withEngine(machine, async (engine) => {
      const context = await contextAs(engine, await openWorkspace(engine, workspaceName), values.as ?? null, {
        kind: 'system',
        detail: 'kontor export',
      });
      const { fields, filter, sort } = values;
      const asked = {
        ...(fields ? { fields: fields.split(',').map((name) => name.trim()) } : {}),
        ...(filter ? { filter } : {}),
        ...(sort ? { sort } : {}),
      };
      const file = await exportRecords(context, entity, { ...asked, format });
      await pipeline(Readable.from(file, { objectMode: false }), createWriteStream(path, { mode: 0o600 }));
      machine.print(`${path} is written.`);
    });
  },
};
