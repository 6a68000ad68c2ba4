// The rules of EN 16931-1 on VAT: what each category asks for, and that the breakdown is what lines and allowances make.

import { Decimal } from 'decimal.js';
import type { Tell } from './check.ts';
import type { Invoice, VatBreakdown, VatCategory } from './model.ts';

interface Category {
  /** As its rules are called: BR-S-5 */
  readonly name: string;
  readonly rate: 'above' | 'zero' | 'none';
  /** Why there is no VAT must be said, or must not. */
  readonly reason: boolean;
}

const CATEGORIES: Readonly<Record<string, Category>> = {
  S: { name: 'S', rate: 'above', reason: false },
  Z: { name: 'Z', rate: 'zero', reason: false },
  E: { name: 'E', rate: 'zero', reason: true },
  AE: { name: 'AE', rate: 'zero', reason: true },
  K: { name: 'IC', rate: 'zero', reason: true },
  G: { name: 'G', rate: 'zero', reason: true },
  O: { name: 'O', rate: 'none', reason: true },
};

export function checkVat(invoice: Invoice, tell: Tell): void {
  if (invoice.vat.length === 0) tell('BR-CO-18', 'vat', 'has no VAT category');
  for (const [field, vat] of categoriesOf(invoice)) checkRate(vat, field, tell);
  const used = new Set([...categoriesOf(invoice)].map(([, { category }]) => category));
  for (const category of used) checkParties(category, invoice, tell);
  if (used.has('O') && used.size > 1) tell('BR-O-11', 'vat', 'mixes what is not subject to VAT with what is');
  checkBreakdown(invoice, tell);
}

/** Where categories stand: in lines, in allowances and in charges. */
function* categoriesOf({ lines, allowances, charges }: Invoice): Generator<[field: string, vat: VatCategory]> {
  for (const [key, owners] of Object.entries({ lines, allowances, charges })) {
    for (const [index, { vat }] of owners.entries()) yield [`${key}.${index}.vat`, vat];
  }
}

function checkRate({ category, rate }: VatCategory, field: string, tell: Tell): void {
  const known = CATEGORIES[category];
  if (!known) {
    tell('BR-CL-17', `${field}.category`, 'is no VAT category', Object.keys(CATEGORIES).join(', '));
    return;
  }
  const rule = `BR-${known.name}-05`;
  if (known.rate === 'above' && !(Number(rate) > 0)) tell(rule, `${field}.rate`, 'must be above zero');
  if (known.rate === 'zero' && Number(rate ?? Number.NaN) !== 0) tell(rule, `${field}.rate`, 'must be zero', '0');
  if (known.rate === 'none' && rate !== undefined) tell(rule, `${field}.rate`, 'must be left out');
}

function checkParties(category: string, invoice: Invoice, tell: Tell): void {
  const { seller, buyer, taxRepresentative, delivery, period } = invoice;
  const known = CATEGORIES[category];
  if (!known) return;
  const rule = `BR-${known.name}-02`;
  const sellerVat = seller.vatId ?? taxRepresentative?.vatId;
  if (category === 'O') {
    for (const [field, vatId] of [['seller', sellerVat] as const, ['buyer', buyer.vatId] as const]) {
      if (vatId) tell(rule, `${field}.vatId`, 'must be left out where nothing is subject to VAT');
    }
    return;
  }
  const orTaxId = ['S', 'Z', 'E', 'AE'].includes(category) ? seller.taxId : undefined;
  if (!sellerVat && !orTaxId) tell(rule, 'seller.vatId', 'is missing');
  if (category === 'AE' && !buyer.vatId && !buyer.registration) tell(rule, 'buyer.vatId', 'is missing: the buyer pays the VAT');
  if (category !== 'K') return;
  if (!buyer.vatId) tell(rule, 'buyer.vatId', 'is missing');
  if (!delivery?.date && !period) tell('BR-IC-11', 'delivery.date', 'is missing');
  if (!delivery?.address?.country) tell('BR-IC-12', 'delivery.address.country', 'is missing', buyer.address?.country);
}

function checkBreakdown(invoice: Invoice, tell: Tell): void {
  const taxable = taxableAmounts(invoice);
  for (const [index, one] of invoice.vat.entries()) {
    const known = CATEGORIES[one.category];
    if (!known) continue;
    const right = taxable.get(keyOf(one)) ?? new Decimal(0);
    taxable.delete(keyOf(one));
    checkSums(one, right, `vat.${index}`, known, tell);
    const said = one.exemption ?? one.exemptionCode;
    if (known.reason && !said) tell(`BR-${known.name}-10`, `vat.${index}.exemption`, 'is missing: why is there no VAT?');
    if (!known.reason && said) tell(`BR-${known.name}-10`, `vat.${index}.exemption`, 'must be left out');
  }
  for (const key of taxable.keys()) tell('BR-CO-18', 'vat', 'lacks a category that its lines have', key);
}

function checkSums(one: VatBreakdown, right: Decimal, at: string, { name }: Category, tell: Tell): void {
  if (!right.equals(one.taxable)) tell(`BR-${name}-08`, `${at}.taxable`, 'is not what its lines make', right.toFixed(2));
  const tax = new Decimal(one.taxable)
    .mul(one.rate ?? 0)
    .div(100)
    .toDecimalPlaces(2, Decimal.ROUND_HALF_UP);
  // Rounded line by line, or taken out of prices with tax, it may be some cents off: the official rules bear less than one unit.
  if (tax.minus(one.tax).abs().greaterThanOrEqualTo(1)) tell('BR-CO-17', `${at}.tax`, 'is not what the rate makes', tax.toFixed(2));
}

function taxableAmounts({ lines, allowances, charges }: Invoice): Map<string, Decimal> {
  const found = new Map<string, Decimal>();
  const add = (vat: VatCategory, amount: Decimal): void => {
    found.set(keyOf(vat), (found.get(keyOf(vat)) ?? new Decimal(0)).plus(amount));
  };
  for (const { vat, net } of lines) add(vat, new Decimal(net));
  for (const { vat, amount } of allowances) add(vat, new Decimal(amount).neg());
  for (const { vat, amount } of charges) add(vat, new Decimal(amount));
  return found;
}

function keyOf({ category, rate }: VatCategory): string {
  return CATEGORIES[category]?.rate === 'above' ? `${category} ${new Decimal(rate ?? 0).toString()}` : category;
}
