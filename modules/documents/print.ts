// Makes the PDF of a document and keeps it among the files of its record.

import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { type ActionCall, attachFile, type BoundContext, type Context, openFile, type Values } from '../../engine/index.ts';
import { addressOf } from './complete.ts';
import { paperTitle } from './paper-words.ts';
import { idOf } from './reference.ts';

export async function print({ context, entity, id }: ActionCall): Promise<Values> {
  // Elevated: what stands on paper is the same for whoever prints it.
  const system = context.system('prints a document') as BoundContext;
  const record = await system.records.get(entity, id);
  const settings = await system.settings('document_settings');
  const kept = settings.seller_data === 'live' ? null : (record.issuer as Values | null | undefined);
  const issuer = kept ?? (await readIssuer(system, settings));
  const language = String(record.language ?? settings.language ?? 'en');
  const paper = { entity, record, issuer, logo: await readLogo(system, settings), language };
  // Loaded when it is needed.
  const { writePaper } = await import('./paper.ts');
  const source = Readable.from([await writePaper(paper)]);
  const file = await attachFile(context as BoundContext, entity, id, { name: `${paperTitle(paper)}.pdf`, source });
  return { open: { entity: 'files', id: file.id } };
}

/** The own company as it is now, with the contacts of the house; what a document has kept goes before it. */
export async function readIssuer(system: Context, settings: Values): Promise<Values> {
  const company = idOf(settings.company);
  if (!company) return {};
  const own = await system.records.get('accounts', company, [
    ...['name', 'billing_address', 'postal_code', 'city', 'country', 'business_id', 'vat_number'],
    ...['phone', 'email', 'website', 'bank_accounts'],
  ]);
  const { contact_email, contact_phone, footer } = settings;
  return { ...own, email: contact_email ?? own.email, phone: contact_phone ?? own.phone, address: addressOf(own), footer };
}

/** Null where there is none that can be printed. */
export async function readLogo(system: BoundContext, settings: Values): Promise<Buffer | null> {
  const id = idOf(settings.logo);
  if (!id) return null;
  const { contentType, key } = await openFile(system, id);
  return /^image\/(png|jpeg)$/.test(contentType) ? buffer(system.store.read(system.workspace, key)) : null;
}
