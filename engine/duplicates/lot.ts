// Which rows of a lot look like a record that is there already: each rule asks once for all of them, by index.

import { compile, raw, type Sql, sql } from '../../db/index.ts';
import { type Entity, fieldTypes, fold } from '../../schema/index.ts';
import { dataSettingsOf } from '../data-settings.ts';
import { and, type Reader, scopeCondition } from '../read.ts';
import { indexedText, likeText, searchedNow } from '../search-condition.ts';
import { titleSql } from '../select.ts';
import { bind, environment } from '../slots.ts';
import type { Values } from '../types.ts';
import type { Workspace } from '../workspace.ts';
import { type Cells, digits, isTelling, plain, type Reason, reasonsOf } from './likeness.ts';
import { type DuplicateRule, isText, type RulePart, rulesFor } from './rules.ts';

export type Look = {
  /** Null: there is one that may not be seen. */
  readonly id: string | null;
  readonly title: string | null;
  readonly reasons: readonly Reason[];
};

/** Looked at for each row and rule. */
const CANDIDATES = 20;

/** By the place of the row; nothing where nobody has said what makes duplicates. Values are canonical. */
export async function findLooks(reader: Reader, entity: Entity, rows: readonly Values[]): Promise<Map<number, Look>> {
  const found = new Map<number, Look>();
  if (rows.length === 0) return found;
  const { duplicates, tell_hidden: tell } = await dataSettingsOf(reader, entity.name);
  for (const rule of rulesFor(entity, duplicates)) {
    const asked = rows.flatMap((values, at) => {
      const cells = cellsOf(entity, rule, values);
      return cells ? [{ at, cells }] : [];
    });
    if (asked.length === 0) continue;
    for (const { at, look } of await askRule(reader, entity, rule, asked, tell)) found.set(at, stronger(found.get(at), look));
  }
  return found;
}

interface Asked {
  readonly at: number;
  readonly cells: Cells;
}

/** Null: the row does not say what the rule asks. */
function cellsOf(entity: Entity, rule: DuplicateRule, values: Values): Cells | null {
  const cells: Record<string, string> = {};
  for (const part of rule) {
    const field = entity.fields[part.field]!;
    const value = values[part.field];
    if (value === null || value === undefined || typeof value === 'object') return null;
    const [cell] = fieldTypes[field.type]!.toColumns(value, field);
    if (cell === null || cell === undefined || cell === '' || !isTelling(field, part, String(cell))) return null;
    cells[part.field] = String(cell);
  }
  return cells;
}

async function askRule(
  reader: Reader,
  entity: Entity,
  rule: DuplicateRule,
  asked: readonly Asked[],
  tell: boolean,
): Promise<{ at: number; look: Look }[]> {
  const row = sql.identifier('t');
  const reach = scopeCondition(reader, entity, row, 'view');
  const arrays: Sql[] = [];
  const names: Sql[] = [];
  const column = (values: readonly string[]) => {
    const name = sql.identifier(`k${names.length}`);
    names.push(name);
    arrays.push(sql`${sql.value(values as string[])}::text[]`);
    return sql`w.${name}`;
  };
  const conditions = rule.map((part) =>
    partCondition(
      reader.workspace,
      entity,
      part,
      asked.map(({ cells }) => cells[part.field] ?? ''),
      column,
    ),
  );
  if (reach && !tell) conditions.push(reach);
  const cells = rule.map(({ field }) => sql`t.${sql.identifier(field)}::text`);
  const columns = sql.join([sql`t."id"`, titleSql(entity, row), sql`(${reach ?? sql`true`})`, ...cells], ', ');
  const inner = sql`select ${columns} from ${sql.identifier(reader.workspace.space, entity.name)} t where ${and(conditions)} limit ${sql.literal(CANDIDATES)}`;
  const out = ['id', 'title', 'seen', ...rule.map((_, i) => `c${i}`)].map((name) => sql.identifier(name));
  const statement = compile(
    sql`select w.n, f.* from unnest(${sql.join(arrays, ', ')}) with ordinality as w(${sql.join([...names, sql.identifier('n')], ', ')})
      cross join lateral (${inner}) as f(${sql.join(out, ', ')})`,
  );
  const { rows } = await reader.db.query(bind(statement, { bind: environment(reader.rights), literal: [] }));
  return rows.flatMap(([n, id, title, seen, ...values]) => {
    const own = asked[Number(n) - 1]!;
    const other = Object.fromEntries(rule.map(({ field }, i) => [field, values[i] ?? null]));
    // What is no text was compared by the database, which may spell it otherwise.
    const reasons = reasonsOf(entity, [rule], textsOf(entity, rule, own.cells, other), other);
    if (reasons.length === 0) return [];
    return [{ at: own.at, look: seen === 't' ? { id: id!, title: title ?? null, reasons } : { id: null, title: null, reasons } }];
  });
}

function textsOf(entity: Entity, rule: DuplicateRule, own: Cells, other: Cells): Cells {
  return Object.fromEntries(rule.map(({ field }) => [field, (isText(entity.fields[field]!) ? own[field] : other[field]) ?? null]));
}

function partCondition(
  workspace: Workspace,
  entity: Entity,
  { field: name, how }: RulePart,
  values: readonly string[],
  column: (values: readonly string[]) => Sql,
): Sql {
  const field = entity.fields[name]!;
  const cell = sql`t.${sql.identifier(name)}`;
  if (!isText(field)) return sql`${cell} = ${column(values)}::${raw(fieldTypes[field.type]!.columns(field)[0]!.type)}`;
  if (field.type === 'phone' && how === 'normalised') return sql`kontor.digits(${cell}) = ${column(values.map(digits))}`;
  const isSearched = searchedNow(workspace, entity.name).includes(name);
  const searched = indexedText(workspace, entity.name, sql`t`);
  const folded = values.map(fold);
  const within = (texts: readonly string[]) => sql`${searched} like ${column(texts.map((text) => `%${likeText(text)}%`))}`;
  if (how === 'exact') {
    const same = sql`kontor.fold(${cell}) = ${column(folded)}`;
    return isSearched ? sql`${same} and ${within(folded)}` : same;
  }
  if (!isSearched) return sql`${cell} is not null`;
  const near = sql`${column(folded)} <% ${searched}`;
  return how === 'similar' ? near : sql`${within(folded)} or ${within(values.map(plain))} or ${near}`;
}

/** What is seen before what is not; then the one that more rules speak for. */
function stronger(known: Look | undefined, look: Look): Look {
  if (!known) return look;
  if (known.id === look.id) {
    const fresh = look.reasons.filter(({ rule }) => !known.reasons.some((reason) => reason.rule === rule));
    return { ...known, reasons: [...known.reasons, ...fresh] };
  }
  return known.id === null ? look : known;
}
