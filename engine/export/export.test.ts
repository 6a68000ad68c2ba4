// Files that are written can be read: by spreadsheets without harm, by the import without loss.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Entity, type Field, fieldTypes } from '../../schema/index.ts';
import { resolve } from '../../schema/resolve.ts';
import { detect } from '../import/detect.ts';
import { sales } from '../import/fixture.ts';
import { fileOf } from '../import/fixture-files.ts';
import { openSource } from '../import/source.ts';
import type { Values } from '../types.ts';
import type { ExportColumn } from './column.ts';
import { type CsvOptions, writeCsv } from './csv.ts';
import { guarded, unguarded } from './formula-guard.ts';
import { writeXlsx, type XlsxOptions, type XlsxSummary } from './xlsx.ts';

const { schema } = resolve([sales]);
const entity = schema.entities.contacts as Entity;

function columnsOf(...names: string[]): ExportColumn[] {
  return names.map((path) => ({ path, heading: path, field: entity.fields[path] as Field, rows: null }));
}

async function* pagesOf(records: readonly Values[], size = 3): AsyncGenerator<readonly Values[]> {
  for (let at = 0; at < records.length; at += size) yield records.slice(at, at + size);
}

async function allOf<T>(source: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const one of source) all.push(one);
  return all;
}

async function csvOf(columns: readonly ExportColumn[], records: readonly Values[], options?: CsvOptions): Promise<string> {
  return (await allOf(writeCsv(columns, pagesOf(records), options))).join('');
}

async function xlsxOf(columns: readonly ExportColumn[], records: readonly Values[], options?: XlsxOptions): Promise<Buffer> {
  return Buffer.concat(await allOf(writeXlsx(columns, pagesOf(records), options)));
}

async function rowsIn(content: string | Buffer, sheet?: string): Promise<(readonly string[])[]> {
  const source = await openSource(await fileOf(content), sheet ? { sheet } : {});
  const rows: (readonly string[])[] = [];
  for await (const lot of source.rows()) rows.push(...lot.map(({ cells }) => cells));
  source.close();
  return rows;
}

describe('formulas [CS-073]', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['+cmd|x', "'+cmd|x"],
    ['-2+3', "'-2+3"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    ['\r=1', "'\r=1"],
    ["'=1", "''=1"],
    ['-12.50', '-12.50'],
    ['-12,50', '-12,50'],
    ['-12.50 EUR', '-12.50 EUR'],
    ['-12.50 EURO', "'-12.50 EURO"],
    ['+358 40 123 4567', '+358 40 123 4567'],
    ["'quoted'", "'quoted'"],
    ['a=b', 'a=b'],
  ])('%j is written as %j', (text, written) => {
    expect(guarded(text)).toBe(written);
    expect(unguarded(written)).toBe(text);
  });

  it('come back as they were, whatever they were', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("'", '=', '+', '-', '@', '\t', '\r', '1', ' ', 'a', '.') }),
        (text) => unguarded(guarded(text)) === text,
      ),
    );
  });
});

describe('CSV [CS-073, CS-087]', () => {
  const columns = columnsOf('last_name', 'height', 'languages', 'newsletter');
  const records = [
    { last_name: 'Mäkelä, "Väinö"', height: '1.80', languages: ['Finnish', 'German'], newsletter: true },
    { last_name: ' =x\n', height: null, languages: null, newsletter: null },
  ];

  it('has a mark, CRLF, and quotes where they are needed', async () => {
    expect(await csvOf(columns, records)).toBe(
      '\ufefflast_name,height,languages,newsletter\r\n"Mäkelä, ""Väinö""",1.80,Finnish; German,yes\r\n" =x\n",,,\r\n',
    );
  });

  it('does without mark, with semicolons and decimal commas, when asked', async () => {
    expect(await csvOf(columns, records.slice(0, 1), { mark: false, delimiter: ';', decimal: ',' })).toBe(
      'last_name;height;languages;newsletter\r\n"Mäkelä, ""Väinö""";1,80;"Finnish; German";yes\r\n',
    );
  });

  it('keeps an empty value of a single column from being an empty line', async () => {
    expect(await csvOf(columnsOf('title'), [{ title: null }, { title: 'x' }], { mark: false })).toBe('title\r\n""\r\nx\r\n');
  });
});

describe('Excel [CS-073, CS-087]', () => {
  const columns = columnsOf('last_name', 'birthday', 'wake_up', 'met_at', 'satisfaction', 'height', 'newsletter', 'account');
  const record = {
    last_name: '=HYPERLINK("x") <&> \u0007 _x000D_',
    birthday: '1980-02-03',
    wake_up: '06:30',
    met_at: '2026-06-30T21:30:15.000Z',
    satisfaction: '12.5',
    height: '1.80',
    newsletter: false,
    account: { id: 'x', title: 'Acme' },
  };

  it('has real numbers, dates and truth values', async () => {
    const book = await xlsxOf(columns, [record], { zone: 'Europe/Helsinki' });
    const [row] = await rowsIn(book);
    expect(row).toEqual([
      '=HYPERLINK("x") <&> \u0007 _x000D_',
      '1980-02-03',
      '06:30:00',
      '2026-07-01 00:30:15',
      '12.5%',
      '1.80',
      'false',
      'Acme',
    ]);
    const source = await openSource(await fileOf(book));
    const { columns: found } = await detect(source);
    expect(found.map(({ profile }) => profile.kind)).toEqual(['text', 'date', 'time', 'datetime', 'percent', 'number', 'boolean', 'text']);
    source.close();
  });

  it('writes as text what Excel would change', async () => {
    const rows = await rowsIn(
      await xlsxOf(columnsOf('last_name', 'height', 'birthday'), [
        { last_name: 'a', height: '12345678901234567.89', birthday: '1899-12-31' },
      ]),
    );
    expect(rows).toEqual([['a', '12345678901234567.89', '1899-12-31']]);
  });

  it('goes on in a further sheet where one is full, and says so', async () => {
    const records = Array.from({ length: 25 }, (_, index) => ({ last_name: `Name ${index}` }));
    let summary: XlsxSummary | null = null;
    const book = await xlsxOf(columnsOf('last_name'), records, {
      sheet: 'A/B: long [name] of more than 31 characters',
      sheetRows: 11,
      onEnd: (end) => (summary = end),
    });
    expect(summary).toEqual({ rows: 25, sheets: 3, cut: 0 });
    const source = await openSource(await fileOf(book));
    expect(source.sheets.map((name) => name.length <= 31)).toEqual([true, true, true]);
    const all = await Promise.all(source.sheets.map((sheet) => rowsIn(book, sheet)));
    expect(all.map((rows) => rows.length)).toEqual([10, 10, 5]);
    expect(all.flat(2)).toEqual(records.map(({ last_name }) => last_name));
    source.close();
  });

  it('cuts a text that Excel would choke on, and counts it', async () => {
    let summary: XlsxSummary | null = null;
    const [row] = await rowsIn(
      await xlsxOf(columnsOf('last_name'), [{ last_name: 'x'.repeat(40_000) }], { onEnd: (end) => (summary = end) }),
    );
    expect(row?.[0]).toHaveLength(32_767);
    expect(summary).toMatchObject({ cut: 1 });
  });

  it('of nothing is a sheet with names', async () => {
    const source = await openSource(await fileOf(await xlsxOf(columnsOf('last_name', 'title'), [])));
    expect(source.header.names).toEqual(['last_name', 'title']);
    source.close();
  });

  it('ends the reading when its reader leaves, and fails when the records do', async () => {
    let closed = false;
    async function* endless() {
      try {
        for (;;) yield [{ last_name: Math.random().toString(36).repeat(100) }];
      } finally {
        closed = true;
      }
    }
    let size = 0;
    for await (const chunk of writeXlsx(columnsOf('last_name'), endless())) {
      size += chunk.length;
      if (size > 100_000) break;
    }
    expect(closed).toBe(true);
    async function* failing() {
      yield [{ last_name: 'a' }];
      throw new Error('the database is gone');
    }
    await expect(allOf(writeXlsx(columnsOf('last_name'), failing()))).rejects.toThrow('the database is gone');
  });
});

const NAMES = [
  'first_name',
  'last_name',
  'email',
  'phone',
  'birthday',
  'languages',
  'wake_up',
  'met_at',
  'satisfaction',
  'height',
  'newsletter',
  'description',
];
const line = fc
  .string({ unit: fc.constantFrom(...`abz ÄйŁ01,;|\t"'=+-@.€_x`), minLength: 1, maxLength: 12 })
  .map((text) => text.trim().replaceAll('\t', ' ').trim());
const two = (value: number) => String(value).padStart(2, '0');
const day = fc
  .date({ min: new Date('1900-03-01'), max: new Date('2199-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const orNull = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
const contact = fc.record({
  first_name: orNull(line),
  last_name: line.filter((text) => text !== ''),
  email: orNull(fc.constantFrom('anna@example.com', 'väinö@example.fi')),
  phone: orNull(fc.constantFrom('+358 40 123 4567', '040-1234567', '(09) 123 456')),
  birthday: orNull(day),
  languages: orNull(fc.subarray(['Finnish', 'Swedish', 'German', 'Russian'], { minLength: 1 })),
  wake_up: orNull(fc.tuple(fc.nat(23), fc.nat(59), fc.integer({ min: 1, max: 59 })).map((parts) => parts.map(two).join(':'))),
  met_at: orNull(day.map((date) => `${date}T10:20:30.000Z`)),
  satisfaction: orNull(fc.integer({ min: 0, max: 10_000 }).map((value) => (value / 100).toString())),
  height: orNull(fc.integer({ min: -1_000_000, max: 1_000_000 }).map((value) => (value / 100).toFixed(2))),
  newsletter: orNull(fc.boolean()),
  description: orNull(fc.tuple(line, line).map((lines) => lines.join('\n').trim())),
});

/** Reads a file back into canonical values, as the import does: formats as found, apostrophes off, empty is null. */
async function readBack(content: string | Buffer): Promise<Values[]> {
  const source = await openSource(await fileOf(content), { header: 1 });
  const { columns } = await detect(source);
  const rows: Values[] = [];
  for await (const lot of source.rows()) {
    for (const { cells } of lot) {
      const entries = columns.map(({ name, index, profile }) => {
        const field = entity.fields[name] as Field;
        const text = source.kind === 'csv' ? unguarded((cells[index] ?? '').trim()) : (cells[index] ?? '').trim();
        const parsed = text === '' ? { ok: true, value: null } : fieldTypes[field.type]?.parse(text, field, profile.format);
        return [name, parsed?.ok ? parsed.value : parsed];
      });
      rows.push(Object.fromEntries(entries));
    }
  }
  source.close();
  return rows;
}

function canonical(records: readonly Values[]): Values[] {
  const checked = (name: string, value: unknown) => {
    const field = entity.fields[name] as Field;
    const result = fieldTypes[field.type]?.check(value, field);
    return result?.ok ? result.value : result;
  };
  return records.map((record) => Object.fromEntries(NAMES.map((name) => [name, checked(name, record[name])])));
}

/** Columns without any value are not in the file for the import. */
function withoutEmpty(rows: readonly Values[]): Values[] {
  const used = NAMES.filter((name) => rows.some((row) => row[name] !== null && row[name] !== undefined));
  return rows.map((row) => Object.fromEntries(used.map((name) => [name, row[name]])));
}

describe('what is exported', () => {
  const columns = columnsOf(...NAMES);

  it('comes back from CSV as it was', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(contact, { minLength: 3, maxLength: 6 }),
        fc.constantFrom(',', ';', '\t', '|'),
        async (given, delimiter) => {
          const records = canonical(given);
          const back = await readBack(await csvOf(columns, records, { delimiter: delimiter as ',' }));
          expect(withoutEmpty(back)).toEqual(withoutEmpty(records));
        },
      ),
      { numRuns: 150 },
    );
  });

  it('comes back from Excel as it was', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(contact, { minLength: 1, maxLength: 6 }), async (given) => {
        const records = canonical(given);
        const back = await readBack(await xlsxOf(columns, records));
        expect(withoutEmpty(back)).toEqual(withoutEmpty(records));
      }),
      { numRuns: 100 },
    );
  });
});
