// Whether the history is what was written: checked against its seals, from the machine itself.

import { parseArgs } from 'node:util';
import { type Finding, latestSeal, sealHistory, verifyHistory } from '../../engine/index.ts';
import { type Command, need, openWorkspace, withEngine } from './command.ts';

const SHOWN = 20;

/** The history was tampered with: exit code 1. */
class Tampered extends Error {}

export const auditVerify: Command = {
  name: 'audit verify',
  usage: 'audit verify <workspace> [--seal hash]',
  summary: 'Looks whether any row of the history was changed, removed or put in; --seal names one that was kept outside',
  async run(args, machine) {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { seal: { type: 'string' } } });
    const [name = ''] = need(positionals, 'workspace');
    await withEngine(machine, async (engine) => {
      const context = engine.system(await openWorkspace(engine, name), { kind: 'system', detail: 'audit verify' });
      const { seals, rows, erased, unsealed, newest, findings } = await verifyHistory(context, values.seal);
      machine.print(`${rows} changes under ${seals} seals were checked; ${unsealed} newer ones are not sealed yet.`);
      if (erased > 0)
        machine.print(
          `${erased} of them have lost values, by an erasure or because a log was cleared; what is left of them is as that left it.`,
        );
      if (newest) machine.print(`Newest seal: ${newest.no} of ${newest.at}, ${newest.hash}`);
      for (const finding of findings) machine.complain(describe(finding));
      if (findings.length > 0) throw new Tampered('The history is not what was written.');
      machine.print('The history is what was written.');
    });
  },
};

export const auditSeal: Command = {
  name: 'audit seal',
  usage: 'audit seal <workspace>',
  summary: 'Seals what is settled of the history and prints the newest seal, to be kept outside',
  async run(args, machine) {
    const [name = ''] = need(parseArgs({ args, allowPositionals: true }).positionals, 'workspace');
    await withEngine(machine, async (engine) => {
      const context = engine.system(await openWorkspace(engine, name), { kind: 'system', detail: 'audit seal' });
      // Once for what was noted by the last one, once for what is settled by now.
      const sealed = (await sealHistory(context)) + (await sealHistory(context));
      const newest = await latestSeal(context);
      machine.print(`${sealed} changes were sealed.`);
      if (newest) machine.print(`${newest.no} ${newest.at} ${newest.hash}`);
    });
  },
};

function describe({ seal, kind, log, rows }: Finding): string {
  const more = rows.length > SHOWN ? ` and ${rows.length - SHOWN} more` : '';
  const which = `${rows.slice(0, SHOWN).join(', ')}${more}`;
  const where = log === undefined ? `Seal ${seal}` : `Log ${log}`;
  const texts: Readonly<Record<Finding['kind'], string>> = {
    changed: `${where}: changed since: rows ${which}`,
    removed: `${where}: removed since: rows ${which}`,
    inserted: `${where}: put in since: rows ${which}`,
    seal_changed: `Seal ${seal}: the seal itself, or one before it, is not what was written`,
    seal_missing: `Seal ${seal}: the one before it is missing`,
    other_key: `Seal ${seal}: was not made with this installation's key (KONTOR_SECRET)`,
    unknown_seal: 'The seal that was kept outside is not there: the end of the history is missing, or was written anew.',
  };
  return texts[kind];
}
