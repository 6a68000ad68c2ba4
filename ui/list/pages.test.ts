import { describe, expect, it } from 'vitest';
import type { ListAnswer } from '../../client/index.ts';
import { RecordPages } from './pages.ts';

/** A server with `total` rows r0, r1, ...; the cursor is the index of the next row. */
function serve(total: number) {
  const calls: { after?: string; skip?: number; limit: number }[] = [];
  const gone = new Set<string>();
  const read = async (from: { after?: string; skip?: number }, limit: number): Promise<ListAnswer> => {
    calls.push({ ...from, limit });
    const start = Math.min(Number(from.after ?? from.skip ?? 0), total);
    const end = Math.min(start + limit, total);
    const records = Array.from({ length: end - start }, (_, at) => ({ id: `r${start + at}`, n: start + at })).filter(
      (row) => !gone.has(row.id),
    );
    return { records, next: end < total ? String(end) : null };
  };
  return { read, calls, gone };
}

/** Nobody hurries: what is read ahead depends on how fast one scrolls. */
const still = () => 0;

const settled = (pages: RecordPages, done: () => boolean) =>
  new Promise<void>((resolve) => {
    const check = () => done() && resolve();
    pages.subscribe(check);
    check();
  });

describe('RecordPages', () => {
  it('reads no more than what is looked at', async () => {
    const { read, calls } = serve(1_000_000);
    const pages = new RecordPages(read, still);
    pages.want(0, 40);
    await settled(pages, () => pages.started);
    expect(calls).toEqual([{ limit: 60 }]);
    expect(pages.loaded).toBe(60);
    expect(pages.complete).toBe(false);
    expect(pages.row(59)).toMatchObject({ id: 'r59' });
    expect(pages.row(60)).toBeUndefined();
  });

  it('reads what lies near by its cursor', async () => {
    const { read, calls } = serve(1_000_000);
    const pages = new RecordPages(read, still);
    pages.want(0, 40);
    await settled(pages, () => pages.started);
    pages.want(250, 290);
    await settled(pages, () => pages.row(289) !== undefined);
    expect(calls.slice(1)).toEqual([
      { after: '60', limit: 200 },
      { after: '260', limit: 200 },
    ]);
  });

  it('jumps into the middle and to the end, reads on from there, and back over the gap', async () => {
    const { read, calls } = serve(1_000_000);
    const pages = new RecordPages(read, still);
    pages.want(0, 40);
    await settled(pages, () => pages.started);
    pages.want(500_000, 500_040);
    await settled(pages, () => pages.row(500_039) !== undefined);
    expect(calls[1]).toEqual({ skip: 499_900, limit: 200 });
    // Who scrolls on finds what follows read already.
    await settled(pages, () => pages.row(500_200) !== undefined);
    expect(calls.slice(2)).toEqual([{ after: '500100', limit: 200 }]);
    expect(pages.row(500_000)).toMatchObject({ id: 'r500000' });
    expect(pages.row(250_000)).toBeUndefined();
    pages.want(500_090, 500_130);
    await settled(pages, () => pages.row(500_129) !== undefined);
    expect(calls.at(-1)).toEqual({ after: '500100', limit: 200 });
    pages.want(499_870, 499_910);
    await settled(pages, () => pages.row(499_870) !== undefined);
    expect(calls.at(-1)).toEqual({ skip: 499_770, limit: 131 });
    expect(Array.from({ length: 40 }, (_, at) => pages.row(499_870 + at)?.n)).toEqual(Array.from({ length: 40 }, (_, at) => 499_870 + at));
    pages.want(999_980, 1_000_000);
    await settled(pages, () => pages.complete);
    expect(pages.loaded).toBe(1_000_000);
    expect(pages.row(999_999)).toMatchObject({ id: 'r999999' });
  });

  it('reads on from where nothing was scrolled yet once that is to be expected, and further for who scrolls fast', async () => {
    const { read, calls } = serve(1_000_000);
    let now = 0;
    const pages = new RecordPages(read, () => now);
    pages.want(0, 40);
    await settled(pages, () => pages.started);
    pages.expectScrolling();
    await settled(pages, () => pages.row(60) !== undefined);
    expect(calls.slice(1)).toEqual([{ after: '60', limit: 200 }]);
    // A thousand rows a second.
    for (let first = 100; first <= 200; first += 100) {
      now += 100;
      pages.want(first, first + 40);
    }
    await settled(pages, () => pages.row(800) !== undefined);
    expect(calls.at(-1)).toMatchObject({ limit: 400 });
  });

  it.each([
    ['too far down', 37],
    ['too far up', -37],
  ])('reads on without a row missing or twice where a jump landed %s', async (_, out) => {
    const { read } = serve(10_000);
    const pages = new RecordPages(
      (from, limit) => read(from.skip === undefined ? from : { skip: Math.max(0, from.skip + out) }, limit),
      still,
    );
    pages.want(0, 40);
    await settled(pages, () => pages.started);
    pages.want(1000, 1040);
    await settled(pages, () => pages.row(1039) !== undefined);
    for (let first = 0; first < 1500; first += 40) {
      pages.want(first, first + 40);
      await settled(pages, () => pages.row(first + 39) !== undefined);
    }
    for (let first = 0; first < 1500; first += 40) {
      pages.want(first, first + 40);
      await settled(pages, () => pages.row(first + 39) !== undefined);
      for (let at = first; at < first + 40; at++) expect(pages.row(at)?.n).toBe(at);
    }
  });

  it('knows the end', async () => {
    const pages = new RecordPages(serve(61).read);
    pages.want(0, 60);
    await settled(pages, () => pages.started);
    pages.want(0, 80);
    await settled(pages, () => pages.complete);
    expect(pages.loaded).toBe(61);
  });

  it('forgets rows far away and reads them again', async () => {
    const { read, calls } = serve(100_000);
    const pages = new RecordPages(read, still);
    pages.want(0, 40);
    await settled(pages, () => pages.started);
    for (let at = 1000; at < 60_000; at += 1000) {
      pages.want(at, at + 40);
      await settled(pages, () => pages.row(at + 39) !== undefined);
    }
    expect(pages.row(10)).toBeUndefined();
    expect(pages.ids().length).toBeLessThanOrEqual(40 * 200);
    const before = calls.length;
    pages.want(0, 40);
    await settled(pages, () => pages.row(10) !== undefined);
    expect(calls.length).toBe(before + 1);
    expect(pages.row(10)).toMatchObject({ id: 'r10' });
  });

  it('patches and removes rows in place', async () => {
    const pages = new RecordPages(serve(200).read);
    pages.want(0, 150);
    await settled(pages, () => pages.loaded >= 150);
    pages.patch('r3', { n: 33 });
    expect(pages.row(3)).toEqual({ id: 'r3', n: 33 });
    pages.remove(new Set(['r2', 'r100']));
    expect(pages.row(2)).toEqual({ id: 'r3', n: 33 });
    expect(pages.indexOf('r101')).toBe(99);
    expect(pages.find('r2')).toBeUndefined();
  });

  it('keeps what is shown until a reload has the first page', async () => {
    const { read, gone } = serve(100);
    const pages = new RecordPages(read, still);
    pages.want(0, 40);
    await settled(pages, () => pages.started);
    gone.add('r0');
    const reloaded = pages.reload();
    expect(pages.row(0)).toMatchObject({ id: 'r0' });
    await reloaded;
    expect(pages.row(0)).toMatchObject({ id: 'r1' });
  });

  it('stops at a failure, tells it, and goes on when asked to', async () => {
    const { read } = serve(500);
    let broken = true;
    const pages = new RecordPages((from, limit) => (broken ? Promise.reject(new Error('no network')) : read(from, limit)));
    pages.want(0, 40);
    await settled(pages, () => pages.error !== null);
    expect(pages.started).toBe(false);
    broken = false;
    pages.retry();
    await settled(pages, () => pages.started);
    expect(pages.error).toBeNull();
    expect(pages.loaded).toBe(60);
  });

  it('keeps what was saved when an answer that left before it comes later', async () => {
    const shown = { id: 'r0', version: 1, name: 'before' };
    const pages = new RecordPages(async () => ({ records: [shown, { id: 'r1', version: 1 }], next: null }));
    pages.want(0, 2);
    await settled(pages, () => pages.started);
    pages.patch('r0', { version: 2, name: 'saved' });
    pages.refresh(shown);
    expect(pages.find('r0')).toMatchObject({ version: 2, name: 'saved' });
    await pages.reload();
    expect(pages.find('r0')).toMatchObject({ version: 2, name: 'saved' });
    pages.refresh({ id: 'r0', version: 3, name: 'by another' });
    expect(pages.find('r0')).toMatchObject({ version: 3, name: 'by another' });
  });
});
