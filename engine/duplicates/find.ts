// Records that are likely the one being typed: found by index, within the reader's reach, each with the rule that says so.

import { compile, raw, type Sql, sql } from '../../db/index.ts';
import { type Entity, fieldTypes, fold } from '../../schema/index.ts';
import { dataSettingsOf } from '../data-settings.ts';
import { checkEpoch, isId, type Reader, readable, scopeCondition } from '../read.ts';
import { indexedText, likeText, searchedNow } from '../search-condition.ts';
import { titleSql } from '../select.ts';
import { bind, environment } from '../slots.ts';
import type { Values } from '../types.ts';
import type { Workspace } from '../workspace.ts';
import { apartFrom } from './apart.ts';
import { digits, isTelling, plain, reasonsOf } from './likeness.ts';
import { type DuplicateRule, isText, type RulePart, rulesFor } from './rules.ts';

/** A record within reach that looks like what is typed. */
export interface Likely {
  readonly id: string;
  readonly title: string | null;
  /** Rules that hold, each as the fields that agree. */
  readonly reasons: readonly DuplicateRule[];
}

export interface LikelyFound {
  readonly found: readonly Likely[];
  /** There is one the reader may not see; told only where administrators want it told. */
  readonly hidden: boolean;
}

const MOST = 10;
/** Looked at for each rule: who has more alike has no use for a list. */
const CANDIDATES = 100;

/** @throws Refusal 403 without the right to view. */
export async function findDuplicates(reader: Reader, name: string, given: Values, except: string | null = null): Promise<LikelyFound> {
  const entity = readable(reader.rights, name);
  await checkEpoch(reader, null);
  const settings = await dataSettingsOf(reader, name);
  const values = readValues(entity, given);
  const rules = rulesFor(entity, settings.duplicates).filter((rule) => rule.every((part) => isAsked(entity, part, values)));
  const found = new Map<string, { title: string | null; reasons: DuplicateRule[] }>();
  const apart = except ? await apartFrom(reader, except) : new Set<string>();
  let hidden = false;
  for (const rule of rules) {
    for (const { id, title, seen } of await candidates(reader, entity, rule, values, except, settings.tell_hidden)) {
      if (apart.has(id)) continue;
      if (!seen) hidden = true;
      else if (found.has(id)) found.get(id)!.reasons.push(rule);
      else found.set(id, { title, reasons: [rule] });
    }
  }
  const best = [...found].map(([id, rest]) => ({ id, ...rest })).sort((one, other) => other.reasons.length - one.reasons.length);
  return { found: best.slice(0, MOST), hidden };
}

/** What can be read of what was typed so far; the rest says nothing yet. */
function readValues(entity: Entity, given: Values): Values {
  const values: Values = {};
  for (const [name, input] of Object.entries(given)) {
    const field = Object.hasOwn(entity.fields, name) ? entity.fields[name]! : null;
    const checked = field && fieldTypes[field.type]!.check(input, field);
    if (checked?.ok && checked.value !== null) values[name] = checked.value;
  }
  return values;
}

function isAsked(entity: Entity, part: RulePart, values: Values): boolean {
  const value = values[part.field];
  if (value === undefined || typeof value === 'object') return false;
  return isTelling(entity.fields[part.field]!, part, String(value));
}

async function candidates(
  reader: Reader,
  entity: Entity,
  rule: DuplicateRule,
  values: Values,
  except: string | null,
  tell: boolean,
): Promise<{ id: string; title: string | null; seen: boolean }[]> {
  const statement = candidateStatement(reader, entity, rule, values, except, tell);
  const { rows } = await reader.db.query(bind(statement, { bind: environment(reader.rights), literal: [] }));
  // What the database compares exactly need not be compared again, and its spelling of a number may not be ours.
  const finer = rule.filter((part) => isText(entity.fields[part.field]!));
  const own = Object.fromEntries(finer.map(({ field }) => [field, String(values[field])]));
  const agrees = (cells: readonly (string | null)[]) =>
    reasonsOf(entity, [finer], own, Object.fromEntries(rule.map(({ field }, i) => [field, cells[3 + i] ?? null]))).length > 0;
  return rows.filter(agrees).map(([id, title, seen]) => ({ id: id!, title: title ?? null, seen: seen === 't' }));
}

/** Apart, so that a test can ask the planner about it. */
export function candidateStatement(
  reader: Reader,
  entity: Entity,
  rule: DuplicateRule,
  values: Values,
  except: string | null = null,
  tell = false,
) {
  const row = sql.identifier('t');
  const reach = scopeCondition(reader, entity, row, 'view');
  const conditions = rule.map((part) => partCondition(reader.workspace, entity, part, values[part.field]));
  if (reach && !tell) conditions.push(reach);
  if (except && isId(except)) conditions.push(sql`t."id" <> ${sql.value(except)}::uuid`);
  const cells = rule.map(({ field }) => sql`t.${sql.identifier(field)}::text`);
  const columns = sql.join([sql`t."id"`, titleSql(entity, row), sql`(${reach ?? sql`true`})`, ...cells], ', ');
  const where = sql.join(
    conditions.map((condition) => sql`(${condition})`),
    ' and ',
  );
  // Not prepared: how common a value is decides the plan.
  return compile(
    sql`select ${columns} from ${sql.identifier(reader.workspace.space, entity.name)} t where ${where} limit ${sql.literal(CANDIDATES)}`,
  );
}

/** What an index answers; the finer question is asked of the few that are left. */
function partCondition(workspace: Workspace, entity: Entity, { field: name, how }: RulePart, value: unknown): Sql {
  const field = entity.fields[name]!;
  const column = sql`t.${sql.identifier(name)}`;
  if (!isText(field)) {
    const [cell] = fieldTypes[field.type]!.toColumns(value, field);
    return sql`${column} = ${sql.value(cell === null || cell === undefined ? null : String(cell))}::text::${raw(fieldTypes[field.type]!.columns(field)[0]!.type)}`;
  }
  const folded = fold(String(value));
  const isSearched = searchedNow(workspace, entity.name).includes(name);
  const searched = indexedText(workspace, entity.name, sql`t`);
  const contains = (text: string) => sql`${searched} like ${sql.value(`%${likeText(text)}%`)}::text`;
  if (how === 'exact') {
    const same = sql`kontor.fold(${column}) = ${sql.value(folded)}::text`;
    return isSearched ? sql`${same} and ${contains(folded)}` : same;
  }
  if (field.type === 'phone' && how === 'normalised') return sql`kontor.digits(${column}) = ${sql.value(digits(String(value)))}::text`;
  const near = sql`${sql.value(folded)}::text <% ${searched}`;
  if (how === 'similar') return isSearched ? near : sql`${column} is not null`;
  return isSearched ? sql`${contains(folded)} or ${contains(plain(String(value)))} or ${near}` : sql`${column} is not null`;
}
