// Mollie: a call-back names a payment and no more; what is so is asked of Mollie itself (docs.mollie.com/docs/webhooks).

import { type GatewayAccount, GatewayFailure, type GatewayPort, type Outcome } from '../../modules/online-payments/port.ts';
import { askGateway, type Json, textAt } from '../http/gateway.ts';

const STATES: Readonly<Record<string, Outcome['state']>> = { paid: 'paid', failed: 'failed', canceled: 'cancelled', expired: 'cancelled' };

export const mollie: GatewayPort = {
  async begin(account, { id, amount, currency, description, back, cancelled, hook }) {
    const payment = await send(account, 'POST', '/v2/payments', id, {
      ...{ amount: { currency, value: amount }, description, redirectUrl: back, cancelUrl: cancelled, webhookUrl: hook },
      metadata: { id },
    });
    return { external: textAt(payment, 'id'), url: textAt(payment, '_links.checkout.href') };
  },
  ask: askMollie,
  async heard(account, { body }) {
    const id = new URLSearchParams(body).get('id') ?? '';
    if (!/^tr_\w{1,60}$/.test(id)) throw new GatewayFailure('The call-back names no payment.');
    return askMollie(account, id);
  },
  async refund(account, { external }, value, currency, id) {
    await send(account, 'POST', `/v2/payments/${encodeURIComponent(external)}/refunds`, id, { amount: { currency, value } });
  },
};

async function askMollie(account: GatewayAccount, external: string): Promise<Outcome> {
  const payment = await send(account, 'GET', `/v2/payments/${encodeURIComponent(external)}`, '');
  const status = textAt(payment, 'status');
  return {
    ...{ external: textAt(payment, 'id'), state: STATES[status] ?? 'open', message: status, receipt: textAt(payment, 'id') },
    ...{ amount: textAt(payment, 'amount.value'), currency: textAt(payment, 'amount.currency') },
  };
}

function send({ address, key }: GatewayAccount, method: string, path: string, id: string, body?: object): Promise<Json> {
  const headers = { Authorization: `Bearer ${key}`, ...(body ? { 'Content-Type': 'application/json', 'Idempotency-Key': id } : {}) };
  const init = { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) };
  return askGateway((address || 'https://api.mollie.com') + path, init, (answer) => answer['detail'] ?? answer['title']);
}
