// Stripe Checkout: a session a payment, call-backs signed as `Stripe-Signature` says (docs.stripe.com/webhooks#verify-manually).

import { createHmac, timingSafeEqual } from 'node:crypto';
import { type CallBack, type GatewayAccount, GatewayFailure, type GatewayPort, type Outcome } from '../../modules/online-payments/port.ts';
import { minorDigits } from '../../schema/index.ts';
import { askGateway, at, type Json, parsed, textAt } from '../http/gateway.ts';

/** Seconds that a call-back may be old; Stripe signs again whenever it tries again. */
const TOLERANCE = 300;

export const stripe: GatewayPort = {
  async begin(account, { id, amount, currency, description, back, cancelled }) {
    const session = await post(account, '/v1/checkout/sessions', id, {
      mode: 'payment',
      client_reference_id: id,
      success_url: back,
      cancel_url: cancelled,
      'line_items[0][quantity]': '1',
      'line_items[0][price_data][currency]': currency.toLowerCase(),
      'line_items[0][price_data][unit_amount]': toMinor(amount, currency),
      'line_items[0][price_data][product_data][name]': description,
    });
    return { external: textAt(session, 'id'), url: textAt(session, 'url') };
  },
  async ask(account, external) {
    const path = `/v1/checkout/sessions/${encodeURIComponent(external)}`;
    return outcomeOf(await askGateway(addressOf(account) + path, { headers: headersOf(account) }, wordsOf), '');
  },
  async heard({ hookSecret }, call) {
    prove(hookSecret, call);
    const event = parsed(call.body);
    const type = textAt(event, 'type');
    return type.startsWith('checkout.session.') ? outcomeOf(at(event, 'data.object') as Json, type) : null;
  },
  async refund(account, { receipt }, amount, currency, id) {
    await post(account, '/v1/refunds', id, { payment_intent: receipt, amount: toMinor(amount, currency) });
  },
};

function post(account: GatewayAccount, path: string, id: string, form: Record<string, string>): Promise<Json> {
  const headers = { ...headersOf(account), 'Idempotency-Key': id, 'Content-Type': 'application/x-www-form-urlencoded' };
  return askGateway(addressOf(account) + path, { method: 'POST', headers, body: new URLSearchParams(form).toString() }, wordsOf);
}

function addressOf({ address }: GatewayAccount): string {
  return address || 'https://api.stripe.com';
}

function headersOf({ key }: GatewayAccount): Record<string, string> {
  return { Authorization: `Bearer ${key}` };
}

function wordsOf(answer: Json): unknown {
  return at(answer, 'error.message');
}

function outcomeOf(session: Json, type: string): Outcome {
  const currency = textAt(session, 'currency').toUpperCase();
  const isPaid = textAt(session, 'payment_status') === 'paid';
  const isOver = textAt(session, 'status') === 'expired';
  const state = isPaid ? 'paid' : type.endsWith('.async_payment_failed') ? 'failed' : isOver ? 'cancelled' : 'open';
  return {
    ...{ external: textAt(session, 'id'), state, currency },
    amount: fromMinor(textAt(session, 'amount_total') || '0', currency),
    receipt: textAt(session, 'payment_intent'),
    message: type,
  };
}

/** @throws GatewayFailure for a signature that is not ours, or too old to be new */
function prove(secret: string, { body, header, now }: CallBack): void {
  const parts = (header('stripe-signature') ?? '').split(',').map((part) => part.trim().split('='));
  const time = parts.find(([name]) => name === 't')?.[1] ?? '';
  const right = createHmac('sha256', secret).update(`${time}.${body}`).digest();
  const isSigned = parts.some(([name, value = '']) => name === 'v1' && isSame(Buffer.from(value, 'hex'), right));
  if (secret === '' || !isSigned) throw new GatewayFailure('The signature of the call-back is not right.');
  if (Math.abs(now / 1000 - Number(time)) > TOLERANCE) throw new GatewayFailure('The call-back is too old.');
}

function isSame(one: Buffer, other: Buffer): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}

/** In cents, or in what is least in the currency. */
function toMinor(amount: string, currency: string): string {
  const [whole = '0', part = ''] = amount.split('.');
  return String(BigInt(whole + part.padEnd(minorDigits(currency), '0').slice(0, minorDigits(currency))));
}

function fromMinor(amount: string, currency: string): string {
  const places = minorDigits(currency);
  const digits = amount.padStart(places + 1, '0');
  return places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
}
