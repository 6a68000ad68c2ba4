// Words looked for inside one entity: every word must stand somewhere in the record's searched fields.

import type { Sql } from '../db/index.ts';
import { sql } from '../db/index.ts';
import { type Entity, fold } from '../schema/index.ts';
import { slot } from './slots.ts';

export interface Term {
  readonly text: string;
  /** `start`: a word's beginning; `part`: anywhere; `guess`: something spelt much like it. */
  readonly mode: 'start' | 'part' | 'guess';
}

const MAX_TERMS = 8;

/** Folded words. Three letters make a trigram and may stand inside a word; fewer are looked for where words begin. */
export function terms(text: string): Term[] {
  const words = fold(text)
    .split(/[\s,;]+/u)
    .filter(Boolean);
  return [...new Set(words)].slice(0, MAX_TERMS).map((word) => ({ text: word, mode: [...word].length < 3 ? 'start' : 'part' }));
}

/** What is bound for a term. */
export function termValue(term: Term): string {
  if (term.mode === 'guess') return term.text;
  const literal = term.text.replace(/[\\%_]/g, '\\$&');
  return term.mode === 'start' ? `% ${literal}%` : `%${literal}%`;
}

export function searchCondition(searched: Sql, term: Term, i: number): Sql {
  const value = sql`${slot('term', i)}::text`;
  return term.mode === 'guess' ? sql`${value} <% ${searched}` : sql`${searched} like ${value}`;
}

/**
 * The text that is searched: the indexed column, unless the actor may not read one of the fields in it. Then it is put
 * together from the others, which no index serves, but which tells nothing of what is hidden.
 * @param entity as the actor may see it
 */
export function searchedText(row: Sql, entity: Entity, whole: Entity): Sql {
  if (entity.searched.length === whole.searched.length) return sql`${row}."search"`;
  if (entity.searched.length === 0) return sql`''`;
  const texts = entity.searched.map((name) => sql`coalesce(${row}.${sql.identifier(name)}::text, '')`);
  return sql`(' ' || kontor.fold(${sql.join(texts, " || ' ' || ")}))`;
}
