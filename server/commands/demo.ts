// A workspace with demo data, under the usual name or another.

import { parseArgs } from 'node:util';
import { type Command, need, readLanguage, withEngine } from './command.ts';

export const demo: Command = {
  name: 'demo',
  usage: 'demo [workspace] [--language en|fi|sv|de|ru]',
  summary: 'Makes a workspace with demo data (named "demo" unless told otherwise)',
  async run(args, machine) {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { language: { type: 'string' } } });
    const [name = 'demo'] = positionals.length === 0 ? ['demo'] : need(positionals, 'workspace');
    const language = readLanguage(values.language);
    await withEngine(machine, async (engine) => {
      await engine.workspaces.create(name, { demo: true, language });
      machine.print(`The workspace "${name}" is there. Sign in as demo / demo or demosuper / demosuper.`);
    });
  },
};
