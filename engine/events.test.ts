import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Statement } from '../db/index.ts';
import type { BoundContext } from './context.ts';
import { LiveEvents } from './events.ts';
import type { Workspace } from './workspace.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Changes by the transaction that made them, and what the database is asked before it answers. */
function house(changes: readonly number[]) {
  const at = { horizon: 10, before: (_: Statement): Promise<void> | void => {} };
  const query = async (statement: Statement) => {
    const { horizon } = at;
    await at.before(statement);
    if (statement.text.includes('pg_snapshot_xmin')) return { rows: [[String(horizon)]], count: 1 };
    const [from, to] = statement.values.map(Number) as [number, number];
    const rows = changes.filter((tx) => tx >= from && tx < to).map((tx) => ['deals', `deal ${tx}`, 'update', 'f', String(tx)]);
    return { rows, count: rows.length };
  };
  const workspace = { db: { query }, space: 'ws_test', statements: new Map() } as unknown as Workspace;
  const rights = { key: 'system', active: true, schema: { entities: { deals: { access: {} } } } };
  const reader = { workspace, rights, db: { query: async () => ({ rows: [['1.1']], count: 1 }) }, assertCurrent: () => {} };
  const context = { read: (work: (given: unknown) => unknown) => work(reader) } as unknown as BoundContext;
  const live = new LiveEvents(workspace);
  const listen = async (heard: string[], since: string | null = null) =>
    live.listen(context, (events) => heard.push(...events.map(({ id }) => id)), vi.fn(), since);
  return { at, listen };
}

it('tells who comes back also of what happened while he was told what he had missed', async () => {
  const { at, listen } = house([7, 12, 25]);
  const others: string[] = [];
  await listen(others);
  const { promise: told, resolve: goOn } = Promise.withResolvers<void>();
  at.before = ({ values }) => (values.includes('5') ? told : undefined);
  const heard: string[] = [];
  const coming = listen(heard, '5');
  at.horizon = 20;
  await vi.advanceTimersByTimeAsync(500);
  expect(others).toEqual(['deal 12']);
  goOn();
  await coming;
  at.horizon = 30;
  await vi.advanceTimersByTimeAsync(500);
  expect(heard).toEqual(['deal 7', 'deal 12', 'deal 25']);
});

it('begins for two who come first together where the first of them began', async () => {
  const { at, listen } = house([12]);
  const [one, other]: [string[], string[]] = [[], []];
  const { promise: slow, resolve: goOn } = Promise.withResolvers<void>();
  const first = listen(one);
  at.horizon = 20;
  at.before = () => slow;
  const second = listen(other);
  await first;
  goOn();
  await second;
  at.horizon = 30;
  await vi.advanceTimersByTimeAsync(500);
  expect(one).toEqual(['deal 12']);
});
