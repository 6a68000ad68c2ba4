// What a workspace is called: as its settings say, else made of its address.

import type { BoundContext } from './context.ts';
import type { Context } from './types.ts';

const NOUN = 'general_settings';

/** What people call it. */
export async function titleOfWorkspace(context: Context): Promise<string> {
  // Instances may do without the module.
  const isThere = Object.hasOwn((context as BoundContext).space.state.schema.entities, NOUN);
  return titleFrom(context.workspace, isThere ? (await context.settings(NOUN))['name'] : null);
}

/** `acme_nordic` is shown as `Acme nordic` until somebody gives the workspace a name. */
export function titleFrom(name: string, given: unknown): string {
  return given ? String(given) : name.charAt(0).toUpperCase() + name.slice(1).replace(/[_-]/g, ' ');
}
