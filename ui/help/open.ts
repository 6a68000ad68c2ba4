// Opens the help, at a page or at the one that belongs to the screen.

import { useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();
/** `screen`: whichever belongs to what is shown. */
let opened: string | null = null;

export function openHelp(page = 'screen'): void {
  set(page);
}

export function closeHelp(): void {
  set(null);
}

export function useOpenedHelp(): string | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => opened,
  );
}

function set(page: string | null): void {
  opened = page;
  for (const listener of listeners) listener();
}
