// What is compiled once per shape and kept until the schema changes.

import type { Workspace } from './workspace.ts';

/** @param key must name all that `make` looks at: who else comes with it gets the same */
export function planned<T extends object>(workspace: Workspace, key: string, make: () => T): T {
  const known = workspace.statements.get(key) as T | undefined;
  if (known) return known;
  const made = make();
  workspace.statements.set(key, made);
  return made;
}
