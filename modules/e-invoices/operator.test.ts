// A sending on its way through an operator: the four stages, errors with what to do, again after correction, and never twice.

import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { operator as http } from '../../connectors/operator/operator.ts';
import { type Values, work } from '../../engine/index.ts';
import { startOperator } from '../../tests/operator.ts';
import { house } from '../../tests/scenarios.ts';
import { readInvoice, writeInvoice } from './formats.ts';

const operator = await startOperator();
afterAll(() => operator.stop());

const place = { billing_address: 'Kauppakatu 1', postal_code: '20100', city: 'Turku', country: 'FI', owner: '$admin' };
const bank = { bank_accounts: [{ iban: 'FI21 1234 5600 0007 85', bic: 'NDEAFIHH', main: true }] };
const address = (id: string) => ({ e_invoice_address: id, e_invoice_scheme: '0216', e_invoice_operator: 'NDEAFIHH' });
const connection = { carrier: 'operator', operator_url: operator.address, operator_key: operator.key };
const at = await house(
  {
    own: ['accounts', { name: 'Kontor Oy', vat_number: 'FI12345671', ...place, ...bank, ...address('003712345671') }],
    second: ['accounts', { name: 'Kontor Sverige AB', vat_number: 'SE556036079301', ...place, ...bank, ...address('003799999999') }],
    acme: [
      'accounts',
      { name: 'Acme Oy', ...place, owner: '$agent', ...address('003707654321'), e_invoice_format: 'finvoice', buyer_reference: '7' },
    ],
    billing: ['billing_companies', { name: 'Kontor', company: '$own', ...connection }],
    swedish: ['billing_companies', { name: 'Kontor Sverige', company: '$second', ...connection }],
  },
  undefined,
  { carriers: { operator: http } },
);
const { records } = at.system;
await records.update('document_settings', String((await at.system.settings('document_settings')).id), { company: at.ids.own });
const agent = await at.person('agent');
const line = { description: 'Gateway', unit_price: { amount: '100', currency: 'EUR' } };

beforeEach(() => {
  operator.next = null;
});

async function issued(more: Values = {}): Promise<string> {
  const values = { account: at.ids.acme, owner: at.ids.agent, status: 'unpaid', lines: [line], ...more };
  return String((await records.create('invoices', values)).id);
}

async function sent(id: string, action = 'send_e_invoice'): Promise<string> {
  return ((await agent.act('invoices', id, action)) as { result: { open: { id: string } } }).result.open.id;
}

/** The job, once all pauses are over. */
async function carried(): Promise<void> {
  const { records: waiting } = await records.list('e_invoice_deliveries', { filter: 'next_at is not empty', fields: ['id'] });
  for (const { id } of waiting)
    await records.update('e_invoice_deliveries', String(id), { next_at: new Date(Date.now() - 1000).toISOString() });
  await work(at.engine, { workspace: at.name, job: await at.system.enqueue('carry_e_invoices', null) });
}

const shown = (id: string) => agent.records.get('invoices', id, ['e_invoice', 'e_invoice_stage', 'e_invoice_error', 'e_invoice_remedy']);
const steps = async (id: string) =>
  ((await agent.records.get('e_invoice_deliveries', id)).steps as Values[]).map(({ stage, outcome }) => `${stage}: ${outcome}`);

it('goes through four stages, and each stands on the invoice [CS-122]', async () => {
  const id = await issued();
  const delivery = await sent(id);
  await carried();
  const message = operator.messages.get(delivery);
  expect(message).toMatchObject({
    times: 1,
    headers: { 'message-to': '0216:003707654321', 'message-from': '0216:003712345671', 'message-kind': 'finvoice' },
  });
  expect(readInvoice(message!.content)).toMatchObject({ seller: { name: 'Kontor Oy' }, buyer: { operator: 'NDEAFIHH' } });
  expect(await shown(id)).toMatchObject({ e_invoice: 'under_way', e_invoice_stage: 'sender_operator' });
  await carried();
  message!.progress = { stage: 'recipient_operator', state: 'under_way' };
  await carried();
  expect(await shown(id)).toMatchObject({ e_invoice: 'under_way', e_invoice_stage: 'recipient_operator' });
  message!.progress = { stage: 'recipient', state: 'delivered' };
  await carried();
  expect(await shown(id)).toMatchObject({ e_invoice: 'delivered', e_invoice_stage: 'recipient', e_invoice_error: null });
  expect(await steps(delivery)).toEqual([
    'kontor: made',
    'sender_operator: handed_over',
    'recipient_operator: under_way',
    'recipient: delivered',
  ]);
  // Nobody sends it again by mistake.
  for (const action of ['send_e_invoice', 'resend_e_invoice'])
    await expect(agent.act('invoices', id, action)).rejects.toMatchObject({ status: 409 });
});

it('says code, text and what to do of an error, and is sent again after correction [CS-122]', async () => {
  const id = await issued();
  const first = await sent(id);
  await carried();
  operator.messages.get(first)!.progress = {
    stage: 'recipient_operator',
    state: 'failed',
    code: 'unknown_recipient',
    text: 'No such address: 003707654321',
  };
  await carried();
  expect(await shown(id)).toMatchObject({
    ...{ e_invoice: 'failed', e_invoice_stage: 'recipient_operator' },
    ...{ e_invoice_error: 'No such address: 003707654321', e_invoice_remedy: 'check_address' },
  });
  expect(await agent.records.get('e_invoice_deliveries', first)).toMatchObject({ error_code: 'unknown_recipient', status: 'failed' });
  await records.update('accounts', at.ids.acme!, address('003711111111'));
  const second = await sent(id, 'resend_e_invoice');
  expect(second).not.toBe(first);
  await carried();
  expect(operator.messages.get(second)?.headers['message-to']).toBe('0216:003711111111');
  expect(await shown(id)).toMatchObject({ e_invoice: 'under_way', e_invoice_error: null, e_invoice_remedy: null });
});

describe('what the operator answers at once', () => {
  it.each([
    ['a wrong key', { status: 401, body: { text: 'Go away' } }, 'failed', 'renew_key'],
    ['a wrong file', { status: 422, body: { code: 'invalid_document', text: 'No line' } }, 'failed', 'correct'],
    ['a code of his own', { status: 400, body: { code: 'E-4711', text: 'See E-4711' } }, 'failed', 'ask_operator'],
    ['trouble of his own', { status: 503 }, 'waiting', 'try_later'],
    ['too often', { status: 429 }, 'waiting', 'try_later'],
  ] as const)('%s', async (_, next, state, remedy) => {
    const id = await issued();
    const delivery = await sent(id);
    operator.next = next;
    await carried();
    expect(await shown(id)).toMatchObject({ e_invoice: state, e_invoice_stage: 'kontor', e_invoice_remedy: remedy });
    if (state === 'failed') return;
    await carried();
    expect(operator.messages.get(delivery)?.times).toBe(1);
    expect(await shown(id)).toMatchObject({ e_invoice: 'under_way', e_invoice_error: null });
  });
});

it('is one message, also when the line is cut before the answer, or the process dies before it is noted [CS-122]', async () => {
  const id = await issued();
  const delivery = await sent(id);
  operator.next = 'drop';
  await carried();
  expect(await shown(id)).toMatchObject({ e_invoice: 'waiting' });
  // As a process leaves it that died between handing over and noting it: handed over again by its id.
  await carried();
  expect(operator.messages.get(delivery)?.times).toBe(2);
  expect([...operator.messages.keys()].filter((key) => key === delivery)).toHaveLength(1);
  expect(await shown(id)).toMatchObject({ e_invoice: 'under_way' });
});

it('two processes carry each of many once', async () => {
  const ids = await Promise.all(Array.from({ length: 6 }, () => issued()));
  const deliveries = await Promise.all(ids.map((id) => sent(id)));
  const jobs = await Promise.all([0, 1].map(() => at.system.enqueue('carry_e_invoices', null)));
  const other = at.another();
  await Promise.all([work(at.engine, { workspace: at.name, job: jobs[0]! }), work(other, { workspace: at.name, job: jobs[1]! })]);
  expect(deliveries.map((id) => operator.messages.get(id)?.times)).toEqual(ids.map(() => 1));
});

it('comes in from the operator, and is taken once it is kept', async () => {
  const [, message] = [...operator.messages][0]!;
  const invoice = readInvoice(message.content);
  operator.inbox.set('their bill.xml', writeInvoice({ ...invoice, number: 'T-1' }, 'peppol'));
  operator.inbox.set('nonsense', 'Good morning');
  await work(at.engine, { workspace: at.name, job: await at.system.enqueue('fetch_e_invoices', null) });
  const found = await records.list('received_e_invoices', { filter: 'source = "operator"', fields: ['name', 'state'], sort: 'name' });
  expect(found.records).toMatchObject([
    { name: 'nonsense', state: 'unreadable' },
    { name: 'their bill.xml', state: 'read' },
  ]);
  expect([...operator.inbox.keys()]).toEqual([]);
});

it('the billing company of the order decides seller and operator of the invoice [CS-126]', async () => {
  const order = await records.create('sales_orders', {
    account: at.ids.acme,
    owner: at.ids.agent,
    billing_company: at.ids.swedish,
    lines: [line],
  });
  const made = (await agent.act('sales_orders', String(order.id), 'invoice')) as { result: { open: { id: string } } };
  const { id } = made.result.open;
  await agent.act('invoices', id, 'issue');
  expect(await records.get('invoices', id)).toMatchObject({
    issuer: { name: 'Kontor Sverige AB' },
    billing_company: { title: 'Kontor Sverige' },
  });
  const delivery = await sent(id);
  await carried();
  const message = operator.messages.get(delivery);
  expect(message?.headers['message-from']).toBe('0216:003799999999');
  expect(readInvoice(message!.content).seller).toMatchObject({ name: 'Kontor Sverige AB', vatId: 'SE556036079301' });
  expect(await agent.records.get('e_invoice_deliveries', delivery)).toMatchObject({ billing_company: { title: 'Kontor Sverige' } });
  // Once issued, it is whose it was.
  await expect(agent.records.update('invoices', id, { billing_company: null })).rejects.toMatchObject({ problems: [{ code: 'issued' }] });
});
