// What a customer sees behind his link to an invoice: how it can be paid, and what became of his tries. And where services call back.

import type { Context, Values } from '../../engine/index.ts';
import { type Money, type PageAnswer, type PageCall, rowsOf } from '../../schema/index.ts';
import { documentPage, type Html, html, type Note, pageAddress } from '../document-links/module.ts';
import { figuresOf, issuerSettings, paperWords, sellerOn } from '../documents/module.ts';
import { signOf } from '../money/module.ts';
import { openGateway } from './account.ts';
import { invoiceLinkKind } from './link.ts';
import { begin, hear, look, offered, refused } from './pay.ts';
import { GatewayFailure } from './port.ts';
import { type PageWords, pageWords } from './words.ts';

export const invoicePage = documentPage({
  kind: invoiceLinkKind,
  async arrive(system, invoice, { query }) {
    const tried = query.back;
    if (tried !== undefined && (await stateOf(system, tried, invoice)) !== null) await look(system, tried, query.cancelled !== undefined);
  },
  act: pay,
  async show(system, invoice, { language }, { query }) {
    const words = pageWords(language);
    const gateways = await offered(system, invoice);
    const tried = query.done === 'failed' ? 'failed' : query.back === undefined ? null : await stateOf(system, query.back, invoice);
    const open = invoice.open as Money;
    const figures = figuresOf(language, await signOf(system, open.currency));
    return {
      content:
        gateways.length > 0
          ? choices(gateways, { open: figures.signed(open), account: await accountsOf(system, invoice, language) }, words)
          : null,
      note: tried === null ? null : noteOf(tried, words),
      badge: badgeOf(invoice, words),
      leadsOn: gateways.length > 0,
    };
  },
});

async function pay(system: Context, invoice: Values, form: URLSearchParams, call: PageCall): Promise<PageAnswer | string> {
  const chosen = form.get('gateway');
  const gateway = (await offered(system, invoice)).find(({ id, kind }) => id === chosen && kind !== 'transfer');
  if (!gateway) return '?done=failed';
  const page = await pageAddress(system, 'invoice', call.secret);
  const location = await begin(system, invoice, gateway, page, await pageAddress(system, 'gateway', String(gateway.id)));
  return location ? { type: 'text/html', content: '', location, leadsOn: true } : '?done=failed';
}

/** Of a try of this very invoice. */
async function stateOf({ records }: Context, id: string, invoice: Values): Promise<string | null> {
  if (!/^[0-9a-f-]{36}$/.test(id)) return null;
  const filter = `id = "${id}" and invoice = "${invoice.id}"`;
  const [tried] = (await records.list('online_payments', { fields: ['state'], filter, limit: 1 })).records;
  return tried ? String(tried.state) : null;
}

/** Where services call back; `secret` is the gateway's id, the proof is in the call. */
export async function gatewayPage(system: Context, call: PageCall): Promise<PageAnswer | null> {
  const filter = `id = "${/^[0-9a-f-]{36}$/.test(call.secret) ? call.secret : '00000000-0000-0000-0000-000000000000'}" and kind != "transfer"`;
  const [gateway] = (await system.records.list('payment_gateways', { filter, limit: 1 })).records;
  if (!gateway || call.method !== 'POST') return null;
  const { port, account } = await openGateway(system, gateway);
  try {
    const outcome = await port.heard(account, { body: call.body, header: call.header, now: Date.now() });
    if (outcome) await hear(system, call.secret, outcome);
  } catch (error) {
    if (error instanceof GatewayFailure) throw refused();
    throw error;
  }
  return { type: 'text/plain', content: 'ok' };
}

/** Where a transfer goes, as the paper says it. */
async function accountsOf(system: Context, invoice: Values, language: string): Promise<string> {
  const { bank_accounts } = await sellerOn(system, invoice, await issuerSettings(system, invoice.billing_company));
  const accounts = rowsOf(bank_accounts).map(({ bank, iban, bic }) => [bank, iban, bic].filter(Boolean).join('   '));
  return [...accounts, `${paperWords(language).reference}: ${invoice.number}`].join('\n');
}

interface Due {
  readonly open: string;
  readonly account: string;
}

function choices(gateways: readonly Values[], due: Due, words: PageWords): Html {
  const open = `${words.open}: ${due.open}`;
  return html`<section class="sheet"><h2>${words.pay}</h2><p class="words">${open}</p>${gateways.map((gateway) => choice(gateway, due, words))}</section>`;
}

function choice({ id, kind, label, test, words: told }: Values, { account }: Due, words: PageWords): Html {
  if (kind === 'transfer')
    return html`<div class="way"><strong>${String(label)}</strong><p class="words">${String(told ?? account)}</p></div>`;
  return html`<form class="way" method="post" action="?"><button name="gateway" value="${String(id)}">${words.payNow}: ${String(label)}</button>${
    test === true && html`<small>${words.test}</small>`
  }</form>`;
}

function noteOf(state: string, { tried }: PageWords): Note {
  const tone = state === 'paid' ? 'good' : state === 'failed' ? 'bad' : 'plain';
  return { text: tried[state as keyof PageWords['tried']] ?? tried.begun, tone };
}

function badgeOf({ status, type }: Values, words: PageWords): Note | null {
  if (status === 'paid') return { text: words.nothing, tone: 'good' };
  if (status === 'credited' || type === 'credit_invoice') return null;
  return status === 'overdue' ? { text: words.overdue, tone: 'bad' } : { text: words.open, tone: 'plain' };
}
