// Words looked for inside one entity: every word must stand somewhere in the record's searched fields.

import type { Sql } from '../db/index.ts';
import { searchOrder, searchText, sql } from '../db/index.ts';
import { type Entity, fold } from '../schema/index.ts';
import { slot } from './slots.ts';
import type { Workspace } from './workspace.ts';

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

/** A text as a part of a pattern of LIKE: none of its signs means anything there. */
export function likeText(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}

/** What is bound for a term. */
export function termValue(term: Term): string {
  if (term.mode === 'guess') return term.text;
  const literal = likeText(term.text);
  return term.mode === 'start' ? `% ${literal}%` : `%${literal}%`;
}

/** @param searched the text that is searched @param i place of the word among the values */
export function searchCondition(searched: Sql, term: Term, i: number): Sql {
  const value = sql`${slot('term', i)}::text`;
  return term.mode === 'guess' ? sql`${value} <% ${searched}` : sql`${searched} like ${value}`;
}

/**
 * Fields whose words are found at the moment, in the order in which their text stands: of a large table those of before
 * until the index of the new ones stands.
 */
export function searchedNow({ state }: Workspace, name: string): readonly string[] {
  return state.searching.get(name)?.fields ?? searchOrder(state.schema.entities[name]!.searched);
}

/** What the index is over. */
export function indexedText(workspace: Workspace, name: string, row: Sql): Sql {
  const column = workspace.state.searching.get(name)?.column;
  return column ? sql`${row}.${sql.identifier(column)}` : searchText(searchedNow(workspace, name), row);
}

/**
 * The text that is searched: what the index is over, unless the actor may not read one of the fields in it. Then it is put
 * together from the others, which no index serves, but which tells nothing of what is hidden.
 * @param entity as the actor may see it
 * @param past rows of then, which are computed and have no index
 */
export function searchedText(workspace: Workspace, entity: Entity, row: Sql, past = false): Sql {
  const all = searchedNow(workspace, entity.name);
  const readable = all.filter((name) => entity.fields[name]);
  if (readable.length === all.length && !past) return indexedText(workspace, entity.name, row);
  return readable.length === 0 ? sql`''` : searchText(readable, row);
}
