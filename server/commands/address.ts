// Addresses that may always sign in, whatever the rules in the application say: those of whoever runs the machine.

import { type Context, forgetFailuresOf, normalRange } from '../../engine/index.ts';
import { type Command, need, openWorkspace, UsageError, withEngine } from './command.ts';

export const addressAllow: Command = {
  name: 'address allow',
  usage: 'address allow <workspace> <address or range>',
  summary: 'Lets an address sign in and never bans it, whatever rules there are; it cannot be taken away in the application',
  async run(args, machine) {
    const [workspaceName = '', given = ''] = need(args, 'workspace', 'address');
    const range = rangeOf(given);
    await withEngine(machine, async (engine) => {
      const context = engine.system(await openWorkspace(engine, workspaceName), { kind: 'system', detail: 'kontor address allow' });
      if ((await rulesOf(context, range)).length === 0)
        await context.records.create('address_ranges', { range, purpose: 'sign_in_allow', kind: 'provider' });
      await forgetFailuresOf(context, 'address', range);
      machine.print(`${range} may always sign in at /${workspaceName}/.`);
    });
  },
};

export const addressForget: Command = {
  name: 'address forget',
  usage: 'address forget <workspace> <address or range>',
  summary: 'Takes back what "address allow" did',
  async run(args, machine) {
    const [workspaceName = '', given = ''] = need(args, 'workspace', 'address');
    const range = rangeOf(given);
    await withEngine(machine, async (engine) => {
      const context = engine.system(await openWorkspace(engine, workspaceName), { kind: 'system', detail: 'kontor address forget' });
      const rules = await rulesOf(context, range);
      for (const id of rules) await context.records.delete('address_ranges', id);
      machine.print(rules.length > 0 ? `${range} is an address like any other.` : `${range} was not allowed by "address allow".`);
    });
  },
};

function rangeOf(text: string): string {
  const range = normalRange(text);
  if (range === null) throw new UsageError(`"${text}" is no address or range, e.g. 192.0.2.7 or 10.0.0.0/8.`);
  return range;
}

async function rulesOf(context: Context, range: string): Promise<string[]> {
  const query = { fields: ['id'], filter: `kind = "provider" and range = ${JSON.stringify(range)}` };
  return (await context.records.list('address_ranges', query)).records.map(({ id }) => String(id));
}
