// Which record is looked at beside the page: `deals/<id>`, or none.

import { useSyncExternalStore } from 'react';

let peeked: string | null = null;
const listeners = new Set<() => void>();

export function openPeek(of: string): void {
  set(of);
}

export function closePeek(): void {
  set(null);
}

function set(of: string | null): void {
  if (peeked === of) return;
  peeked = of;
  for (const tell of listeners) tell();
}

export function usePeeked(): string | null {
  return useSyncExternalStore(
    (tell) => {
      listeners.add(tell);
      return () => listeners.delete(tell);
    },
    () => peeked,
  );
}
