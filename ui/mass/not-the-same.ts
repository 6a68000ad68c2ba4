// What somebody said not to be the same while the record was still being typed: remembered for good once it is made.

import { client } from '../workspace.ts';

const said = new Map<string, Set<string>>();

export function sayNotTheSame(entity: string, id: string): void {
  said.set(entity, new Set(said.get(entity)).add(id));
}

export function forgetNotTheSame(entity: string): void {
  said.delete(entity);
}

/** Nobody waits for it: at worst the two are shown as duplicates once more. */
export function rememberNotTheSame(entity: string, made: string): void {
  const ids = said.get(entity) ?? [];
  forgetNotTheSame(entity);
  for (const id of ids)
    client
      .records(entity)
      .keepApart([made, id], true)
      .catch(() => undefined);
}
