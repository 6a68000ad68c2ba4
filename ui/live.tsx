// Live changes: one connection for the page; screens say which noun they care about.

import { useEffect, useEffectEvent } from 'react';
import type { LiveEvent } from '../client/index.ts';
import { keys, queryClient } from './queries.ts';
import { client } from './workspace.ts';

type Listener = (ids: ReadonlySet<string>) => void;

const listeners = new Map<string, Set<Listener>>();
/** Events of one burst (an import, a mass edit) are told once. */
const waiting = new Map<string, Set<string>>();
const returned = new Set<() => void>();
let timer: ReturnType<typeof setTimeout> | undefined;
const BURST = 250;

/** Mounted once in the shell. */
export function LiveConnection() {
  useEffect(() => {
    let lost = false;
    return client.events({
      onEvent: collect,
      onState: (state) => {
        // What happened while the line was down is unknown: everything shown is asked for again.
        if (state === 'open' && lost) {
          void queryClient.invalidateQueries();
          for (const call of returned) call();
        }
        lost = state === 'lost';
      },
    });
  }, []);
  return null;
}

/** Calls back with the ids that changed, at most four times a second. `*` among them: many, who knows which. */
export function useLive(entity: string, onChange: Listener): void {
  const listener = useEffectEvent(onChange);
  useEffect(() => listenLive(entity, (ids) => listener(ids)), [entity]);
}

/** Calls when the line is back: the network, or the server. */
export function useReturn(onReturn: () => void): void {
  const listener = useEffectEvent(onReturn);
  useEffect(() => {
    const call = () => listener();
    returned.add(call);
    addEventListener('online', call);
    return () => {
      returned.delete(call);
      removeEventListener('online', call);
    };
  }, []);
}

/** `useLive` outside of React's order; answers what ends it. */
export function listenLive(entity: string, call: Listener): () => void {
  const set = listeners.get(entity) ?? new Set();
  listeners.set(entity, set);
  set.add(call);
  return () => {
    set.delete(call);
  };
}

function collect(event: LiveEvent): void {
  const ids = waiting.get(event.entity) ?? new Set();
  waiting.set(event.entity, ids.add(event.id));
  if (timer === undefined) timer = setTimeout(tell, BURST);
}

function tell(): void {
  timer = undefined;
  const told = new Map(waiting);
  waiting.clear();
  for (const [entity, ids] of told) {
    for (const listener of listeners.get(entity) ?? []) listener(ids);
    for (const key of ['record', 'history']) {
      void queryClient.invalidateQueries({
        queryKey: [key, entity],
        predicate: ({ queryKey }) => ids.has('*') || ids.has(String(queryKey[2])),
      });
    }
    void queryClient.invalidateQueries({ queryKey: keys.entity(entity) });
    // These change what nouns look like.
    if (['custom_fields', 'field_settings', 'form_layouts', 'data_settings'].includes(entity))
      void queryClient.invalidateQueries({ queryKey: keys.entities });
  }
}
