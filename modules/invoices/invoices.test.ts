import { buffer } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { bulk, eachAmong, openFile, type Values } from '../../engine/index.ts';
import type { Reference } from '../../schema/index.ts';
import { dayIn } from '../../schema/index.ts';
import { pdfText } from '../../tests/pdf-text.ts';
import { house, type Scenario, scenarios } from '../../tests/scenarios.ts';
import { sellerOf } from './seller.ts';

const euros = (amount: string) => ({ amount, currency: 'EUR' });
const year = new Date().getUTCFullYear();

const at = await house({
  own: ['accounts', { name: 'Kontor Instruments Oy', vat_number: 'FI12345671', owner: '$admin' }],
  acme: ['accounts', { name: 'Acme', billing_address: 'Kauppakatu 1', postal_code: '20100', city: 'Turku', owner: '$agent' }],
  gateway: ['products', { name: 'Gateway', unit_price: euros('700') }],
});
const { records } = at.system;
const settings = await at.system.settings('document_settings');
await records.update('document_settings', String(settings.id), { company: at.ids.own });
const draft = { account: '$acme', lines: [{ product: '$gateway', quantity: '2' }] };
const invoice = async (more: Values = {}) => {
  const { account, lines } = JSON.parse(
    JSON.stringify(draft).replace('$acme', at.ids.acme!).replace('$gateway', at.ids.gateway!),
  ) as typeof draft;
  return records.create('invoices', { account, lines, owner: at.ids.agent, ...more });
};
Object.assign(at.ids, { draft: (await invoice()).id, unpaid: (await invoice({ status: 'unpaid' })).id });

const rows: Scenario[] = [
  {
    title: 'takes price, unit and tax from product and settings, address from the customer [CS-112] [CS-109]',
    as: 'agent',
    call: { create: 'invoices', values: draft },
    expect: {
      record: {
        number: null,
        status: 'draft',
        billing_address: 'Acme\nKauppakatu 1\n20100 Turku',
        currency: { title: 'EUR' },
        net: euros('1400.00'),
        tax: euros('357.00'),
        total: euros('1757.00'),
        lines: [{ description: 'Gateway', unit: 'pcs', tax_rate: '25.5', amount: euros('1400.00') }],
        taxes: [{ category: 'S', base: euros('1400.00'), tax: euros('357.00') }],
      },
    },
  },
  {
    title: 'is issued with the next number, due as the settings say [PX-18]',
    as: 'agent',
    call: { act: 'invoices.issue', id: '$draft' },
    expect: { record: { number: `${year}-00002`, status: 'unpaid', open: euros('1757.00') } },
  },
  {
    title: 'stays as it is once it is issued',
    as: 'agent',
    call: { update: 'invoices', id: '$unpaid', values: { lines: [] } },
    expect: { refused: 422, field: 'lines', code: 'issued' },
  },
  {
    title: 'is not deleted once a later number is given away [CS-123]',
    as: 'root',
    given: [{ act: 'invoices.issue', id: '$draft' }],
    call: { delete: 'invoices', id: '$unpaid' },
    expect: { refused: 422, field: 'number', code: 'not_last' },
  },
  {
    title: 'is not deleted once somebody has paid of it [TT-23]',
    as: 'root',
    given: [{ act: 'invoices.record_payment', id: '$unpaid', input: { amount: euros('1'), paid_on: '2026-03-01' } }],
    call: { delete: 'invoices', id: '$unpaid' },
    expect: { refused: 422, field: 'number', code: 'issued' },
  },
  {
    title: 'is set to paid with one button, and says its month and year [TT-23]',
    as: 'agent',
    call: { act: 'invoices.set_paid', id: '$unpaid' },
    expect: { record: { status: 'paid', open: euros('0.00'), year } },
  },
  {
    title: 'is paid by a payment, not by hand [PX-18]',
    as: 'agent',
    call: { update: 'invoices', id: '$unpaid', values: { status: 'paid' } },
    expect: { refused: 422, field: 'status', code: 'follows_payments' },
  },
  {
    title: 'is credited, not cancelled, once it is issued [PX-18]',
    as: 'agent',
    call: { update: 'invoices', id: '$unpaid', values: { status: 'cancelled' } },
    expect: { refused: 422, field: 'status', code: 'issued' },
  },
  {
    title: 'takes a part, and goes by it [PX-15] [PX-18]',
    as: 'agent',
    call: { act: 'invoices.record_payment', id: '$unpaid', input: { amount: euros('1000'), paid_on: '2026-03-01' } },
    expect: { record: { status: 'partly_paid', paid: euros('1000.00'), open: euros('757.00') } },
  },
  {
    title: 'is paid when nothing is open any more [PX-15]',
    as: 'agent',
    given: [{ act: 'invoices.record_payment', id: '$unpaid', input: { amount: euros('1000'), paid_on: '2026-03-01' } }],
    call: { act: 'invoices.record_payment', id: '$unpaid', input: { paid_on: '2026-03-02' } },
    expect: { record: { status: 'paid', open: euros('0.00') } },
  },
  {
    title: 'a draft takes no payment',
    as: 'agent',
    call: { act: 'invoices.record_payment', id: '$draft', input: { paid_on: '2026-03-02' } },
    expect: { refused: 409 },
  },
  {
    title: 'a payment allocates no more than is open',
    as: 'agent',
    call: {
      create: 'payments',
      values: { amount: euros('2000'), allocations: [{ invoice: '$unpaid', amount: euros('1758') }] },
    },
    expect: { refused: 422, field: 'allocations', code: 'too_much' },
  },
  {
    title: 'a payment allocates no more than was paid',
    as: 'agent',
    call: { create: 'payments', values: { amount: euros('100'), allocations: [{ invoice: '$unpaid', amount: euros('101') }] } },
    expect: { refused: 422, field: 'allocations', code: 'too_much' },
  },
  {
    title: 'an overpayment waits on the payment [PX-15]',
    as: 'agent',
    call: { create: 'payments', values: { amount: euros('2000'), allocations: [{ invoice: '$unpaid', amount: euros('1757') }] } },
    expect: { record: { unallocated: euros('243.00') } },
  },
  {
    title: 'refuses lines in another currency',
    as: 'agent',
    call: {
      create: 'invoices',
      values: { ...draft, lines: [{ unit_price: euros('1') }, { unit_price: { amount: '1', currency: 'SEK' } }] },
    },
    expect: { refused: 422, field: 'lines.1.unit_price', code: 'mixed_currencies' },
  },
  { title: 'is out of reach of another agent', as: 'stranger', call: { get: 'invoices', id: '$unpaid' }, expect: { refused: 404 } },
];
scenarios(at, rows);

it('makes a credit invoice with one button, which takes off what is open [CS-119]', async () => {
  const agent = await at.person('agent');
  const paid = await invoice({ status: 'unpaid' });
  await agent.act('invoices', String(paid.id), 'record_payment', { amount: euros('757'), paid_on: '2026-03-01' });
  const { result } = (await agent.act('invoices', String(paid.id), 'credit')) as { result: { open: { id: string } } };
  const made = await agent.records.get('invoices', result.open.id);
  expect(made).toMatchObject({ type: 'credit_invoice', status: 'draft', total: euros('-1757.00'), original: { id: paid.id } });
  expect(made.lines).toMatchObject([{ quantity: '-2', amount: euros('-1400.00') }]);
  await agent.act('invoices', result.open.id, 'issue');
  expect(await agent.records.get('invoices', result.open.id)).toMatchObject({
    number: `CR-${year}-0001`,
    status: 'partly_paid',
    credited: euros('-1000.00'),
    open: euros('-757.00'),
  });
  expect(await agent.records.get('invoices', String(paid.id))).toMatchObject({
    status: 'paid',
    credited: euros('1000.00'),
    open: euros('0.00'),
  });
});

it('an unpaid invoice that is credited whole is credited, and its credit is settled [CS-119]', async () => {
  const agent = await at.person('agent');
  const unpaid = await invoice({ status: 'unpaid' });
  const { result } = (await agent.act('invoices', String(unpaid.id), 'credit')) as { result: { open: { id: string } } };
  await agent.act('invoices', result.open.id, 'issue');
  expect(await agent.records.get('invoices', String(unpaid.id))).toMatchObject({ status: 'credited', open: euros('0.00') });
  expect(await agent.records.get('invoices', result.open.id)).toMatchObject({ status: 'paid', open: euros('0.00') });
});

it('goes from quote to order to invoice with its rows, and each names what it was made of [CS-112] [PX-14]', async () => {
  const agent = await at.person('agent');
  const lines = [
    { product: at.ids.gateway, quantity: '3', discount: '10' },
    { description: 'Travel', unit_price: euros('99.90') },
  ];
  const quote = await agent.records.create('quotes', { account: at.ids.acme, subject: 'Gateways', lines, discount: '5' });
  expect(quote).toMatchObject({ number: `Q-${year}-0001`, status: 'draft' });
  const next = async (entity: string, id: unknown, action: string) => {
    const { result } = (await agent.act(entity, String(id), action)) as { result: { open: { entity: string; id: string } } };
    return agent.records.get(result.open.entity, result.open.id);
  };
  const order = await next('quotes', quote.id, 'order');
  const made = await next('sales_orders', order.id, 'invoice');
  expect(order).toMatchObject({ number: `SO-${year}-0001`, quote: { id: quote.id }, subject: 'Gateways', total: quote.total });
  expect(made).toMatchObject({ quote: { id: quote.id }, sales_order: { id: order.id }, discount: '5', total: quote.total, tax: quote.tax });
  expect(made.lines).toHaveLength(2);
  expect(await agent.records.get('quotes', String(quote.id))).toMatchObject({ status: 'accepted' });
  expect(await agent.records.get('sales_orders', String(order.id))).toMatchObject({ status: 'invoiced' });
});

it('counts without a gap, also where an issue is refused; a new year begins anew [CS-123]', async () => {
  const count = 8;
  const before = Number(String((await invoice({ status: 'unpaid', issued_on: '2025-05-01', due_on: '2025-05-20' })).number).slice(5));
  expect(before).toBe(1);
  const made = await Promise.all(
    Array.from({ length: count }, (_, i) =>
      invoice({ status: 'unpaid', issued_on: '2025-06-01', due_on: i % 2 ? '2025-06-15' : '2025-01-01' }).catch(() => null),
    ),
  );
  const numbers = made.flatMap((one) => (one ? [Number(String(one.number).slice(5))] : [])).sort((a, b) => a - b);
  expect(numbers).toEqual([2, 3, 4, 5]);
});

it('is overdue when its day has passed [PX-18]', async () => {
  const late = await invoice({ status: 'unpaid', issued_on: '2025-06-01', due_on: '2025-06-15' });
  expect(late.status).toBe('overdue');
});

// Whatever the hour in UTC, it is another day in one of the two.
it.each(['Pacific/Kiritimati', 'Pacific/Pago_Pago'])('is overdue by the clocks of whoever writes it, in %s', async (time_zone) => {
  await records.update('users', at.ids.agent!, { time_zone });
  const agent = await at.person('agent');
  const today = dayIn(time_zone, Date.now());
  const yesterday = new Date(Date.parse(today) - 86_400_000).toISOString().slice(0, 10);
  const states = [];
  for (const due_on of [yesterday, today]) {
    const { id } = await invoice({ issued_on: '2024-06-01', due_on });
    states.push((await agent.records.update('invoices', String(id), { status: 'unpaid' })).status);
  }
  expect(states).toEqual(['overdue', 'unpaid']);
  await records.update('users', at.ids.agent!, { time_zone: 'Europe/Helsinki' });
});

it('is not issued without the own VAT number [TT-19] [TT-15]', async () => {
  const id = String((await invoice()).id);
  await records.update('accounts', at.ids.own!, { vat_number: null });
  await expect(records.update('invoices', id, { status: 'unpaid' })).rejects.toMatchObject({ problems: [{ code: 'no_vat_number' }] });
  await records.update('accounts', at.ids.own!, { vat_number: 'FI12345671' });
  expect((await records.update('invoices', id, { status: 'unpaid' })).status).toBe('unpaid');
});

it('are issued, posted and written down by the lot', async () => {
  const create = Array.from({ length: 60 }, () => ({ account: at.ids.acme, status: 'unpaid', lines: [{ product: at.ids.gateway }] }));
  const { results } = await bulk(at.system, 'invoices', { create });
  const ids = results!.map(({ id }) => String(id));
  for (const [entity, field] of [
    ['ledger_entries', 'source'],
    ['invoices', 'id'],
  ] as const)
    expect(await Array.fromAsync(eachAmong(at.system, entity, field, ids, { fields: ['id'] }))).toHaveLength(60);
  const { changes } = await records.history('invoices', ids.at(-1)!);
  expect(changes).toMatchObject([{ verb: 'create' }]);
});

it('follows what another process or its own transaction has changed just before, although both keep what seldom changes [CS-109] [SC-23]', async () => {
  const second = at.another();
  const there = second.system((await second.workspace(at.name))!, { kind: 'system', detail: 'test' }).records;
  await invoice({ status: 'unpaid' });
  const query = { filter: 'name = "VAT standard rate"', fields: ['id'] };
  const { id } = (await there.list('tax_classes', query)).records[0]!;
  const { rates } = await there.get('tax_classes', String(id), ['rates']);
  const withRate = (rate: string) => ({ rates: [...(rates as Values[]), { valid_from: `${year}-01-01`, rate }] });
  await there.update('tax_classes', String(id), withRate('30'));
  expect(await invoice()).toMatchObject({ tax: euros('420.00') });
  const within = await at.system.transaction(async (inner) => {
    await inner.records.update('tax_classes', String(id), withRate('40'));
    return inner.records.create('invoices', { account: at.ids.acme, lines: [{ product: at.ids.gateway, quantity: '2' }] });
  });
  expect(within).toMatchObject({ tax: euros('560.00') });
  await there.update('tax_classes', String(id), { rates });
  expect(await invoice()).toMatchObject({ tax: euros('357.00') });
  // What was refused by settings of before is tried again with those of now.
  const without = async (company: unknown) => there.update('document_settings', String(settings.id), { company });
  await without(null);
  await expect(invoice({ status: 'unpaid' })).rejects.toMatchObject({ problems: [{ code: 'no_vat_number' }] });
  await without(at.ids.own);
  expect(await invoice({ status: 'unpaid' })).toMatchObject({ status: 'unpaid' });
  await expect((await at.person('agent')).kept('tax_classes')).rejects.toThrow('Only the engine');
});

it('is printed with what the own company was when it was issued [TT-25] [TT-15] [PX-17]', async () => {
  const agent = await at.person('agent');
  const issued = await invoice({ status: 'unpaid' });
  await records.update('accounts', at.ids.own!, { name: 'Renamed Oy' });
  const { result } = (await agent.act('invoices', String(issued.id), 'print')) as { result: { open: { entity: string; id: string } } };
  expect(await agent.records.get(result.open.entity, result.open.id)).toMatchObject({
    name: `Invoice ${issued.number}.pdf`,
    content_type: 'application/pdf',
    related_to: { entity: 'invoices', id: issued.id },
  });
  expect(await records.get('invoices', String(issued.id), ['issuer'])).toMatchObject({
    issuer: { name: 'Kontor Instruments Oy', vat_number: 'FI12345671' },
  });
  await records.update('accounts', at.ids.own!, { name: 'Kontor Instruments Oy' });
});

it('shows the seller as he is now where that is chosen, with the contacts of the house at the foot [TT-21] [TT-22]', async () => {
  const issued = await invoice({ status: 'unpaid' });
  const live = { seller_data: 'live', contact_email: 'bills@kontor.example', contact_phone: '+358 2 555 0100' };
  await records.update('document_settings', String(settings.id), live);
  await records.update('accounts', at.ids.own!, { name: 'Later Oy', bank_accounts: [{ iban: 'FI21 1234 5600 0007 85', main: true }] });
  const { result } = (await at.system.act('invoices', String(issued.id), 'print')) as { result: { open: { id: string } } };
  const { key } = await openFile(at.system, result.open.id);
  const words = pdfText(await buffer(at.system.store.read(at.system.workspace, key)));
  const expected = ['Later Oy', 'FI12345671', 'FI21 1234 5600 0007 85', 'bills@kontor.example', '+358 2 555 0100'];
  expect(expected.filter((text) => !words.includes(text))).toEqual([]);
  await records.update('document_settings', String(settings.id), { seller_data: 'frozen', contact_email: null, contact_phone: null });
  await records.update('accounts', at.ids.own!, { name: 'Kontor Instruments Oy' });
});

it('keeps the rate of its day and its source [CS-108]', async () => {
  const found = await records.list('currencies', { filter: 'code = "SEK"', fields: ['id'] });
  const currency = (found.records[0] as unknown as Reference).id;
  await expect(invoice({ currency })).rejects.toMatchObject({ problems: [{ field: 'currency', code: 'no_rate' }] });
  const rate = await records.create('exchange_rates', { currency, valid_on: '2026-01-02', rate: '11.2' });
  const made = await invoice({ currency, issued_on: '2026-01-05' });
  expect(made).toMatchObject({
    exchange_rate: '11.2',
    rate_on: '2026-01-02',
    rate_source: 'typed',
    total: { amount: '19678.40', currency: 'SEK' },
    total_eur: euros('1757.00'),
  });
  await records.update('exchange_rates', String(rate.id), { rate: '12' });
  expect(await records.update('invoices', String(made.id), { subject: 'Later' })).toMatchObject({ exchange_rate: '11.2' });
});

it('says who has sent it, as he was when it was issued, to whoever may read it [TT-24]', async () => {
  const [agent, stranger] = [await at.person('agent'), await at.person('stranger')];
  const { id } = await invoice({ status: 'unpaid' });
  const seller = async () => sellerOf(agent, String(id));
  expect(await seller()).toMatchObject({ name: 'Kontor Instruments Oy', vat_number: 'FI12345671' });
  await records.update('accounts', at.ids.own!, { name: 'Kontor Oyj' });
  expect((await seller()).name).toBe('Kontor Instruments Oy');
  await records.update('document_settings', String(settings.id), { seller_data: 'live' });
  expect((await seller()).name).toBe('Kontor Oyj');
  await records.update('document_settings', String(settings.id), { seller_data: 'frozen' });
  await records.update('accounts', at.ids.own!, { name: 'Kontor Instruments Oy' });
  await expect(sellerOf(stranger, String(id))).rejects.toMatchObject({ status: 404 });
});

it('what is bought, sold and paid is shared by rule and level, and has formulas, as every other noun [CS-021]', async () => {
  const lines = [{ description: 'Post', quantity: '2', unit_price: euros('10') }];
  const account = at.ids.acme;
  const allocations = [{ invoice: at.ids.unpaid, amount: euros('2') }];
  const nouns: Record<string, Values> = {
    payments: { account, amount: euros('10'), allocations },
    ...Object.fromEntries(['quotes', 'sales_orders', 'purchase_orders', 'invoices'].map((noun) => [noun, { account, lines }])),
    purchase_invoices: { vendor: account, vendor_number: '1', lines },
  };
  const names = Object.keys(nouns);
  const made: Record<string, string> = {};
  for (const [entity, values] of Object.entries(nouns)) {
    const formula = values.lines ? 'sum(lines.quantity)' : 'count(allocations) + 1';
    await records.create('custom_fields', { entity, label: 'Reckoned', type: 'decimal', formula });
    made[entity] = String((await records.create(entity, { ...values, owner: at.ids.agent })).id);
  }
  const readBy = async (login: string) => {
    const person = await at.person(login);
    const reads = names.map((noun) => person.records.list(noun, { filter: `id = "${made[noun]}" and c_reckoned = 2`, fields: ['id'] }));
    return (await Promise.all(reads)).map(({ records: found }) => found.length);
  };
  const writtenBy = async (login: string) => {
    const person = await at.person(login);
    const writes = names.map((noun) => person.records.update(noun, made[noun]!, { notes: login }));
    return (await Promise.allSettled(writes)).map(({ status }) => (status === 'fulfilled' ? 1 : 0));
  };
  const [all, none] = [names.map(() => 1), names.map(() => 0)];
  expect([await readBy('agent'), await readBy('stranger'), await readBy('below')]).toEqual([all, none, none]);
  const rules: string[] = [];
  for (const entity of names)
    rules.push(String((await records.create('sharing_rules', { entity, source_unit: at.ids.north, target_unit: at.ids.south })).id));
  expect([await readBy('stranger'), await writtenBy('stranger'), await readBy('below')]).toEqual([all, none, none]);
  for (const rule of rules) await records.update('sharing_rules', rule, { level: 'read_write' });
  expect([await writtenBy('stranger'), await writtenBy('below')]).toEqual([all, none]);
  for (const entity of names) await records.create('sharing_levels', { entity, level: 'read' });
  expect([await readBy('below'), await writtenBy('below')]).toEqual([all, none]);
});

it('many who issue at once get each his own, those refused none, without a gap [CS-123]', async () => {
  const there = await records.list('invoices', { fields: ['number'], filter: 'number is not empty', limit: 500 });
  const most = Math.max(...there.records.map(({ number }) => Number(String(number).slice(-5))));
  const people = [at.system, await at.as(String(at.ids.agent))];
  // Of those that come later every fifth one says it is due before it is issued, which only the written row shows.
  const isWrong = (i: number) => i >= 30 && i % 5 === 4;
  const wanted = Array.from({ length: 60 }, (_, i) => ({ i, amount: `${100 + i}.00`, context: people[i % 2]! }));
  const issue = (those: typeof wanted) =>
    those.map(({ i, amount, context }) =>
      context.records.create('invoices', {
        account: at.ids.acme,
        status: 'unpaid',
        subject: `No. ${i}`,
        lines: Array.from({ length: 1 + (i % 3) }, () => ({ description: `Of ${i}`, unit_price: euros(amount) })),
        ...(isWrong(i) ? { due_on: '2020-01-01' } : {}),
      }),
    );
  const answers = [...(await Promise.allSettled(issue(wanted.slice(0, 30)))), ...(await Promise.allSettled(issue(wanted.slice(30))))];
  const issued: Values[] = [];
  for (const [i, answer] of answers.entries()) {
    if (isWrong(i)) expect(answer).toMatchObject({ status: 'rejected', reason: { status: 422, problems: [{ field: 'due_on' }] } });
    else if (answer.status === 'rejected') throw answer.reason;
    else issued.push(answer.value);
    const count = 1 + (i % 3);
    const own = { subject: `No. ${i}`, net: euros(`${(100 + i) * count}.00`), lines: Array(count).fill({ description: `Of ${i}` }) };
    if (answer.status === 'fulfilled') expect(answer.value).toMatchObject(own);
  }
  expect(issued.map(({ number }) => Number(String(number).slice(-5))).sort((a, b) => a - b)).toEqual(issued.map((_, i) => most + 1 + i));
  for (const { id, subject, lines, total } of issued) {
    const { changes } = await records.history('invoices', String(id));
    expect(changes).toMatchObject([{ verb: 'create', before: null, after: { subject } }]);
    expect(Object.keys(changes[0]!.after!.lines as Values)).toEqual((lines as Values[]).map((line) => line.id));
    const posted = await records.list('ledger_entries', { filter: `origin = "invoices/${id}"`, fields: ['total_eur', 'source', 'lines'] });
    expect(posted.records).toMatchObject([{ total_eur: total, source: { id } }]);
  }
});
