// The rows of a report, page by page in its order.

import { compile, type Queryable, raw, type Sql, sql } from '../../db/index.ts';
import { valueAt } from '../export/column.ts';
import { following, orderBy, readCursor, writeCursor } from '../order.ts';
import { checkEpoch, type Reader, slotValues } from '../read.ts';
import { type Selection, selectPaths, titleOf } from '../select.ts';
import { bind } from '../slots.ts';
import type { Values } from '../types.ts';
import { epochSql } from '../workspace.ts';
import type { PlannedColumn, ReportPlan } from './plan.ts';

export interface ReportRow {
  /** Ids of the records it is made of, level by level; null where an optional link has none. */
  readonly ids: readonly (string | null)[];
  /** Of each group the key its totals are found by. */
  readonly keys: readonly (string | null)[];
  /** Of each group its value, as the aggregate answers it. */
  readonly groups: readonly unknown[];
  readonly cells: readonly unknown[];
}

/** `next` is null behind the last row. */
export interface RowsPage {
  readonly rows: readonly ReportRow[];
  readonly next: string | null;
}

type Cells = readonly (string | null)[];

/** Everything a row is selected as, and how it is read again. */
interface Shape {
  readonly columns: readonly Sql[];
  read(cells: Cells): ReportRow;
}

export async function readPage(reader: Reader, plan: ReportPlan, after: string | null, limit: number): Promise<RowsPage> {
  const shape = shapeOf(plan);
  const cursor = after === null ? null : readCursor(after, plan.keys);
  const behind = cursor
    ? sql` and ${following(
        plan.keys,
        plan.keys.map((key, i) => (cursor[i] === null ? null : sql`${sql.value(cursor[i]!)}::${raw(key.type)}`)),
      )}`
    : sql``;
  const keys = plan.keys.map((key) => sql`(${key.value})::text`);
  const columns = [epochSql(plan.levels[0]!.frame.space), ...keys, ...shape.columns];
  const source = plan.source();
  const statement = compile(
    plan.finish(
      sql`select ${sql.join(columns, ', ')} ${source}${behind} order by ${orderBy(plan.keys)} limit ${sql.value(limit + 1)}::int`,
    ),
  );
  const { rows } = await reader.db.query(bind(statement, slotValues(reader, null, [])));
  await checkEpoch(reader, rows[0]?.[0]);
  const shown = rows.length > limit ? rows.slice(0, limit) : rows;
  const last = rows.length > limit ? rows[limit - 1]! : null;
  const first = 1 + keys.length;
  return {
    rows: shown.map((cells) => shape.read(cells.slice(first))),
    next: last && writeCursor(plan.keys, last.slice(1, first)),
  };
}

/** So few that a piece is forgotten before the next: what outlives two collections of young objects waits in memory for the next great one. */
const FETCHED = 200;

/** All rows in their order, `most` at most, of a transaction that sees one moment: they are sorted once and handed over piece by piece. */
export async function* fetchRows(
  reader: Reader,
  tx: Queryable,
  plan: ReportPlan,
  most: number | null,
): AsyncGenerator<readonly ReportRow[]> {
  const shape = shapeOf(plan);
  const source = plan.source();
  const limit = most === null ? sql`` : sql` limit ${sql.value(most)}::int`;
  const whole = sql`select ${sql.join(shape.columns, ', ')} ${source} order by ${orderBy(plan.keys)}${limit}`;
  const { text, values } = bind(compile(plan.finish(whole)), slotValues(reader, null, []));
  // All of it is wanted, not its first tenth.
  await tx.query({ text: 'set local cursor_tuple_fraction = 1', values: [] });
  await tx.query({ text: `declare report_rows no scroll cursor for ${text}`, values });
  for (;;) {
    const { rows } = await tx.query({ text: `fetch ${FETCHED} from report_rows`, values: [] });
    if (rows.length > 0) yield rows.map((cells) => shape.read(cells));
    if (rows.length < FETCHED) return;
  }
}

function shapeOf({ levels, columns, groups }: ReportPlan): Shape {
  const selected: Sql[] = [];
  const readers: ((cells: Cells, row: { groups: unknown[]; keys: (string | null)[]; records: Values[]; values: unknown[] }) => void)[] = [];
  const take = (parts: readonly Sql[]) => {
    const at = selected.length;
    selected.push(...parts);
    return at;
  };
  const idsAt = take(levels.map(({ frame }) => sql`${frame.alias}."id"`));
  for (const { part } of groups) {
    const [key] = part.columns as [Sql];
    const at = take(part.title ? [sql`(${key})::text`, part.title(key)] : [sql`(${key})::text`]);
    readers.push((cells, row) => {
      row.keys.push(cells[at] ?? null);
      row.groups.push(part.read(cells, at));
    });
  }
  for (const level of levels) {
    const paths = columns.flatMap(({ column, path }) => (column.level === level.at && path !== null ? [path] : []));
    // Names are read along: a page has many different ones, and files must not depend on what a process remembers.
    const selection: Selection = selectPaths({ ...level.frame, directory: null }, level.entity, level.frame.alias, paths);
    const at = take(selection.columns);
    readers.push((cells, row) => {
      const record: Values = {};
      if (cells[idsAt + level.at] !== null) selection.read(cells, at, record);
      row.records.push(record);
    });
  }
  for (const [place, column] of columns.entries()) {
    const { path, column: asked } = column;
    if (path !== null)
      readers.push((_, row) => {
        row.values[place] = valueAt(row.records[asked.level] ?? {}, path);
      });
    else {
      const { columns: parts, read } = computed(column, levels[asked.level]!.frame);
      const at = take(parts);
      readers.push((cells, row) => {
        row.values[place] = cells[idsAt + asked.level] === null ? null : read(cells, at);
      });
    }
  }
  return {
    columns: selected,
    read(cells) {
      const row = { groups: [] as unknown[], keys: [] as (string | null)[], records: [] as Values[], values: [] as unknown[] };
      for (const read of readers) read(cells, row);
      return { ids: cells.slice(idsAt, idsAt + levels.length), keys: row.keys, groups: row.groups, cells: row.values };
    },
  };
}

type Computed = { readonly columns: readonly Sql[]; read(cells: Cells, at: number): unknown };

function computed({ term }: PlannedColumn, frame: ReportPlan['levels'][number]['frame']): Computed {
  const { value, type, currencies } = term;
  if (type.kind === 'money') {
    return {
      columns: [value, oneCurrency(currencies)],
      read: (cells, at) => (cells[at] === null ? null : { amount: cells[at], currency: cells[at + 1] ?? null }),
    };
  }
  if (type.kind === 'reference' && type.to.length > 0) {
    return {
      columns: [value, titleOf(frame, type.to, value, null)],
      read: (cells, at) => (cells[at] === null ? null : { id: cells[at], title: cells[at + 1] ?? null }),
    };
  }
  return { columns: [value], read: (cells, at) => plainValue(cells[at] ?? null, type.kind) };
}

/** The currency where all amounts in an expression have the same. */
export function oneCurrency(currencies: readonly Sql[]): Sql {
  const [first, ...others] = currencies;
  if (!first) return sql`null::text`;
  if (others.length === 0) return first;
  const same = others.map((other) => sql`coalesce(${other}, ${first}) = ${first}`);
  return sql`case when ${sql.join(same, ' and ')} then ${first} end`;
}

/** @param cell as PostgreSQL writes it @param kind of the expression's type */
export function plainValue(cell: string | null, kind: string): unknown {
  if (cell === null) return null;
  if (kind === 'boolean') return cell === 't';
  if (kind === 'datetime') return new Date(`${cell.replace(' ', 'T').replace(/\+00$/, '')}Z`).toISOString();
  return cell;
}
