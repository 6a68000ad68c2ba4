// Templates of every format are filled as they are written: tags cut into pieces, rows, conditions, formatted words, pictures.

import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import yazl from 'yazl';
import { resolve } from '../../schema/resolve.ts';
import { sales } from '../import/fixture.ts';
import { OfficePackage } from './package.ts';
import { pictureOf, piecesOfHtml } from './pieces.ts';
import { meaningOf } from './resolve.ts';
import { type Answers, type Figure, type Piece, type Tag, tagsIn } from './tags.ts';
import { openTemplate, templateProblems } from './template.ts';

/** 2 × 1 pixels. */
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAYAAAD0In+KAAAADklEQVR4nGP4z8DwH4QBEfsD/ZKvKlwAAAAASUVORK5CYII=', 'base64');

const values: Readonly<Record<string, string>> = { 'account.name': 'Mäkelä & Sons <Oy>', 'order.note': 'one\ntwo', 'order.number': 'SO-7' };
const rows: readonly Readonly<Record<string, string>>[] = [
  { 'lines.name': 'Gateway', 'lines.amount': '200.50' },
  { 'lines.name': 'Кабель', 'lines.amount': '10' },
];

const answers: Answers = {
  listOf: ({ path }) => (path[0] === 'lines' ? 'lines' : null),
  rows: () => rows.length,
  holds: (condition) => condition === 'total > 5',
  pieces({ path }: Tag, row): readonly Piece[] {
    const name = path.join('.').toLowerCase();
    if (name === 'order.terms') return piecesOfHtml('<p>Pay <b>now</b></p><ul><li>soon</li></ul>');
    if (name === 'company.logo') return [{ picture: pictureOf(PNG, 60)! }];
    const text = path[0] === 'lines' ? rows[row]?.[name] : values[name];
    return text ? [{ text }] : [];
  },
  figure({ path }: Tag, row): Figure | null {
    if (path.join('.') === 'lines.amount') return { kind: 'number', value: rows[row]?.['lines.amount'] ?? '0' };
    return path.join('.') === 'order.day' ? { kind: 'date', value: '2026-03-01' } : null;
  },
};

async function archive(parts: Readonly<Record<string, string>>): Promise<Buffer> {
  const zip = new yazl.ZipFile();
  for (const [name, text] of Object.entries(parts)) zip.addBuffer(Buffer.from(text), name);
  zip.end();
  return buffer(zip.outputStream as Readable);
}

const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
const paragraph = (...runs: string[]) =>
  `<w:p>${runs.map((text) => `<w:r><w:rPr><w:sz w:val="30"/></w:rPr><w:t>${text}</w:t></w:r>`).join('')}</w:p>`;
const row = (...cells: string[]) => `<w:tr>${cells.map((cell) => `<w:tc>${paragraph(cell)}</w:tc>`).join('')}</w:tr>`;

const word = (body: string) =>
  archive({
    '[Content_Types].xml': '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    'word/document.xml': `<w:document ${W}><w:body>${body}</w:body></w:document>`,
    'word/header1.xml': `<w:hdr ${W}>${paragraph('[company.logo;width=20]')}</w:hdr>`,
  });

async function filledWord(body: string): Promise<{ text: string; xml: string; file: OfficePackage }> {
  const file = await OfficePackage.open(await (await openTemplate(await word(body), 'docx')).fill(answers));
  const xml = file.text('word/document.xml')!;
  return {
    xml,
    file,
    text: xml
      .replace(/<w:br\/>|<\/w:p>/g, '\n')
      .replace(/<[^>]*>/g, '')
      .trim(),
  };
}

describe('Word documents', () => {
  it('have tags of both forms replaced, even where Word cut them, and keep their looks [CS-131]', async () => {
    const { text, xml } = await filledWord(
      paragraph('To {', '{onshow.da', 'ta.Account.name}} from [see below]') + paragraph('No. [order.number], [order.note]'),
    );
    expect(text).toContain('To Mäkelä &amp; Sons &lt;Oy&gt; from [see below]');
    expect(text).toContain('No. SO-7, one\ntwo');
    expect(xml.match(/<w:sz w:val="30"\/>/g)?.length).toBeGreaterThan(4);
  });

  it('repeat a table row for each line, and a table without lines goes [CS-139]', async () => {
    const table = `<w:tbl>${row('Name', 'Amount')}${row('[lines.name]', '{{lines.amount}}')}${row('Total', '[order.number]')}</w:tbl>`;
    expect((await filledWord(table)).text.split('\n').filter(Boolean)).toEqual([
      'Name',
      'Amount',
      'Gateway',
      '200.50',
      'Кабель',
      '10',
      'Total',
      'SO-7',
    ]);
    const none = { ...answers, rows: () => 0 };
    const file = await OfficePackage.open(
      await (await openTemplate(await word(`<w:tc><w:tbl>${row('[lines.name]')}</w:tbl></w:tc>`), 'docx')).fill(none),
    );
    expect(file.text('word/document.xml')).toContain('<w:tc><w:p/></w:tc>');
  });

  it('keep what a condition asks for and lose the rest, whole paragraphs and rows', async () => {
    const body =
      paragraph('{{if total &gt; 5}}') +
      paragraph('yes') +
      paragraph('{{end}}') +
      paragraph('{{if no}}') +
      paragraph('never') +
      paragraph('{{end}}');
    expect((await filledWord(`${body}${paragraph('a {{if no}}b{{end}}{{if total &gt; 5}}c{{end}} d')}`)).text).toBe('yes\na c d');
  });

  it('print formatted text as such, and pictures with a relation of their own [CS-032] [CS-131]', async () => {
    const { xml, file } = await filledWord(paragraph('[order.terms]'));
    expect(xml).toContain('<w:rPr><w:b/><w:sz w:val="30"/></w:rPr><w:t xml:space="preserve">now</w:t>');
    expect(xml).toContain('• ');
    expect(file.names()).toContain('word/media/kontor9001.png');
    expect(file.text('word/_rels/header1.xml.rels')).toContain('Target="media/kontor9001.png"');
    expect(file.text('word/header1.xml')).toContain('<wp:extent cx="19050" cy="9525"/>');
    expect(file.text('[Content_Types].xml')).toContain('Extension="png"');
  });
});

const ODF = 'xmlns:office="urn:o" xmlns:text="urn:t" xmlns:table="urn:tb"';

describe('OpenDocument texts', () => {
  it('are filled: spans, rows, conditions, bold words, pictures [CS-129]', async () => {
    const cell = (text: string) => `<table:table-cell><text:p>${text}</text:p></table:table-cell>`;
    const body = `<text:p>To <text:span text:style-name="T1">[account.na</text:span>me]</text:p><text:p>[order.terms]</text:p><text:p>[company.logo]</text:p>
      <table:table><table:table-row>${cell('[lines.name]')}${cell('[lines.amount]')}</table:table-row></table:table><text:p>{{if no}}x{{end}}[order.note]</text:p>`;
    const bytes = await archive({
      mimetype: 'application/vnd.oasis.opendocument.text',
      'content.xml': `<office:document-content ${ODF}><office:body><office:text>${body}</office:text></office:body></office:document-content>`,
      'META-INF/manifest.xml': '<manifest:manifest xmlns:manifest="urn:m"/>',
    });
    const file = await OfficePackage.open(await (await openTemplate(bytes, 'odt')).fill(answers));
    const xml = file.text('content.xml')!;
    expect(xml).toContain('<text:span text:style-name="T1">Mäkelä &amp; Sons &lt;Oy&gt;</text:span></text:p>');
    expect(xml).toContain('<text:span text:style-name="Kontor_b">now</text:span>');
    expect(xml).toContain('<style:style style:name="Kontor_b" style:family="text">');
    expect(xml.match(/<table:table-row>/g)).toHaveLength(2);
    expect(xml).toContain('one<text:line-break/>two');
    expect(xml).toContain('xlink:href="Pictures/kontor1.png"');
    expect(file.text('META-INF/manifest.xml')).toContain('Pictures/kontor1.png');
  });
});

describe('sheets', () => {
  it('have a row for each line with real numbers; what stands below moves, sums included [CS-136]', async () => {
    const text = (r: string, index: number) => `<c r="${r}" t="s"><v>${index}</v></c>`;
    const sheet = `<worksheet><sheetData><row r="1">${text('A1', 0)}<c r="B1" s="1" t="s"><v>4</v></c>${text('C1', 4)}</row>
      <row r="3">${text('A3', 1)}${text('B3', 2)}<c r="C3"><f>B3*2</f><v>0</v></c></row>
      <row r="4"><c r="B4"><f>SUM(B3:B3)+C$1&amp;"B3"</f><v>0</v></c>${text('C4', 3)}</row></sheetData>
      <mergeCells count="2"><mergeCell ref="A3:A3"/><mergeCell ref="A4:B4"/></mergeCells></worksheet>`;
    const strings = ['[account.name]', '[lines.name]', '[lines.amount]', 'No. [order.number]', '[order.day]'].map(
      (one) => `<si><t>${one}</t></si>`,
    );
    const bytes = await archive({
      '[Content_Types].xml': '<Types/>',
      'xl/workbook.xml': '<workbook><calcPr/></workbook>',
      'xl/styles.xml': '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
      'xl/sharedStrings.xml': `<sst>${strings.join('')}</sst>`,
      'xl/worksheets/sheet1.xml': sheet,
    });
    const xml = (await OfficePackage.open(await (await openTemplate(bytes, 'xlsx')).fill(answers))).text('xl/worksheets/sheet1.xml')!;
    expect(xml).toContain('<c r="B3"><v>200.50</v></c><c r="C3"><f>B3*2</f></c>');
    expect(xml).toContain('<c r="B4"><v>10</v></c><c r="C4"><f>B4*2</f></c>');
    expect(xml).toContain('<c r="B5"><f>SUM(B3:B4)+C$1&amp;&quot;B3&quot;</f></c>');
    expect(xml).toContain('<mergeCell ref="A5:B5"/>');
    expect(xml).toContain('<c r="B1" s="1"><v>46082</v></c>');
    expect(xml).toContain('>No. SO-7<');
  });
});

describe('RTF', () => {
  const RTF = String.raw`{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 [account.name];}}\f0 To {\b \{\{Acc}{\i ount.name\}\}}\par
\{\{if no\}\}gone\{\{end\}\}[order.note] caf\'e9\par
\trowd\cellx100\pard\intbl {[lines.na}{me]\cell}{\trowd\cellx100\row }
{\*\generator [x.y];}[company.logo]\par}`;

  it('keeps fonts and tables; tags are found across its groups, rows repeated [CS-136]', async () => {
    const template = await openTemplate(Buffer.from(RTF), 'rtf');
    expect(template.tags.flat().filter(({ kind }) => kind === 'value')).toHaveLength(4);
    const text = (await template.fill(answers)).toString('latin1');
    expect(text).toContain(String.raw`{\fonttbl{\f0 [account.name];}}`);
    expect(text).toContain(String.raw`{\b {\uc1 M\u228?kel\u228? & Sons <Oy>}}{\i }\par`);
    expect(text).toContain(String.raw`{\uc1 one\line two} caf\'e9\par`);
    expect(text).not.toContain('gone');
    expect(text.match(/\\row /g)).toHaveLength(2);
    expect(text).toContain(String.raw`\u1050?\u1072?`);
    expect(text).toContain(String.raw`{\pict\pngblip\picwgoal30\pichgoal15 89504e47`);
    expect(text.match(/\{/g)?.length).toBe(text.match(/\}/g)?.length);
  });
});

describe('a template that cannot be used', () => {
  const { schema } = resolve([sales]);
  const entity = schema.entities.contacts!;
  const problems = (text: string, extra = {}) =>
    templateProblems({ tags: [tagsIn(text)], outside: [], unsettled: [], ...extra }, schema, entity, {}).map(({ message }) => message);

  it.each([
    ['[contacts.last_nam]', 'Did you mean [contacts.last_name]?'],
    ['{{onshow.data.Acount.name}}', 'Did you mean {{onshow.data.account.name}}?'],
    ['{{account.nme}}', 'Did you mean {{account.name}}?'],
    ['[account.name.more]', '“name” leads to no other record'],
    ['{{if last_nam = "x"}}a{{end}}', 'last_name'],
    ['{{if height > 1}}a', 'needs an {{end}}'],
    ['a{{end}}', 'needs an {{end}}'],
  ])('%s is told with the nearest that is right [CS-131]', (text, words) => {
    expect(problems(text)).toEqual([expect.stringContaining(words)]);
  });

  it('is none where all tags are right, in any form', () => {
    expect(problems('{{onshow.data.Contacts.last_name}} [contact.last_name] {{height}} [account.name] {{if height > 1}}x{{end}}')).toEqual(
      [],
    );
    expect(meaningOf(schema, entity, tagsIn('{{onshow.data.Account.name}}')[0]!)).toMatchObject({ path: 'account.name', list: null });
  });

  it('of Office 97-2003 is refused with a hint [CS-137]', async () => {
    const old = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]);
    await expect(openTemplate(old, 'docx')).rejects.toMatchObject({
      status: 422,
      code: 'old_format',
      message: expect.stringContaining('save it as .docx or .xlsx'),
    });
    await expect(openTemplate(Buffer.from('no file at all'), 'odt')).rejects.toMatchObject({ status: 422, code: 'wrong_format' });
    await expect(openTemplate(await word(paragraph('x')), 'xlsx')).rejects.toMatchObject({ code: 'wrong_format' });
  });
});
