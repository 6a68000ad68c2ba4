// Keys of commands: single ones and sequences. Never while somebody types, and never where letters mean something else: a cell of a
// list begins a new value with them.

import type { Command } from './registry.ts';

/** How long the second key of a sequence may take. */
export const PATIENCE = 1200;

interface Pressed {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/** What a key does after `before`: a command, the beginning of a sequence, or nothing. */
export function readKey(
  { key, ctrlKey, metaKey, altKey }: Pressed,
  before: string | null,
  commands: readonly Pick<Command, 'keys'>[],
): { readonly command: number } | { readonly begun: string } | null {
  if (ctrlKey || metaKey || altKey || key.length !== 1) return null;
  const small = key.toLowerCase();
  if (before !== null) {
    const command = commands.findIndex(({ keys }) => keys === `${before} ${small}`);
    if (command >= 0) return { command };
  }
  const command = commands.findIndex(({ keys }) => keys === small);
  if (command >= 0) return { command };
  return commands.some(({ keys }) => keys?.startsWith(`${small} `)) ? { begun: small } : null;
}

/** Whether letters pressed here are meant for what has the focus. */
export function takesLetters(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable ||
    target.closest('input:not([type=checkbox],[type=radio],[type=button]), textarea, select, [role=textbox], [role=grid], [role=menu]') !==
      null
  );
}
