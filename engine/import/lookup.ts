// Finds the records that texts in a file point to: by id, by title, by what is unique. One statement for all texts of a batch.

import { LRUCache } from 'lru-cache';
import { prepare, type Sql, sql } from '../../db/index.ts';
import { type Entity, type Field, fieldTypes, fold } from '../../schema/index.ts';
import { planned } from '../planned.ts';
import { isId, type Reader, scopeCondition } from '../read.ts';
import { PEOPLE } from '../references.ts';
import { indexedText, likeText, searchedNow } from '../search-condition.ts';
import { titleSql } from '../select.ts';
import { bind, environment, slot } from '../slots.ts';
import { detached } from './convert.ts';
import { type Match, Names } from './similar.ts';

/** `many`: a text that fits several records names none. */
export type Found =
  | { readonly kind: 'one'; readonly entity: string; readonly id: string }
  | { readonly kind: 'many'; readonly count: number }
  | { readonly kind: 'none' };

const NONE: Found = { kind: 'none' };

/** Suggestions are for people, who do not read thousands of them. */
const MOST_SUGGESTIONS = 300;

/** One for each import: remembers what it has found. */
export class Lookup {
  /** By targets and folded text. What is not there is not remembered: the next batch may make it. */
  readonly #known = new LRUCache<string, Found>({ max: 100_000 });
  readonly #near = new Map<string, Match | null>();

  /** Found or not, for each of the texts of fields that point to `targets`. */
  async find(reader: Reader, targets: readonly string[], texts: Iterable<string>): Promise<Map<string, Found>> {
    const prefix = `${targets.join()}\n`;
    const found = new Map<string, Found>();
    const wanted = new Map<string, string[]>();
    for (const text of texts) {
      const key = fold(text);
      const known = this.#known.get(prefix + key);
      if (known) found.set(text, known);
      else wanted.set(key, [...(wanted.get(key) ?? []), text]);
    }
    if (wanted.size === 0) return found;
    const keys = [...wanted.keys()];
    const rows = await readKeys(reader, targets, keys);
    for (const [key, spelled] of wanted) {
      const result = rows.get(key) ?? NONE;
      if (result.kind !== 'none') this.#known.set(detached(prefix + key), result);
      for (const text of spelled) found.set(text, result);
    }
    return found;
  }

  /** Two records of one title may have become, or one be gone: what a batch that was rolled back found does not count. */
  forget(): void {
    this.#known.clear();
  }

  /** The title that was probably meant; null when none is near, or when enough have been suggested. */
  async nearest(reader: Reader, targets: readonly string[], text: string): Promise<Match | null> {
    const key = `${targets.join()}\n${fold(text)}`;
    const known = this.#near.get(key);
    if (known !== undefined) return known;
    if (this.#near.size >= MOST_SUGGESTIONS) return null;
    const titles = await readNear(reader, targets, text);
    const near = new Names(titles).nearest(text);
    this.#near.set(detached(key), near);
    return near;
  }
}

/** The way that found something first counts: the id, then the title, then unique fields and addresses of people. */
async function readKeys(reader: Reader, targets: readonly string[], keys: readonly string[]): Promise<Map<string, Found>> {
  const statement = planned(reader.workspace, `lookup|${reader.rights.key}|${targets.join()}`, () => {
    const ways = targets.flatMap((name) => waysTo(reader, name));
    return prepare(sql.join(ways, ' union all '));
  });
  const ids = keys.filter(isId);
  const patterns = keys.map((key) => `%${likeText(key)}%`);
  const { rows } = await reader.db.query(bind(statement, { keys: [keys, ids, patterns], bind: environment(reader.rights) }));
  const best = new Map<string, { way: number; found: Found }>();
  for (const [way, key, entity, id, count] of rows) {
    if (key === null || key === undefined || !entity || !id) continue;
    const rank = Number(way);
    const before = best.get(key);
    if (before && before.way < rank) continue;
    const one: Found = Number(count) === 1 ? { kind: 'one', entity, id } : { kind: 'many', count: Number(count) };
    const sameWay = before?.way === rank ? before.found : null;
    best.set(key, { way: rank, found: sameWay ? { kind: 'many', count: countOf(sameWay) + Number(count) } : one });
  }
  return new Map([...best].map(([key, { found }]) => [key, found]));
}

function countOf(found: Found): number {
  return found.kind === 'many' ? found.count : 1;
}

/** One select for each way a text may name a record of this entity: (way, key, entity, id, how many). */
function waysTo(reader: Reader, name: string): Sql[] {
  const entity = reader.rights.schema.entities[name];
  const full = reader.workspace.state.schema.entities[name];
  if (!full || !(entity || PEOPLE.has(name))) return [sql`select 9, null::text, null::text, null::text, 0 where false`];
  const seen = entity ?? full;
  const row = sql.identifier('t');
  const reach = PEOPLE.has(name) ? null : scopeCondition(reader, full, row, 'view');
  const from = sql`${sql.identifier(reader.workspace.space, name)} ${row}`;
  const and = reach ? sql` and (${reach})` : sql``;
  const select = (way: number, key: Sql, where: Sql) =>
    sql`select ${sql.literal(way)}::int, ${key}, ${sql.literal(name)}::text, min(t."id"::text), count(*) from ${where}${and} group by 2`;
  const ways = [select(0, sql`t."id"::text`, sql`${from} where t."id" = any(${slot('keys', 1)}::uuid[])`)];
  const title = sql`kontor.fold(${titleSql(seen, row)})`;
  ways.push(select(1, title, titleSource(reader, seen, from, title)));
  for (const field of uniqueFields(seen)) {
    const key = sql`kontor.fold(${row}.${sql.identifier(field.name)})`;
    ways.push(select(2, key, sql`${from} where ${key} = any(${slot('keys', 0)}::text[])`));
  }
  return ways;
}

/**
 * A title of one field has an index to compare with. One of several has none; but its parts stand side by side in the
 * searched text, whose index finds the few rows to compare.
 */
function titleSource({ workspace }: Reader, entity: Entity, from: Sql, title: Sql): Sql {
  const keys = sql`${slot('keys', 0)}::text[]`;
  const [first = ''] = entity.title;
  const searched = searchedNow(workspace, entity.name);
  const at = searched.indexOf(first);
  const together = entity.title.length > 1 && at >= 0 && entity.title.every((name, index) => searched[at + index] === name);
  if (!together) return sql`${from} where ${title} = any(${keys})`;
  return sql`unnest(${keys}, ${slot('keys', 2)}::text[]) as w(key, pattern) join ${from} on ${indexedText(workspace, entity.name, sql`t`)} like w.pattern where ${title} = w.key`;
}

function uniqueFields(entity: Entity): Field[] {
  return Object.values(entity.fields).filter((field) => {
    if (field.internal || fieldTypes[field.type]?.expression(field).kind !== 'text' || entity.title.join() === field.name) return false;
    return field.unique || (field.type === 'email' && PEOPLE.has(entity.name));
  });
}

const NEAR_TITLES = 20;

/** Titles that look alike to the search index, best first. */
async function readNear(reader: Reader, targets: readonly string[], text: string): Promise<string[]> {
  const readable = targets.filter((name) => reader.rights.schema.entities[name]);
  if (readable.length === 0) return [];
  const statement = planned(reader.workspace, `near|${reader.rights.key}|${readable.join()}`, () => {
    const parts = readable.map((name) => {
      const entity = reader.rights.schema.entities[name] as Entity;
      const row = sql.identifier('t');
      const reach = PEOPLE.has(name) ? null : scopeCondition(reader, reader.workspace.state.schema.entities[name] as Entity, row, 'view');
      const title = titleSql(entity, row);
      // Alike as a whole, or begun alike: `GTXPro` has few letter groups in common with `GTX Pro`.
      const searched = indexedText(reader.workspace, name, row);
      const alike = sql`${slot('near', 0)}::text <% ${searched} or ${searched} like ${slot('near', 1)}::text`;
      const where = entity.searched.length > 0 ? sql`(${alike})` : sql`true`;
      const order =
        entity.searched.length > 0 ? sql`word_similarity(${slot('near', 0)}::text, ${searched}) desc, length(${title})` : sql`t."id"`;
      const limit = entity.searched.length > 0 ? NEAR_TITLES : 1_000;
      const and = reach ? sql` and (${reach})` : sql``;
      return sql`(select ${title} from ${sql.identifier(reader.workspace.space, name)} t where ${where}${and} order by ${order} limit ${sql.literal(limit)})`;
    });
    return prepare(sql.join(parts, ' union all '));
  });
  const word = fold(text).slice(0, 100);
  const { rows } = await reader.db.query(
    bind(statement, { near: [word, `% ${likeText(word.slice(0, 3))}%`], bind: environment(reader.rights) }),
  );
  return rows.flatMap(([title]) => title ?? []);
}
