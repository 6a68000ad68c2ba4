// From an issued invoice to a sending that waits: made, checked, kept as a file, and noted, all in one transaction.

import { Readable } from 'node:stream';
import {
  type ActionCall,
  attachFile,
  type BoundContext,
  type Context,
  invalid,
  Refusal,
  recordFile,
  UPLOAD_LIMIT,
  type Values,
} from '../../engine/index.ts';
import { clip, idOf, type Problem } from '../../schema/index.ts';
import { issuerSettings, paperOf, readIssuer, requireReadable, requireWhole } from '../documents/module.ts';
import { checkInvoice } from './check.ts';
import { billingCompanyOf } from './connection.ts';
import { facturX } from './factur-x.ts';
import { type FormatName, writeInvoice } from './formats.ts';
import { explained } from './guide.ts';
import type { Invoice, Party } from './model.ts';
import { FIELDS } from './of-accounts.ts';
import { type Sources, toInvoice } from './of-record.ts';
import { type Say, sayFor } from './words.ts';

interface Written {
  readonly invoice: Invoice;
  readonly format: FormatName;
  readonly name: string;
  readonly content: Buffer;
}

/** Hands it to the job that carries it; the record shows how far it is. */
export async function send({ context, id, record, input }: ActionCall): Promise<Values> {
  requireAll(context);
  // Elevated: what goes out is the same for whoever sends it.
  const system = context.system('makes an e-invoice of an invoice');
  const company = await billingCompanyOf(system, record.billing_company);
  const { carrier } = company ? await system.records.get('billing_companies', company, ['carrier']) : {};
  const say = await sayFor(context.actor.id, system);
  if (!carrier)
    throw new Refusal(409, 'no_connection', say('Say first how e-invoices leave: in the settings, among the own billing companies.'));
  const { invoice, format, name, content } = await write(system, id, input.format, say);
  const sent = await keep(context, id, name, content);
  const made = await system.records.create('e_invoice_deliveries', {
    invoice: id,
    name: clip(`${invoice.number}, ${invoice.buyer.name}`, 120),
    format,
    from: addressOf(invoice.seller),
    to: addressOf(invoice.buyer),
    billing_company: company,
    sent: sent.id,
    steps: [{ at: now(), stage: 'kontor', outcome: 'made' }],
    next_at: now(),
  });
  await system.enqueue('carry_e_invoices', null);
  return { open: { entity: 'e_invoice_deliveries', id: made.id } };
}

/** The invoice, and what it says of its customer. */
function requireAll(context: Context): void {
  requireWhole(context, 'invoices');
  requireReadable(context, 'accounts', BUYER);
}

/** As operators write it: `0216:003712345678`. */
function addressOf({ endpoint }: Party): string {
  return [endpoint?.scheme, endpoint?.id].filter(Boolean).join(':');
}

/** The file alone, for whoever carries it himself. */
export async function download({ context, id, input }: ActionCall): Promise<Values> {
  requireAll(context);
  const system = context.system('makes an e-invoice of an invoice');
  const { name, content } = await write(system, id, input.format, await sayFor(context.actor.id, system));
  const file = await attachFile(context as BoundContext, 'invoices', id, { name, source: Readable.from([content]) });
  return { open: { entity: 'files', id: file.id } };
}

async function keep(context: Context, invoice: string, name: string, content: Buffer): Promise<Values> {
  const stored = await context.store.put(context.workspace, Readable.from([content]), UPLOAD_LIMIT);
  return recordFile(context, name, stored, { related_to: { entity: 'invoices', id: invoice } });
}

/** @throws Refusal 422 with everything that is wrong, each with what to do. */
async function write(system: Context, id: string, wish: unknown, say: Say): Promise<Written> {
  const sources = await readSources(system, id);
  const format = (wish ?? sources.buyer.e_invoice_format) as FormatName | null | undefined;
  if (!format)
    throw invalid([{ field: 'format', code: 'no_format', message: say('Choose a format; the customer has none of his own yet.') }]);
  const invoice = toInvoice(sources);
  const problems = [...ofRecord(sources, say), ...explained(checkInvoice(invoice, format), say)];
  if (problems.length > 0) throw invalid(problems, problems.map(({ message }) => message).join('\n'));
  const xml = writeInvoice(invoice, format);
  if (format !== 'factur-x') return { invoice, format, name: `${invoice.number}.xml`, content: Buffer.from(xml) };
  return { invoice, format, ...(await paperOf(system as BoundContext, 'invoices', id, facturX(xml))) };
}

const BUYER = ['name', 'billing_address', 'postal_code', 'city', 'country', 'business_id', ...FIELDS];

export async function readSources(system: Context, id: string): Promise<Sources> {
  const record = await system.records.get('invoices', id);
  const settings = await issuerSettings(system, record.billing_company);
  const company = idOf(settings.company);
  const own = company ? await system.records.get('accounts', company, FIELDS) : {};
  const issuer = (record.issuer ?? {}) as Values;
  const kept = Object.fromEntries(Object.entries(issuer).filter(([, value]) => value !== null && value !== ''));
  const [customer, original] = [idOf(record.account), idOf(record.original)];
  return {
    record,
    // What the issuer lacked that day may be put right.
    seller: { ...(await readIssuer(system, settings)), ...kept, ...own },
    buyer: customer ? await system.records.get('accounts', customer, BUYER) : {},
    original: original ? await system.records.get('invoices', original, ['number', 'issued_on']) : null,
  };
}

/** What the norm has no place for, so that its rules cannot find it. */
function ofRecord({ record }: Sources, say: Say): Problem[] {
  if (!record.discount_after_tax || !(record.discount || record.discount_amount)) return [];
  const [where, what] = [say('Invoice, discount after tax'), say('has no place in an electronic invoice')];
  const message = `${where}: ${what}. ${say('Credit it, and give the discount before tax.')}`;
  return [{ field: 'discount_after_tax', code: 'discount_after_tax', message }];
}

function now(): string {
  return new Date().toISOString();
}
