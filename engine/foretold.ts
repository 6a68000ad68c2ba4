// The next number of a series, foretold: whoever creates one record takes it for granted, as he does what it refers to, so that those who
// come together need not wait for each other's commits. The counter decides: where it stands elsewhere all is undone and asked for.

import { prepare, sql } from '../db/index.ts';
import { planned } from './planned.ts';
import type { Writer } from './records.ts';
import { noteClaim } from './references.ts';
import { type Bound, bind, slot } from './slots.ts';
import type { Workspace } from './workspace.ts';

export interface Series {
  /** The last number that this process knows to be given, or on its way; null where it has to look. */
  last: number | null;
  looking: Promise<void> | null;
  /** Transactions of this process that have asked the counter, until they are over. */
  readonly holders: Set<Promise<void>>;
  /** So many ask before anybody foretells again: another process may be giving numbers too. */
  doubts: number;
}

const DOUBTS = 8;

/** The last of so many numbers; null where the counter has to be asked. */
export async function foretell(writer: Writer, key: string, by: number): Promise<number | null> {
  const { claim, tx, workspace } = writer;
  if (!claim || !tx.untouched) return null;
  const series = seriesOf(workspace, key);
  if (series.doubts > 0) {
    series.doubts--;
    return null;
  }
  // PostgreSQL would make it wait for those as well.
  await Promise.all(series.holders);
  if (series.last === null) {
    series.looking ??= look(writer, series, key);
    await series.looking;
  }
  const { last } = series;
  if (last === null || series.holders.size > 0) return null;
  series.last = last + by;
  noteClaim(claim, tx.later(grant(workspace, key, last, by)));
  tx.locks(key);
  tx.onEnd((committed) => {
    if (committed) return;
    series.last = null;
    series.doubts = DOUBTS;
  });
  return last + by;
}

/** The counter is asked: until the end of this transaction nobody knows how it stands. */
export function hold({ tx, workspace }: Writer, key: string): void {
  const series = seriesOf(workspace, key);
  const { promise, resolve } = Promise.withResolvers<void>();
  series.last = null;
  series.holders.add(promise);
  tx.onEnd(() => {
    series.holders.delete(promise);
    resolve();
  });
}

function seriesOf({ series }: Workspace, key: string): Series {
  const known = series.get(key) ?? { last: null, looking: null, holders: new Set(), doubts: 0 };
  series.set(key, known);
  return known;
}

async function look({ tx, workspace }: Writer, series: Series, key: string): Promise<void> {
  try {
    const statement = planned(workspace, 'counter', () =>
      prepare(sql`select "value" from ${sql.identifier(workspace.space, 'counters')} where "key" = ${slot('key', 0)}::text`),
    );
    const { rows } = await tx.glance.query(bind(statement, { key: [key] }));
    series.last = rows[0] ? Number(rows[0][0]) : null;
  } finally {
    series.looking = null;
  }
}

function grant(workspace: Workspace, key: string, last: number, by: number): Bound {
  const statement = (from: number, count: number) => bind(granted(workspace), { take: [key, from, count] });
  return {
    ...statement(last, by),
    joint: {
      key: 'foretold',
      shared: [key],
      rows: [[last, by]],
      // One after the other without a gap, or somebody is mistaken.
      join(rows) {
        const inOrder = [...(rows as readonly [number, number][])].sort(([a], [b]) => a - b);
        const [first] = inOrder[0]!;
        const end = inOrder.reduce((at, [from, count]) => (at === from ? from + count : Number.NaN), first);
        return Number.isNaN(end) ? null : statement(first, end - first);
      },
    },
  };
}

function granted(workspace: Workspace) {
  return planned(workspace, 'foretold', () => {
    const counters = sql.identifier(workspace.space, 'counters');
    const [key, last, by] = [sql`${slot('take', 0)}::text`, sql`${slot('take', 1)}::bigint`, sql`${slot('take', 2)}::bigint`];
    return prepare(
      sql`with taken as (update ${counters} set "value" = "value" + ${by} where "key" = ${key} and "value" = ${last} returning 1) select exists (select from taken) or kontor.not_so()`,
    );
  });
}
