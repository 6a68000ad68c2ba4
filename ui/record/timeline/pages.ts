// Merges the pages of several sources into one stream.

import type { TimelineItem, TimelineQuery, TimelineSource } from './source.ts';

/** How far one source has been read: what waits, and where to go on; `after` undefined: at its end. */
interface Position {
  readonly waiting: readonly TimelineItem[];
  readonly after: string | null | undefined;
}

export type Positions = Readonly<Record<string, Position>>;

type Asked = Omit<TimelineQuery, 'after'>;

/** Every source has a page at hand or is at its end, so the newest page of them all is complete. */
export async function readPage(
  sources: readonly TimelineSource[],
  start: Positions,
  asked: Asked,
): Promise<{ items: readonly TimelineItem[]; positions: Positions }> {
  const read = await Promise.all(
    sources.map(async (source) => {
      const { waiting, after } = start[source.kind] ?? { waiting: [], after: null };
      if (waiting.length >= asked.limit || after === undefined) return { kind: source.kind, waiting, after };
      const { items, next } = await source.load({ ...asked, after });
      return { kind: source.kind, waiting: [...waiting, ...items], after: next ?? undefined };
    }),
  );
  const all = read.flatMap(({ waiting }) => waiting).sort((a, b) => (a.at === b.at ? 0 : a.at < b.at ? 1 : -1));
  const items = all.slice(0, asked.limit);
  const shown = new Set(items);
  const positions = Object.fromEntries(
    read.map(({ kind, waiting, after }) => [kind, { waiting: waiting.filter((item) => !shown.has(item)), after }]),
  );
  return { items, positions };
}
