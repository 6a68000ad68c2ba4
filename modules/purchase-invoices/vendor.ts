// Who sent an invoice: found among the accounts by VAT number, bank account or name, or made of what the invoice says.

import { type ActionCall, type Context, Refusal, type Values } from '../../engine/index.ts';

export interface Sender {
  readonly name: string;
  readonly vatNumber?: string | undefined;
  readonly ibans: readonly string[];
}

export interface Match {
  /** Id of the account; null where nobody is meant for certain. */
  readonly vendor: string | null;
  readonly matched_by: 'vat_number' | 'iban' | 'name' | 'several' | 'unknown';
}

/** The surest sign decides. @param system with the engine's own rights: the vendor may be out of reach for whoever enters it */
export async function matchVendor({ records }: Context, { name, vatNumber, ibans }: Sender): Promise<Match> {
  const signs = [
    ['vat_number', vatNumber ? `vat_number in (${listed(spellings(normalVat(vatNumber), 2))})` : null],
    [
      'iban',
      ibans.length > 0 ? `count(bank_accounts where iban in (${listed(ibans.flatMap((iban) => spellings(plain(iban), 4)))})) > 0` : null,
    ],
    ['name', name ? `name = ${JSON.stringify(name)}` : null],
  ] as const;
  for (const [matched_by, filter] of signs) {
    if (!filter) continue;
    const found = await records.list('accounts', { fields: ['id'], filter, limit: 2 });
    if (found.records.length > 1) return { vendor: null, matched_by: 'several' };
    if (found.records[0]) return { vendor: String(found.records[0].id), matched_by };
  }
  return { vendor: null, matched_by: 'unknown' };
}

/** In the name of whoever asks for it, with what the invoice says of its sender. */
export async function makeVendor({ context, id, record }: ActionCall): Promise<void> {
  const { vendor_name, vendor_vat_number, payment_account } = record;
  const sender = {
    name: String(vendor_name),
    vatNumber: vendor_vat_number as string,
    ibans: [payment_account].filter(Boolean).map(String),
  };
  const known = await matchVendor(context.system('looks whether a vendor is there already'), sender);
  if (known.matched_by !== 'unknown')
    throw new Refusal(409, 'vendor_known', 'There is somebody with this VAT number, bank account or name already: choose the vendor.');
  const made = await context.records.create('accounts', {
    name: vendor_name,
    type: 'supplier',
    vat_number: vendor_vat_number,
    bank_accounts: payment_account ? [{ iban: payment_account, main: true }] : [],
  } satisfies Values);
  await context.records.update('purchase_invoices', id, { vendor: made.id });
}

export function normalVat(number: unknown): string {
  return plain(String(number ?? '').replace(/[.-]/g, ''));
}

function plain(text: string): string {
  return text.replace(/\s/g, '').toUpperCase();
}

/** As one word, and as people write it: in groups of four, or with a blank behind the country. */
function spellings(word: string, group: 2 | 4): string[] {
  const spaced = group === 4 ? (word.match(/.{1,4}/g) ?? []).join(' ') : `${word.slice(0, 2)} ${word.slice(2)}`;
  return [word, spaced];
}

function listed(texts: readonly string[]): string {
  return texts.map((text) => JSON.stringify(text)).join(', ');
}
