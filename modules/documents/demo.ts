// The demo company itself, which issues the documents, and rows of its catalogue for them.

import type { Context, Values } from '../../engine/index.ts';
import type { Known, Random } from '../demo/module.ts';

export async function demo(context: Context): Promise<void> {
  const { records } = context;
  const own = await records.create('accounts', {
    name: 'Aurora Instruments Oy',
    type: 'other',
    sector: 'Manufacturing',
    business_id: '2345671-4',
    vat_number: 'FI23456714',
    billing_address: 'Itäinen Pitkäkatu 21',
    postal_code: '20810',
    city: 'Turku',
    country: 'Finland',
    phone: '+358 2 555 0100',
    email: 'laskutus@aurora.example',
    website: 'https://www.aurora.example',
    bank_accounts: [
      { iban: 'FI21 1234 5600 0007 85', bic: 'NDEAFIHH', bank: 'Nordea', main: true },
      { iban: 'SE45 5000 0000 0583 9825 7466', bic: 'ESSESESS', bank: 'SEB' },
    ],
  });
  const { id } = await context.settings('document_settings');
  await records.update('document_settings', String(id), {
    company: own.id,
    footer: 'Aurora Instruments Oy · Turku · Business ID 2345671-4',
    terms: 'Delivery ex works Turku. Interest on late payment: 11 %.',
  });
}

/** One to five rows of what is sold, with the discounts that are given for many. */
export function catalogueRows(random: Random, products: readonly Known[]): Values[] {
  const count = random.whole(1, 5);
  const start = random.whole(0, products.length - 1);
  return Array.from({ length: count }, (_, i) => {
    const { id, category } = products[(start + i * 3) % products.length]!;
    const quantity = category === 'Hardware' ? random.whole(1, 24) : random.whole(1, 6);
    return { product: id, quantity: String(quantity), discount: quantity > 12 ? '10' : null };
  });
}

/** Customers that documents go to: those of the Eurozone's neighbours pay in euros too. */
export function buyers(accounts: readonly Known[]): readonly Known[] {
  return accounts.filter(({ type, owner }) => type === 'customer' && owner);
}
