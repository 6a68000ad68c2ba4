// What people upload by mistake, what was damaged on the way, and what is meant to hurt: each has its code, none its way.

import { describe, expect, it } from 'vitest';
import yazl from 'yazl';
import { fileOf, readAll, xlsxOf, zipOf } from './fixture-files.ts';
import { LIMITS } from './limits.ts';
import { openSource } from './source.ts';

const row = (number: number, ...cells: string[]) => `<row r="${number}">${cells.join('')}</row>`;
const text = (value: string) => `<c t="inlineStr"><is><t>${value}</t></is></c>`;
const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452000000100000001008060000001ff3ff61', 'hex');

function compound(stream: string): Buffer {
  return Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(512), Buffer.from(stream, 'utf16le'), Buffer.alloc(512)]);
}

describe('what is no table [CS-072]', () => {
  it.each([
    ['nothing', '', 'empty_file'],
    ['only line ends', '\r\n\r\n  \n', 'empty_file'],
    ['a picture named .csv', PNG, 'not_a_table'],
    ['a PDF', '%PDF-1.7\n1 0 obj\n<< >>\n', 'not_a_table'],
    ['a web page', '<!DOCTYPE html>\n<html><table><tr><td>1</td></tr></table></html>', 'not_a_table'],
    ['JSON', '[{"name": "Anna"}]', 'not_a_table'],
    ['a mailbox', 'From anna@example.com Mon Jan  5 10:00:00 2026\nSubject: Hello\n\nHello\n', 'not_a_table'],
    ['an address card', 'BEGIN:VCARD\nVERSION:4.0\nEND:VCARD\n', 'not_a_table'],
    ['a program', Buffer.concat([Buffer.from('7f454c46020101', 'hex'), Buffer.alloc(64)]), 'not_a_table'],
    [
      'random bytes',
      Buffer.from(Array.from({ length: 4_096 }, (_, index) => (index * 7_919 + (index >> 3) * 104_729) % 256)),
      'not_a_table',
    ],
    ['an old workbook', compound('Workbook'), 'old_excel'],
    ['an encrypted workbook', compound('EncryptedPackage'), 'encrypted_file'],
    ['an old Word document', compound('WordDocument'), 'not_a_table'],
  ])('%s', async (_, content, code) => {
    expect(await readAll(await fileOf(content))).toBe(`!${code}`);
  });

  it('a ZIP of something else, and a ZIP of nothing', async () => {
    expect(await readAll(await fileOf(await zipOf({ 'readme.txt': 'hello' })))).toBe('!not_a_table');
    expect(await readAll(await fileOf(await zipOf({})))).toBe('!empty_file');
    const relations = '<Relationships><Relationship Id="r" Type="x/officeDocument" Target="word/document.xml"/></Relationships>';
    expect(await readAll(await fileOf(await zipOf({ '_rels/.rels': relations, 'word/document.xml': '<document/>' })))).toBe('!not_a_table');
  });

  it('but a CSV whose first letters are those of another format is one', async () => {
    expect(await readAll(await fileOf('BMW,MZ,ID3\n1,2,3\n'))).toMatchObject([{ cells: ['1', '2', '3'] }]);
    expect(await readAll(await fileOf('From here,From there\nA,B\n'))).toMatchObject([{ cells: ['A', 'B'] }]);
  });
});

describe('workbooks that were damaged', () => {
  const sheet = row(1, text('a'), text('b')) + row(2, text('1'), text('2'));

  it('cut off in the middle', async () => {
    const whole = await xlsxOf({ sheets: { One: sheet } });
    expect(await readAll(await fileOf(whole.subarray(0, whole.length - 40)))).toBe('!broken_file');
  });

  it('one byte changed', async () => {
    const rows = Array.from({ length: 200 }, (_, index) => row(index + 1, text(`a${index * 7_919}`), text('b'))).join('');
    const whole = await xlsxOf({ sheets: { One: rows } });
    const at = whole.indexOf('xl/worksheets/sheet0.xml') + 200;
    whole[at] = (whole[at] ?? 0) ^ 0x10;
    expect(await readAll(await fileOf(whole))).toBe('!broken_file');
  });

  it.each([
    ['no end', '<row r="1"><c><v>1</v>'],
    ['a text that is not there', '<row r="1"><c t="s"><v>7</v></c></row>'],
    ['rows out of order', '<row r="2"><c><v>1</v></c></row><row r="1"><c><v>1</v></c></row>'],
    ['a reference without column', '<row r="1"><c r="1"><v>1</v></c></row>'],
  ])('%s', async (_, rows) => {
    expect(await readAll(await fileOf(await xlsxOf({ sheets: { One: rows }, strings: ['x'] })))).toBe('!broken_file');
  });

  it('with no rows at all', async () => {
    expect(await readAll(await fileOf(await xlsxOf({ sheets: { One: '', Two: '' } })))).toBe('!empty_file');
  });
});

describe('workbooks that are meant to hurt', () => {
  it('a sheet packed a thousandfold', async () => {
    const bomb = await xlsxOf({ sheets: { One: row(1, text('a')) + ' '.repeat(LIMITS.zipRatioFrom + 1) } });
    expect(await readAll(await fileOf(bomb))).toBe('!too_large');
  });

  it('a sheet that unpacks to more than it says', async () => {
    const zip = new yazl.ZipFile();
    zip.addBuffer(Buffer.from(row(1, text('a')).repeat(50_000)), 'xl/worksheets/sheet0.xml');
    const whole = await xlsxOf({ sheets: { One: row(1, text('a')).repeat(5_000) } });
    // The directory at the end declares fewer bytes than the data has.
    const name = whole.lastIndexOf('xl/worksheets/sheet0.xml');
    whole.writeUInt32LE(1_000, name - 46 + 24);
    expect(await readAll(await fileOf(whole))).toBe('!broken_file');
  });

  it('tens of thousands of files', async () => {
    const many = Object.fromEntries(Array.from({ length: LIMITS.zipEntries + 1 }, (_, index) => [`x/${index}`, '']));
    expect(await readAll(await fileOf(await xlsxOf({ sheets: { One: '' }, extra: many })))).toBe('!too_large');
  });

  it('a text, a comment and a width without end', async () => {
    const long = Array.from({ length: 700_000 }, (_, index) => `${index} word`).join(' ');
    expect(await readAll(await fileOf(await xlsxOf({ sheets: { One: row(1, text(long)) } })))).toBe('!too_large');
    expect(await readAll(await fileOf(await xlsxOf({ sheets: { One: row(1, `<!--${long}-->`, text('a')) } })))).toBe('!too_large');
    expect(await readAll(await fileOf(await xlsxOf({ sheets: { One: row(1, '<c r="XFD1"><v>1</v></c>') } })))).toBe('!too_many_columns');
  });

  it('entities that grow, and names that point outside', async () => {
    const lol = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>';
    expect(await readAll(await fileOf(await xlsxOf({ sheets: {}, extra: { 'xl/workbook.xml': `${lol}<workbook>&b;</workbook>` } })))).toBe(
      '!broken_file',
    );
    const whole = await xlsxOf({ sheets: { One: row(1, text('a')) }, extra: { 'xx/xx/etc': 'x' } });
    const evil = Buffer.from(whole.toString('latin1').replaceAll('xx/xx/etc', '../../etc'), 'latin1');
    expect(await readAll(await fileOf(evil))).toBe('!broken_file');
  });

  it('a far-off row costs nothing', async () => {
    const sparse = row(1, text('a'), text('b')) + row(1_048_576, text('x'), text('y'));
    expect(await readAll(await fileOf(await xlsxOf({ sheets: { One: sparse } })))).toMatchObject([
      { number: 1_048_576, cells: ['x', 'y'] },
    ]);
  });
});

describe('cells of a workbook [CS-072]', () => {
  const formats = [
    'yyyy-mm-dd',
    'dd/mm/yyyy hh:mm',
    '[h]:mm',
    '0.00%',
    '#,##0.00\\ [$EUR]',
    '"day" 0',
    '[$-40B]d. mmmm yyyy;@',
    'mm:ss',
    '0.00E+00',
    '#,##0\\ "USD"',
  ];
  const cells = [
    '<c r="A1" t="inlineStr"><is><t>head</t></is></c>',
    '<c r="A2" s="1"><v>45292</v></c>',
    '<c r="A3" s="2"><v>45292.604166666664</v></c>',
    '<c r="A4" s="3"><v>1.5</v></c>',
    '<c r="A5" s="4"><v>0.125</v></c>',
    '<c r="A6" s="5"><v>1234.5</v></c>',
    '<c r="A7" s="6"><v>7</v></c>',
    '<c r="A8" s="7"><v>45292</v></c>',
    '<c r="A9" s="8"><v>0.5</v></c>',
    '<c r="A10"><v>0.30000000000000004</v></c>',
    '<c r="A11"><v>1.2345E+17</v></c>',
    '<c r="A12"><v>358401234567</v></c>',
    '<c r="A13" t="b"><v>1</v></c>',
    '<c r="A14" t="e"><v>#N/A</v></c>',
    '<c r="A15" t="str"><f>A1&amp;"x"</f><v>headx</v></c>',
    '<c r="A16" t="s"><v>0</v></c>',
    '<c r="A17" t="inlineStr"><is><r><t>rich</t></r><r><t xml:space="preserve"> text</t></r><rPh><t>phonetic</t></rPh></is></c>',
    '<c r="A18" t="inlineStr"><is><t>line_x000D_ _x005F_x000D_</t></is></c>',
    '<c r="A19" s="10"><v>12</v></c>',
    '<c r="A20" s="1"><v>59</v></c>',
  ];
  const sheet = cells
    .map((cell, index) => `<row r="${index + 1}">${cell}<c r="C${index + 1}" t="inlineStr"><is><t>x</t></is></c></row>`)
    .join('');

  it('read as a person sees them', async () => {
    const rows = await readAll(await fileOf(await xlsxOf({ sheets: { One: sheet }, strings: ['shared &amp; kept'], formats })), {
      header: 1,
    });
    expect(Array.isArray(rows) && rows.map(({ cells: [first] }) => first)).toEqual([
      '2024-01-01',
      '2024-01-01 14:30:00',
      '36:00:00',
      '12.5%',
      '1234.5 EUR',
      '7',
      '2024-01-01',
      '12:00:00',
      '0.3',
      '123450000000000000',
      '358401234567',
      'true',
      '#N/A',
      'headx',
      'shared & kept',
      'rich text',
      'line\r _x000D_',
      '12 USD',
      '1900-02-28',
    ]);
    expect(Array.isArray(rows) && rows[0]?.cells).toEqual(['2024-01-01', '', 'x']);
  });

  it('count days from 1904 where the workbook does', async () => {
    const book = await xlsxOf({
      sheets: { One: row(1, text('d')) + row(2, '<c s="1"><v>43830</v></c>') },
      formats: ['yyyy-mm-dd'],
      from1904: true,
    });
    expect(await readAll(await fileOf(book))).toMatchObject([{ cells: ['2024-01-01'] }]);
  });

  it('of the first visible sheet with rows, or of the one asked for', async () => {
    const table = (word: string) => row(1, text('head')) + row(2, text(word));
    const path = await fileOf(
      await xlsxOf({ sheets: { Cover: '', Old: table('old'), Data: table('data'), More: table('more') }, hidden: ['Old'] }),
    );
    const source = await openSource(path);
    expect(source.sheets).toEqual(['Cover', 'Data', 'More']);
    expect(source.reading.sheet).toBe('Data');
    source.close();
    expect(await readAll(path, { sheet: 'More' })).toMatchObject([{ cells: ['more'] }]);
  });

  it('with as many different texts as there are cells', async () => {
    const strings = Array.from({ length: 20_000 }, (_, index) => `text number ${index} ä`);
    const rows = strings.map((_, index) => `<row><c t="s"><v>${index}</v></c></row>`).join('');
    const read = await readAll(await fileOf(await xlsxOf({ sheets: { One: rows }, strings })), { header: null });
    expect(Array.isArray(read) && read.map(({ cells: [cell] }) => cell)).toEqual(strings);
  });
});

describe('a way of reading that somebody asks for', () => {
  it('is taken, as far as it goes', async () => {
    const path = await fileOf('Имя;Город\nИван;Москва, Тверская\n', 'windows-1251');
    expect(await readAll(path, { encoding: 'koi8-r' })).not.toMatchObject([{ cells: ['Иван', 'Москва, Тверская'] }]);
    expect(await readAll(path, { encoding: 'windows-1251', dialect: { delimiter: ',' }, header: 1 })).toMatchObject([
      { cells: ['Иван;Москва', ' Тверская'] },
    ]);
    expect(await readAll(path, { header: null })).toHaveLength(2);
  });

  it('is refused where there is no such thing', async () => {
    const path = await fileOf('a,b\n1,2\n');
    const book = await fileOf(await xlsxOf({ sheets: { Data: row(1, text('a')) } }));
    const wrong = { encoding: 'klingon', dialect: { delimiter: 'ab', size: 3 }, header: 0 } as unknown as NonNullable<
      Parameters<typeof readAll>[1]
    >;
    await expect(openSource(path, wrong)).rejects.toMatchObject({
      status: 400,
      code: 'bad_reading',
      problems: [
        { field: 'reading.encoding' },
        { field: 'reading.dialect.delimiter' },
        { field: 'reading.dialect.size' },
        { field: 'reading.header' },
      ],
    });
    await expect(openSource(book, { sheet: 'Dta' })).rejects.toMatchObject({
      code: 'bad_reading',
      message: expect.stringContaining('Did you mean "Data"?'),
    });
  });
});
