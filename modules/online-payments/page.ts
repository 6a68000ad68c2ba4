// What a customer sees behind his link: the invoice, its PDF, and how to pay it. Plain HTML that runs nothing.

import type { Context, Values } from '../../engine/index.ts';
import { digits } from '../../engine/index.ts';
import { type Money, minorDigits, type PageAnswer, type PageCall, type Reference } from '../../schema/index.ts';
import { paperOf } from '../documents/module.ts';
import { signOf } from '../money/module.ts';
import { openGateway } from './account.ts';
import { follow, noteView, pageAddress } from './link.ts';
import { begin, hear, look, offered, refused } from './pay.ts';
import { GatewayFailure } from './port.ts';
import { type PageWords, pageWords } from './words.ts';

export async function invoicePage(system: Context, call: PageCall): Promise<PageAnswer | null> {
  const invoice = await follow(system, call.secret);
  if (!invoice) return null;
  if (call.query.pdf !== undefined) {
    const { content } = await paperOf(system, 'invoices', String(invoice.id));
    return { type: 'application/pdf', content };
  }
  if (call.method === 'POST') return pay(system, call, invoice);
  const tried = call.query.back;
  if (tried !== undefined && (await isOf(system, tried, invoice))) await look(system, tried, call.query.cancelled !== undefined);
  else await noteView(system, invoice);
  return show(system, (await follow(system, call.secret)) ?? invoice, tried === undefined ? null : await stateOf(system, tried, invoice));
}

async function pay(system: Context, call: PageCall, invoice: Values): Promise<PageAnswer> {
  const chosen = new URLSearchParams(call.body).get('gateway');
  const gateway = (await offered(system, invoice)).find(({ id, kind }) => id === chosen && kind !== 'transfer');
  if (!gateway) return show(system, invoice, 'failed');
  const page = await pageAddress(system, 'invoice', call.secret);
  const location = await begin(system, invoice, gateway, page, await pageAddress(system, 'gateway', String(gateway.id)));
  return location ? { type: 'text/html', content: '', location } : show(system, invoice, 'failed');
}

async function isOf({ records }: Context, id: string, invoice: Values): Promise<boolean> {
  return (
    /^[0-9a-f-]{36}$/.test(id) &&
    (await records.list('online_payments', { filter: `id = "${id}" and invoice = "${invoice.id}"` })).records.length > 0
  );
}

async function stateOf(system: Context, id: string, invoice: Values): Promise<string | null> {
  return (await isOf(system, id, invoice)) ? String((await system.records.get('online_payments', id, ['state'])).state) : null;
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

async function show(system: Context, invoice: Values, tried: string | null): Promise<PageAnswer> {
  const language = String(invoice.language ?? (await system.settings('document_settings')).language ?? 'en');
  const words = pageWords(language);
  const { currency } = invoice.payable as Money;
  const sign = await signOf(system, currency);
  const amount = (money: unknown) => `${digits((money as Money).amount, language, minorDigits(currency))}\u00a0${sign}`;
  const day = (text: unknown) =>
    text ? new Intl.DateTimeFormat(language, { timeZone: 'UTC', dateStyle: 'medium' }).format(Date.parse(`${text}T00:00:00Z`)) : '';
  const gateways = await offered(system, invoice);
  const facts = [
    [words.customer, (invoice.account as Reference | null)?.title ?? ''],
    [words.date, day(invoice.issued_on)],
    [words.due, day(invoice.due_on)],
    [words.total, amount(invoice.payable)],
    [words.open, amount(invoice.open)],
  ];
  const seller = String((invoice.issuer as Values | null)?.name ?? '');
  const body = `<header>${escaped(seller)}</header><h1>${escaped(`${words.invoice} ${invoice.number}`)}</h1>
${tried ? `<p class="note ${tried}" role="status">${escaped(words.tried[tried as keyof PageWords['tried']] ?? words.tried.begun)}</p>` : ''}
<dl>${facts.map(([label, text]) => `<div><dt>${escaped(label!)}</dt><dd>${escaped(text!)}</dd></div>`).join('')}</dl>
<p><a href="?pdf=1">${escaped(words.pdf)}</a></p>
${gateways.length > 0 ? `<h2>${escaped(words.pay)}</h2>${gateways.map((gateway) => choice(gateway, words)).join('')}` : ''}
${gateways.length === 0 && Number((invoice.open as Money).amount) <= 0 ? `<p class="note paid">${escaped(words.nothing)}</p>` : ''}`;
  return { type: 'text/html', content: frame(language, `${words.invoice} ${invoice.number}`, body) };
}

function choice({ id, kind, label, test, words: told }: Values, words: PageWords): string {
  if (kind === 'transfer')
    return `<section><strong>${escaped(String(label))}</strong><p class="words">${escaped(String(told ?? ''))}</p></section>`;
  const mode = test ? ` <small>${escaped(words.test)}</small>` : '';
  const button = `<button name="gateway" value="${escaped(String(id))}">${escaped(words.payNow)}: ${escaped(String(label))}</button>`;
  return `<form method="post" action="?">${button}${mode}</form>`;
}

function frame(language: string, title: string, body: string): string {
  return `<!doctype html>
<html lang="${escaped(language)}" translate="no">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escaped(title)}</title>
<style>
:root { color-scheme: light dark; --line: light-dark(#d9dbe0, #3a3c42); --quiet: light-dark(#5f626b, #a4a7b0); }
body { margin: 8vh auto; max-width: 32rem; padding: 0 1.25rem; font: 1rem/1.5 system-ui, sans-serif; }
header { color: var(--quiet); }
h1 { font-size: 1.5rem; margin: 0.25rem 0 1rem; }
h2 { font-size: 1.1rem; margin-top: 2rem; }
dl { margin: 0; border-top: 1px solid var(--line); }
dl div { display: flex; justify-content: space-between; gap: 1rem; padding: 0.5rem 0; border-bottom: 1px solid var(--line); }
dt { color: var(--quiet); }
dd { margin: 0; text-align: right; font-variant-numeric: tabular-nums; }
form, section { margin: 0.75rem 0; }
button { font: inherit; padding: 0.6rem 1rem; border: 0; border-radius: 8px; background: #2f5bd0; color: #fff; cursor: pointer; }
.words { white-space: pre-line; margin: 0.25rem 0; }
.note { padding: 0.75rem 1rem; border-radius: 8px; border: 1px solid var(--line); }
.note.paid { border-color: #2b8a3e; }
.note.failed { border-color: #c92a2a; }
</style>
</head>
<body>
${body}
</body>
</html>
`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
