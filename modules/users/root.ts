// Root users are changed by root users only: else whoever may reset a password could become root.

import { type Context, Refusal } from '../../engine/index.ts';
import { readSets } from '../permission-sets/module.ts';

/** @throws Refusal 403 when `sets` (ids) hold root rights and the actor does not. */
export async function refuseRoot(context: Context, sets: unknown): Promise<void> {
  if (context.actor.rights.root) return;
  const held = await readSets(context, (sets as string[] | null) ?? []);
  if (held.some((set) => set.root)) throw new Refusal(403, 'not_granted', 'Only a root user can change a user with root rights.');
}
