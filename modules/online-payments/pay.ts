// From the wish to pay to the payment in the books: begun here, confirmed by the service, booked once whatever is told how often.

import { Decimal } from 'decimal.js';
import { type Context, Refusal, type Values } from '../../engine/index.ts';
import { clip, idOf, type Money, type Reference } from '../../schema/index.ts';
import { openGateway } from './account.ts';
import { GatewayFailure, type Outcome } from './port.ts';

/** Gateways that a payer of this invoice may choose from, in their order. */
export async function offered(system: Context, invoice: Values): Promise<readonly Values[]> {
  const open = invoice.open as Money | null;
  const isUnpaid = ['unpaid', 'partly_paid', 'overdue'].includes(String(invoice.status)) && invoice.type === 'invoice';
  if (!open || !isUnpaid || new Decimal(open.amount).lte(0)) return [];
  const { records } = await system.records.list('payment_gateways', { filter: 'active', sort: 'position,label', limit: 20 });
  return records.filter(
    ({ currencies }) =>
      !currencies ||
      String(currencies)
        .split(/[\s,]+/)
        .includes(open.currency),
  );
}

/** Answers where the payer goes; null: the service did not want it, which is noted. `page` and `hook` are addresses of ours. */
export async function begin(system: Context, invoice: Values, gateway: Values, page: string, hook: string): Promise<string | null> {
  const { amount, currency } = invoice.open as Money;
  const owner = idOf(invoice.owner);
  const tried = { invoice: invoice.id, gateway: gateway.id, amount: { amount, currency }, owner };
  const { id } = await system.records.create('online_payments', tried);
  try {
    const { port, account } = await openGateway(system, gateway);
    const back = `${page}?back=${id}`;
    const wanted = { id: String(id), amount, currency, description: String(invoice.number), back, cancelled: `${back}&cancelled=1`, hook };
    const { external, url } = await port.begin(account, wanted);
    if (!/^https?:\/\//.test(url)) throw new GatewayFailure('The answer says not where to pay.');
    await system.records.update('online_payments', String(id), { external_id: external.slice(0, 120) });
    return url;
  } catch (error) {
    if (!(error instanceof GatewayFailure)) throw error;
    await system.records.update('online_payments', String(id), { state: 'failed', message: clip(error.message, 600) });
    return null;
  }
}

/** The payer is back, before or after the service has called: it is asked. */
export async function look(system: Context, id: string, cancelled: boolean): Promise<void> {
  const payment = await system.records.get('online_payments', id);
  if (!payment.external_id || !['begun', 'cancelled'].includes(String(payment.state))) return;
  try {
    const { port, account } = await openGateway(system, await system.records.get('payment_gateways', (payment.gateway as Reference).id));
    const outcome = await port.ask(account, String(payment.external_id));
    const state = outcome.state === 'open' && cancelled ? 'cancelled' : outcome.state;
    await settle(system, id, { ...outcome, state });
  } catch (error) {
    // The call-back will say.
    if (!(error instanceof GatewayFailure)) throw error;
  }
}

/** A call-back, once it is proven. Of payments that are not ours nothing is said. */
export async function hear(system: Context, gateway: string, outcome: Outcome): Promise<void> {
  const filter = `gateway = "${gateway}" and external_id = ${JSON.stringify(outcome.external.slice(0, 120))}`;
  const found = await system.records.list('online_payments', { fields: ['id'], filter, limit: 1 });
  if (found.records[0]) await settle(system, String(found.records[0].id), outcome);
}

/** What is paid stays paid, however often and in whatever order it is told; what was given up may still be paid. */
export async function settle(system: Context, id: string, outcome: Outcome): Promise<void> {
  if (outcome.state === 'open') return;
  await system.transaction(async (inner) => {
    // Its row is locked from here on: whoever tells the same waits, and finds it done.
    await inner.records.update('online_payments', id, { touched: crypto.randomUUID() });
    const tried = await inner.records.get('online_payments', id);
    if (tried.state === 'paid' || tried.state === 'refunded') return;
    const { amount, currency } = tried.amount as Money;
    const isOther = outcome.state === 'paid' && !(new Decimal(outcome.amount).equals(amount) && outcome.currency === currency);
    if (outcome.state !== 'paid' || isOther) {
      const message = isOther ? `Another amount was paid: ${outcome.amount} ${outcome.currency}` : outcome.message;
      await inner.records.update('online_payments', id, { state: isOther ? 'failed' : outcome.state, message: clip(message, 600) });
      return;
    }
    const payment = await book(inner, tried, outcome.external);
    await inner.records.update('online_payments', id, {
      state: 'paid',
      payment,
      receipt: outcome.receipt,
      message: outcome.message || null,
    });
  });
}

/** As much as is still open; the rest waits on the payment. */
async function book({ records }: Context, tried: Values, external: string): Promise<unknown> {
  const invoice = await records.get('invoices', (tried.invoice as Reference).id);
  const { amount, currency } = tried.amount as Money;
  const part = Decimal.min(amount, (invoice.open as Money).amount);
  const made = await records.create('payments', {
    account: idOf(invoice.account),
    owner: idOf(invoice.owner),
    amount: { amount, currency },
    mode: 'Card',
    reference: external.slice(0, 140),
    allocations: part.gt(0) ? [{ invoice: invoice.id, amount: { amount: part.toFixed(), currency } }] : [],
  });
  return made.id;
}

/** A call-back that proves nothing is refused without a word of why. */
export function refused(): Refusal {
  return new Refusal(400, 'not_proven', 'This call-back is not taken.');
}
