import { expect, it } from 'vitest';
import type { Values } from '../../engine/index.ts';
import { followChains } from '../../tests/chain.ts';
import { house } from '../../tests/scenarios.ts';

const euros = (amount: string) => ({ amount, currency: 'EUR' });
const at = await house({
  own: ['accounts', { name: 'Kontor Instruments Oy', vat_number: 'FI12345671', owner: '$admin' }],
  acme: ['accounts', { name: 'Acme', owner: '$agent' }],
  other: ['accounts', { name: 'Other', owner: '$agent' }],
});
const { records } = at.system;
await records.update('document_settings', String((await at.system.settings('document_settings')).id), { company: at.ids.own });
const agent = await at.person('agent');

const lines = [
  { description: 'Gateway', quantity: '4', unit_price: euros('100') },
  { description: 'Travel', quantity: '1', unit_price: euros('50') },
];
async function order(more: Values = {}): Promise<string> {
  const made = await agent.records.create('sales_orders', {
    account: at.ids.acme,
    subject: 'Gateways',
    status: 'confirmed',
    lines,
    ...more,
  });
  return String(made.id);
}
async function act(entity: string, id: string, action: string, input: Values = {}): Promise<Values> {
  const { result } = (await agent.act(entity, id, action, input)) as { result: { open: { entity: string; id: string } } };
  return agent.records.get(result.open.entity, result.open.id);
}
const invoicedOf = async (id: string) => {
  const { status, lines: rows } = await agent.records.get('sales_orders', id, ['status', 'lines']);
  return [status, ...(rows as Values[]).map(({ invoiced }) => Number(invoiced))];
};
const refusal = (code: string) => expect.objectContaining({ code });

it('follows each line: what is left of an order is invoiced later, and nothing twice [CS-118] [CS-112]', async () => {
  const id = await order({ discount_amount: euros('10') });
  const first = await act('sales_orders', id, 'invoice');
  expect(await invoicedOf(id)).toEqual(['invoiced', 4, 1]);
  await expect(act('sales_orders', id, 'invoice')).rejects.toMatchObject({ status: 409 });
  const [gateways] = first.lines as Values[];
  await agent.records.update('invoices', String(first.id), { lines: [{ id: gateways!.id, quantity: '3' }] });
  expect(await invoicedOf(id)).toEqual(['delivered', 3, 0]);
  const second = await act('sales_orders', id, 'invoice');
  expect(second).toMatchObject({ discount_amount: null, lines: [{ quantity: '1', description: 'Gateway' }, { description: 'Travel' }] });
  await expect(agent.records.update('invoices', String(first.id), { lines: [{ id: gateways!.id, quantity: '4' }] })).rejects.toMatchObject({
    status: 422,
  });
  await agent.act('invoices', String(second.id), 'cancel');
  expect(await invoicedOf(id)).toEqual(['delivered', 3, 0]);
});

it('two at the same moment invoice an order once [CS-118]', async () => {
  const id = await order();
  const tries = await Promise.allSettled([act('sales_orders', id, 'invoice'), act('sales_orders', id, 'invoice')]);
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await invoicedOf(id)).toEqual(['invoiced', 4, 1]);
});

it('a quote is invoiced once, and not beside its order', async () => {
  const quote = await agent.records.create('quotes', { account: at.ids.acme, lines });
  await act('quotes', String(quote.id), 'invoice');
  await expect(act('quotes', String(quote.id), 'invoice')).rejects.toEqual(refusal('nothing_open'));
  const ordered = await agent.records.create('quotes', { account: at.ids.acme, lines });
  await act('quotes', String(ordered.id), 'order');
  await expect(act('quotes', String(ordered.id), 'invoice')).rejects.toEqual(refusal('not_now'));
});

it('puts orders and quotes of one customer into one invoice [CS-118]', async () => {
  const account = String((await agent.records.create('accounts', { name: 'Together Oy' })).id);
  const orders = [await order({ account }), await order({ account, discount: '10', charge: euros('7') })];
  const quote = await agent.records.create('quotes', { account, lines: [{ description: 'Manual', unit_price: euros('20') }] });
  const made = await act('accounts', account, 'invoice_together', { sales_orders: orders, quotes: [quote.id], subject: 'March' });
  expect(made).toMatchObject({ subject: 'March', status: 'draft', account: { id: account }, charge: euros('7.00'), net: euros('882.00') });
  expect((made.sales_orders as Values[]).map(({ id }) => id).sort()).toEqual([...orders].sort());
  expect((made.lines as Values[]).map(({ discount }) => Number(discount ?? 0)).sort()).toEqual([0, 0, 0, 10, 10]);
  for (const id of orders) expect((await invoicedOf(id))[0]).toBe('invoiced');
  await expect(act('accounts', account, 'invoice_together')).rejects.toEqual(refusal('nothing_open'));
});

it('puts together what is open where nobody chose, and never of two customers [CS-118]', async () => {
  const account = String((await agent.records.create('accounts', { name: 'Left Open Oy' })).id);
  await order({ account });
  await order({ account, status: 'draft' });
  const foreign = await order({ account: at.ids.other });
  await expect(act('accounts', account, 'invoice_together', { sales_orders: [foreign] })).rejects.toEqual(refusal('other_customer'));
  const made = await act('accounts', account, 'invoice_together');
  expect(made.net).toEqual(euros('450.00'));
  expect(made.subject).toMatch(/^SO-\d{4}-\d+$/);
});

it('a deposit is an invoice of its own, and the invoice of the order takes it off [CS-119]', async () => {
  const id = await order();
  const deposit = await act('sales_orders', id, 'deposit', { percent: '30' });
  expect(deposit).toMatchObject({ net: euros('135.00'), deposit_of: { id } });
  expect(await invoicedOf(id)).toEqual(['confirmed', 0, 0]);
  await agent.act('invoices', String(deposit.id), 'issue');
  const first = await act('sales_orders', id, 'invoice');
  expect(first).toMatchObject({ net: euros('315.00') });
  await agent.act('invoices', String(first.id), 'cancel');
  const again = await act('sales_orders', id, 'invoice');
  expect(again).toMatchObject({ net: euros('315.00') });
  expect(await agent.records.get('invoices', String(deposit.id))).toMatchObject({ deducted_in: { id: again.id } });
});

it('an order says how its invoices begin and when they are due [CS-113]', async () => {
  const made = await act('sales_orders', await order({ invoices_begin: 'unpaid', due_on: '2099-01-31' }), 'invoice');
  expect(made).toMatchObject({ status: 'unpaid', due_on: '2099-01-31' });
  expect(made.number).not.toBeNull();
});

it('the last number of a series may be taken back, an earlier one not [CS-123] [TT-23]', async () => {
  const issue = async () => {
    const made = await act('sales_orders', await order({ invoices_begin: 'unpaid' }), 'invoice');
    return [String(made.id), String(made.number)] as const;
  };
  const [[first, number], [second]] = [await issue(), await issue()];
  await expect(records.delete('invoices', first)).rejects.toMatchObject({ problems: [{ code: 'not_last' }] });
  await records.delete('invoices', second);
  await records.delete('invoices', first);
  expect((await issue())[1]).toBe(number);
});

it('whatever a document says, quote, order and invoice come to the same, and to nothing with the credit [PX-12] [CS-118] [CS-119]', async () => {
  expect(await followChains(at.system, at.ids.acme!, 6, 7)).toEqual([]);
});
