// What documents are completed from: settings, customers, products, taxes, currencies. Read once a transaction, or kept by the process.

import { type Context, notFound, todayOf, type Values } from '../../engine/index.ts';
import { type Book, booksOf } from '../price-books/module.ts';

const FIELDS = {
  accounts: ['name', 'billing_address', 'postal_code', 'city', 'country', 'vat_number', 'tax_class', 'payment_days'],
  products: ['id', 'name', 'unit', 'unit_price', 'purchase_price', 'tax_class', 'invoice_text', 'parts'],
} as const;

export type KeptNoun = 'tax_classes' | 'currencies' | 'number_series';

export interface Facts {
  readonly system: Context;
  readonly settings: Values;
  /** For whoever writes. */
  readonly today: string;
  get(entity: keyof typeof FIELDS, id: unknown): Promise<Values>;
  /** All there are, and one of them. */
  all(noun: KeptNoun): Promise<readonly Readonly<Values>[]>;
  kept(noun: KeptNoun, id: unknown): Promise<Readonly<Values>>;
  /** Price books that hold for the customer that day. */
  books(account: unknown, day: string): Promise<readonly Book[]>;
  /** Anything else that is the same for all documents of the transaction. */
  once<T>(key: string, read: (system: Context) => Promise<T>): Promise<T>;
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
  const found = new Map<string, Promise<unknown>>();
  const once = <T>(key: string, read: (system: Context) => Promise<T>): Promise<T> => {
    const known = (found.get(key) as Promise<T> | undefined) ?? read(system);
    found.set(key, known);
    return known;
  };
  const all = (noun: KeptNoun) => once(noun, () => system.kept(noun));
  return {
    system,
    all,
    async kept(noun, id) {
      const one = (await all(noun)).find((candidate) => candidate.id === id);
      if (!one) throw notFound('What it refers to');
      return one;
    },
    settings: await system.settings('document_settings'),
    today: todayOf(context.actor),
    get: (entity, id) => once(`${entity}/${id}`, ({ records }) => records.get(entity, String(id), FIELDS[entity])),
    books: async (account, day) => (account ? once(`books/${account}/${day}`, () => booksOf(system, String(account), day)) : []),
    once,
  };
}
