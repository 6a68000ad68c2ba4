// A report from top to bottom, as files show it: a heading where a group begins, its rows, and its totals where it ends.

import { linesOfTotals, type TotalKind } from '../../schema/index.ts';
import type { ReportHead } from './report.ts';
import type { ReportRow } from './rows.ts';
import type { Total } from './totals.ts';

/** What stands below what on paper; `value` is that of the group. */
export type Line =
  | { readonly kind: 'group'; readonly depth: number; readonly total: Total; readonly value: unknown }
  | { readonly kind: 'row'; readonly row: ReportRow }
  /** Depth 0 is the grand total; one line for each kind of total in use, and for each part that one has. */
  | { readonly kind: 'total'; readonly depth: number; readonly of: TotalKind; readonly part: number; readonly total: Total };

const ORDER: readonly TotalKind[] = ['sum', 'avg', 'min', 'max', 'count', 'count_distinct'];

/** @param summary groups and totals without rows */
export async function* reportLines(
  head: ReportHead,
  pages: AsyncIterable<readonly ReportRow[]>,
  summary: boolean,
): AsyncGenerator<readonly Line[]> {
  const totals = new Map(head.totals.map((total) => [JSON.stringify(total.keys), total]));
  const used = ORDER.filter((kind) => head.columns.some((column) => column.totals.includes(kind)));
  const linesOf = (total: Total, depth: number): Line[] =>
    used.flatMap((of) =>
      Array.from({ length: linesOfTotals(head.columns, total.values, of) }, (_, part): Line => ({ kind: 'total', depth, of, part, total })),
    );
  const depth = head.groups.length;
  let open: readonly (string | null)[] | null = null;

  const close = (shared: number, lines: Line[]) => {
    for (let at = open?.length ?? 0; at > shared; at--) {
      const total = totals.get(JSON.stringify(open?.slice(0, at)));
      if (total) lines.push(...linesOf(total, at));
    }
  };
  const enter = (keys: readonly (string | null)[], lines: Line[]) => {
    let shared = 0;
    while (open && shared < depth && open[shared] === keys[shared]) shared++;
    if (open && shared === depth) return;
    close(shared, lines);
    for (let at = shared; at < depth; at++) {
      const total = totals.get(JSON.stringify(keys.slice(0, at + 1)));
      if (total) lines.push({ kind: 'group', depth: at + 1, total, value: total.groups[at] });
    }
    open = keys;
  };

  if (summary) {
    const lines: Line[] = [];
    for (const { keys } of head.totals) if (keys.length === depth && depth > 0) enter(keys, lines);
    yield lines;
  } else {
    for await (const page of pages) {
      const lines: Line[] = [];
      for (const row of page) {
        enter(row.keys, lines);
        lines.push({ kind: 'row', row });
      }
      yield lines;
    }
  }
  const end: Line[] = [];
  close(0, end);
  const [all] = head.totals;
  if (all) end.push(...linesOf(all, 0));
  yield end;
}
