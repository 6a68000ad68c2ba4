import { describe, expect, it } from 'vitest';
import type { EntityDescription } from '../../client/index.ts';
import { exportParts } from './export-parts.ts';

const noun = { name: 'visits', fields: [{ name: 'tasks', label: 'Tasks' }] } as unknown as EntityDescription;
const own = (path: string) => ({ path, over: 0 });
const inRow = (path: string) => ({ path, over: 1 });

describe('what of a list goes into a file [CS-056]', () => {
  it('is all of it, with line items of one kind', () => {
    expect(exportParts(noun, [own('name'), inRow('tasks.hours'), own('account.city')])).toEqual([
      { label: null, paths: ['name', 'tasks.hours', 'account.city'] },
    ]);
  });

  it('is one file for each kind of line items, with everything else in each', () => {
    expect(exportParts(noun, [inRow('tasks.hours'), own('name'), inRow('costs.amount'), inRow('tasks.done')])).toEqual([
      { label: 'Tasks', paths: ['tasks.hours', 'name', 'tasks.done'] },
      { label: 'costs', paths: ['name', 'costs.amount'] },
    ]);
  });
});
