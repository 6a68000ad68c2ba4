import { describe, expect, it } from 'vitest';
import type { EntityDescription } from '../../../client/index.ts';
import { readPage } from './pages.ts';
import type { TimelineSource } from './source.ts';

/** A source whose items happened at these minutes, told two at a time. */
function source(kind: string, minutes: readonly number[], portion = 3): TimelineSource {
  const items = minutes.map((minute) => ({
    key: `${kind}${minute}`,
    kind,
    at: `2026-01-01T10:${String(minute).padStart(2, '0')}:00Z`,
    place: null,
    data: null,
  }));
  return {
    kind,
    nouns: [],
    offered: () => true,
    load: ({ after }) => {
      const from = Number(after ?? 0);
      const next = from + portion < items.length ? String(from + portion) : null;
      return Promise.resolve({ items: items.slice(from, from + portion), next });
    },
    Entry: () => null,
  };
}

const asked = {
  entity: {} as EntityDescription,
  id: '1',
  below: [],
  belowNames: [],
  limit: 3,
  signal: new AbortController().signal,
};

async function readAll(sources: readonly TimelineSource[]): Promise<string[][]> {
  const pages: string[][] = [];
  let positions = {};
  for (let i = 0; i < 20; i++) {
    const page = await readPage(sources, positions, asked);
    if (page.items.length === 0) break;
    pages.push(page.items.map(({ key }) => key));
    ({ positions } = page);
  }
  return pages;
}

describe('a timeline [NV-20]', () => {
  it('is one stream of all sources, newest first, in pages without gaps or repeats', async () => {
    const pages = await readAll([source('a', [50, 40, 30, 20, 10]), source('b', [45, 44, 43, 42, 41, 5]), source('c', [1])]);
    expect(pages).toEqual([
      ['a50', 'b45', 'b44'],
      ['b43', 'b42', 'b41'],
      ['a40', 'a30', 'a20'],
      ['a10', 'b5', 'c1'],
    ]);
  });

  it('is empty where nothing has happened', async () => {
    expect(await readAll([source('a', [])])).toEqual([]);
  });
});
