// The verbs of `npx kontor` that work on workspaces and their data, beside a running server or without one.

import { nearest } from '../schema/index.ts';
import { addressAllow, addressForget } from './commands/address.ts';
import { auditSeal, auditVerify } from './commands/audit.ts';
import { backupFile, restoreFile } from './commands/backup.ts';
import { type Command, type Machine, UsageError } from './commands/command.ts';
import { demo } from './commands/demo.ts';
import { exportFile } from './commands/export.ts';
import { importFile } from './commands/import.ts';
import { userCreate, userPassword } from './commands/user.ts';
import { workspaceCreate, workspaceDrop, workspaceList } from './commands/workspace.ts';

export type { Machine } from './commands/command.ts';

const commands: readonly Command[] = [
  workspaceCreate,
  workspaceList,
  workspaceDrop,
  userCreate,
  userPassword,
  addressAllow,
  addressForget,
  importFile,
  exportFile,
  backupFile,
  restoreFile,
  auditVerify,
  auditSeal,
  demo,
];

/** What `kontor help` prints for these verbs, one line each. */
export function describeCommands(): readonly { readonly usage: string; readonly summary: string }[] {
  return commands.map(({ usage, summary }) => ({ usage, summary }));
}

/** @returns the exit code; null when there is no such verb here. */
export async function runCommand(words: readonly string[], machine: Machine): Promise<number | null> {
  const command = commands.find(({ name }) => name.split(' ').every((word, i) => words[i] === word));
  if (command === undefined) return explainUnknown(words, machine);
  const args = words.slice(command.name.split(' ').length);
  if (args.includes('--help')) {
    machine.print(`Usage: kontor ${command.usage}\n${command.summary}`);
    return 0;
  }
  try {
    await command.run([...args], machine);
    return 0;
  } catch (error) {
    if (!isUsage(error)) throw error;
    machine.complain(`${error.message}\nUsage: kontor ${command.usage}`);
    return 2;
  }
}

/** Our own, and those of Node's argument parser. */
function isUsage(error: unknown): error is Error {
  return (
    error instanceof UsageError || (error instanceof TypeError && String((error as { code?: string }).code).startsWith('ERR_PARSE_ARGS'))
  );
}

function explainUnknown([verb = '', second]: readonly string[], machine: Machine): number | null {
  const group = commands.filter(({ name }) => name.startsWith(`${verb} `));
  if (group.length === 0) return null;
  const meant =
    second === undefined
      ? null
      : nearest(
          second,
          group.map(({ name }) => name.slice(verb.length + 1)),
        );
  machine.complain(
    `${second === undefined ? `"${verb}" needs another word.` : `There is no "${verb} ${second}".`}${meant ? ` Did you mean "${verb} ${meant}"?` : ''}`,
  );
  for (const { usage, summary } of group) machine.complain(`  kontor ${usage}   ${summary}`);
  return 2;
}
