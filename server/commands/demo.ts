// A workspace with demo data, under the usual name or another.

import { parseArgs } from 'node:util';
import { type Command, need, withEngine } from './command.ts';

export const demo: Command = {
  name: 'demo',
  usage: 'demo [workspace]',
  summary: 'Makes a workspace with demo data (named "demo" unless told otherwise)',
  async run(args, machine) {
    const { positionals } = parseArgs({ args, allowPositionals: true });
    const [name = 'demo'] = positionals.length === 0 ? ['demo'] : need(positionals, 'workspace');
    await withEngine(machine, async (engine) => {
      await engine.workspaces.create(name, { demo: true });
      machine.print(`The workspace "${name}" is there. Sign in as demo / demo or demosuper / demosuper.`);
    });
  },
};
