// Names that are not quite right: other spellings of a field, and the nearest right one for messages about wrong ones.

import { distance } from 'fastest-levenshtein';
import { fold } from './fold.ts';
import type { Field } from './types.ts';

/** At most this many characters of a name are compared; nobody mistypes more than that. */
const LONGEST = 64;

/**
 * The field that a name means (row CS-050): the one of that name, else the only one that is spelt alike but for capitals, underscores and
 * dashes, or that goes by such a name elsewhere. Null where there is none, or where two could be meant.
 */
export function fieldMeant(fields: Readonly<Record<string, Field>>, name: string): Field | null {
  if (Object.hasOwn(fields, name)) return fields[name]!;
  const wanted = comparable(name);
  const found = Object.values(fields).filter(
    (field) => field.usable && !field.internal && [field.name, ...field.aliases].some((known) => comparable(known) === wanted),
  );
  return found.length === 1 ? found[0]! : null;
}

/** The candidate that `name` was probably meant to be; null when none is near enough to be worth a guess. */
export function nearest(name: string, candidates: Iterable<string>): string | null {
  const wanted = comparable(name);
  let best: string | null = null;
  let bestDistance = tolerance(wanted) + 1;
  for (const candidate of candidates) {
    if (candidate === name) continue;
    const comparing = comparable(candidate);
    // Swapped letters are one slip, not two.
    const far = distance(wanted, comparing) - (hasSameLetters(wanted, comparing) ? 1 : 0);
    if (far < bestDistance) [best, bestDistance] = [candidate, far];
  }
  return best;
}

/** `dueDate`, `due-date` and `due_date` are the same name to a person. */
function comparable(name: string): string {
  return fold(name.slice(0, LONGEST).replace(/[\s_-]/g, ''));
}

function hasSameLetters(a: string, b: string): boolean {
  return a.length === b.length && a !== b && [...a].sort().join('') === [...b].sort().join('');
}

/** One slip in short names, a third of the letters in longer ones. */
function tolerance(name: string): number {
  return Math.max(1, Math.floor(name.length / 3));
}
