// Lines as people leave them: a product brings its name, unit, price, tax and the parts of its bundle; the customer may bring other ones.

import { Decimal } from 'decimal.js';
import type { Draft, Values } from '../../engine/index.ts';
import { idOf, type Money, rowsOf } from '../../schema/index.ts';
import type { Tax } from '../taxes/module.ts';
import type { Facts } from './facts.ts';
import { classOf, type Offer, offerOf, priceOf, type Sale, taxOf } from './offer.ts';
import type { PriceTerms } from './price.ts';

export interface Into extends Omit<PriceTerms, 'inclusive'> {
  readonly isPurchase: boolean;
  /** What a line of a product says. */
  describe(product: Values): string;
}

/** Main products get their parts below them, once. */
export async function withParts(draft: Draft, lines: readonly Values[], facts: Facts): Promise<Values[]> {
  const known = new Set((draft.oldRows.lines ?? []).map(({ id }) => id));
  const all: Values[] = [];
  for (const line of lines) {
    all.push(line);
    if (!line.product || line.bundle || known.has(line.id)) continue;
    const parts = partsOf(await facts.get('products', line.product), String(line.quantity ?? 1));
    if (parts.length === 0) continue;
    line.bundle = 'main';
    all.push(...parts.map(({ product, quantity }) => ({ product: idOf(product), quantity, bundle: 'part' })));
  }
  return all;
}

/** So many of each go with so many of the main product. */
export function partsOf({ parts }: Values, quantity: string): { product: unknown; quantity: string }[] {
  const rows = rowsOf(parts);
  return rows.map((part) => ({ product: part.product, quantity: new Decimal(String(part.quantity)).times(quantity).toFixed() }));
}

/** Answers why there is no tax, by tax as `reasonKey` names it. */
export async function fillLines(draft: Draft, lines: readonly Values[], into: Into, facts: Facts): Promise<Map<string, unknown>> {
  const before = new Map((draft.oldRows.lines ?? []).map((row) => [row.id, row]));
  const reasons = new Map<string, unknown>();
  for (const [i, line] of lines.entries()) {
    const old = before.get(line.id);
    const tax = await fillLine(draft, i, line, old, into, facts);
    if (tax) reasons.set(reasonKey(tax), tax.reason);
  }
  return reasons;
}

export function reasonKey({ category, rate }: Tax): string {
  return `${category} ${Number(rate)}`;
}

async function fillLine(
  draft: Draft,
  i: number,
  line: Values,
  old: Values | undefined,
  into: Into,
  facts: Facts,
): Promise<(Tax & { reason: unknown }) | null> {
  const { values } = draft;
  const sale: Sale = { account: values.account, day: String(values.issued_on), isPurchase: into.isPurchase };
  const product = line.product ? await facts.get('products', line.product) : null;
  const offer = product && (await offerOf(product, into.code, sale, facts));
  if (product) {
    if (!line.description || (!old && line.description === product.name)) line.description = into.describe(product);
    line.unit ??= product.unit;
  }
  if (!isChosenClass(line, old ? null : product))
    line.tax_class = (await classOf(old ? null : product, offer, sale, facts)) ?? line.tax_class ?? idOf(facts.settings.tax_class);
  const found = await taxOf(line.tax_class, sale.day, facts);
  if (!found) {
    draft.refuse(`lines.${i}.tax_class`, 'required', 'A tax class with a rate on the day of the document is needed.');
    return null;
  }
  if (!old && found.taxClass.active === false) draft.refuse(`lines.${i}.tax_class`, 'inactive', 'This tax class is not in use any more.');
  const { category, rate } = found.tax;
  Object.assign(line, { tax_category: category, tax_rate: rate });
  setPrice(line, old, offer, { ...into, inclusive: values.tax_included === true }, found.tax);
  return { category, rate, reason: found.taxClass.reason };
}

/** A screen fills in that of the product: a new line with it is nobody's choice yet. */
function isChosenClass(line: Values, product: Values | null): boolean {
  return Boolean(line.tax_class) && !(product && line.tax_class === idOf(product.tax_class));
}

/** What nobody has typed comes from the book or the list, and each line says where its price is from (row CS-104). */
function setPrice(line: Values, old: Values | undefined, offer: Offer | null, terms: PriceTerms, tax: Tax): void {
  const asked = offer && priceOf(offer, terms, tax);
  if (asked && isOpen(line.unit_price as Money | null, offer.price, terms.code)) line.unit_price = asked;
  if (!line.unit_price) return;
  if (old && old.product === line.product && isSame(old.unit_price as Money, line.unit_price as Money)) return;
  const isOffered = asked !== null && isSame(asked, line.unit_price as Money);
  line.price_from = isOffered ? offer!.from : 'typed';
  line.price_book = isOffered ? offer!.book : null;
}

/** No price yet, or that of the catalogue in another currency, as a screen fills it in. */
function isOpen(price: Money | null | undefined, listed: Money, code: string): boolean {
  return !price || (price.currency !== code && isSame(price, listed));
}

function isSame(one: Money, other: Money): boolean {
  return one.currency === other.currency && new Decimal(one.amount).equals(other.amount);
}
