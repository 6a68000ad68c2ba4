// After an activity was made for a contact: what the administrator wants to know of contacts is asked for (row CS-047). Whoever
// creates activities outside a form calls `askForMissing` with the contact; the shell shows the form when something is missing.

import { useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();
let asked: string | null = null;

export function askForMissing(contact: string | null | undefined): void {
  if (contact) set(contact);
}

export function stopAsking(): void {
  set(null);
}

export function useAsked(): string | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => asked,
  );
}

function set(contact: string | null): void {
  asked = contact;
  for (const listener of listeners) listener();
}
