// Makes the PDF of a document and keeps it among the files of its record.

import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { type ActionCall, attachFile, type BoundContext, type Context, openFile, type Values } from '../../engine/index.ts';
import { idOf, type Money } from '../../schema/index.ts';
import { signOf } from '../money/module.ts';
import { addressOf } from './complete.ts';
import type { Carried, Paper } from './paper.ts';
import { paperTitle } from './paper-words.ts';
import { requireWhole } from './whole.ts';

export async function print({ context, entity, id }: ActionCall): Promise<Values> {
  requireWhole(context, entity);
  // Elevated: what stands on paper is the same for whoever prints it.
  const { name, content } = await paperOf(context.system('prints a document'), entity, id);
  const file = await attachFile(context as BoundContext, entity, id, { name, source: Readable.from([content]) });
  return { open: { entity: 'files', id: file.id } };
}

/** The PDF of a document; with `carried`, a file that archives find inside it. */
export async function paperOf(system: Context, entity: string, id: string, carried?: Carried): Promise<{ name: string; content: Buffer }> {
  const paper = await readPaper(system, entity, id);
  // Loaded when it is needed.
  const { writePaper } = await import('./paper.ts');
  return { name: `${paperTitle(paper)}.pdf`, content: await writePaper(paper, carried) };
}

/** All that a document says to whom it is for. */
export async function readPaper(system: Context, entity: string, id: string): Promise<Paper> {
  const record = await system.records.get(entity, id);
  const { language: usual } = await system.settings('document_settings');
  const settings = await issuerSettings(system, record.billing_company);
  const issuer = await sellerOn(system, record, settings);
  const language = String(record.language ?? usual ?? 'en');
  const sign = await signOf(system, (record.payable as Money).currency);
  return { entity, record, issuer, logo: await readLogo(system as BoundContext, settings), language, sign };
}

/** Who stands on a document: the issuer as he was when it was issued, or as he is now where that is set. */
export async function sellerOn(system: Context, { issuer }: Values, settings: Values): Promise<Values> {
  const { seller_data } = await system.settings('document_settings');
  return (seller_data === 'live' ? null : (issuer as Values | null | undefined)) ?? readIssuer(system, settings);
}

/** What stands for whoever issues a document: its billing company, else the settings. Both have `company`, `logo` and `footer`. */
export async function issuerSettings(system: Context, billingCompany: unknown): Promise<Values> {
  const id = idOf(billingCompany);
  return id ? system.records.get('billing_companies', id, ['company', 'logo', 'footer']) : system.settings('document_settings');
}

/** The issuer as he is now, with the contacts of the house; what a document has kept goes before it. */
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

export interface Logo {
  /** `image/png` or `image/jpeg`. */
  readonly type: string;
  read(): Promise<Buffer>;
}

/** Null where there is none that can be printed. */
export async function findLogo(system: BoundContext, settings: Values): Promise<Logo | null> {
  const id = idOf(settings.logo);
  if (!id) return null;
  const { contentType: type, key } = await openFile(system, id);
  return /^image\/(png|jpeg)$/.test(type) ? { type, read: () => buffer(system.store.read(system.workspace, key)) } : null;
}

export async function readLogo(system: BoundContext, settings: Values): Promise<Buffer | null> {
  return (await findLogo(system, settings))?.read() ?? null;
}
