// Workspaces: made, listed, dropped.

import { parseArgs } from 'node:util';
import { type Command, need, openWorkspace, readLanguage, UsageError, withEngine } from './command.ts';

export const workspaceCreate: Command = {
  name: 'workspace create',
  usage: 'workspace create <name> [--language en|fi|sv|de|ru] [--demo]',
  summary: 'Makes a workspace, with accounts, tax classes and alike named in its language; --demo fills it with demo data',
  async run(args, machine) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { demo: { type: 'boolean', default: false }, language: { type: 'string' } },
    });
    const [name = ''] = need(positionals, 'name');
    const language = readLanguage(values.language);
    await withEngine(machine, async (engine) => {
      await engine.workspaces.create(name, { demo: values.demo, language });
      machine.print(
        `The workspace "${name}" is there. ${values.demo ? 'Sign in as demo / demo or demosuper / demosuper.' : `Make its first user: kontor user create ${name} <login> --set Root`}`,
      );
    });
  },
};

export const workspaceList: Command = {
  name: 'workspace list',
  usage: 'workspace list',
  summary: 'Names all workspaces',
  async run(args, machine) {
    need(parseArgs({ args, allowPositionals: true }).positionals);
    for (const name of await withEngine(machine, (engine) => engine.workspaces.list())) machine.print(name);
  },
};

export const workspaceDrop: Command = {
  name: 'workspace drop',
  usage: 'workspace drop <name> --yes',
  summary: 'Removes a workspace with all its records and files, for good',
  async run(args, machine) {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { yes: { type: 'boolean', default: false } } });
    const [name = ''] = need(positionals, 'name');
    if (!values.yes)
      throw new UsageError(`This removes every record and file of "${name}"; say --yes to mean it. A backup first: kontor backup`);
    await withEngine(machine, async (engine) => {
      await openWorkspace(engine, name);
      await engine.workspaces.drop(name);
      machine.print(`The workspace "${name}" is gone.`);
    });
  },
};
