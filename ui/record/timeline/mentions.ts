// Mentions while typing: what stands behind the last @, and who of those chosen is still named in the end.

import type { Reference } from '../../../client/index.ts';

const LONGEST = 40;

/** The name being typed before the cursor; null when none is. An @ inside a word is an e-mail address. */
export function nameBeing(before: string): string | null {
  const found = /(?:^|[\s(])@([\p{L}\p{M}\d.'’-]*(?: [\p{L}\p{M}\d.'’-]*){0,2})$/u.exec(before);
  return found && (found[1] ?? '').length <= LONGEST ? (found[1] ?? '') : null;
}

export function stillNamed(text: string, chosen: readonly Reference[]): string[] {
  return [...new Set(chosen.filter(({ title }) => text.includes(`@${title}`)).map(({ id }) => id))];
}
