// A report from top to bottom as it is shown: headings of groups, rows, and totals where a group ends. The grand total stands apart.

import type { ReportHead, ReportRow, ReportTotal } from '../../client/index.ts';
import { linesOfTotals } from '../../schema/index.ts';

export type Line =
  | { readonly kind: 'group'; readonly depth: number; readonly total: ReportTotal }
  | { readonly kind: 'row'; readonly row: ReportRow /** From which level on it differs from the row above. */; readonly fresh: number }
  | TotalOf;

export interface TotalOf {
  readonly kind: 'total';
  readonly of: string;
  /** Of a total in several currencies: which of them. */
  readonly part: number;
  readonly depth: number;
  readonly total: ReportTotal;
}

export const TOTALS = ['sum', 'avg', 'min', 'max', 'count', 'count_distinct'] as const;

function usedTotals(head: ReportHead): string[] {
  return TOTALS.filter((kind) => head.columns.some((column) => column.totals.includes(kind)));
}

export function totalLines(head: ReportHead, total: ReportTotal, depth: number): TotalOf[] {
  return usedTotals(head).flatMap((of) =>
    Array.from(
      { length: linesOfTotals(head.columns, total.values, of) },
      (_, part): TotalOf => ({ kind: 'total', of, part, depth, total }),
    ),
  );
}

/** `whole`: no rows are to come, so the last groups end here. */
export function linesOf(head: ReportHead, rows: readonly ReportRow[], whole: boolean, summary: boolean): Line[] {
  const totals = new Map(head.totals.map((total) => [JSON.stringify(total.keys), total]));
  const depth = head.groups.length;
  const lines: Line[] = [];
  let open: readonly (string | null)[] | null = null;

  const close = (keys: readonly (string | null)[] | null, shared: number) => {
    for (let at = keys?.length ?? 0; at > shared; at--) {
      const total = totals.get(JSON.stringify(keys?.slice(0, at)));
      if (total) lines.push(...totalLines(head, total, at));
    }
  };
  const enter = (keys: readonly (string | null)[]) => {
    let shared = 0;
    while (open && shared < depth && open[shared] === keys[shared]) shared++;
    if (open && shared === depth) return false;
    close(open, shared);
    for (let at = shared; at < depth; at++) {
      const total = totals.get(JSON.stringify(keys.slice(0, at + 1)));
      if (total) lines.push({ kind: 'group', depth: at + 1, total });
    }
    open = keys;
    return true;
  };

  if (summary) {
    for (const { keys } of head.totals) if (depth > 0 && keys.length === depth) enter(keys);
    close(open, 0);
    return lines;
  }
  let before: ReportRow | null = null;
  for (const row of rows) {
    const entered = enter(row.keys);
    const last: ReportRow | null = entered ? null : before;
    const fresh = last ? row.ids.findIndex((id, at) => id !== last.ids[at]) : 0;
    lines.push({ kind: 'row', row, fresh: fresh < 0 ? row.ids.length : fresh });
    before = row;
  }
  if (whole) close(open, 0);
  return lines;
}
