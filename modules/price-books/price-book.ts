// Prices for single customers: for a time, in one currency, product by product, with another tax class where one holds (rows CS-104, CS-111).

import type { Context, Draft, Values } from '../../engine/index.ts';
import {
  checkbox,
  children,
  DEFAULT_CURRENCY,
  date,
  defineEntity,
  idOf,
  type Money,
  money,
  type Reference,
  reference,
  references,
  rowsOf,
  text,
  textArea,
} from '../../schema/index.ts';

const prices = defineEntity('price_book_prices', {
  label: 'Price',
  plural: 'Prices',
  icon: 'coin',
  fields: {
    product: reference('products', { required: true }),
    price: money({ required: true, help: 'Without tax.' }),
    tax_class: reference('tax_classes', { help: 'Holds for these customers instead of that of the product.' }),
  },
});

export const priceBooks = defineEntity('price_books', {
  label: 'Price book',
  plural: 'Price books',
  icon: 'discount',
  title: 'name',
  owned: false,
  fields: {
    name: text({ required: true, unique: true, searched: true, length: 120 }),
    currency: reference('currencies', { help: 'Left empty, it is that of the prices.', example: null }),
    valid_from: date(),
    valid_until: date({ help: 'Left empty, it holds until it is switched off.' }),
    active: checkbox({ default: 'true' }),
    accounts: references('accounts', { label: 'Customers', help: 'They get these prices. Of several books the newest one counts.' }),
    prices: children(prices),
    notes: textArea({ label: 'Internal notes' }),
  },
  rules: [{ when: 'valid_until < valid_from', field: 'valid_until', code: 'order', message: 'is before the first day' }],
  list: { columns: ['name', 'currency', 'valid_from', 'valid_until', 'active', 'accounts'], sort: 'name' },
  board: null,
  blocks: [
    { label: 'Price book', fields: ['name', 'currency', 'valid_from', 'valid_until', 'active', 'accounts'] },
    { label: 'Prices', fields: ['prices'] },
    { label: 'Notes', fields: ['notes'] },
  ],
  hooks: { beforeSave: checkPrices },
});

async function checkPrices(draft: Draft, { records }: Context): Promise<void> {
  const { values, verb } = draft;
  if (verb === 'delete') return;
  values.currency ??= await currencyOf(rowsOf(values.prices), records);
  if (!values.currency) return draft.refuse('currency', 'unknown_currency', 'There is no such currency among those of this workspace.');
  const { code } = await records.get('currencies', String(values.currency), ['code']);
  const seen = new Set<unknown>();
  for (const [i, { product, price }] of rowsOf(values.prices).entries()) {
    if (price && (price as Money).currency !== code)
      draft.refuse(`prices.${i}.price`, 'mixed_currencies', `The prices of this book are in ${code}.`);
    if (seen.has(product)) draft.refuse(`prices.${i}.product`, 'not_unique', 'The product stands in this book already.');
    seen.add(product);
  }
}

async function currencyOf(rows: readonly Values[], records: Context['records']): Promise<unknown> {
  const code = (rows.find(({ price }) => price)?.price as Money | undefined)?.currency ?? DEFAULT_CURRENCY;
  const found = await records.list('currencies', { fields: ['id'], filter: `code = "${code}"`, limit: 1 });
  return found.records[0]?.id ?? null;
}

export interface Book {
  readonly id: string;
  readonly name: string;
  /** Code of the currency of all its prices. */
  readonly currency: string;
  /** By product. */
  readonly prices: ReadonlyMap<string, { readonly price: Money; readonly taxClass: string | null }>;
}

/** The books that hold for a customer on a day, the newest first. */
export async function booksOf({ records }: Context, account: string, day: string): Promise<readonly Book[]> {
  const filter = `active and contains(accounts, "${account}") and (valid_from is empty or valid_from <= "${day}") and (valid_until is empty or valid_until >= "${day}")`;
  const fields = ['id', 'name', 'currency', 'prices'];
  const found = await records.list('price_books', { fields, filter, sort: '-valid_from,-created_at', limit: 50 });
  return found.records.map((record) => ({
    id: String(record.id),
    name: String(record.name),
    currency: (record.currency as Reference).title,
    prices: new Map(
      rowsOf(record.prices).map(({ product, price, tax_class }) => [
        (product as Reference).id,
        { price: price as Money, taxClass: idOf(tax_class) },
      ]),
    ),
  }));
}
