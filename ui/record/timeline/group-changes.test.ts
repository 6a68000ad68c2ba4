import { describe, expect, it } from 'vitest';
import type { ChangeEntry, Values } from '../../../client/index.ts';
import { groupChanges } from './group-changes.ts';

const change = (id: number, minute: number, before: Values | null, after: Values | null, who = 'a'): ChangeEntry => ({
  id: String(id),
  at: new Date(Date.UTC(2026, 0, 1, 10, minute)).toISOString(),
  actor: { id: who, title: who },
  cause: { kind: 'user' },
  verb: 'update',
  entity: 'deals',
  record: '1',
  before,
  after,
});

describe('changes in a timeline [NV-20]', () => {
  it('are one entry when one person made them in a row', () => {
    const found = groupChanges(
      [change(2, 5, { stage: 'b' }, { stage: 'c' }), change(1, 1, { stage: 'a', city: 'x' }, { stage: 'b', city: 'y' })],
      '1',
    );
    expect(found).toMatchObject([
      { at: '2026-01-01T10:05:00.000Z', data: { before: { stage: 'a', city: 'x' }, after: { stage: 'c', city: 'y' } } },
    ]);
  });

  it('that were taken back at once say nothing', () => {
    const found = groupChanges([change(2, 2, { stage: 'b' }, { stage: 'a' }), change(1, 1, { stage: 'a' }, { stage: 'b' })], '1');
    expect(found).toEqual([]);
  });

  it('of different people, much later, or of its making stay apart', () => {
    const apart = [
      change(4, 40, { stage: 'c' }, { stage: 'd' }),
      change(3, 20, { stage: 'b' }, { stage: 'c' }),
      change(2, 19, { stage: 'a' }, { stage: 'b' }, 'b'),
      change(1, 18, null, { stage: 'a' }, 'b'),
    ];
    expect(groupChanges(apart, '1')).toHaveLength(4);
  });
});
