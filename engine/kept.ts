// What each process keeps of records that are few and seldom change: settings, and nouns that say `kept`. Every change of one raises the
// rights epoch, with which all of it is forgotten, so it is as fresh as everybody's rights.

import type { Workspace } from './workspace.ts';

/** Out of memory, else as it is read now. What was read while the epoch rose may be that of before, so nobody else gets it. */
export async function recall<T>(workspace: Workspace, name: string, read: () => Promise<T>): Promise<T> {
  const known = workspace.kept.get(name) as T | undefined;
  if (known !== undefined) return known;
  const { epoch } = workspace.state;
  const found = await read();
  if (workspace.state.epoch === epoch) workspace.kept.set(name, found);
  return found;
}
