// Lines as people leave them: a product brings its name, unit, price and tax; the customer may bring another tax.

import { Decimal } from 'decimal.js';
import type { Draft, Values } from '../../engine/index.ts';
import type { Money } from '../../schema/index.ts';
import { type Tax, taxOn } from '../taxes/module.ts';
import type { Facts } from './facts.ts';
import { type PriceTerms, priceIn } from './price.ts';
import { idOf } from './reference.ts';

type Into = Omit<PriceTerms, 'inclusive'>;

/** Answers why there is no tax, by tax as `reasonKey` names it. */
export async function fillLines(draft: Draft, lines: readonly Values[], into: Into, facts: Facts): Promise<Map<string, unknown>> {
  const before = new Set((draft.oldRows.lines ?? []).map(({ id }) => id));
  const reasons = new Map<string, unknown>();
  for (const [i, line] of lines.entries()) {
    const product = line.product ? await facts.get('products', line.product) : null;
    const isNew = !before.has(line.id);
    if (product) {
      line.description ||= product.name;
      line.unit ??= product.unit;
    }
    line.tax_class = await taxClassOf(draft, line, isNew ? product : null, facts);
    const taxClass = line.tax_class ? await facts.get('tax_classes', line.tax_class) : null;
    const tax = taxClass && taxOn(taxClass, String(draft.values.issued_on));
    if (!tax) {
      draft.refuse(`lines.${i}.tax_class`, 'required', 'A tax class with a rate on the day of the document is needed.');
      continue;
    }
    if (isNew && taxClass.active === false) draft.refuse(`lines.${i}.tax_class`, 'inactive', 'This tax class is not in use any more.');
    Object.assign(line, { tax_category: tax.category, tax_rate: tax.rate });
    reasons.set(reasonKey(tax), taxClass.reason);
    if (product?.unit_price && isFromProduct(line, product, into.code))
      line.unit_price = priceIn(product.unit_price as Money, { ...into, inclusive: draft.values.tax_included === true }, tax.rate);
  }
  return reasons;
}

export function reasonKey({ category, rate }: Tax): string {
  return `${category} ${Number(rate)}`;
}

/** What somebody chose; else the customer's, the product's, the usual one. */
async function taxClassOf({ values }: Draft, line: Values, product: Values | null, facts: Facts): Promise<unknown> {
  const ofProduct = idOf(product?.tax_class);
  // A screen fills in that of the product: a new line with it is nobody's choice yet.
  if (line.tax_class && !(product && line.tax_class === ofProduct)) return line.tax_class;
  const ofCustomer = values.account ? idOf((await facts.get('accounts', values.account)).tax_class) : null;
  return ofCustomer ?? ofProduct ?? line.tax_class ?? idOf(facts.settings.tax_class);
}

/** No price yet, or that of the catalogue in another currency, as a screen fills it in. */
function isFromProduct({ unit_price }: Values, product: Values, code: string): boolean {
  const [price, listed] = [unit_price as Money | null | undefined, product.unit_price as Money];
  return !price || (price.currency !== code && price.currency === listed.currency && new Decimal(price.amount).equals(listed.amount));
}
