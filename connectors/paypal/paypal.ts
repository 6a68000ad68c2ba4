// PayPal Orders v2: the payer approves an order, which is then captured; call-backs are verified by PayPal itself.

import { type CallBack, type GatewayAccount, GatewayFailure, type GatewayPort, type Outcome } from '../../modules/online-payments/port.ts';
import { askGateway, at, type Json, parsed, textAt } from '../http/gateway.ts';

const SIGNED = ['auth-algo', 'cert-url', 'transmission-id', 'transmission-sig', 'transmission-time'];

export const paypal: GatewayPort = {
  async begin(account, { id, amount, currency, description, back, cancelled }) {
    const order = await send(account, 'POST', '/v2/checkout/orders', id, {
      intent: 'CAPTURE',
      purchase_units: [{ reference_id: id, description: description.slice(0, 127), amount: { currency_code: currency, value: amount } }],
      payment_source: { paypal: { experience_context: { return_url: back, cancel_url: cancelled, user_action: 'PAY_NOW' } } },
    });
    const links = (order['links'] as readonly Json[] | undefined) ?? [];
    const link = links.find(({ rel }) => rel === 'payer-action' || rel === 'approve');
    return { external: textAt(order, 'id'), url: textAt(link, 'href') };
  },
  ask: askPayPal,
  async heard(account, call) {
    await prove(account, call);
    const event = parsed(call.body);
    const order = textAt(event, 'resource.supplementary_data.related_ids.order_id');
    if (order !== '') return askPayPal(account, order);
    return textAt(event, 'event_type').startsWith('CHECKOUT.ORDER.') ? askPayPal(account, textAt(event, 'resource.id')) : null;
  },
  async refund(account, { receipt }, value, currency, id) {
    const path = `/v2/payments/captures/${encodeURIComponent(receipt)}/refund`;
    await send(account, 'POST', path, id, { amount: { value, currency_code: currency } });
  },
};

/** An order that is approved is captured on the way: only then is it money. */
async function askPayPal(account: GatewayAccount, external: string): Promise<Outcome> {
  const path = `/v2/checkout/orders/${encodeURIComponent(external)}`;
  const found = await send(account, 'GET', path, '');
  const order = textAt(found, 'status') === 'APPROVED' ? await send(account, 'POST', `${path}/capture`, external, {}) : found;
  const capture = at(order, 'purchase_units.0.payments.captures.0');
  const status = textAt(capture, 'status') || textAt(order, 'status');
  const state =
    status === 'COMPLETED' ? 'paid' : ['DECLINED', 'FAILED'].includes(status) ? 'failed' : status === 'VOIDED' ? 'cancelled' : 'open';
  const amount = at(capture, 'amount') ?? at(order, 'purchase_units.0.amount');
  return {
    ...{ external, state, message: status, receipt: textAt(capture, 'id') },
    ...{ amount: textAt(amount, 'value'), currency: textAt(amount, 'currency_code') },
  };
}

/** @throws GatewayFailure where PayPal does not know the call-back as its own. The secret is the id of the webhook there. */
async function prove(account: GatewayAccount, { body, header }: CallBack): Promise<void> {
  const signed = Object.fromEntries(SIGNED.map((name) => [name.replace('-', '_'), header(`paypal-${name}`) ?? '']));
  const asked = { ...signed, webhook_id: account.hookSecret, webhook_event: parsed(body) };
  const answer = await send(account, 'POST', '/v1/notifications/verify-webhook-signature', '', asked);
  if (answer['verification_status'] !== 'SUCCESS') throw new GatewayFailure('The signature of the call-back is not right.');
}

async function send(account: GatewayAccount, method: string, path: string, id: string, body?: object): Promise<Json> {
  const address = account.address || (account.test ? 'https://api-m.sandbox.paypal.com' : 'https://api-m.paypal.com');
  const words = (answer: Json) => answer['message'] ?? answer['error_description'];
  const basic = Buffer.from(`${account.client}:${account.key}`).toString('base64');
  const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
  const asked = { method: 'POST', headers: { Authorization: `Basic ${basic}`, ...form }, body: 'grant_type=client_credentials' };
  const token = textAt(await askGateway(`${address}/v1/oauth2/token`, asked, words), 'access_token');
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', ...(id ? { 'PayPal-Request-Id': id } : {}) };
  return askGateway(address + path, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) }, words);
}
