// Whether somebody follows a noun, and how they hear that it was written: a look into a set in memory, and the queue's bell.

import type { BoundContext } from './context.ts';
import type { Workspace } from './workspace.ts';

/** What the bell names instead of a job. */
export const FOLLOW = 'follow';

/** Whether a write of this noun has to be told; true also where that is not known yet. */
export function hasFollowers({ state, followed }: Workspace, entity: string): boolean {
  return Object.keys(state.behaviour.followers).length > 0 && (followed === null || followed.has(entity));
}

/** After a commit; nobody waits for it. @param aside the engine's own hand, outside of the transaction that is over */
export function wakeFollowers(workspace: Workspace, entity: string, aside: () => BoundContext): void {
  // In tools without a queue the sweep of the running server finds what was written.
  if (!workspace.queue) return;
  const known = workspace.followed;
  if (known?.has(entity)) ring(workspace);
  if (known) return;
  learn(workspace, aside())
    .then((nouns) => nouns.has(entity) && ring(workspace))
    .catch(() => ring(workspace));
}

/** As fresh as rights are. */
async function learn(workspace: Workspace, context: BoundContext): Promise<ReadonlySet<string>> {
  const { epoch, behaviour } = workspace.state;
  const nouns = new Set<string>();
  for (const follower of Object.values(behaviour.followers)) for (const noun of (await follower.nouns(context)).keys()) nouns.add(noun);
  if (workspace.state.epoch === epoch) workspace.followed = nouns;
  return nouns;
}

/** Workspaces whose bell is being rung; true: it was asked for again meanwhile. */
const ringing = new WeakMap<Workspace, boolean>();

export function ring(workspace: Workspace): void {
  const { queue, name } = workspace;
  if (!queue) return;
  if (ringing.has(workspace)) {
    ringing.set(workspace, true);
    return;
  }
  ringing.set(workspace, false);
  const rung = () => {
    const again = ringing.get(workspace);
    ringing.delete(workspace);
    if (again) ring(workspace);
  };
  // A bell that could not be rung is no news: the sweep finds what was written.
  queue.ring({ workspace: name, job: FOLLOW }, 0).then(rung, () => ringing.delete(workspace));
}
