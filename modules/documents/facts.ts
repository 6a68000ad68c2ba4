// What documents are completed from: settings, customers, products, taxes, currencies. Read once a transaction.

import type { Context, Values } from '../../engine/index.ts';
import { type Book, booksOf } from '../price-books/module.ts';

const FIELDS = {
  accounts: ['name', 'billing_address', 'postal_code', 'city', 'country', 'vat_number', 'tax_class', 'payment_days'],
  products: ['id', 'name', 'unit', 'unit_price', 'purchase_price', 'tax_class', 'invoice_text', 'parts'],
  tax_classes: ['name', 'category', 'rates', 'reason', 'active'],
  currencies: ['code', 'digits', 'cash_step', 'active'],
} as const;

export interface Facts {
  readonly system: Context;
  readonly settings: Values;
  get(entity: keyof typeof FIELDS, id: unknown): Promise<Values>;
  /** Price books that hold for the customer that day. */
  books(account: unknown, day: string): Promise<readonly Book[]>;
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
  const books = new Map<string, Promise<readonly Book[]>>();
  return {
    system,
    settings: await system.settings('document_settings'),
    get(entity, id) {
      const key = `${entity}/${id}`;
      const record = found.get(key) ?? system.records.get(entity, String(id), FIELDS[entity]);
      found.set(key, record);
      return record;
    },
    books(account, day) {
      if (!account) return Promise.resolve([]);
      const key = `${account}/${day}`;
      const known = books.get(key) ?? booksOf(system, String(account), day);
      books.set(key, known);
      return known;
    },
  };
}
