// A matrix of files as programs in many countries write them: every delimiter, encoding and way to write a date.

import { describe, expect, it } from 'vitest';
import { type Field, fieldTypes } from '../../schema/index.ts';
import { resolve } from '../../schema/resolve.ts';
import { detect } from './detect.ts';
import { sales } from './fixture.ts';
import { fileOf, readAll } from './fixture-files.ts';
import { openSource } from './source.ts';

const { schema } = resolve([sales]);

const DELIMITERS = [',', ';', '\t', '|'] as const;

const NAMES: Readonly<Record<string, readonly string[]>> = {
  'utf-8': ['Väinö Mäkelä', 'Иван Петров', 'Łukasz Wójcik', 'José Muñoz'],
  'utf-16le': ['Väinö Mäkelä', 'Иван Петров', 'Łukasz Wójcik', 'José Muñoz'],
  'utf-16be': ['Jürgen Groß', 'Мария Ким', 'Åke Björk', 'Çağlar'],
  'windows-1251': ['Иван Петров', 'Мария Соколова', 'Anna Smith', 'Юлия Щукина'],
  'windows-1252': ['Väinö Mäkelä', 'Jürgen Groß', 'Åke Björk', 'Renée Lefèvre'],
  'iso-8859-15': ['Väinö Mäkelä', 'Jürgen Groß', 'Åke Björk', 'Eero Šus'],
};

const DATES = [
  'YYYY-MM-DD',
  'DD-MM-YYYY',
  'DD.MM.YYYY',
  'D.M.YYYY',
  'MM/DD/YYYY',
  'M/D/YYYY',
  'DD/MM/YYYY',
  'YYYY/MM/DD',
  'DD.MM.YY',
  'YYYYMMDD',
  'D MMM YYYY',
  'DD.MM.YYYY HH:mm',
  'M/D/YYYY h:mm A',
] as const;

const DAYS = Array.from({ length: 30 }, (_, index) => new Date(Date.UTC(2016, 9, 3 + index * 17, 0, 0)));

function written(day: Date, format: string): string {
  const [year, month, date] = [day.getUTCFullYear(), day.getUTCMonth() + 1, day.getUTCDate()];
  const two = (value: number) => String(value).padStart(2, '0');
  const parts: Record<string, string> = {
    YYYY: String(year),
    YY: two(year % 100),
    MMM: ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'][month - 1] ?? '',
    MM: two(month),
    M: String(month),
    DD: two(date),
    D: String(date),
    HH: '00',
    mm: '00',
    h: '12',
    A: 'AM',
  };
  return format.replace(/YYYY|YY|MMM|MM|M|DD|D|HH|mm|h|A/g, (token) => parts[token] ?? '');
}

describe('any delimiter, encoding and way to write dates [CS-072]', () => {
  const cases = DELIMITERS.flatMap((delimiter) =>
    Object.keys(NAMES).flatMap((encoding) => DATES.map((format) => [delimiter, encoding, format] as const)),
  );

  it.each(cases)('%j, %s, %s', async (delimiter, encoding, format) => {
    const names = NAMES[encoding] as readonly string[];
    const quoted = (text: string) => (text.includes(delimiter) ? `"${text}"` : text);
    const lines = DAYS.map((day, index) => [
      names[index % names.length] ?? '',
      quoted(`Street ${index}, 3|4;5`),
      written(day, format),
      quoted(delimiter === ',' ? `${index}.50` : `${index},50`),
    ]);
    const path = await fileOf(
      [['Name', 'Address', 'Birthday', 'Amount'], ...lines].map((cells) => cells.join(delimiter)).join('\r\n'),
      encoding,
    );

    const source = await openSource(path);
    expect(source.reading.dialect?.delimiter).toBe(delimiter);
    const { columns, rows } = await detect(source);
    expect(rows).toBe(DAYS.length);
    const [name, , birthday, amount] = columns.map(({ profile }) => profile);
    expect(new Set(name?.values.keys())).toEqual(new Set(names));

    const field = schema.entities.contacts?.fields.birthday as Field;
    const days = [...(birthday?.values.keys() ?? [])].map((text) => fieldTypes.date?.parse(text, field, birthday?.format ?? {}));
    expect(days).toEqual(DAYS.map((day) => ({ ok: true, value: day.toISOString().slice(0, 10) })));
    expect(amount).toMatchObject({ kind: 'number', format: { decimal: delimiter === ',' ? '.' : ',' } });
  });
});

async function profiles(text: string, encoding?: string) {
  const found = await detect(await openSource(await fileOf(text, encoding)));
  return { ...found, columns: Object.fromEntries(found.columns.map(({ name, profile }) => [name, profile])) };
}

describe('what a file holds [CS-072]', () => {
  it('says when day and month cannot be told apart, and decides by the last row when it can', async () => {
    const dates = (rows: readonly string[]) => `when,n\n${rows.map((row) => `${row},1`).join('\n')}\n`;
    const open = await profiles(dates(['01/02/2020', '03/04/2020', '11/12/2020']));
    expect(open.columns.when?.problems.map(({ code }) => code)).toEqual(['ambiguous_dates']);
    const told = await profiles(dates([...Array.from({ length: 2_000 }, () => '01/02/2020'), '13/02/2020']));
    expect(told.columns.when).toMatchObject({ kind: 'date', format: { date: 'DD/MM/YYYY' }, problems: [] });
    const american = await profiles(dates([...Array.from({ length: 2_000 }, () => '01/02/2020'), '02/13/2020']));
    expect(american.columns.when?.format).toEqual({ date: 'MM/DD/YYYY' });
  });

  it('reports dates that do not fit the rest', async () => {
    const { columns } = await profiles('when,n\n13.02.2020,1\n14.02.2020,1\n15.02.2020,1\n02/16/2020,1\n31.02.2020,1\n2020-02-17,1\n');
    expect(columns.when?.problems).toMatchObject([{ code: 'mixed_dates', count: 2, value: '31.02.2020' }]);
  });

  it('names words for nothing with their number, and spaces around values', async () => {
    const { columns } = await profiles('account,n\nnull,1\nCancity,2\n NULL ,3\nIsdom ,4\nN/A,5\n-,6\nnone,7\n');
    expect(columns.account?.problems).toEqual([
      expect.objectContaining({ code: 'empty_word', value: 'null', count: 1 }),
      expect.objectContaining({ code: 'empty_word', value: 'NULL', count: 1 }),
      expect.objectContaining({ code: 'empty_word', value: 'N/A', count: 1 }),
      expect.objectContaining({ code: 'empty_word', value: '-', count: 1 }),
      expect.objectContaining({ code: 'empty_word', value: 'none', count: 1 }),
      expect.objectContaining({ code: 'surrounding_spaces', count: 2 }),
    ]);
    expect(columns.account?.samples).toEqual(['Cancity', 'Isdom']);
  });

  it.each([
    ['true\nfalse\ntrue', 'boolean'],
    ['kyllä\nei\nkyllä', 'boolean'],
    ['anna@example.com\nbo@example.com\nn/a', 'email'],
    ['+358 40 123 4567\n040-1234567\n(09) 123 456', 'phone'],
    ['0401234567\n0507654321\n0449876543', 'phone'],
    ['https://example.com\nwww.example.org\nexample.fi', 'url'],
    ['14:30\n8:15\n23:59', 'time'],
    ['12 %\n50%\n3,5 %', 'percent'],
    ['1 200,50 €\n3,00 €\n12,10 €', 'money'],
    ['EUR 12.50\nUSD 3.00\nEUR 9.99', 'money'],
    ['00100\n00200\n33100', 'text'],
    ['A12\nB7\nC9', 'text'],
    ['2020-01-02T10:00:00Z\n2020-01-03T11:30:00+02:00\n2020-01-04T00:00:00Z', 'datetime'],
    ['1,200\n3,400\n5,600', 'integer'],
    ['192.168.1.1\n10.0.0.1\n8.8.8.8', 'text'],
    ['1.2.3\n4.5.6\n7.8.9', 'text'],
  ])('%j is a column of %s', async (values, kind) => {
    const { columns } = await profiles(`x|n\n${values.replaceAll('\n', '|1\n')}|1\n`);
    const got = columns.x?.kind === 'number' && kind === 'integer' ? 'integer' : columns.x?.kind;
    expect(got).toBe(kind);
  });

  it.each([
    ['1.234,50|1\n7.000|1', { decimal: ',', thousands: '.' }],
    ['1,234.50|1\n7,000|1', { decimal: '.', thousands: ',' }],
    ["1'234.50|1\n0.5|1", { decimal: '.', thousands: "'" }],
    ['1 234,5|1\n0,5|1', { decimal: ',', thousands: ' ' }],
    ['1.234.567|1\n2.000|1', { decimal: ',', thousands: '.' }],
    ['12.5|1\n1.234|1', { decimal: '.', thousands: '' }],
  ])('reads the marks of %j', async (values, format) => {
    const { columns } = await profiles(`x|n\n${values}\n`);
    expect(columns.x?.format).toEqual(format);
  });

  it('says when nothing tells what a mark means, and when two columns of marks are mixed', async () => {
    expect((await profiles('x|n\n1,234|1\n5,678|1\n')).columns.x?.problems).toMatchObject([{ code: 'ambiguous_numbers' }]);
    expect((await profiles('x|n\n1,5|1\n2,5|1\n3.5|1\n')).columns.x?.problems).toMatchObject([
      { code: 'mixed_numbers', count: 1, value: '3.5' },
    ]);
  });

  it('reports rows that are too short, too long, broken or cut off', async () => {
    const { problems, rows } = await profiles('a,b,c\n1,2,3\n1,2\n1,2,3,4\n1,"2,3\n4,5,6\n7,8,9\n7,8');
    expect(rows).toBe(7);
    expect(problems.map(({ code, count, value }) => [code, count, value])).toEqual([
      ['short_row', 1, '3'],
      ['extra_cells', 1, '4'],
      ['unclosed_quote', 1, '5'],
      ['cut_off', 1, '8'],
    ]);
  });

  it('reports names that are missing or stand twice, and loses neither column', async () => {
    const { columns } = await profiles('name,,phone,Phone\nAnna,x,1234567,7654321\n');
    expect(Object.entries(columns).map(([name, { problems, samples }]) => [name, problems[0]?.code, samples[0]])).toEqual([
      ['name', undefined, 'Anna'],
      ['Column 2', 'empty_header', 'x'],
      ['phone', undefined, '1234567'],
      ['Phone (2)', 'duplicate_header', '7654321'],
    ]);
  });

  it('finds the names under a title, and does without where there are none', async () => {
    const titled = await readAll(await fileOf('Customers 2024,,\n,,\nname,city,email\nAnna,Oslo,a@b.no\n'));
    expect(titled).toMatchObject([{ number: 4, cells: ['Anna', 'Oslo', 'a@b.no'] }]);
    const bare = await profiles('Anna,anna@example.com,12.3.2020\nBo,bo@example.com,13.3.2020\n');
    expect(bare.rows).toBe(2);
    expect(bare.problems).toMatchObject([{ code: 'no_header' }]);
  });

  it('sees values without the apostrophe that an export put before them', async () => {
    const { columns } = await profiles("x,n\n'=1+1,1\n'-4 € ,2\n'quoted',3\n");
    expect(columns.x?.samples).toEqual(['=1+1', '-4 €', "'quoted'"]);
  });

  it('looks at a sample of a long file and says that there is more', async () => {
    const source = await openSource(await fileOf(`a,b\n${'1,2\n'.repeat(1_000)}`));
    expect((await detect(source, 100)).rows).toBeNull();
  });

  it('does not look longer at a wide file than a person waits', async () => {
    const cells = Array.from({ length: 1_000 }, (_, index) => `v${index}`).join(',');
    const found = await detect(await openSource(await fileOf(`${cells}\n`.repeat(3_000))));
    expect(found.rows).toBeNull();
    expect(found.columns).toHaveLength(1_000);
  });
});
