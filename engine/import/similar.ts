// How alike two names are to a person: 1 is the same, 0 nothing in common. `GTXPro` and `GTX Pro` are 0.98.

import { distance } from 'fastest-levenshtein';
import { fold } from '../../schema/index.ts';

/** A candidate and how alike it is, from NEAR to 1. */
export interface Match {
  readonly value: string;
  readonly score: number;
}

/** Below this nobody would call it a slip of the pen. */
export const NEAR = 0.7;

/** Endings and openings that say what kind of company it is. */
const FORMS =
  /\b(oyj?|ab|abp|ltd|limited|inc|llc|plc|corp|corporation|co|company|gmbh|ag|kg|se|sa|srl|bv|nv|as|asa|aps|ou|ооо|оао|зао|пао|ао|ип)\b/gu;

interface Forms {
  readonly letters: string;
  readonly sorted: string;
  readonly bare: string;
}

/** Candidates prepared once, for many questions. */
export class Names {
  readonly #candidates: readonly { readonly value: string; readonly forms: Forms }[];
  readonly #exact: ReadonlyMap<string, string>;

  constructor(values: Iterable<string>) {
    this.#candidates = [...values].map((value) => ({ value, forms: formsOf(value) }));
    this.#exact = new Map(this.#candidates.map(({ value, forms }) => [forms.letters, value]));
  }

  /** The most alike candidate, or null when none is near. */
  nearest(name: string): Match | null {
    const forms = formsOf(name);
    const same = this.#exact.get(forms.letters);
    if (same !== undefined) return { value: same, score: same === name ? 1 : 0.98 };
    let best: Match | null = null;
    for (const candidate of this.#candidates) {
      const longest = Math.max(forms.letters.length, candidate.forms.letters.length);
      // No spelling that differs that much in length is near.
      if (forms.bare === '' && Math.abs(forms.letters.length - candidate.forms.letters.length) > longest * (1 - NEAR)) continue;
      const score = alike(forms, candidate.forms);
      if (score >= NEAR && score > (best?.score ?? 0)) best = { value: candidate.value, score };
    }
    return best;
  }
}

/** From 0 to 1, the same for both orders. */
export function similarity(left: string, right: string): number {
  if (left === right) return 1;
  const [one, other] = [formsOf(left), formsOf(right)];
  return one.letters === other.letters ? 0.98 : alike(one, other);
}

function alike(one: Forms, other: Forms): number {
  if (one.sorted === other.sorted) return 0.95;
  if (one.bare !== '' && one.bare === other.bare) return 0.92;
  const longest = Math.max(one.letters.length, other.letters.length);
  if (longest === 0) return 0;
  const spelled = 1 - distance(one.letters, other.letters) / longest;
  const shortest = Math.min(one.letters.length, other.letters.length);
  const within = shortest >= 5 && (one.letters.startsWith(other.letters) || other.letters.startsWith(one.letters));
  return Math.round(Math.max(spelled, within ? 0.75 : 0) * 100) / 100;
}

function formsOf(text: string): Forms {
  const words = fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];
  const letters = words.join('');
  const bare = words.join(' ').replace(FORMS, '').replaceAll(' ', '');
  return { letters, sorted: [...words].sort().join(''), bare: bare.length > 2 ? bare : '' };
}
