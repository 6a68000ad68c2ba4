import { describe, expect, it } from 'vitest';
import type { EntityDescription, RecordValues } from '../../client/index.ts';
import { type LayoutBlock, layoutOf, moveField } from './layout.ts';

const block = (label: string, ...fields: string[]): LayoutBlock => ({ block: label, label: null, fields });
const noun = (...blocks: [string, ...string[]][]) =>
  ({ blocks: blocks.map(([label, ...fields]) => ({ label, fields })) }) as unknown as EntityDescription;

describe('the layout of a form [CS-029]', () => {
  it('is that of the modules until somebody arranges it', () => {
    expect(layoutOf(noun(['A', 'x', 'y'], ['B', 'z']), undefined)).toEqual([block('A', 'x', 'y'), block('B', 'z')]);
  });

  it('keeps own blocks that are empty, new names, and what came later', () => {
    const record = {
      id: '1',
      blocks: [
        { block: null, label: 'Mine', fields: [] },
        { block: 'B', label: 'Bee', fields: ['z'] },
      ],
    } as RecordValues;
    expect(layoutOf(noun(['Bee', 'z', 'new'], ['A', 'x']), record)).toEqual([
      { block: null, label: 'Mine', fields: [] },
      { block: 'B', label: 'Bee', fields: ['z', 'new'] },
      block('A', 'x'),
    ]);
  });

  it('moves a field by one row, and over the edge into the next block; the first and the last stay [SC-33]', () => {
    const blocks = [block('A', 'x', 'y'), block('B', 'z')];
    expect(moveField(blocks, 'x', 1)).toEqual([block('A', 'y', 'x'), block('B', 'z')]);
    expect(moveField(blocks, 'y', 1)).toEqual([block('A', 'x'), block('B', 'y', 'z')]);
    expect(moveField(blocks, 'z', -1)).toEqual([block('A', 'x', 'y', 'z'), block('B')]);
    expect(moveField(blocks, 'x', -1)).toBe(blocks);
    expect(moveField(blocks, 'z', 1)).toBe(blocks);
  });
});
