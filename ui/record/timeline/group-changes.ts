// Changes that one person made in a row are one thing that happened: what it was before the first, what after the last.

import type { ChangeEntry, Values } from '../../../client/index.ts';
import type { TimelineItem } from './source.ts';

const MINUTES = 10;

/** `changes` newest first. */
export function groupChanges(changes: readonly ChangeEntry[], id: string): TimelineItem<ChangeEntry>[] {
  const groups: ChangeEntry[] = [];
  for (const change of changes) {
    const later = groups.at(-1);
    if (later && belongs(change, later)) groups[groups.length - 1] = merge(change, later);
    else groups.push(change);
  }
  return groups.filter(saysSomething).map((change) => ({
    key: change.id,
    kind: 'change',
    at: change.at,
    place: change.record === id ? null : { entity: change.entity, id: change.record, title: change.title ?? '' },
    data: change,
  }));
}

function saysSomething({ before, after }: ChangeEntry): boolean {
  return !before || !after || Object.keys(after).length > 0;
}

function belongs(earlier: ChangeEntry, later: ChangeEntry): boolean {
  if (earlier.record !== later.record || earlier.actor.id !== later.actor.id || earlier.cause.kind !== later.cause.kind) return false;
  // To be made and to be gone are things of their own, and so is what an action did.
  if (!earlier.before || !earlier.after || !later.before || !later.after || later.cause.kind === 'action') return false;
  if (hasRows(earlier) || hasRows(later)) return false;
  return Date.parse(later.at) - Date.parse(earlier.at) < MINUTES * 60_000;
}

/** Changes of line items are told row by row and do not add up simply. */
function hasRows({ before, after }: ChangeEntry): boolean {
  return [...Object.values(before ?? {}), ...Object.values(after ?? {})].some(
    (value) =>
      typeof value === 'object' &&
      value !== null &&
      !Array.isArray(value) &&
      Object.values(value as Values).some((row) => typeof row === 'object' && row !== null),
  );
}

function merge(earlier: ChangeEntry, later: ChangeEntry): ChangeEntry {
  const before = { ...later.before, ...earlier.before };
  const after = { ...earlier.after, ...later.after };
  // Back to where it was: nothing happened.
  const names = Object.keys(after).filter((name) => JSON.stringify(before[name] ?? null) !== JSON.stringify(after[name] ?? null));
  const pick = (values: Values) => Object.fromEntries(names.map((name) => [name, values[name] ?? null]));
  return { ...later, before: pick(before), after: pick(after) };
}
