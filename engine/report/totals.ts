// Subtotals and the grand total. Each column is added up over the records of its own level, each once in a group, whatever rows stand
// beside them: an account with three deals has its employees counted once.

import { compile, raw, type Sql, sql } from '../../db/index.ts';
import type { TotalKind } from '../../schema/index.ts';
import { Refusal } from '../errors.ts';
import { checkEpoch, type Reader, slotValues } from '../read.ts';
import { bind } from '../slots.ts';
import { epochSql } from '../workspace.ts';
import type { PlannedColumn, ReportPlan } from './plan.ts';
import { oneCurrency, plainValue } from './rows.ts';

export interface Total {
  /** Keys of the groups it is of, outermost first; none: of all. */
  readonly keys: readonly (string | null)[];
  /** Values of these groups, for whoever shows no rows. */
  readonly groups: readonly unknown[];
  /** Rows of the report in it. */
  readonly rows: number;
  /** Records of each level in it, each counted once. */
  readonly records: readonly number[];
  /** By column id: `{sum: {amount, currency}}`; of amounts in several currencies a list, one for each. */
  readonly values: Readonly<Record<string, Readonly<Partial<Record<TotalKind, unknown>>>>>;
}

/** Groups that are totalled; a report with more is refused. */
export const MOST_TOTALS = 50_000;

/** Grand total first, then group by group in the order of the report. @throws Refusal 422 where there are too many groups. */
export async function readTotals(reader: Reader, plan: ReportPlan): Promise<Total[]> {
  const byKeys = new Map<string, { -readonly [K in keyof Total]: Total[K] }>();
  for (let depth = 0; depth <= plan.groups.length; depth++) {
    const counted = await ask(reader, plan.finish(countsOf(plan, depth)));
    for (const cells of counted.rows) {
      const keys = cells.slice(1, 1 + depth);
      const place = 1 + depth;
      const groups = plan.groups.slice(0, depth).map(({ part }, i) => part.read([cells[1 + i] ?? null, cells[place + i] ?? null], 0));
      const numbers = cells.slice(place + depth).map(Number);
      byKeys.set(JSON.stringify(keys), { keys, groups, rows: numbers[0]!, records: numbers.slice(1), values: {} });
    }
    if (byKeys.size > MOST_TOTALS)
      throw new Refusal(422, 'too_many_groups', `The report has more than ${MOST_TOTALS} groups. Group by something coarser.`);
    for (const { at } of plan.levels) {
      const columns = plan.columns.filter(({ column }) => column.level === at && (column.totals?.length ?? 0) > 0);
      if (columns.length === 0) continue;
      const { rows } = await ask(reader, plan.finish(sumsOf(plan, depth, at, columns)));
      for (const cells of rows) {
        const total = byKeys.get(JSON.stringify(cells.slice(1, 1 + depth)));
        if (total) total.values = { ...total.values, ...readSums(columns, cells, 1 + depth) };
      }
      for (const column of columns.filter((one) => isMixed([...byKeys.values()], depth, one)))
        await split(reader, plan, depth, at, column, byKeys);
    }
  }
  return inOrder([...byKeys.values()]);
}

function isMixed(totals: readonly Total[], depth: number, { column: { id }, term }: PlannedColumn): boolean {
  const isWithout = (value: unknown) => typeof value === 'object' && value !== null && (value as { currency: unknown }).currency === null;
  return (
    term.type.kind === 'money' &&
    totals.some(({ keys, values }) => keys.length === depth && Object.values(values[id] ?? {}).some(isWithout))
  );
}

/** Amounts of several currencies make no sum: each has its own. */
async function split(
  reader: Reader,
  plan: ReportPlan,
  depth: number,
  at: number,
  planned: PlannedColumn,
  byKeys: ReadonlyMap<string, { values: Total['values'] }>,
): Promise<void> {
  const { id, totals = [] } = planned.column;
  const { rows } = await ask(reader, plan.finish(sumsOf(plan, depth, at, [planned], true)));
  const found = Map.groupBy(rows, (cells) => JSON.stringify(cells.slice(1, 1 + depth)));
  for (const [key, own] of found) {
    const total = byKeys.get(key);
    if (!total || own.length < 2) continue;
    const each = own.map((cells) => readSums([planned], cells, 2 + depth)[id]!);
    const joined = totals.map((of) => [of, isAmount(of) ? each.map((values) => values[of]) : total.values[id]?.[of]]);
    total.values = { ...total.values, [id]: Object.fromEntries(joined) };
  }
}

function isAmount(of: TotalKind): boolean {
  return of !== 'count' && of !== 'count_distinct';
}

async function ask(reader: Reader, statement: Sql) {
  const found = await reader.db.query(bind(compile(statement), slotValues(reader, null, [])));
  await checkEpoch(reader, found.rows[0]?.[0]);
  return found;
}

/** Group positions: an expression written twice would hold different parameters. */
function positions(depth: number, from = 1): Sql[] {
  return Array.from({ length: depth }, (_, i) => raw(String(i + from)));
}

function countsOf({ levels, groups, source }: ReportPlan, depth: number): Sql {
  const keys = groups.slice(0, depth);
  const named = [
    ...keys.map(({ part }, i) => sql`${part.columns[0]!} as ${raw(`g${i}`)}`),
    ...keys.flatMap(({ keys: order }, i) => (order.length > 1 ? [sql`${order[0]!.value} as ${raw(`s${i}`)}`] : [])),
    ...levels.map(({ frame, at }) => sql`${frame.alias}."id" as ${raw(`i${at}`)}`),
  ];
  const base = sql`select ${sql.join(named, ', ')} ${source()}`;
  const cells = keys.map((_, i) => raw(`g${i}`));
  const counts = levels.map(({ at }) => (levels.length === 1 ? sql`count(*)` : sql`count(distinct ${raw(`i${at}`)})`));
  const grouped = [...cells, ...counts];
  // One row has the same place among its neighbours whichever of them is asked.
  const order = keys.flatMap(({ keys: own, group }, i) => {
    const way = raw(group.descending ? ' desc' : '');
    return own.length > 1 ? [sql`min(${raw(`s${i}`)})${way}`, sql`${raw(`g${i}`)}${way}`] : [sql`${raw(`g${i}`)}${way}`];
  });
  const names = [...cells.map((_, i) => raw(`k${i}`)), ...counts.map((_, i) => raw(`n${i}`))];
  const inner = sql`select ${sql.join([...grouped.map((part, i) => sql`${part} as ${names[i]!}`), sql`count(*) as rows`, sql`row_number() over (${depth > 0 ? sql`order by ${sql.join(order, ', ')}` : sql``}) as place`], ', ')} from (${base}) b ${depth > 0 ? sql`group by ${sql.join(positions(depth), ', ')}` : sql``} limit ${sql.value(MOST_TOTALS + 1)}::int`;
  const titles = keys.map(({ part }, i) => (part.title ? part.title(sql`t.${raw(`k${i}`)}`) : sql`null::text`));
  const shown = [
    epochSql(levels[0]!.frame.space),
    ...keys.map((_, i) => sql`t.${raw(`k${i}`)}::text`),
    ...titles,
    sql`t.rows`,
    ...counts.map((_, i) => sql`t.${raw(`n${i}`)}`),
  ];
  return sql`select ${sql.join(shown, ', ')} from (${inner}) t order by t.place`;
}

/** @param isSplit of a single column of money: by its currency too, which stands behind the groups */
function sumsOf(
  { levels, groups, source }: ReportPlan,
  depth: number,
  at: number,
  columns: readonly PlannedColumn[],
  isSplit = false,
): Sql {
  const level = levels[at]!;
  const id = sql`${level.frame.alias}."id"`;
  const keys = groups.slice(0, depth).map(({ part }, i) => sql`${part.columns[0]!} as ${raw(`g${i}`)}`);
  const values = columns.flatMap(({ term }, i) => [
    sql`${term.value} as ${raw(`v${i}`)}`,
    ...(term.type.kind === 'money' ? [sql`${oneCurrency(term.currencies)} as ${raw(`m${i}`)}`] : []),
  ]);
  const once = at === levels.length - 1 && !level.shared ? sql`` : sql`distinct on (${sql.join(positions(depth + 1), ', ')}) `;
  const base = sql`select ${once}${sql.join([...keys, sql`${id} as record`, ...values], ', ')} ${source()}`;
  const sums = columns.flatMap((column, i) => (column.column.totals ?? []).flatMap((total) => sumOf(column, total, i)));
  const cells = [...keys.map((_, i) => raw(`g${i}`)), ...(isSplit ? [raw('m0')] : [])];
  const by = cells.length > 0 ? sql`group by ${sql.join(positions(cells.length), ', ')}` : sql``;
  const counted = isSplit ? sql`record is not null and v0 is not null` : sql`record is not null`;
  const grouped = sql`select ${sql.join([...cells.map((cell, i) => sql`${cell} as ${raw(`k${i}`)}`), ...sums.map((sum, i) => sql`${sum} as ${raw(`a${i}`)}`)], ', ')} from (${base}) b where ${counted} ${by}`;
  const shown = [
    epochSql(level.frame.space),
    ...cells.map((_, i) => sql`t.${raw(`k${i}`)}::text`),
    ...sums.map((_, i) => sql`t.${raw(`a${i}`)}`),
  ];
  return sql`select ${sql.join(shown, ', ')} from (${grouped}) t${isSplit ? sql` order by t.${raw(`k${depth}`)} collate "C"` : sql``}`;
}

function sumOf({ term }: PlannedColumn, total: TotalKind, i: number): Sql[] {
  const value = raw(`v${i}`);
  if (total === 'count') return [sql`count(${value})`];
  if (total === 'count_distinct') return [sql`count(distinct ${value})`];
  const sum = total === 'avg' ? sql`round(avg(${value})::numeric, 6)` : sql`${raw(total)}(${value})`;
  if (term.type.kind !== 'money') return [sum];
  const currency = raw(`m${i}`);
  const ofAmounts = sql`filter (where ${value} is not null)`;
  const one = sql`case when min(${currency} collate "C") ${ofAmounts} = max(${currency} collate "C") ${ofAmounts} then min(${currency} collate "C") ${ofAmounts} end`;
  return [sum, one];
}

function readSums(
  columns: readonly PlannedColumn[],
  cells: readonly (string | null)[],
  from: number,
): Record<string, Record<string, unknown>> {
  let at = from;
  const values: Record<string, Record<string, unknown>> = {};
  for (const { column, term } of columns) {
    const own: Record<string, unknown> = {};
    for (const total of column.totals ?? []) {
      const cell = cells[at++] ?? null;
      if (total === 'count' || total === 'count_distinct') own[total] = Number(cell);
      else if (term.type.kind === 'money') {
        const currency = cells[at++] ?? null;
        own[total] = cell === null ? null : { amount: cell, currency };
      } else own[total] = plainValue(cell, term.type.kind);
    }
    values[column.id] = own;
  }
  return values;
}

/** Each group before those inside it. The database told every depth in its own order; a group's place is that of its parent, then its own. */
function inOrder(totals: readonly Total[]): Total[] {
  const children = new Map<string, Total[]>();
  for (const total of totals.slice(1)) {
    const parent = JSON.stringify(total.keys.slice(0, -1));
    const own = children.get(parent);
    if (own) own.push(total);
    else children.set(parent, [total]);
  }
  const ordered: Total[] = [];
  const visit = (total: Total) => {
    ordered.push(total);
    for (const child of children.get(JSON.stringify(total.keys)) ?? []) visit(child);
  };
  if (totals[0]) visit(totals[0]);
  return ordered;
}
