// Finds by what was typed, with slips: every word must begin, stand in, or nearly be a word of the text.

import { distance } from 'fastest-levenshtein';
import { fold } from '../../schema/fold.ts';

/** 0: does not fit. Greater fits better. */
export function fitness(typed: string, text: string): number {
  const wanted = wordsOf(typed);
  const words = wordsOf(text);
  if (wanted.length === 0) return 1;
  let sum = 0;
  for (const [i, word] of wanted.entries()) {
    const best = Math.max(0, ...words.map((candidate, at) => fitnessOfWord(word, candidate) + (at === i ? 1 : 0) * 0.1));
    if (best < 1) return 0;
    sum += best;
  }
  // Of two that fit alike the shorter one is meant.
  return sum / wanted.length + (fold(text).startsWith(fold(typed).trim()) ? 2 : 0) - Math.min(text.length, 99) / 1000;
}

function fitnessOfWord(typed: string, word: string): number {
  if (word === typed) return 5;
  if (word.startsWith(typed)) return 4;
  if (typed.length >= 2 && word.includes(typed)) return 2;
  const slips = typed.length >= 7 ? 2 : typed.length >= 4 ? 1 : 0;
  if (slips === 0) return 0;
  // The rest of the word may be untyped yet; two letters in wrong order are one slip of the hand but two of the count.
  const begun = word.slice(0, typed.length);
  const near = Math.min(distance(typed, word), distance(typed, begun), distance(typed, word.slice(0, typed.length + 1)));
  return near <= slips || swapped(typed, begun) ? 1.5 : 0;
}

function swapped(a: string, b: string): boolean {
  const at = [...a].findIndex((letter, i) => letter !== b[i]);
  return at >= 0 && a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2);
}

function wordsOf(text: string): string[] {
  return fold(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
}
