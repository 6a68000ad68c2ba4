// Global search: one statement over every entity in the actor's reach, best hits first; misspelt words are guessed when nothing fits.

import { compile, type Sql, sql } from '../db/index.ts';
import type { Entity } from '../schema/index.ts';
import { fold } from '../schema/index.ts';
import { scope } from './access.ts';
import { malformed } from './errors.ts';
import { checkEpoch, hiddenCondition, type Reader, scopeCondition, unarchivedCondition } from './read.ts';
import { searchCondition, searchedText, type Term, terms as termsOf, termValue } from './search-condition.ts';
import { titleSql } from './select.ts';
import { bind, environment, slot } from './slots.ts';

export interface Hit {
  readonly entity: string;
  readonly id: string;
  readonly title: string | null;
}

/** Matches looked at an entity before the best are chosen: a word that fits a million records is no reason to read them all. */
const CANDIDATES = 200;

/** @throws Refusal 400 for an empty query. */
export async function search(reader: Reader, text: string, limit = 20): Promise<Hit[]> {
  const terms = termsOf(text);
  if (terms.length === 0)
    throw malformed(
      '"q" holds no word to look for.',
      [{ field: 'q', code: 'required', message: 'at least one letter or digit' }],
      'required',
    );
  await checkEpoch(reader, null);
  const entities = Object.values(reader.rights.schema.entities).filter(
    (entity) => !entity.parent && entity.searchable && entity.searched.length > 0 && scope(reader.rights, entity, 'view') !== null,
  );
  if (entities.length === 0) return [];
  const exact = await find(reader, entities, text, terms, limit);
  return exact.length > 0 ? exact : find(reader, entities, text, guesses(terms), limit);
}

async function find(reader: Reader, entities: readonly Entity[], text: string, terms: readonly Term[], limit: number): Promise<Hit[]> {
  if (terms.length === 0) return [];
  const parts = entities.map((entity) => candidates(reader, entity, terms));
  const title = sql`kontor.fold(h.title)`;
  const whole = sql`${slot('of', 0)}::text`;
  const rank = sql`case when ${title} = ${whole} then 0 when starts_with(${title}, ${whole}) then 1 when strpos(' ' || ${title}, ' ' || ${whole}) > 0 then 2 else 3 end`;
  // Not prepared: how often a word occurs decides the plan, and that differs from word to word.
  const statement = compile(
    sql`select h.entity, h.id, h.title from (${sql.join(parts, ' union all ')}) h order by ${rank}, h.changed desc limit ${slot('of', 1)}::int`,
  );
  const { rows } = await reader.db.query(
    bind(statement, { of: [fold(text.trim()), limit], term: terms.map(termValue), bind: environment(reader.rights) }),
  );
  return rows.map(([entity, id, hitTitle]) => ({ entity: entity!, id: id!, title: hitTitle ?? null }));
}

function candidates(reader: Reader, entity: Entity, terms: readonly Term[]): Sql {
  const row = sql.identifier('t');
  const reach = scopeCondition(reader, entity, row, 'view');
  const hidden = hiddenCondition(reader, entity, row);
  const unarchived = unarchivedCondition(reader, entity.name, row);
  const searched = searchedText(reader.workspace, entity, row);
  const conditions = [
    ...terms.map((term, i) => searchCondition(searched, term, i)),
    ...(reach ? [reach] : []),
    ...(hidden ? [hidden] : []),
    ...(unarchived ? [unarchived] : []),
  ];
  const where = sql.join(
    conditions.map((condition) => sql`(${condition})`),
    ' and ',
  );
  const from = sql`${sql.identifier(reader.workspace.space, entity.name)} t`;
  return sql`(select ${sql.literal(entity.name)}::text as entity, t."id" as id, ${titleSql(entity, row)} as title, t."updated_at" as changed from ${from} where ${where} limit ${sql.literal(CANDIDATES)})`;
}

/** The same words, taken as misspelt; short ones cannot be guessed. */
export function guesses(terms: readonly Term[]): Term[] {
  return terms.filter((term) => term.text.length >= 4).map((term) => ({ ...term, mode: 'guess' as const }));
}
