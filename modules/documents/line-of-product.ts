// What a screen fills into a new line when a product is chosen in it: the same price, tax class and parts as the server would.

import { type Context, invalid, type Values } from '../../engine/index.ts';
import { DEFAULT_CURRENCY, idOf, minorDigits } from '../../schema/index.ts';
import { rateOn } from '../money/module.ts';
import { type Facts, factsOf } from './facts.ts';
import { partsOf } from './lines.ts';
import { classOf, offerOf, priceOf, type Sale, taxOf } from './offer.ts';
import type { PriceTerms } from './price.ts';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

export async function documentLine(context: Context, input: Values): Promise<Values> {
  const facts = await factsOf(context);
  const day = DAY.test(String(input.day)) ? String(input.day) : facts.today;
  const customer = await seen(context, 'accounts', input.customer);
  const sale: Sale = { account: customer, day, isPurchase: input.purchase === true };
  const agreed = sale.isPurchase ? [] : await facts.books(customer, day);
  const terms = await termsOf(input.currency ?? agreed[0]?.currency ?? DEFAULT_CURRENCY, input.tax_included === true, day, facts);
  const id = await seen(context, 'products', input.product);
  if (!id || !terms) throw invalid([{ field: id ? 'currency' : 'product', code: 'not_found', message: 'There is no such record.' }]);
  const product = await facts.get('products', id);
  const parts = partsOf(product, String(input.quantity ?? 1));
  const below = [];
  for (const part of parts) {
    const own = await facts.get('products', idOf(part.product));
    below.push({ ...(await lineFor(own, terms, sale, facts)), product: part.product, quantity: part.quantity, bundle: 'part' });
  }
  return { line: { ...(await lineFor(product, terms, sale, facts)), bundle: parts.length > 0 ? 'main' : null }, below };
}

/** Only what the reader reaches; null where there is none. */
async function seen({ records }: Context, entity: string, id: unknown): Promise<string | null> {
  if (!id) return null;
  const found = await records.list(entity, { fields: ['id'], filter: `id = ${JSON.stringify(String(id))}`, limit: 1 });
  return found.records[0] ? String(found.records[0].id) : null;
}

async function termsOf(currency: unknown, inclusive: boolean, day: string, { system, all }: Facts): Promise<PriceTerms | null> {
  const found = (await all('currencies')).find(({ code }) => code === currency);
  if (!found) return null;
  const code = String(found.code);
  const rate = await rateOn(system, { id: String(found.id), code }, day);
  return { code, digits: (found.digits as number | null) ?? minorDigits(code), rate: rate?.rate ?? '1', inclusive };
}

async function lineFor(product: Values, terms: PriceTerms, sale: Sale, facts: Facts): Promise<Values> {
  const offer = await offerOf(product, terms.code, sale, facts);
  const id = await classOf(product, offer, sale, facts);
  const found = await taxOf(id ?? idOf(facts.settings.tax_class), sale.day, facts);
  const book = offer?.book ? (await facts.books(sale.account, sale.day)).find((one) => one.id === offer.book) : null;
  return {
    unit: product.unit,
    unit_price: offer && found ? priceOf(offer, terms, found.tax) : null,
    price_from: offer?.from ?? null,
    price_book: book ? { id: book.id, title: book.name } : null,
    tax_class: id ? { id, title: (await facts.kept('tax_classes', id)).name } : null,
    // Whether another customer may bring another one.
    tax_class_agreed: offer?.taxClass !== null && offer?.taxClass !== undefined,
  };
}
