// Splitting CSV: equal to csv-parse on whole files, in whatever pieces they arrive; and damage costs one row, not the rest.

import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CsvSplitter, type Dialect } from './csv.ts';
import { dialectOf } from './dialect.ts';
import { LIMITS } from './limits.ts';

const USUAL: Dialect = { delimiter: ',', quote: '"', escape: 'double', lineEnd: '\n' };

/** `[number, ...cells]`, with the damage at the end of a damaged row. */
function split(text: string, dialect: Partial<Dialect> = {}, pieces: readonly number[] = []): unknown[][] {
  const splitter = new CsvSplitter({ ...USUAL, ...dialect });
  const rows = [];
  let at = 0;
  for (const piece of pieces) {
    rows.push(...splitter.push(text.slice(at, at + piece)));
    at += piece;
  }
  rows.push(...splitter.push(text.slice(at)), ...splitter.end());
  return rows.map(({ number, cells, damage }) => (damage ? [number, ...cells, `!${damage}`] : [number, ...cells]));
}

describe('CSV rows [CS-072]', () => {
  it('counts rows as a spreadsheet does: breaks inside cells no, empty lines yes', () => {
    expect(split('a,b\n1,"x\r\ny"\n\n3,4\r\n')).toEqual([
      [1, 'a', 'b'],
      [2, '1', 'x\r\ny'],
      [4, '3', '4'],
    ]);
  });

  it('takes a quote inside a cell for an inch mark, and one with spaces before it for a quote', () => {
    expect(split('5" disk, "a, b" ,x\n')).toEqual([[1, '5" disk', 'a, b', 'x']]);
    expect(split('"he said "no" to it",x\n')).toEqual([[1, 'he said "no" to it', 'x']]);
  });

  it('reads backslash escapes where the file has them', () => {
    expect(split('"a\\"b",2\n', { escape: 'backslash' })).toEqual([[1, 'a"b', '2']]);
  });

  it('reads old Mac line ends', () => {
    expect(split('a;b\r1;2\r', { delimiter: ';', lineEnd: '\r' })).toEqual([
      [1, 'a', 'b'],
      [2, '1', '2'],
    ]);
  });

  it('skips the line that tells Excel the separator, but counts it', () => {
    expect(split('sep=;\na;b\n', { delimiter: ';' })).toEqual([[2, 'a', 'b']]);
  });

  it('loses one row to a quote that is never closed', () => {
    const text = `a,b\n1,"open\n${Array.from({ length: 500 }, (_, index) => `${index},x`).join('\n')}\n`;
    const rows = split(text);
    expect(rows).toHaveLength(502);
    expect(rows[1]).toEqual([2, '1', '"open', '!unclosed_quote']);
    expect(rows[501]).toEqual([502, '499', 'x']);
  });

  it('sees that a quote was not closed when a later cell opens with one', () => {
    expect(split('a,b\n1,"open,x\n2,y\n3,"z"\n')).toEqual([
      [1, 'a', 'b'],
      [2, '1', '"open', 'x', '!unclosed_quote'],
      [3, '2', 'y'],
      [4, '3', 'z'],
    ]);
  });

  it('refuses a row without end and a row with thousands of columns', () => {
    expect(() => split('x'.repeat(LIMITS.record + 1), {}, [LIMITS.record + 1])).toThrow(expect.objectContaining({ code: 'too_large' }));
    expect(() => split(`${','.repeat(LIMITS.columns)}x\n`)).toThrow(expect.objectContaining({ code: 'too_many_columns' }));
  });

  it('stays fast however the quotes stand', () => {
    const started = performance.now();
    split(
      '"a\n""'.repeat(20_000),
      {},
      Array.from({ length: 200 }, () => 500),
    );
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});

const cell = fc.string({ unit: fc.constantFrom(...'ab1 ,;|\t"\'\n\r=ä€'), maxLength: 8 });
const table = fc
  .integer({ min: 1, max: 5 })
  .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 8 }));

describe('any table', () => {
  it('comes back as it was written, in whatever pieces it arrives', () => {
    fc.assert(
      fc.property(
        table,
        fc.constantFrom(',', ';', '\t', '|'),
        fc.constantFrom('\n', '\r\n'),
        fc.array(fc.nat(20), { maxLength: 30 }),
        (rows, delimiter, end, pieces) => {
          const text = stringify(rows, { delimiter, record_delimiter: end, quoted: true });
          const read = split(text, { delimiter: delimiter as Dialect['delimiter'] }, pieces).map(([, ...cells]) => cells);
          const expected = rows.filter((row) => row.some((value) => value !== '') || row.length > 1 || row[0] !== '');
          // Rows without any value are left out.
          expect(read).toEqual(
            expected
              .filter((row) => row.some((value) => value !== ''))
              .filter((row) => !(row.length === 1 && /^sep=.?$/i.test(row[0] ?? ''))),
          );
        },
      ),
    );
  });

  it('is read as csv-parse reads it', () => {
    fc.assert(
      fc.property(table, (rows) => {
        const plain = rows.map((row) => row.map((value) => value.replace(/[\r' ]/g, '')));
        const text = stringify(plain);
        const theirs = (parse(text, { relax_column_count: true }) as string[][]).filter((row) => row.some((value) => value !== ''));
        expect(split(text).map(([, ...cells]) => cells)).toEqual(theirs);
      }),
    );
  });
});

describe('dialect', () => {
  it.each([
    ['a;b;c\n1,5;2,5;3\n', ';', '"'],
    ['a,b\n"x;y;z",2\n"z;q;q",3\n', ',', '"'],
    ['a\tb\nx, y\tz\nu, v\tw\n', '\t', '"'],
    ['a|b\n1|2\n', '|', '"'],
    ['name\nAnna\nBo\n', ',', '"'],
    ["a,b\n'x,1','y'\n'q','z'\n'1','2'\n", ',', "'"],
    ["name;price\nO'Neil;1,5\nD'x;2,5\n", ';', '"'],
    ['sep=;\na;b,c,d\n1,2;3,4\n', ';', '"'],
    ['Report of March, April, May\n\nname;city\nAnna;Oslo\nBo;Turku\nCia;Bonn\n', ';', '"'],
  ])('of %j', (text, delimiter, quote) => {
    expect(dialectOf(text)).toMatchObject({ delimiter, quote });
  });

  it('tells escapes by backslash from a backslash at the end of a cell', () => {
    expect(dialectOf('a,b\n"x\\"y",2\n').escape).toBe('backslash');
    expect(dialectOf('a,b\n"C:\\",2\n"D:\\",3\n').escape).toBe('double');
  });
});
