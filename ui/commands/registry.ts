// What can be done by a word or a key: one model. Screens register commands while they are shown; the palette finds them, their keys
// work, and the sheet of keys lists them.

import { useEffect, useRef, useSyncExternalStore } from 'react';

export interface Command {
  /** Stays the same, so that what was used lately is known again. */
  readonly id: string;
  readonly label: string;
  /** `here`: on what is open now. */
  readonly group: 'here' | 'go' | 'new' | 'settings';
  /** One key (`n`, `/`), or two after each other (`g t`). */
  readonly keys?: string;
  /** Name of an icon, as nouns have. */
  readonly icon?: string;
  readonly run: () => void;
}

const listeners = new Set<() => void>();
const registered = new Map<symbol, readonly Command[]>();
let all: readonly Command[] = [];

/** The commands are those of the last render; what is gone from the screen is gone from here. Only other words are told on. */
export function useCommands(commands: readonly Command[]): void {
  const latest = useRef(commands);
  latest.current = commands;
  // Without functions, which are new each time.
  const words = JSON.stringify(commands);
  useEffect(() => {
    const own = Symbol('commands');
    const told = JSON.parse(words) as Omit<Command, 'run'>[];
    registered.set(
      own,
      told.map((command, at) => ({ ...command, run: () => latest.current[at]?.run() })),
    );
    tell();
    return () => {
      registered.delete(own);
      tell();
    };
  }, [words]);
}

export function useAllCommands(): readonly Command[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => all,
  );
}

export function allCommands(): readonly Command[] {
  return all;
}

function tell(): void {
  // What is on the screen stands before what is everywhere, and has the key.
  const found = [...registered.values()].flat();
  all = [...found.filter(({ group }) => group === 'here'), ...found.filter(({ group }) => group !== 'here')];
  for (const listener of listeners) listener();
}
