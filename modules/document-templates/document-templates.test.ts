import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { beforeAll, expect, it } from 'vitest';
import { attachFile, type BoundContext, openFile, type Values } from '../../engine/index.ts';
import { pdfText } from '../../tests/pdf-text.ts';
import { house } from '../../tests/scenarios.ts';
import { wordFile } from '../../tests/word.ts';
import { createDocument, createList, offered, preview } from './make.ts';

const euros = (amount: string) => ({ amount, currency: 'EUR' });
const at = await house({
  acme: ['accounts', { name: 'Acme Oy', owner: '$agent', description: '<p>Very <b>good</b></p>' }],
  quote: [
    'quotes',
    {
      account: '$acme',
      owner: '$agent',
      subject: 'Roof',
      notes: 'secret margin',
      lines: [
        { description: 'Gateway', quantity: '2', unit_price: euros('100') },
        { description: 'Cable', quantity: '1', unit_price: euros('10') },
      ],
    },
  ],
});
const { records } = at.system;
const id = (record: Values) => String(record.id);
const quote = String(at.ids.quote);

let blank: Values;
async function upload(name: string, bytes: Buffer): Promise<Values> {
  return attachFile(await at.person('root'), 'document_templates', id(blank), { name, source: Readable.from([bytes]) });
}

const make = (values: Values) => records.create('document_templates', { entity: 'quotes', ...values });

async function bytesOf(context: BoundContext, made: Values): Promise<{ name: string; bytes: Buffer }> {
  const { key, name } = await openFile(context, id(made.open as Values));
  return { name, bytes: await buffer(context.store.read(context.workspace, key)) };
}

beforeAll(async () => {
  blank = await make({ name: 'Blank', kind: 'docx' });
});

it('are checked when they are stored: what is wrong is told with the nearest that is right, old files with a hint [CS-131] [CS-137]', async () => {
  const wrong = await upload('wrong.docx', await wordFile('[acount.name]'));
  await expect(make({ name: 'Wrong', kind: 'docx', file: wrong.id })).rejects.toMatchObject({
    status: 422,
    problems: [{ field: 'file', code: 'unknown_tag', message: expect.stringContaining('Did you mean [account.name]?') }],
  });
  const old = await upload('old.doc', Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]));
  await expect(make({ name: 'Old', kind: 'docx', file: old.id })).rejects.toMatchObject({
    problems: [{ field: 'file', code: 'old_format', message: expect.stringContaining('save it as .docx') }],
  });
  await expect(make({ name: 'Nowhere', entity: 'qotes' })).rejects.toMatchObject({ problems: [{ field: 'entity' }] });
  await expect(make({ name: 'Unasked', condition: 'totl > 1' })).rejects.toMatchObject({ problems: [{ field: 'condition' }] });
  await expect(make({ name: 'Typed', kind: 'pdf', body: '<p>[quotes.nuber]</p>' })).rejects.toMatchObject({
    problems: [{ field: 'body', message: expect.stringContaining('[quotes.number]') }],
  });
});

it('are offered on records by their condition while they are active, and nothing else is made [CS-130] [CS-138]', async () => {
  const agent = await at.person('agent');
  const large = await make({ name: 'Large', condition: 'total > 1000', body: '<p>x</p>' });
  const small = await make({ name: 'Small', condition: 'total < 1000', body: '<p>x</p>' });
  const names = async () => (await offered(agent, 'quotes', quote)).map(({ name }) => name);
  expect(await names()).toEqual(['Small']);
  await expect(createDocument(agent, id(large), 'quotes', quote)).rejects.toMatchObject({ status: 404 });
  await records.update('document_templates', id(small), { active: false });
  expect(await names()).toEqual([]);
  await expect(createDocument(agent, id(small), 'quotes', quote)).rejects.toMatchObject({ status: 404 });
  await expect(offered(await at.person('stranger'), 'quotes', quote)).rejects.toMatchObject({ status: 404 });
});

it('become files of the record; what somebody may not read is not on the paper [CS-129] [CS-131] [CS-139] [CS-023]', async () => {
  const file = await upload(
    'offer.docx',
    await wordFile('{{onshow.data.Account.name}}: [quotes.subject], [quotes.notes]', '[lines.description] [lines.quantity]'),
  );
  const template = await make({ name: 'Offer', kind: 'docx', file: file.id, file_name: 'Offer [quotes.number]' });
  const agent = await at.person('agent');
  const open = async (context: BoundContext) =>
    (await bytesOf(context, await createDocument(context, id(template), 'quotes', quote))).bytes;
  const { OfficePackage } = await import('../../engine/template/package.ts');
  const textOf = async (bytes: Buffer) => (await OfficePackage.open(bytes)).text('word/document.xml')!.replace(/<[^>]*>/g, ' ');
  const seen = await textOf(await open(agent));
  expect(seen).toContain('Acme Oy: Roof, secret margin');
  expect(seen).toMatch(/Gateway 2\s+Cable 1/);
  const { records: files } = await agent.records.list('files', { filter: `related_to = "${quote}"`, fields: ['name', 'owner'] });
  expect(files).toMatchObject([{ name: expect.stringMatching(/^Offer Q-.*\.docx$/), owner: { title: 'agent person' } }]);

  const set = await records.create('permission_sets', {
    name: 'Without notes',
    grants: [...['quotes', 'files'].flatMap((target) => ['view', 'create', 'export'].map((verb) => ({ target, verb, scopes: ['all'] })))],
    field_rights: [{ target: 'quotes', field: 'notes', right: 'hidden' }],
  });
  await records.update('users', String(at.ids.nobody), { permission_sets: [set.id] });
  const nobody = await at.person('nobody');
  const cut = await textOf(await open(nobody));
  expect(cut).toContain(': Roof, ');
  expect(cut).not.toContain('margin');
  expect(cut).not.toContain('Acme');
  const columns = 'What: [quotes.subject]\nNotes: [quotes.notes]';
  const list = await make({ name: 'All', kind: 'xlsx', for_list: true, columns });
  const rowsOf = async (context: BoundContext) => {
    const { bytes } = await bytesOf(context, await createList(context, id(list), 'quotes', {}));
    return (await OfficePackage.open(bytes)).text('xl/worksheets/sheet1.xml')!;
  };
  expect(await rowsOf(agent)).toContain('secret margin');
  expect(await rowsOf(nobody)).toMatch(/Roof(?!.*margin)/s);
});

it('of PDF and Excel are formed from what was typed in, with formatted text as such [CS-129] [CS-032]', async () => {
  const agent = await at.person('agent');
  const paper = await make({
    name: 'Letter',
    heading: 'Offer [quotes.number]',
    body: '<p>To <b>[account.name]</b>{{if total &gt; 5}}, thank you{{end}}{{if total &gt; 5000}} very much{{end}}: [account.description]</p>',
    columns: 'What: [lines.description]\nAmount: [lines.amount]',
    language: 'fi',
  });
  const { name, bytes } = await bytesOf(agent, await createDocument(agent, id(paper), 'quotes', quote));
  expect(name).toBe('Letter.pdf');
  const text = pdfText(bytes).replaceAll('\n', '').replaceAll('\u00a0', ' ');
  for (const words of ['Offer Q-', 'Acme Oy', ', thank you', 'Very ', 'Gateway', '200,00 EUR', '10,00 EUR']) expect(text).toContain(words);
  expect(text).not.toContain('very much');

  const sheet = await make({ name: 'Sheet', kind: 'xlsx', for_list: true, columns: 'No.: [quotes.number]\nTotal: [quotes.total]' });
  const made = await bytesOf(agent, await createList(agent, id(sheet), 'quotes', { filter: 'subject = "Roof"' }));
  const { OfficePackage } = await import('../../engine/template/package.ts');
  const xml = (await OfficePackage.open(made.bytes)).text('xl/worksheets/sheet1.xml')!;
  expect(xml.match(/<row /g)).toHaveLength(2);
  expect(xml).toMatch(/<c r="B2"[^>]*><v>2\d\d(\.\d+)?<\/v>/);
});

it('are tried with a chosen record, one preview a person, and turned into PDF where LibreOffice is [CS-132]', async () => {
  const root = await at.person('root');
  const file = await upload('plain.docx', await wordFile('[quotes.number]'));
  const template = await make({ name: 'Tried', kind: 'docx', file: file.id, active: false });
  const before = await preview(root, id(template), quote);
  const after = await preview(root, id(template), quote);
  expect((await bytesOf(root, after)).name).toBe('Preview – Tried.docx');
  await expect(bytesOf(root, before)).rejects.toMatchObject({ status: 404 });
  await records.update('document_templates', id(template), { as_pdf: true });
  await expect(preview(root, id(template), quote)).rejects.toMatchObject({ status: 409, code: 'office_absent' });
});

it('makes the PDF of an order on which it was chosen, as long as it is offered there [CS-113]', async () => {
  const agent = await at.person('agent');
  const template = await make({
    name: 'Thanks',
    entity: 'sales_orders',
    body: '<p>Dear [account.name]</p>',
    condition: 'status != "draft"',
  });
  const lines = [{ description: 'Gateway', unit_price: euros('100') }];
  const values = { account: at.ids.acme, status: 'confirmed', lines, template: template.id };
  const order = await agent.records.create('sales_orders', values);
  const act = async (action: string) => ((await agent.act('sales_orders', id(order), action)) as { result: Values }).result;
  const print = async () => (await bytesOf(agent, await act('print'))).name;
  expect(await print()).toBe('Thanks.pdf');
  const copy = (await act('copy')).open as { id: string };
  expect(await agent.records.get('sales_orders', copy.id, ['template'])).toMatchObject({ template: { id: template.id } });
  await records.update('document_templates', id(template), { active: false });
  await expect(print()).rejects.toMatchObject({ status: 409, code: 'not_offered' });
  await agent.records.update('sales_orders', id(order), { template: null });
  expect(await print()).toMatch(/^Order confirmation SO-/);
  const other = await make({ name: 'Of quotes', body: '<p>x</p>' });
  await expect(agent.records.update('sales_orders', id(order), { template: other.id })).rejects.toMatchObject({
    problems: [{ field: 'template', code: 'other_noun' }],
  });
});
