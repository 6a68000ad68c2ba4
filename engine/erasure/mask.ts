// Texts of others in which the person is named: addresses, numbers and whole names go out of them, wherever in the workspace they stand.

import { compile, type Queryable, type Sql, sql } from '../../db/index.ts';
import type { Entity } from '../../schema/index.ts';
import { parseJson } from '../json.ts';
import { rewriteChanges } from '../seals.ts';
import { likeText } from '../search-condition.ts';
import { columnsOf, storedFields } from '../store.ts';
import type { Values } from '../types.ts';
import type { Workspace } from '../workspace.ts';
import type { Identity } from './person.ts';

/** What stands in the place of a name. */
export const MASK = '█████';

const TEXTS = ['text', 'text_area', 'formatted_text', 'json', 'url'];
/** Logs that are compared with the history of sign-ins: staff stands there, not the person. */
const APART = ['sign_ins'];
const LOT = 500;

/** Finds values without regard to case; the longest first, so that a name goes whole. */
export class Mask {
  readonly #pattern: RegExp | null;
  /** For `like any`, over text in small letters. */
  readonly patterns: readonly string[];

  constructor(values: readonly string[]) {
    const long = [...new Set(values)].sort((a, b) => b.length - a.length);
    const escaped = long.map((value) => value.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    this.#pattern = long.length === 0 ? null : new RegExp(escaped.join('|'), 'giu');
    const written = long.flatMap((value) => [value, JSON.stringify(value).slice(1, -1)]);
    this.patterns = [...new Set(written)].map((value) => `%${likeText(value.toLowerCase())}%`);
  }

  get isEmpty(): boolean {
    return this.#pattern === null;
  }

  text(text: string): string {
    return this.#pattern === null ? text : text.replace(this.#pattern, MASK);
  }

  /** In all texts of a value, names of properties included. */
  json<T>(value: T): T {
    if (typeof value === 'string') return this.text(value) as T;
    if (Array.isArray(value)) return value.map((one) => this.json(one)) as T;
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [this.text(name), this.json(one)])) as T;
  }

  /** Whether the text may have one of them: coarser than `text()` is. */
  hits(text: Sql): Sql {
    return sql`lower(${text}) like any(${sql.value(this.patterns as string[])}::text[])`;
  }
}

/**
 * By noun, how many records had the person in a text.
 * @param named see ErasurePolicy
 */
export async function maskRecords(
  db: Queryable,
  { space, state }: Workspace,
  mask: Mask,
  named: readonly string[],
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  if (mask.isEmpty) return counts;
  for (const entity of Object.values(state.schema.entities)) {
    if (APART.includes(entity.name)) continue;
    const kept = named.includes(entity.name) ? entity.title : [];
    const columns = storedFields(entity)
      .filter((field) => TEXTS.includes(field.type) && !kept.includes(field.name))
      .flatMap((field) => columnsOf(field).map(({ name, type }) => ({ name, isJson: type === 'jsonb' })));
    const version = entity.parent === null ? ['version'] : [];
    const count = await maskTable(db, sql.identifier(space, entity.name), columns, ['id'], version, mask);
    if (count > 0) counts[entity.parent?.entity ?? entity.name] = (counts[entity.parent?.entity ?? entity.name] ?? 0) + count;
  }
  return counts;
}

interface TextColumn {
  readonly name: string;
  readonly isJson: boolean;
}

async function maskTable(
  db: Queryable,
  table: Sql,
  columns: readonly TextColumn[],
  key: readonly string[],
  counted: readonly string[],
  mask: Mask,
): Promise<number> {
  if (columns.length === 0) return 0;
  const list = (names: readonly string[]) =>
    sql.join(
      names.map((name) => sql.identifier(name)),
      ', ',
    );
  const texts = sql.join(
    columns.map(({ name }) => sql`${sql.identifier(name)}::text`),
    ', ',
  );
  const where = mask.hits(sql`concat_ws(chr(31), ${texts})`);
  const { rows } = await db.query(compile(sql`select ${list([...key, ...columns.map(({ name }) => name)])} from ${table} where ${where}`));
  let masked = 0;
  for (const row of rows) {
    const sets = columns.flatMap(({ name, isJson }, at) => {
      const cell = row[key.length + at];
      if (cell === null || cell === undefined) return [];
      const now = isJson ? JSON.stringify(mask.json(parseJson(cell))) : mask.text(cell);
      return now === cell ? [] : [sql`${sql.identifier(name)} = ${sql.value(now)}::${isJson ? sql`jsonb` : sql`text`}`];
    });
    if (sets.length === 0) continue;
    const versions = counted.map((name) => sql`${sql.identifier(name)} = ${sql.identifier(name)} + 1`);
    const which = key.map((name, at) => sql`${sql.identifier(name)}::text = ${sql.value(row[at] ?? '')}`);
    await db.query(compile(sql`update ${table} set ${sql.join([...sets, ...versions], ', ')} where ${sql.join(which, ' and ')}`));
    masked++;
  }
  return masked;
}

/** Jobs with their parameters, problems and results, rows that imports refused, and answers kept for a repeat. */
export async function maskSystem(db: Queryable, { space }: Workspace, mask: Mask, { names }: Identity): Promise<void> {
  await forgetRows(db, space, mask, names);
  if (mask.isEmpty) return;
  const json = (...names: string[]) => names.map((name) => ({ name, isJson: true }));
  await maskTable(db, sql.identifier(space, 'jobs'), json('params', 'position', 'errors', 'result'), ['id'], [], mask);
  await db.query(compile(sql`delete from ${sql.identifier(space, 'idempotency')} where ${mask.hits(sql`answer::text`)}`));
}

/** A row of a file is one person's: all of it goes, also where first and last name stand in cells of their own. */
async function forgetRows(db: Queryable, space: string, mask: Mask, names: readonly (readonly string[])[]): Promise<void> {
  const cell = (text: string) => sql`lower(cells::text) like ${sql.value(`%${likeText(JSON.stringify(text).toLowerCase())}%`)}`;
  const hits = [mask.hits(sql`concat_ws(chr(31), cells::text, reason)`)];
  for (const parts of names) hits.push(sql`(${sql.join(parts.map(cell), ' and ')})`);
  await db.query(
    compile(
      sql`update ${sql.identifier(space, 'import_rows')} set cells = '[]', reason = null, field = '' where ${sql.join(hits, ' or ')}`,
    ),
  );
}

/** What the history still tells of the person, lot by lot. */
export async function maskHistory(db: Queryable, workspace: Workspace, mask: Mask): Promise<number> {
  if (mask.isEmpty) return 0;
  const changes = sql.identifier(workspace.space, 'changes');
  const where = mask.hits(sql`concat_ws(chr(31), "before"::text, "after"::text)`);
  let masked = 0;
  for (let after = '0'; ; ) {
    const { rows } = await db.query(
      compile(
        sql`select seq, "before", "after" from ${changes} where seq > ${sql.value(after)}::bigint and entity <> all(${sql.value(APART)}::text[]) and ${where} order by seq limit ${sql.value(LOT)}::int`,
      ),
    );
    if (rows.length === 0) return masked;
    const values = (cell: string | null | undefined) => (cell ? mask.json(parseJson(cell) as Values) : null);
    await rewriteChanges(
      db,
      workspace,
      rows.map(([seq, before, now]) => ({ seq: String(seq), before: values(before), after: values(now) })),
    );
    masked += rows.length;
    after = String(rows.at(-1)?.[0]);
  }
}

/** Empties all but `keeps` in what the history has of these records. */
export async function emptyHistory(
  db: Queryable,
  workspace: Workspace,
  entity: Entity,
  ids: readonly string[],
  policy: { readonly keeps: readonly string[]; readonly name?: string },
  word: (id: string) => string,
): Promise<number> {
  if (ids.length === 0) return 0;
  const { rows } = await db.query(
    compile(
      sql`select seq, record, "before", "after" from ${sql.identifier(workspace.space, 'changes')} where record = any(${sql.value(ids as string[])}::uuid[]) and entity = ${sql.value(entity.name)} order by seq`,
    ),
  );
  const rewritten = rows.map(([seq, record, before, after]) => {
    const values = (cell: string | null | undefined) =>
      cell ? emptied(entity, parseJson(cell) as Values, policy, word(String(record))) : null;
    return { seq: String(seq), before: values(before), after: values(after) };
  });
  for (let at = 0; at < rewritten.length; at += LOT) await rewriteChanges(db, workspace, rewritten.slice(at, at + LOT));
  return rewritten.length;
}

/** Values without what is not kept: lists are emptied, the field `name` says `word`, system fields stay. */
export function emptied(
  entity: Entity,
  values: Values,
  { keeps, name }: { readonly keeps: readonly string[]; readonly name?: string },
  word: string,
): Values {
  return Object.fromEntries(
    Object.entries(values).map(([field, value]) => {
      if (keeps.includes(field) || entity.fields[field]?.system) return [field, value];
      if (field === name) return [field, value === null ? null : word];
      return [field, entity.fields[field]?.type === 'children' ? {} : null];
    }),
  );
}
