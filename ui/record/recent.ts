// Records this person has opened in this browser, newest first: where one usually wants to go back to.

import { useSyncExternalStore } from 'react';
import type { AnyReference } from '../../client/index.ts';
import { workspace } from '../workspace.ts';

const MOST = 12;
const listeners = new Set<() => void>();
const read = new Map<string, readonly AnyReference[]>();

export function remember(user: string, record: AnyReference): void {
  const before = recentOf(user);
  const [first] = before;
  if (first?.id === record.id && first.title === record.title) return;
  const next = [record, ...before.filter((other) => other.id !== record.id)].slice(0, MOST);
  read.set(user, next);
  localStorage.setItem(keyOf(user), JSON.stringify(next));
  for (const listener of listeners) listener();
}

export function forget(user: string, id: string): void {
  const next = recentOf(user).filter((other) => other.id !== id);
  read.set(user, next);
  localStorage.setItem(keyOf(user), JSON.stringify(next));
  for (const listener of listeners) listener();
}

export function useRecent(user: string): readonly AnyReference[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => recentOf(user),
  );
}

function recentOf(user: string): readonly AnyReference[] {
  const known = read.get(user);
  if (known) return known;
  let stored: readonly AnyReference[] = [];
  try {
    stored = JSON.parse(localStorage.getItem(keyOf(user)) ?? '[]') as AnyReference[];
  } catch {
    // Somebody else wrote there; begin anew.
  }
  read.set(user, stored);
  return stored;
}

function keyOf(user: string): string {
  return `kontor.recent.${workspace}.${user}`;
}
