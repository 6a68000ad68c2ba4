// What documents are completed from: settings, customers, products, taxes, currencies. Read once a transaction.

import type { Context, Values } from '../../engine/index.ts';

const FIELDS = {
  accounts: ['name', 'billing_address', 'postal_code', 'city', 'country', 'vat_number', 'tax_class', 'payment_days'],
  products: ['name', 'unit', 'unit_price', 'tax_class'],
  tax_classes: ['name', 'category', 'rates', 'reason', 'active'],
  currencies: ['code', 'digits', 'cash_step', 'active'],
} as const;

export interface Facts {
  readonly system: Context;
  readonly settings: Values;
  get(entity: keyof typeof FIELDS, id: unknown): Promise<Values>;
}

const known = new WeakMap<Context, Promise<Facts>>();

export function factsOf(context: Context): Promise<Facts> {
  const facts = known.get(context) ?? readFacts(context);
  known.set(context, facts);
  return facts;
}

async function readFacts(context: Context): Promise<Facts> {
  // Elevated: taxes, rates, settings and the customer's address count for whoever writes the document.
  const system = context.system('completes a document');
  const found = new Map<string, Promise<Values>>();
  return {
    system,
    settings: await system.settings('document_settings'),
    get(entity, id) {
      const key = `${entity}/${id}`;
      const record = found.get(key) ?? system.records.get(entity, String(id), FIELDS[entity]);
      found.set(key, record);
      return record;
    },
  };
}
