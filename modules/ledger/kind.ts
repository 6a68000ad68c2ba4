// What all that is posted has in common: it is posted once it counts, the other way round when it does not any more, anew when it changes.

import type { Context, Draft, Hooks, Values } from '../../engine/index.ts';
import { type Event, post, reverse } from './post.ts';
import { type Rule, readRules } from './rule.ts';

export interface Kind {
  /** Whether a record with these values stands in the books. */
  isPosted(values: Readonly<Values>): boolean;
  /** Fields whose change makes another posting of one that stands there. */
  readonly decides: readonly string[];
  /** What is posted for a record is found by this. */
  origin(id: string): string;
  events(records: readonly Posted[], system: Context, rules: readonly Rule[]): Promise<readonly Event[]>;
}

/** A record to be posted, as it is being written or as it was read: references are ids, or have one. */
export type Posted = Pick<Draft, 'id' | 'values'>;

/** Hooks of the noun: the posting is written in the transaction of the event. */
export function posted(kind: Kind): Hooks {
  return {
    async afterSaveAll(drafts, context) {
      const touched = drafts.filter((draft) => isTouched(draft, kind));
      if (touched.length === 0) return;
      // Elevated: whoever issues or pays need not be allowed to see the books, and nobody writes them by hand.
      const system = context.system('posts to the ledger what has happened');
      // What undo brings back was posted before it was gone, and its reversal names it no more.
      const before = touched.filter(({ old }) => (old ? kind.isPosted(old) : context.cause.kind === 'undo'));
      for (const gone of [true, false])
        await reverse(
          system,
          before.filter(({ verb }) => (verb === 'delete') === gone).map(({ id }) => kind.origin(id)),
          gone,
        );
      const standing = touched.filter(({ verb, values }) => verb !== 'delete' && kind.isPosted(values));
      if (standing.length === 0) return;
      const rules = await readRules(system);
      await post(system, await kind.events(standing, system, rules), rules);
    },
  };
}

function isTouched({ verb, old, values, changed }: Draft, { isPosted, decides }: Kind): boolean {
  const before = old !== null && isPosted(old);
  const after = verb !== 'delete' && isPosted(values);
  return before !== after || (after && decides.some((name) => changed.has(name)));
}
