// Files that came in: a purchase invoice with its rows, whose it is and why, twice is once, and what cannot be read is kept.

import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, expect, it } from 'vitest';
import { folderCarrier } from '../../connectors/folder/folder.ts';
import { type BoundContext, recordFile, UPLOAD_LIMIT, type Values, work } from '../../engine/index.ts';
import { house } from '../../tests/scenarios.ts';
import { writeInvoice } from './formats.ts';
import type { Invoice } from './model.ts';

const root = await mkdtemp(join(tmpdir(), 'kontor-arrived-'));
afterAll(() => rm(root, { recursive: true, force: true }));

const at = await house(
  {
    own: ['accounts', { name: 'Kontor Oy', owner: '$admin' }],
    ofVat: ['accounts', { name: 'Timber', vat_number: 'FI 01120389', owner: '$agent' }],
    ofIban: ['accounts', { name: 'Steel', owner: '$agent', bank_accounts: [{ iban: 'DE89 3704 0044 0532 0130 00' }] }],
    ofName: ['accounts', { name: 'Paper Ltd', owner: '$agent' }],
    twin: ['accounts', { name: 'Twins', owner: '$agent' }],
    otherTwin: ['accounts', { name: 'Twins', owner: '$agent' }],
    billing: ['billing_companies', { name: 'Kontor', company: '$own', carrier: 'folder' }],
  },
  undefined,
  { carriers: { folder: folderCarrier(root) } },
);
const { records } = at.system;

const address = { street: 'Aleksanterinkatu 1', city: 'Helsinki', postcode: '00100', country: 'FI' };

/** Two hours at 80.25, less 0.50, and 25.5 %. */
function bill(number: string, seller: Partial<Invoice['seller']>, more: Partial<Invoice> = {}): Invoice {
  return {
    ...{
      number,
      issuedOn: '2026-03-01',
      type: '380',
      currency: 'EUR',
      dueOn: '2026-03-15',
      purchaseOrder: 'PO-7',
      notes: [],
      preceding: [],
    },
    seller: { name: 'Somebody', ids: [], address, ...seller },
    buyer: { name: 'Kontor Oy', ids: [], address },
    payment: { means: '58', reference: 'RF18539007547034', accounts: [{ id: 'FI2112345600000785' }] },
    allowances: [{ amount: '0.50', reason: 'Discount', vat: { category: 'S', rate: '25.5' } }],
    charges: [],
    totals: { lines: '160.50', allowances: '0.50', withoutVat: '160.00', vat: '40.80', withVat: '200.80', due: '200.80' },
    vat: [{ category: 'S', rate: '25.5', taxable: '160.00', tax: '40.80' }],
    attachments: [],
    lines: [
      {
        ...{ id: '1', quantity: '2', unit: 'HUR', net: '160.50', allowances: [], charges: [], price: { net: '80.25' } },
        vat: { category: 'S', rate: '25.5' },
        item: { name: 'Work', description: 'On site', classifications: [], attributes: [] },
      },
    ],
    ...more,
  };
}

async function bring(context: BoundContext, name: string, content: string | Buffer): Promise<Values> {
  const stored = await context.store.put(context.workspace, Readable.from([Buffer.from(content)]), UPLOAD_LIMIT);
  const file = await recordFile(context, name, stored);
  return context.records.create('received_e_invoices', { file: file.id });
}

const idOf = (reference: unknown) => (reference as { id: string }).id;

it('a file becomes a purchase invoice with rows and sums as they stand in it; the file stays with it', async () => {
  const agent = await at.person('agent');
  const came = await bring(agent, 'bill.xml', writeInvoice(bill('A-1', { name: 'Timber Oy', vatId: 'FI01120389' }), 'peppol'));
  expect(came).toMatchObject({ state: 'read', name: 'bill.xml', source: 'upload', problem: null });
  const made = await agent.records.get('purchase_invoices', idOf(came.purchase_invoice));
  expect(made).toMatchObject({
    ...{ vendor: { id: at.ids.ofVat }, matched_by: 'vat_number', vendor_number: 'A-1', vendor_name: 'Timber Oy', electronic: true },
    ...{
      status: 'received',
      due_on: '2026-03-15',
      order_number: 'PO-7',
      payment_reference: 'RF18539007547034',
      owner: { id: at.ids.agent },
    },
    lines: [{ description: 'Work, On site', quantity: '2', unit: 'hour', amount: { amount: '160.50' }, tax_rate: '25.5' }],
    ...{
      discount_amount: { amount: '0.50' },
      net: { amount: '160.00' },
      tax: { amount: '40.80' },
      payable: { amount: '200.80', currency: 'EUR' },
    },
    taxes: [{ category: 'S', base: { amount: '160.00' }, tax: { amount: '40.80' } }],
  });
  expect(await agent.records.get('files', idOf(came.file))).toMatchObject({ related_to: { entity: 'purchase_invoices', id: made.id } });
  await expect(agent.records.update('purchase_invoices', String(made.id), { lines: [] })).rejects.toMatchObject({
    problems: [{ code: 'as_in_file' }],
  });
});

it.each([
  // A name that is cut between the two halves of a letter.
  [
    'bank account',
    { name: `Steel${'😀'.repeat(150)}` },
    { payment: { means: '58', accounts: [{ id: 'DE89370400440532013000' }] } },
    'iban',
    'ofIban',
  ],
  ['name', { name: 'paper ltd' }, {}, 'name', 'ofName'],
  ['nothing, where two are alike', { name: 'Twins' }, {}, 'several', null],
  ['nothing, where nobody is like him', { name: 'New Ltd', vatId: 'FI12345671' }, {}, 'unknown', null],
])('the vendor is known by %s', async (_, seller, more, reason, vendor) => {
  const agent = await at.person('agent');
  const came = await bring(agent, 'bill.xml', writeInvoice(bill(`B-${reason}`, seller, more), 'xrechnung-cii'));
  const made = await agent.records.get('purchase_invoices', idOf(came.purchase_invoice));
  expect(made).toMatchObject({ matched_by: reason, vendor: vendor ? { id: at.ids[vendor] } : null });
  if (reason !== 'unknown') return;
  await expect(agent.act('purchase_invoices', String(made.id), 'approve')).rejects.toMatchObject({ status: 409 });
  await agent.act('purchase_invoices', String(made.id), 'new_vendor');
  await agent.act('purchase_invoices', String(made.id), 'approve');
  expect(await agent.records.get('purchase_invoices', String(made.id))).toMatchObject({ status: 'approved', vendor: { title: 'New Ltd' } });
});

it('the same invoice twice is there once, in whatever format; a credit note is negative', async () => {
  const agent = await at.person('agent');
  const seller = { name: 'Timber Oy', vatId: 'FI01120389' };
  const first = await bring(agent, 'one.xml', writeInvoice(bill('C-1', seller), 'finvoice'));
  const second = await bring(agent, 'two.xml', writeInvoice(bill('C-1', seller), 'factur-x'));
  expect(second).toMatchObject({ state: 'duplicate', purchase_invoice: { id: idOf(first.purchase_invoice) } });
  const credit = await bring(agent, 'credit.xml', writeInvoice(bill('C-1', seller, { type: '381' }), 'peppol'));
  const made = await agent.records.get('purchase_invoices', idOf(credit.purchase_invoice));
  expect(made).toMatchObject({
    type: 'credit_note',
    payable: { amount: '-200.80' },
    lines: [{ quantity: '-2', amount: { amount: '-160.50' } }],
  });
});

it.each([
  ['no invoice', '<Order/>', 'begins with Order'],
  ['half a file', '<Invoice><a>', 'not well-formed'],
  ['a PDF to look at', '%PDF-1.4\n1 0 obj\n<<>>\nstream\nnothing\nendstream\nendobj', 'carries no e-invoice'],
  [
    'a wrong encoding',
    Buffer.from('<?xml version="1.0" encoding="UTF-8"?><Invoice>\xe4</Invoice>', 'latin1'),
    'encoding that it names: UTF-8',
  ],
])('%s says what is wrong, and is kept', async (name, content, problem) => {
  const agent = await at.person('agent');
  const came = await bring(agent, name, content);
  expect(came).toMatchObject({ state: 'unreadable', problem: expect.stringContaining(problem), purchase_invoice: null });
  expect(await agent.records.get('files', idOf(came.file))).toMatchObject({ name });
});

it('nobody reads the file of somebody else, or enters what he may not', async () => {
  const agent = await at.person('agent');
  const came = await bring(agent, 'bill.xml', writeInvoice(bill('D-1', { name: 'Paper Ltd' }), 'peppol'));
  const stranger = await at.person('stranger');
  await expect(stranger.records.create('received_e_invoices', { file: idOf(came.file) })).rejects.toMatchObject({ name: 'Refusal' });
  for (const [noun, id] of [
    ['received_e_invoices', String(came.id)],
    ['purchase_invoices', idOf(came.purchase_invoice)],
  ] as const)
    for (const person of [stranger, await at.person('customer'), await at.person('nobody')])
      await expect(person.records.get(noun, id)).rejects.toMatchObject({ name: 'Refusal' });
  const reader = await at.person('reader');
  await expect(bring(reader, 'mine.xml', '<Order/>')).rejects.toMatchObject({ status: 403 });
});

it('files in the folder are taken in once, and lie in another one then', async () => {
  const folder = join(root, at.name, 'in');
  await mkdir(folder, { recursive: true });
  const content = writeInvoice(bill('E-1', { name: 'Timber Oy', vatId: 'FI01120389' }), 'finvoice');
  const drop = async (name: string) => {
    await writeFile(join(folder, name), content);
    await utimes(join(folder, name), 1, 1);
  };
  await drop('one.xml');
  await writeFile(join(folder, 'half.xml'), '<Finv');
  // Still being written: as if touched this very moment, however long the test takes.
  await utimes(join(folder, 'half.xml'), new Date(), new Date(Date.now() + 3_600_000));
  const job = await at.system.enqueue('fetch_e_invoices', null);
  await work(at.engine, { workspace: at.name, job });
  const list = () => records.list('received_e_invoices', { filter: 'source = "folder"', fields: ['state', 'name'], sort: 'name' });
  expect((await list()).records).toMatchObject([{ state: 'read', name: 'one.xml' }]);
  expect(await readdir(folder)).toEqual(['half.xml', 'taken']);
  // As after a crash between keeping it and telling so.
  await drop('one.xml');
  await records.update('billing_companies', at.ids.billing!, { carrier: null });
  await records.update('billing_companies', at.ids.billing!, { carrier: 'folder' });
  await work(at.engine, { workspace: at.name, job: await at.system.enqueue('fetch_e_invoices', null) });
  expect((await list()).records).toHaveLength(1);
  expect(await readdir(folder)).toEqual(['half.xml', 'taken']);
});

it('says what is wrong with a file in the language of whoever brings it [CS-122]', async () => {
  const finn = await at.person('agent');
  await records.update('users', String(finn.actor.id), { language: 'fi' });
  const came = await bring(finn, 'rikki.xml', Buffer.from('<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"/>'));
  expect(came.problem).toMatch(/^Laskusta puuttuu: numero, päiväys, valuutta/);
});
