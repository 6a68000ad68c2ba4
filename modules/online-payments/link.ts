// Links by which a customer sees an invoice without signing in. Only a hash is kept; that and when it was seen is recorded.

import { randomBytes } from 'node:crypto';
import { type ActionCall, type Context, hashToken, linkTo, Refusal, type Values } from '../../engine/index.ts';
import { checkbox, datetime, defineEntity, integer, reference, text } from '../../schema/index.ts';

export const invoiceLinks = defineEntity('invoice_links', {
  label: 'Link to an invoice',
  plural: 'Links to invoices',
  icon: 'link',
  title: 'name',
  menu: false,
  searchable: false,
  access: { create: 'false', import: 'false', bulk: 'false' },
  fields: {
    name: text({ readOnly: true, length: 80 }),
    invoice: reference('invoices', { readOnly: true }),
    closed: checkbox({ help: 'Leads nowhere any more.' }),
    views: integer({ label: 'Seen', readOnly: true, default: '0' }),
    seen_at: datetime({ label: 'Last seen', readOnly: true }),
    token_hash: text({ internal: true, unique: true, length: 64 }),
  },
  list: { columns: ['name', 'invoice', 'created_at', 'views', 'seen_at', 'closed', 'created_by'], sort: '-created_at' },
});

/** Shown once: who needs it again makes another one. */
export async function makeLink({ context, id, record }: ActionCall): Promise<Values> {
  const token = randomBytes(24).toString('base64url');
  const link = await pageAddress(context, 'invoice', token);
  const system = context.system('keeps the hash of a link to an invoice');
  const owner = (record.owner as { id: string } | null)?.id ?? null;
  await system.records.create('invoice_links', {
    name: `${record.number} ${token.slice(0, 4)}…`,
    invoice: id,
    owner,
    token_hash: hashToken(token),
  });
  return { link };
}

/** Never made of the host of a request. */
export async function pageAddress(context: Context, page: string, secret: string): Promise<string> {
  const address = await linkTo(context, `api/v1/open/${page}/${secret}`);
  if (!address) throw new Refusal(409, 'no_address', 'Say first under General at which address Kontor is opened.');
  return address;
}

/** The invoice that it leads to; null: to none. */
export async function follow(system: Context, token: string): Promise<Values | null> {
  const filter = `token_hash = "${hashToken(token)}" and not closed`;
  const found = await system.records.list('invoice_links', { fields: ['id', 'invoice', 'views'], filter, limit: 1 });
  const [link] = found.records;
  if (!link) return null;
  const invoice = await system.records.get('invoices', (link.invoice as { id: string }).id);
  return ['draft', 'cancelled'].includes(String(invoice.status)) ? null : { ...invoice, link: link.id, views: link.views };
}

export async function noteView(system: Context, { link, views }: Values): Promise<void> {
  await system.records.update('invoice_links', String(link), { views: Number(views) + 1, seen_at: new Date().toISOString() });
}
