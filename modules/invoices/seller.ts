// Who stands on an invoice as its seller, for the screen (row TT-24).

import type { Context, Values } from '../../engine/index.ts';
import { issuerSettings, sellerOn } from '../documents/module.ts';

/** What the screen shows of him; `address` begins with the name. */
const SHOWN = ['name', 'address', 'business_id', 'vat_number', 'phone', 'email', 'website', 'bank_accounts'] as const;

export type Seller = Values & { readonly [Name in (typeof SHOWN)[number]]?: unknown };

/** As the paper names him. @throws Refusal 404 where the invoice is out of reach */
export async function sellerOf(context: Context, invoice: string): Promise<Seller> {
  await context.records.get('invoices', invoice, ['id']);
  // Elevated: who reads an invoice may know who sent it, whatever of the settings and accounts he may see.
  const system = context.system('tells who stands on an invoice as its seller');
  const record = await system.records.get('invoices', invoice, ['issuer', 'billing_company']);
  const seller = await sellerOn(system, record, await issuerSettings(system, record.billing_company));
  return Object.fromEntries(SHOWN.map((name) => [name, seller[name] ?? null]));
}
