// What each person sets for this browser: density and the width of the side bar. Colour scheme is kept by Mantine.

import { useEffect, useSyncExternalStore } from 'react';

export interface Preferences {
  readonly density: 'comfortable' | 'compact';
  readonly sideBar: 'wide' | 'slim';
}

const STORED = 'kontor.preferences';
const listeners = new Set<() => void>();
let current: Preferences = read();

export function usePreferences(): Preferences {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );
}

export function setPreferences(change: Partial<Preferences>): void {
  current = { ...current, ...change };
  localStorage.setItem(STORED, JSON.stringify(current));
  for (const listener of listeners) listener();
}

/** Height of a list row in pixels; base.css has the same numbers for everything else. */
export function useRowHeight(): number {
  return usePreferences().density === 'compact' ? 29 : 38;
}

export function PreferencesEffects() {
  const { density } = usePreferences();
  useEffect(() => {
    document.documentElement.dataset.density = density;
  }, [density]);
  return null;
}

function read(): Preferences {
  const defaults: Preferences = { density: 'comfortable', sideBar: 'wide' };
  try {
    return { ...defaults, ...(JSON.parse(localStorage.getItem(STORED) ?? '{}') as Partial<Preferences>) };
  } catch {
    return defaults;
  }
}
