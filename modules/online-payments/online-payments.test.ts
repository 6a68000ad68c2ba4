// A customer opens an invoice by its link and pays it; the services are stand-ins on loopback that speak their real protocols.

import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, describe, expect, it } from 'vitest';
import { mollie } from '../../connectors/mollie/mollie.ts';
import { paypal } from '../../connectors/paypal/paypal.ts';
import { stripe } from '../../connectors/stripe/stripe.ts';
import type { Values } from '../../engine/index.ts';
import { testServer } from '../../tests/http.ts';

type Stored = { status: string; amount: string; currency: string };
const stored = new Map<string, Stored>();
const refunds = new Map<string, string>();
let count = 0;

/** Stripe, Mollie and PayPal in one: each has its own paths. */
async function serve(request: IncomingMessage): Promise<[number, object]> {
  const path = String(request.url);
  const body = await text(request);
  const form = new URLSearchParams(body);
  const json = () => JSON.parse(body || '{}') as Record<string, unknown>;
  const own = (prefix: string, amount: string, currency: string) => {
    const id = `${prefix}${++count}`;
    stored.set(id, { status: 'open', amount, currency });
    return id;
  };
  const known = (id: string) => stored.get(id) ?? { status: 'none', amount: '0', currency: 'EUR' };
  if (path === '/v1/oauth2/token') {
    const isOurs = request.headers.authorization === `Basic ${Buffer.from('client:key').toString('base64')}`;
    return isOurs ? [200, { access_token: 'key' }] : [401, { error_description: 'Client Authentication failed' }];
  }
  if (request.headers.authorization !== 'Bearer key')
    return [401, { error: { message: 'Invalid API Key provided' }, detail: 'Missing key' }];
  if (path === '/v1/checkout/sessions') {
    const cents = form.get('line_items[0][price_data][unit_amount]') ?? '';
    const id = own('cs_', cents, String(form.get('line_items[0][price_data][currency]')));
    return [200, { id, url: `https://checkout.stripe.example/${id}` }];
  }
  if (path.startsWith('/v1/checkout/sessions/')) return [200, session(path.split('/').at(-1) ?? '')];
  if (path === '/v1/refunds' || /\/refunds?$/.test(path)) {
    const name = String(request.headers['idempotency-key'] ?? request.headers['paypal-request-id']);
    refunds.set(name, path === '/v1/refunds' ? String(form.get('amount')) : JSON.stringify(json().amount));
    return [201, { id: 're_1' }];
  }
  if (path === '/v2/payments') {
    const { value, currency } = json().amount as { value: string; currency: string };
    const id = own('tr_', value, currency);
    return [201, { id, _links: { checkout: { href: `https://mollie.example/${id}` } } }];
  }
  if (path.startsWith('/v2/payments/')) {
    const id = path.split('/')[3] ?? '';
    const { status, amount, currency } = known(id);
    return status === 'none'
      ? [404, { title: 'Not Found', detail: 'No payment exists' }]
      : [200, { id, status, amount: { value: amount, currency } }];
  }
  if (path === '/v2/checkout/orders') {
    const [{ amount }] = json().purchase_units as [{ amount: { value: string; currency_code: string } }];
    const id = own('ORDER', amount.value, amount.currency_code);
    return [201, { id, status: 'CREATED', links: [{ rel: 'payer-action', href: `https://paypal.example/${id}` }] }];
  }
  if (path === '/v1/notifications/verify-webhook-signature') {
    return [200, { verification_status: (json().transmission_sig as string) === 'right' ? 'SUCCESS' : 'FAILURE' }];
  }
  const id = path.split('/')[4] ?? '';
  const order = known(id);
  if (path.endsWith('/capture')) order.status = 'COMPLETED';
  const amount = { value: order.amount, currency_code: order.currency };
  const captures = order.status === 'COMPLETED' ? [{ id: `CAP${id}`, status: 'COMPLETED', amount }] : [];
  return [200, { id, status: order.status, purchase_units: [{ amount, payments: { captures } }] }];
}

function session(id: string): object {
  const { status, amount, currency } = stored.get(id)!;
  const state = status === 'expired' ? 'expired' : 'open';
  return {
    id,
    status: state,
    payment_status: status === 'paid' ? 'paid' : 'unpaid',
    amount_total: Number(amount),
    currency,
    payment_intent: `pi_${id}`,
  };
}

const service = createServer((request, response) => {
  void serve(request).then(([status, body]) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body)),
  );
});
await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
afterAll(() => void service.close());
const address = `http://127.0.0.1:${(service.address() as AddressInfo).port}`;

const server = await testServer({}, undefined, { gateways: { stripe, mollie, paypal } });
const { system, stranger } = server;
const { records } = system;
const settings = async (noun: string, values: Values) => records.update(noun, String((await system.settings(noun)).id), values);
const bank_accounts = [{ iban: 'FI42 5000 1510 0000 23', bank: 'Nordea' }];
const own = await records.create('accounts', { name: 'Kontor Oy', vat_number: 'FI12345671', bank_accounts });
await settings('document_settings', { company: own.id });
await settings('general_settings', { address: 'https://crm.example' });
const root = await server.person('root', 'Root');
const [untaxed] = (await records.list('tax_classes', { filter: 'category = "AE"', fields: ['id'] })).records;
const gateway = async (kind: string, more: Values = {}): Promise<string> =>
  String(
    (
      await records.create('payment_gateways', {
        label: kind,
        kind,
        active: true,
        address,
        key: 'key',
        hook_secret: 'whsec',
        client: 'client',
        ...more,
      })
    ).id,
  );
const gateways = { stripe: await gateway('stripe'), mollie: await gateway('mollie', { test: true }), paypal: await gateway('paypal') };
await gateway('transfer', { address: null, words: 'Nordea FI21 1234 5600 0007 85', currencies: 'EUR' });
await gateway('transfer', { label: 'Transfer as on paper', address: null });
await gateway('mollie', { label: 'Only crowns', currencies: 'SEK' });

/** An invoice and the path of its page. */
async function invoice(amount = '100'): Promise<{ id: string; path: string }> {
  const account = await records.create('accounts', { name: 'Acme <Oy>' });
  const lines = [{ description: 'Work', unit_price: { amount, currency: 'EUR' }, tax_class: untaxed?.id }];
  const id = String((await records.create('invoices', { account: account.id, lines, status: 'unpaid' })).id);
  const { link } = ((await root.post(`records/invoices/${id}/actions/link`)).body as { result: { link: string } }).result;
  expect(link).toMatch(/^https:\/\/crm\.example\/[\w-]+\/api\/v1\/open\/invoice\/[\w-]{32}$/);
  return { id, path: `open/invoice/${link.split('/').at(-1)}` };
}
const begin = async (path: string, id: string) => {
  const answer = await stranger.send('POST', path, {
    body: `gateway=${id}`,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
  return { status: answer.status, to: answer.headers.get('location') ?? '' };
};
const tries = async (id: string) =>
  (await records.list('online_payments', { filter: `invoice = "${id}"`, sort: 'created_at' })).records as (Values & { id: string })[];
const payments = async (id: string) =>
  (
    await records.aggregate('invoices', {
      filter: `id = "${id}"`,
      measures: [{ fn: 'count', field: 'count(payment_allocations)', as: 'count' }],
    })
  )[0];
const stateOf = async (id: string) => (await records.get('invoices', id)).status;
const event = (id: string, type = 'checkout.session.completed') => JSON.stringify({ type, data: { object: session(id) } });
const signed = (body: string, at = Date.now(), secret = 'whsec') => {
  const time = Math.floor(at / 1000);
  return { 'stripe-signature': `t=${time},v1=${createHmac('sha256', secret).update(`${time}.${body}`).digest('hex')}` };
};
const tell = async (kind: keyof typeof gateways, body: string, headers: Record<string, string>) =>
  (await stranger.send('POST', `open/gateway/${gateways[kind]}`, { body, headers })).status;

describe('the page of an invoice', () => {
  it('shows it and its PDF to whoever has the link, lets him choose how to pay, and is recorded [PX-16] [PX-19]', async () => {
    const { id, path } = await invoice();
    const { status, text: page, headers } = await stranger.get(path, { 'user-agent': 'Mozilla/5.0' });
    expect(status).toBe(200);
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    for (const words of [
      'Acme &#60;Oy&#62;',
      'Pay now: stripe',
      'Pay now: mollie',
      'Pay now: paypal',
      'FI21 1234',
      `FI42 5000 1510 0000 23\nReference: ${(await records.get('invoices', id)).number}`,
      'Test: no money moves.',
    ])
      expect(page).toContain(words);
    expect(page).not.toContain('Only crowns');
    expect((await stranger.get(`${path}?pdf=1`)).text.slice(0, 5)).toBe('%PDF-');
    const [link] = (await records.list('invoice_links', { filter: `invoice = "${id}"` })).records;
    expect(link).toMatchObject({ views: 1, seen_at: expect.any(String) });
    await records.update('invoice_links', String(link?.id), { closed: true });
    for (const wrong of [path, 'open/invoice/nobody', 'open/nothing/x', `open/gateway/${gateways.stripe}`])
      expect((await stranger.get(wrong)).status).toBe(404);
  });
});

describe('a confirmed payment', () => {
  it('by Stripe is booked once: replayed, twice at once, late; a forged one not at all [PX-16]', async () => {
    const { id, path } = await invoice();
    const { status, to } = await begin(path, gateways.stripe);
    expect([status, to]).toEqual([303, expect.stringContaining('https://checkout.stripe.example/cs_')]);
    const name = to.split('/').at(-1) ?? '';
    stored.get(name)!.status = 'paid';
    const body = event(name);
    expect(await tell('stripe', body, {})).toBe(400);
    expect(await tell('stripe', body, signed(body, Date.now(), 'guessed'))).toBe(400);
    expect(await tell('stripe', body.replace('10000', '1'), signed(body))).toBe(400);
    expect(await tell('stripe', body, signed(body, Date.now() - 3_600_000))).toBe(400);
    expect(await stateOf(id)).toBe('unpaid');
    expect(await Promise.all([tell('stripe', body, signed(body)), tell('stripe', body, signed(body))])).toEqual([200, 200]);
    expect(await tell('stripe', body, signed(body))).toBe(200);
    expect(await stateOf(id)).toBe('paid');
    expect(await payments(id)).toMatchObject({ count: 1 });
    const [tried] = await tries(id);
    expect(tried).toMatchObject({ state: 'paid', amount: { amount: '100.00' } });
    // What comes later changes nothing; nothing is left to pay.
    const late = event(name, 'checkout.session.async_payment_failed').replace('"paid"', '"unpaid"');
    await tell('stripe', late, signed(late));
    expect((await tries(id))[0]?.state).toBe('paid');
    expect((await stranger.get(`${path}?back=${tried?.id}`)).text).toContain('Your payment has arrived');
    expect((await begin(path, gateways.stripe)).to).toBe('?done=failed');

    expect((await root.post(`records/online_payments/${tried?.id}/actions/refund`)).status).toBe(200);
    expect([await stateOf(id), refunds.get(`refund-${tried?.id}`)]).toEqual(['unpaid', '10000']);
    expect((await root.post(`records/online_payments/${tried?.id}/actions/refund`)).status).toBe(409);
  });

  it('by Mollie is what Mollie says, whoever calls [PX-16]', async () => {
    const { id, path } = await invoice('59.90');
    const name = (await begin(path, gateways.mollie)).to.split('/').at(-1) ?? '';
    expect(await tell('mollie', `id=${name}`, {})).toBe(200);
    expect(await stateOf(id)).toBe('unpaid');
    expect([await tell('mollie', 'id=tr_unknown', {}), await tell('mollie', 'id=../x', {})]).toEqual([400, 400]);
    Object.assign(stored.get(name)!, { status: 'paid', amount: '1.00' });
    await tell('mollie', `id=${name}`, {});
    expect([await stateOf(id), (await tries(id))[0]?.message]).toEqual(['unpaid', 'Another amount was paid: 1.00 EUR']);
    stored.get(name)!.amount = '59.90';
    await tell('mollie', `id=${name}`, {});
    expect(await stateOf(id)).toBe('paid');
  });

  it('by PayPal is captured when the payer is back, or when PayPal calls [PX-16]', async () => {
    const { id, path } = await invoice();
    const name = (await begin(path, gateways.paypal)).to.split('/').at(-1) ?? '';
    const body = JSON.stringify({ event_type: 'CHECKOUT.ORDER.APPROVED', resource: { id: name } });
    stored.get(name)!.status = 'APPROVED';
    expect(await tell('paypal', body, { 'paypal-transmission-sig': 'wrong' })).toBe(400);
    expect(await stateOf(id)).toBe('unpaid');
    const [tried] = await tries(id);
    expect((await stranger.get(`${path}?back=${tried?.id}`)).text).toContain('Your payment has arrived');
    expect(await tell('paypal', body, { 'paypal-transmission-sig': 'right' })).toBe(200);
    expect([await stateOf(id), await payments(id)]).toMatchObject(['paid', { count: 1 }]);
  });
});

it('a failed or cancelled payment leaves the invoice as it is, and is logged [PX-19]', async () => {
  const { id, path } = await invoice();
  const name = (await begin(path, gateways.stripe)).to.split('/').at(-1) ?? '';
  const [first] = await tries(id);
  expect((await stranger.get(`${path}?back=${first?.id}&cancelled=1`)).text).toContain('The payment was cancelled');
  stored.get(name)!.status = 'expired';
  const body = event(name, 'checkout.session.expired');
  expect(await tell('stripe', body, signed(body))).toBe(200);
  await records.update('payment_gateways', gateways.mollie, { key: 'wrong' });
  const { to } = await begin(path, gateways.mollie);
  expect((await stranger.get(`${path}${to}`)).text).toContain('The payment did not work');
  await records.update('payment_gateways', gateways.mollie, { key: 'key' });
  expect(await tries(id)).toMatchObject([{ state: 'cancelled' }, { state: 'failed', message: '401: Missing key' }]);
  expect(await records.get('invoices', id)).toMatchObject({ status: 'unpaid', open: { amount: '100.00' } });
  // Somebody else's try is none of this page's.
  const other = await invoice();
  expect((await stranger.get(`${other.path}?back=${first?.id}`)).text).not.toContain('cancelled');
});
