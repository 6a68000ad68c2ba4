// Commands this person has used in this browser, newest first.

import { workspace } from '../workspace.ts';

const MOST = 6;

export function usedCommands(user: string): readonly string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(keyOf(user)) ?? '[]');
    return Array.isArray(stored) ? stored.filter((id) => typeof id === 'string') : [];
  } catch {
    return [];
  }
}

export function rememberCommand(user: string, id: string): void {
  localStorage.setItem(keyOf(user), JSON.stringify([id, ...usedCommands(user).filter((other) => other !== id)].slice(0, MOST)));
}

function keyOf(user: string): string {
  return `kontor.commands.${workspace}.${user}`;
}
