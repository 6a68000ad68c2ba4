// The rows of one list query for React: made once, kept for the way back, refreshed by live events.

import { useEffect, useSyncExternalStore } from 'react';
import type { EntityDescription, ListQuery } from '../../client/index.ts';
import { both } from '../filter/model.ts';
import { useLive } from '../live.tsx';
import { useExactCount } from '../queries.ts';
import { client } from '../workspace.ts';
import { RecordPages } from './pages.ts';

export interface RowsQuery {
  readonly fields: readonly string[];
  readonly filter?: string;
  readonly sort?: string;
  readonly q?: string;
  /** An instant: rows as they stood then, which change no more. */
  readonly as_of?: string;
  /** A view that somebody shares is read as a report. */
  readonly reporting?: true;
}

interface Kept {
  readonly pages: RecordPages;
  /** Where one had scrolled to when one left. */
  scroll: number;
}

/** Lists one came from, most recent last. */
const kept = new Map<string, Kept>();
const KEEP = 8;
/** Milliseconds from the first rows until those behind them are read: who only passes by asks for nothing more. */
const SETTLED = 100;

/** @param shown as a list: its first rows are asked for at once, not when the room for them has been drawn */
export function useRows(entity: EntityDescription, query: RowsQuery, shown: boolean): Kept {
  const key = JSON.stringify([entity.name, query]);
  const rows = keep(key, entity.name, query);
  if (shown && !rows.pages.started) rows.pages.begin();
  useSyncExternalStore(rows.pages.subscribe, () => rows.pages.version);
  useEffect(() => {
    // Coming back: show at once what was there, then what is there now, without moving rows one had scrolled to.
    if (!rows.pages.started) return;
    if (rows.scroll === 0) void rows.pages.reload();
    else void readAgain(entity.name, query, rows.pages, rows.pages.wantedIds());
  }, [rows, entity.name, query]);
  const { started } = rows.pages;
  useEffect(() => {
    if (!started) return;
    const timer = setTimeout(() => rows.pages.expectScrolling(), SETTLED);
    return () => clearTimeout(timer);
  }, [rows, started]);
  return rows;
}

/** Number of matching records; undefined until known. */
export function useCount(entity: EntityDescription, { filter, q, as_of, reporting }: RowsQuery, pages: RecordPages): number | undefined {
  const query: ListQuery = { filter, q, ...(as_of ? { as_of } : {}), ...(reporting ? { reporting } : {}) };
  const count = useExactCount(entity.name, query, pages.started && !pages.complete);
  return pages.complete ? pages.loaded : count;
}

const IDS_PER_CALL = 100;

/**
 * Follows changes by others: rows at hand are read again in place; those that no longer match leave. New rows appear at once
 * when one is at the top, otherwise `onNews` is told, because rows must not jump under the pointer.
 */
export function useLiveRows(entity: EntityDescription, query: RowsQuery, { pages }: Kept, atTop: () => boolean, onNews: () => void): void {
  useLive(entity.name, (ids) => {
    if (!pages.started || query.as_of) return;
    const shown = ids.has('*') ? pages.wantedIds() : [...ids].filter((id) => pages.find(id));
    if (ids.has('*') || shown.length < ids.size) {
      if (atTop()) {
        void pages.reload();
        return;
      }
      onNews();
    }
    for (let at = 0; at < shown.length; at += IDS_PER_CALL) void readAgain(entity.name, query, pages, shown.slice(at, at + IDS_PER_CALL));
  });
}

async function readAgain(
  entity: string,
  { fields, filter, q, as_of, reporting }: RowsQuery,
  pages: RecordPages,
  ids: readonly string[],
): Promise<void> {
  const these = both(filter, `id in (${ids.map((id) => JSON.stringify(id)).join(', ')})`);
  try {
    const { records } = await client.records(entity).list({ fields, filter: these, q, as_of, reporting, limit: IDS_PER_CALL });
    for (const record of records) pages.refresh(record);
    const found = new Set(records.map((record) => record.id));
    const gone = ids.filter((id) => !found.has(id));
    if (gone.length) pages.remove(new Set(gone));
  } catch {
    // The next event or visit brings the change; an error message for something nobody asked for would only startle.
  }
}

function keep(key: string, entity: string, { fields, filter, sort, q, as_of, reporting }: RowsQuery): Kept {
  const known = kept.get(key);
  const rows: Kept = known ?? {
    scroll: 0,
    pages: new RecordPages((from, limit, signal) =>
      client.records(entity).list({ fields, filter, sort, q, as_of, reporting, ...from, limit }, { signal }),
    ),
  };
  kept.delete(key);
  kept.set(key, rows);
  for (const [oldest, { pages }] of kept) {
    if (kept.size <= KEEP) break;
    pages.dispose();
    kept.delete(oldest);
  }
  return rows;
}
