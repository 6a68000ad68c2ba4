import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blockOf, laidOn, parseCells, printCells } from './block.ts';

describe('a block of cells', () => {
  it('has its corners in order, wherever it was begun', () => {
    expect(blockOf({ row: 5, column: 1 }, { row: 2, column: 3 })).toEqual({ top: 2, bottom: 5, left: 1, right: 3 });
  });

  it('reads what spreadsheets put on the clipboard', () => {
    expect(parseCells('a\tb\r\nc\td\r\n')).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
    expect(parseCells('"two\nlines"\t"say ""hi"""')).toEqual([['two\nlines', 'say "hi"']]);
    expect(parseCells('\t')).toEqual([['', '']]);
    expect(parseCells('5" pipe')).toEqual([['5" pipe']]);
  });

  it('reads again what it wrote', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '"', '\t', '\n', ' ', 'я') });
    const block = fc
      .integer({ min: 1, max: 4 })
      .chain((width) => fc.array(fc.array(text, { minLength: width, maxLength: width }), { minLength: 1 }));
    fc.assert(
      fc.property(block, (rows) => {
        // A last line of nothing is how every text ends.
        fc.pre(rows.at(-1)?.some((cell) => cell !== '') === true || (rows[0]?.length ?? 0) > 1);
        expect(parseCells(printCells(rows))).toEqual(rows);
      }),
    );
  });

  it('takes what is pasted: one cell fills it, several are laid down from its corner', () => {
    const block = { top: 2, left: 1, bottom: 4, right: 3 };
    const filled = laidOn(block, [['x']]);
    expect(filled.over).toEqual(block);
    expect(filled.cellAt(2, 2)).toBe('x');
    const laid = laidOn(block, [['a', 'b'], ['c']]);
    expect(laid.over).toEqual({ top: 2, left: 1, bottom: 3, right: 2 });
    expect([laid.cellAt(0, 1), laid.cellAt(1, 0), laid.cellAt(1, 1)]).toEqual(['b', 'c', undefined]);
  });
});
