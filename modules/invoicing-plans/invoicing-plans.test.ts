import { afterEach, describe, expect, it } from 'vitest';
import type { Context, Values } from '../../engine/index.ts';
import { work } from '../../engine/index.ts';
import { house } from '../../tests/scenarios.ts';
import { invoiceAllDue } from './due.ts';
import { preview } from './preview.ts';
import { makeInvoices } from './runs.ts';

const euros = (amount: string) => ({ amount, currency: 'EUR' });
const at = await house({
  own: ['accounts', { name: 'Kontor Instruments Oy', vat_number: 'FI12345671', owner: '$admin' }],
  acme: ['accounts', { name: 'Acme', owner: '$manager' }],
  licence: ['products', { name: 'Licence', unit_price: euros('10'), billing_frequency: 'monthly' }],
  support: ['products', { name: 'Support', unit_price: euros('120'), billing_frequency: 'quarterly' }],
  setup: ['products', { name: 'Setup', unit_price: euros('500') }],
});
const { system, ids } = at;
const { records } = system;
await records.update('document_settings', String((await system.settings('document_settings')).id), { company: ids.own });
const manager = await at.person('manager');

let towns = 0;
/** Three customers in a town of their own, and the view that shows them. */
async function town(): Promise<{ view: string; customers: string[]; city: string }> {
  const city = `Town ${++towns}`;
  const customers = [];
  for (const name of ['A', 'B', 'C'])
    customers.push(String((await manager.records.create('accounts', { name: `${city} ${name}`, city })).id));
  const view = await manager.records.create('saved_views', { entity: 'accounts', name: city, filter: `city = "${city}"` });
  return { view: String(view.id), customers, city };
}
async function order(more: Values = {}): Promise<string> {
  const lines = [{ product: ids.licence, quantity: '2' }, { product: ids.support }, { product: ids.setup }];
  return String(
    (await manager.records.create('sales_orders', { account: ids.acme, subject: 'Licences', status: 'confirmed', lines, ...more })).id,
  );
}
async function plan(more: Values): Promise<string> {
  return String((await manager.records.create('invoicing_plans', { owner: ids.manager, ...more })).id);
}
async function finish(job: string): Promise<void> {
  await work(at.engine, { workspace: at.name, job });
}
async function start(id: string, input: Values = {}, context: Context = manager): Promise<string> {
  const { result } = (await context.act('invoicing_plans', id, 'start', input)) as { result: { job: string } };
  await finish(result.job);
  return result.job;
}
const invoicesOf = async (filter: string) =>
  (
    await records.list('invoices', {
      filter,
      fields: ['account', 'number', 'status', 'net', 'issued_on', 'period_from', 'period_to', 'run'],
      sort: 'period_from,number,id',
      limit: 500,
    })
  ).records;
const idle = { cancelled: () => false, error: (problem: unknown) => expect.fail(JSON.stringify(problem)) };

describe('mass invoicing', () => {
  it('makes one invoice for each record of a saved view, and tells of it [CS-115] [CS-116]', async () => {
    const { view, customers, city } = await town();
    const id = await plan({ every: 'once', sales_order: await order({ invoices_begin: 'unpaid' }), target: view });
    await start(id);
    const made = await invoicesOf(`account.city = "${city}"`);
    expect(made.map(({ account }) => (account as { id: string }).id).sort()).toEqual([...customers].sort());
    expect(made.every(({ number, status }) => number && status === 'unpaid')).toBe(true);
    expect(made[0]!.net).toEqual(euros('640.00'));
    const runs = await manager.records.list('invoicing_runs', { filter: `plan = "${id}"` });
    expect(runs.records).toMatchObject([{ status: 'done', receivers: 3, made: 3, refused: 0 }]);
  });

  it('who stands in the view n times gets n; records lead to the receiver by a field [CS-115]', async () => {
    const { customers, city } = await town();
    for (const account of [customers[0], customers[0], customers[1]])
      await manager.records.create('deals', { name: `Deal of ${city}`, account, amount: euros('1') });
    const view = await manager.records.create('saved_views', { entity: 'deals', name: city, filter: `name = "Deal of ${city}"` });
    const id = await plan({ every: 'once', sales_order: await order(), target: view.id, target_path: 'account' });
    await start(id);
    const made = await invoicesOf(`account.city = "${city}"`);
    expect(made.map(({ account }) => (account as { id: string }).id).sort()).toEqual([customers[0], customers[0], customers[1]].sort());
  });

  it('contacts are invoiced through their company; who has none is named [CS-115]', async () => {
    const { customers, city } = await town();
    await manager.records.create('contacts', { last_name: city, account: customers[0] });
    await manager.records.create('contacts', { last_name: city });
    const view = await manager.records.create('saved_views', { entity: 'contacts', name: city, filter: `last_name = "${city}"` });
    const id = await plan({ every: 'once', sales_order: await order(), target: view.id });
    await start(id);
    const runs = await manager.records.list('invoicing_runs', { filter: `plan = "${id}"` });
    expect(runs.records).toMatchObject([{ receivers: 2, made: 1, refused: 1 }]);
  });

  it('warns the second time, and makes them once more when told so [CS-124]', async () => {
    const { view, city } = await town();
    const id = await plan({ every: 'once', sales_order: await order(), target: view });
    await start(id);
    await expect(start(id)).rejects.toMatchObject({ status: 409, code: 'made_already' });
    await start(id, { again: true });
    expect(await invoicesOf(`account.city = "${city}"`)).toHaveLength(6);
  });

  it('a run is undone as long as nothing went on from there, and its numbers are free again [CS-124] [CS-123]', async () => {
    const { view, city } = await town();
    const id = await plan({ every: 'once', sales_order: await order({ invoices_begin: 'unpaid' }), target: view });
    await start(id);
    const before = await invoicesOf(`account.city = "${city}"`);
    const undo = async () => {
      const [run] = (await manager.records.list('invoicing_runs', { filter: `plan = "${id}" and status = "done"`, fields: ['id'] }))
        .records;
      const { result } = (await manager.act('invoicing_runs', String(run!.id), 'undo_run')) as { result: { job: string } };
      await finish(result.job);
      return String(run!.id);
    };
    const run = await undo();
    expect(await invoicesOf(`account.city = "${city}"`)).toEqual([]);
    expect(await records.get('invoicing_runs', run)).toMatchObject({ status: 'undone', made: 0 });
    await start(id);
    const after = await invoicesOf(`account.city = "${city}"`);
    expect(after.map(({ number }) => number).sort()).toEqual(before.map(({ number }) => number).sort());
    await manager.act('sales_orders', await order({ invoices_begin: 'unpaid' }), 'invoice');
    expect(await records.get('invoicing_runs', await undo())).toMatchObject({ status: 'done' });
    expect(await invoicesOf(`account.city = "${city}"`)).toHaveLength(3);
    await manager.act('invoices', String(after[0]!.id), 'set_paid');
    await expect(undo()).rejects.toMatchObject({ code: 'gone_on' });
  });

  it('a run that was killed goes on where it was: nobody has two, nobody none [CS-115] [CS-123]', async () => {
    const { view, customers, city } = await town();
    const id = await plan({ every: 'once', sales_order: await order({ invoices_begin: 'unpaid' }), target: view });
    await manager.act('invoicing_plans', id, 'start');
    const [run] = (await records.list('invoicing_runs', { filter: `plan = "${id}"`, fields: ['id'] })).records;
    const job = { ...idle, context: manager, id: '', params: { run: String(run!.id) } };
    const killed = { ...job, progress: () => Promise.reject(new Error('killed')) };
    await expect(makeInvoices(killed)).rejects.toThrow('killed');
    const late = await manager.records.create('accounts', { name: `${city} D`, city });
    await makeInvoices({ ...job, progress: async () => {} });
    const made = await invoicesOf(`account.city = "${city}"`);
    expect(made.map(({ account }) => (account as { id: string }).id).sort()).toEqual([...customers, String(late.id)].sort());
    expect(await records.get('invoicing_runs', String(run!.id))).toMatchObject({ status: 'done', made: 4 });
  });

  it('says what is missing before it makes any [CS-114]', async () => {
    const { view, city } = await town();
    const id = await plan({ every: 'once', sales_order: await order(), target: view });
    const setting = await records.create('field_settings', { entity: 'invoices', field: 'sales_order', hidden: true });
    await expect(start(id, {}, await at.person('manager'))).rejects.toMatchObject({ code: 'not_ready' });
    await records.delete('field_settings', String(setting.id));
    await records.update('invoicing_plans', id, { owner: ids.agent });
    await expect(start(id, {}, await at.person('agent'))).rejects.toMatchObject({ code: 'not_granted' });
    expect(await invoicesOf(`account.city = "${city}"`)).toEqual([]);
    const leads = await manager.records.create('saved_views', { entity: 'products', name: city });
    await expect(plan({ every: 'once', sales_order: await order(), target: leads.id })).rejects.toMatchObject({
      problems: [{ code: 'no_target' }],
    });
  });
});

describe('what repeats', () => {
  // The next test's clock is later: nothing of this one is due then.
  afterEach(async () => {
    for (const { id } of (await records.list('invoicing_plans', { filter: 'status = "active"', fields: ['id'] })).records)
      await records.update('invoicing_plans', String(id), { status: 'stopped' });
  });

  it('invoices recurring products at the end of each period, once, and shows made and next [CS-117] [CS-125]', async () => {
    const template = await order();
    const id = await plan({ every: 'month', sales_order: template, starts_on: '2030-01-31', time_zone: 'Europe/Helsinki' });
    expect(await records.get('invoicing_plans', id)).toMatchObject({ next_on: '2030-02-27', status: 'active' });
    for (const clock of ['2030-02-26T21:59:00Z', '2030-02-26T22:01:00Z', '2030-02-26T22:02:00Z', '2030-05-01T12:00:00Z'])
      await invoiceAllDue(system, Date.parse(clock), idle);
    const made = await invoicesOf(`sales_order = "${template}"`);
    expect(made.map(({ period_from, period_to, issued_on }) => [period_from, period_to, issued_on])).toEqual([
      ['2030-01-31', '2030-02-27', '2030-02-27'],
      ['2030-02-28', '2030-03-30', '2030-05-01'],
      ['2030-03-31', '2030-04-29', '2030-05-01'],
    ]);
    expect(made.map(({ net }) => (net as { amount: string }).amount)).toEqual(['20.00', '20.00', '140.00']);
    expect(await records.get('invoicing_plans', id)).toMatchObject({ next_on: '2030-05-30', invoiced_until: '2030-04-29', made: 3 });
  });

  it('a change of the order is in the next invoice, and in no earlier one [CS-125]', async () => {
    const template = await order();
    await plan({ every: 'month', sales_order: template, starts_on: '2031-01-01' });
    await invoiceAllDue(system, Date.parse('2031-02-01T00:00:00Z'), idle);
    await manager.act('sales_orders', template, 'revise');
    await manager.records.update('sales_orders', template, { lines: [{ product: ids.licence, quantity: '3' }], status: 'confirmed' });
    await invoiceAllDue(system, Date.parse('2031-03-01T00:00:00Z'), idle);
    expect((await invoicesOf(`sales_order = "${template}"`)).map(({ net }) => (net as { amount: string }).amount)).toEqual([
      '20.00',
      '30.00',
    ]);
  });

  it('two processes at the same moment make a period once [CS-117]', async () => {
    const template = await order();
    await plan({ every: 'month', sales_order: template, starts_on: '2032-01-01', ends_on: '2032-03-15' });
    const other = await at.another().workspace(at.name);
    const second = at.another().system(other!, { kind: 'system', detail: 'test' });
    const now = Date.parse('2033-01-01T00:00:00Z');
    await Promise.all([invoiceAllDue(system, now, { ...idle, error: () => {} }), invoiceAllDue(second, now, { ...idle, error: () => {} })]);
    await invoiceAllDue(system, now, idle);
    expect((await invoicesOf(`sales_order = "${template}"`)).map(({ period_from }) => period_from)).toEqual([
      '2032-01-01',
      '2032-02-01',
      '2032-03-01',
    ]);
  });

  it('an invoice repeats whole, from the beginning of its period on, until it is stopped [PX-15]', async () => {
    const invoice = await manager.records.create('invoices', {
      account: ids.acme,
      subject: 'Rent',
      lines: [{ description: 'Rent', unit_price: euros('900') }],
    });
    const input = { every: 'month', starts_on: '2034-01-01', period_mode: 'start' };
    const { result } = (await manager.act('invoices', String(invoice.id), 'repeat', input)) as { result: { open: { id: string } } };
    await invoiceAllDue(system, Date.parse('2034-02-01T12:00:00Z'), idle);
    await manager.act('invoicing_plans', result.open.id, 'stop');
    await invoiceAllDue(system, Date.parse('2034-06-01T12:00:00Z'), idle);
    expect((await invoicesOf('subject = "Rent" and period_from is not empty')).map(({ period_from }) => period_from)).toEqual([
      '2034-01-01',
      '2034-02-01',
    ]);
    expect(await records.get('invoicing_plans', result.open.id)).toMatchObject({ status: 'stopped', next_on: null });
  });

  it('is refused for an order without a recurring product [CS-117]', async () => {
    const once = await order({ lines: [{ product: ids.setup }] });
    await expect(plan({ every: 'month', sales_order: once })).rejects.toMatchObject({ problems: [{ code: 'not_recurring' }] });
  });

  it('every quarter to everybody of a view [CS-115]', async () => {
    const { view, city } = await town();
    const id = await plan({ every: 'quarter', sales_order: await order(), target: view, starts_on: '2035-01-01', period_mode: 'start' });
    await invoiceAllDue(system, Date.parse('2035-01-01T12:00:00Z'), idle);
    const [run] = (await records.list('invoicing_runs', { filter: `plan = "${id}"`, fields: ['id'] })).records;
    const job = await system.enqueue('mass_invoicing', { run: String(run!.id) });
    await finish(job);
    await finish(await system.enqueue('mass_invoicing', { run: String(run!.id) }));
    expect((await invoicesOf(`account.city = "${city}"`)).map(({ net }) => (net as { amount: string }).amount)).toEqual([
      '180.00',
      '180.00',
      '180.00',
    ]);
  });

  it('shows what comes in the next 24 months [CS-117]', async () => {
    const id = await plan({ every: 'quarter', sales_order: await order(), starts_on: '2036-01-01' });
    const coming = await preview(manager, id, Date.parse('2036-01-01T00:00:00Z'));
    expect(coming).toHaveLength(8);
    expect(coming[0]).toEqual({ from: '2036-01-01', to: '2036-03-31', on: '2036-03-31', net: euros('180.00') });
  });
});
