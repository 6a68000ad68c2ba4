import { describe, expect, it } from 'vitest';
import type { ListAnswer } from '../../client/index.ts';
import { RecordPages } from './pages.ts';

/** A server with `total` rows r0, r1, ...; the cursor is the index of the next row. */
function serve(total: number) {
  const calls: { after: string | undefined; limit: number }[] = [];
  const gone = new Set<string>();
  const read = async (after: string | undefined, limit: number): Promise<ListAnswer> => {
    calls.push({ after, limit });
    const start = Number(after ?? 0);
    const end = Math.min(start + limit, total);
    const records = Array.from({ length: end - start }, (_, at) => ({ id: `r${start + at}`, n: start + at })).filter(
      (row) => !gone.has(row.id),
    );
    return { records, next: end < total ? String(end) : null };
  };
  return { read, calls, gone };
}

const settled = (pages: RecordPages, done: () => boolean) =>
  new Promise<void>((resolve) => {
    const check = () => done() && resolve();
    pages.subscribe(check);
    check();
  });

describe('RecordPages', () => {
  it('reads no more than what is looked at', async () => {
    const { read, calls } = serve(1_000_000);
    const pages = new RecordPages(read);
    pages.want(0, 40);
    await settled(pages, () => pages.started);
    expect(calls).toEqual([{ after: undefined, limit: 60 }]);
    expect(pages.loaded).toBe(60);
    expect(pages.complete).toBe(false);
    expect(pages.row(59)).toMatchObject({ id: 'r59' });
    expect(pages.row(60)).toBeUndefined();
  });

  it('reads on in long pages when one jumps ahead, until the place is reached', async () => {
    const { read, calls } = serve(1_000_000);
    const pages = new RecordPages(read);
    pages.want(0, 40);
    await settled(pages, () => pages.started);
    pages.want(3000, 3040);
    await settled(pages, () => pages.row(3039) !== undefined);
    expect(calls.slice(1).every((call) => call.limit === 500 || call.limit === 200)).toBe(true);
    expect(calls).toHaveLength(7);
    expect(pages.row(3000)).toMatchObject({ id: 'r3000' });
  });

  it('knows the end', async () => {
    const pages = new RecordPages(serve(61).read);
    pages.want(0, 60);
    await settled(pages, () => pages.started);
    pages.want(0, 80);
    await settled(pages, () => pages.complete);
    expect(pages.loaded).toBe(61);
  });

  it('forgets rows far away and reads them again with the cursor it kept', async () => {
    const { read, calls } = serve(100_000);
    const pages = new RecordPages(read);
    pages.want(0, 40);
    await settled(pages, () => pages.started);
    pages.want(50_000, 50_040);
    await settled(pages, () => pages.row(50_039) !== undefined);
    expect(pages.loaded).toBeGreaterThanOrEqual(50_040);
    expect(pages.row(10)).toBeUndefined();
    expect(pages.ids().length).toBeLessThanOrEqual(40 * 500);
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
    const pages = new RecordPages(read);
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
    const pages = new RecordPages((after, limit) => (broken ? Promise.reject(new Error('no network')) : read(after, limit)));
    pages.want(0, 40);
    await settled(pages, () => pages.error !== null);
    expect(pages.started).toBe(false);
    broken = false;
    pages.retry();
    await settled(pages, () => pages.started);
    expect(pages.error).toBeNull();
    expect(pages.loaded).toBe(60);
  });
});
