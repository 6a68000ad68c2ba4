// Words looked for inside one entity: every word must stand somewhere in the record's searched fields.

import type { Sql } from '../db/index.ts';
import { sql } from '../db/index.ts';
import { fold } from '../schema/index.ts';
import { slot } from './slots.ts';

export interface Term {
  readonly text: string;
  /** `start`: a word's beginning; `part`: anywhere; `guess`: something spelt much like it. */
  readonly mode: 'start' | 'part' | 'guess';
}

const MAX_TERMS = 8;

/** Folded words. Three letters make a trigram and may stand inside a word; fewer are looked for where words begin. */
export function terms(text: string): Term[] {
  const words = fold(text).split(/[\s,;]+/u).filter(Boolean);
  return [...new Set(words)].slice(0, MAX_TERMS).map((word) => ({ text: word, mode: [...word].length < 3 ? 'start' : 'part' }));
}

/** What is bound for a term. */
export function termValue(term: Term): string {
  if (term.mode === 'guess') return term.text;
  const literal = term.text.replace(/[\\%_]/g, '\\$&');
  return term.mode === 'start' ? `% ${literal}%` : `%${literal}%`;
}

export function searchCondition(row: Sql, term: Term, i: number): Sql {
  const value = sql`${slot('term', i)}::text`;
  return term.mode === 'guess' ? sql`${value} <% ${row}."search"` : sql`${row}."search" like ${value}`;
}
