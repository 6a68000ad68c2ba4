// Words that administrators put in place of those that came (rows CS-042, CS-043, CS-044, CS-054), by language: labels of nouns, fields and
// choices, and texts of the program itself.

import { compile, type Queryable, sql } from '../db/index.ts';
import { describe, type Schema } from '../schema/index.ts';
import { granted } from './access.ts';
import type { Rights } from './types.ts';

export interface OwnWords {
  /** By what was written: `accounts.Name` in one module, `Name` in all. */
  readonly labels: ReadonlyMap<string, string>;
  /** By key, e.g. `shell.search`. */
  readonly texts: ReadonlyMap<string, string>;
}

/** By language. */
export type WordsByLanguage = ReadonlyMap<string, OwnWords>;

/** What stands in `place` for texts of the program. */
export const PROGRAM = 'program';

/** By language; none where no module has the noun. */
export async function readWords({ db, space, schema }: { db: Queryable; space: string; schema: Schema }): Promise<WordsByLanguage> {
  const found = new Map<string, { labels: Map<string, string>; texts: Map<string, string> }>();
  if (!schema.entities['translations']) return found;
  const { rows } = await db.query(
    compile(sql`select "language", coalesce("place", ''), "original", "text" from ${sql.identifier(space, 'translations')}`),
  );
  for (const [language = '', place, original, text] of rows as string[][]) {
    const words = found.get(language) ?? { labels: new Map(), texts: new Map() };
    found.set(language, words);
    if (place === PROGRAM) words.texts.set(original!, text!);
    else words.labels.set(place === '' ? original! : `${place}.${original}`, text!);
  }
  return found;
}

/** As they go to the client. */
export type ToldWords = Readonly<
  Record<string, { readonly labels: Readonly<Record<string, string>>; readonly texts: Readonly<Record<string, string>> }>
>;

/** Without words for what the reader does not see: their originals would tell of it. */
export function wordsFor({ words, schema }: { words: WordsByLanguage; schema: Schema }, rights: Rights): ToldWords {
  const isTold = memoized((place: string) => {
    const nouns = place === '' ? Object.keys(schema.entities) : [place];
    const whole = textsOf(schema, nouns);
    const visible = textsOf(
      rights.schema,
      nouns.filter((name) => isReached(rights, name)),
    );
    return (original: string) => (place === '' || isReached(rights, place)) && (visible.has(original) || !whole.has(original));
  });
  const told = [...words].map(([language, { labels, texts }]) => {
    const shown = [...labels].filter(([key]) => {
      const place = key.slice(0, key.indexOf('.'));
      return schema.entities[place] ? isTold(place)(key.slice(place.length + 1)) : isTold('')(key);
    });
    return [language, { labels: Object.fromEntries(shown), texts: Object.fromEntries(texts) }] as const;
  });
  return Object.fromEntries(told);
}

function isReached(rights: Rights, name: string): boolean {
  const entity = rights.schema.entities[name];
  return entity !== undefined && (entity.parent !== null || granted(rights, entity, 'view') || granted(rights, entity, 'create'));
}

function textsOf(schema: Schema, nouns: readonly string[]): ReadonlySet<string> {
  const found = new Set<string>();
  const collect = (value: unknown): void => {
    if (typeof value === 'string') found.add(value);
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(collect);
  };
  for (const name of nouns) if (schema.entities[name]) collect(describe(schema, schema.entities[name]!, new Set()));
  return found;
}

function memoized<T>(make: (key: string) => T): (key: string) => T {
  const known = new Map<string, T>();
  return (key) => known.get(key) ?? (known.set(key, make(key)).get(key) as T);
}
