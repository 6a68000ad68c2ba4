// Arithmetic of documents: lines, discounts and charges, tax, what is to be paid. Pure, for server and browser alike.
// Amounts are exact decimals; where one is rounded, half goes away from zero. Terms follow EN 16931.

import { Decimal } from 'decimal.js';

const Exact = Decimal.clone({ precision: 60, rounding: Decimal.ROUND_HALF_UP });
type Exact = InstanceType<typeof Exact>;

const ZERO = new Exact(0);

export interface Terms {
  /** Digits of the currency's minor unit. */
  readonly digits: number;
  /** Smallest payable step where it is more than one minor unit, e.g. `0.05`. */
  readonly step?: string | null;
  /** Tax is rounded for each line, or once for all lines of a category and rate. */
  readonly rounding: 'line' | 'document';
  /** Prices contain the tax. */
  readonly inclusive: boolean;
}

export interface Line {
  readonly quantity: string;
  readonly price: string;
  /** In per cent. */
  readonly discount?: string | null;
  /** EN 16931 category code: S, Z, E, AE, K, G, O. */
  readonly category: string;
  /** In per cent. */
  readonly rate: string;
}

/** A discount or charge on the document as a whole: per cent of it, or an amount in the terms of its prices. */
export interface Adjustment {
  readonly kind: 'discount' | 'charge';
  readonly percent?: string | null;
  readonly amount?: string | null;
  /** Does not change the tax. */
  readonly afterTax?: boolean;
}

export interface TaxSum {
  readonly category: string;
  readonly rate: string;
  /** What is taxed. */
  readonly base: string;
  readonly tax: string;
}

export interface Sums {
  /** `amount` in the terms of the prices; `net` and `tax` before discounts and charges on the document. */
  readonly lines: readonly { readonly amount: string; readonly net: string; readonly tax: string }[];
  /** What each adjustment comes to, never negative for an ordinary one; `parts` by tax, empty after tax. */
  readonly adjustments: readonly {
    readonly amount: string;
    readonly parts: readonly { category: string; rate: string; amount: string }[];
  }[];
  readonly taxes: readonly TaxSum[];
  /** Sum of the lines' amounts. */
  readonly subtotal: string;
  /** Sum of what is taxed. */
  readonly net: string;
  readonly tax: string;
  /** With tax, before adjustments after tax. */
  readonly total: string;
  /** What rounding to the payable step added. */
  readonly rounding: string;
  readonly payable: string;
}

interface Group {
  readonly category: string;
  readonly rate: Exact;
  readonly lines: number[];
  /** Of its lines. */
  amount: Exact;
  /** Its shares in discounts (negative) and charges before tax. */
  readonly shares: Exact[];
}

export function compute(terms: Terms, lines: readonly Line[], adjustments: readonly Adjustment[] = []): Sums {
  const round = (value: Exact) => value.toDecimalPlaces(terms.digits);
  const amounts = lines.map((line) => round(amountOf(line)));
  const groups = groupsOf(lines, amounts);
  const subtotal = sum(amounts);
  const weights = groups.map((group) => group.amount);
  const adjusted = adjustments.map((one) => {
    const before = !one.afterTax && groups.length > 0;
    const amount = before ? round(adjustmentOf(one, subtotal)) : ZERO;
    const parts = before ? allocate(amount, weights, terms.digits) : [];
    for (const [i, part] of parts.entries()) groups[i]!.shares.push(one.kind === 'discount' ? part.negated() : part);
    return { one, amount, parts };
  });

  const taxed = groups.map((group) => taxOf(group, amounts, terms));
  const net = sum(taxed.map(({ base }) => base));
  const tax = sum(taxed.map((group) => group.tax));
  const total = net.plus(tax);
  const after = adjusted.map(({ one, amount, parts }) => ({ one, parts, amount: one.afterTax ? round(adjustmentOf(one, total)) : amount }));
  const due = after
    .filter(({ one }) => one.afterTax)
    .reduce((sum, { one, amount }) => (one.kind === 'discount' ? sum.minus(amount) : sum.plus(amount)), total);
  const payable = terms.step ? toStep(due, new Exact(terms.step), terms.digits) : due;

  // Nothing is never below nothing.
  const print = (value: Exact) => (value.isZero() ? ZERO : value).toFixed(terms.digits);
  let lineTaxes: Exact[] | null = null;
  const ownTax = (i: number) => {
    lineTaxes ??= taxesOfLines(groups, amounts, terms);
    return lineTaxes[i] ?? ZERO;
  };
  return {
    // A screen shows amounts alone, with every key: the rest is worked out where it is asked for.
    lines: amounts.map((amount, i) => ({
      amount: print(amount),
      get net() {
        return print(terms.inclusive ? amount.minus(ownTax(i)) : amount);
      },
      get tax() {
        return print(ownTax(i));
      },
    })),
    adjustments: after.map(({ amount, parts }) => ({
      amount: print(amount),
      parts: parts.map((part, i) => ({ category: groups[i]!.category, rate: groups[i]!.rate.toFixed(), amount: print(part) })),
    })),
    taxes: groups.map(({ category, rate }, i) => ({
      category,
      rate: rate.toFixed(),
      base: print(taxed[i]!.base),
      tax: print(taxed[i]!.tax),
    })),
    subtotal: print(subtotal),
    net: print(net),
    tax: print(tax),
    total: print(total),
    rounding: print(payable.minus(due)),
    payable: print(payable),
  };
}

/** Not rounded yet. */
function amountOf({ quantity, price, discount }: Line): Exact {
  const whole = new Exact(quantity).times(price);
  return discount ? whole.times(new Exact(100).minus(discount)).dividedBy(100) : whole;
}

function adjustmentOf({ percent, amount }: Adjustment, whole: Exact): Exact {
  return whole
    .times(percent ?? 0)
    .dividedBy(100)
    .plus(amount ?? 0);
}

/** One for each category and rate, in the order of the lines. */
function groupsOf(lines: readonly Line[], amounts: readonly Exact[]): Group[] {
  const groups = new Map<string, Group>();
  lines.forEach(({ category, rate }, i) => {
    const exact = new Exact(rate);
    const key = `${category} ${exact.toFixed()}`;
    const group = groups.get(key) ?? { category, rate: exact, lines: [], amount: ZERO, shares: [] };
    group.lines.push(i);
    group.amount = group.amount.plus(amounts[i]!);
    groups.set(key, group);
  });
  return [...groups.values()];
}

/** The tax that an amount bears or contains; not rounded yet. */
function taxOn(amount: Exact, rate: Exact, inclusive: boolean): Exact {
  return amount.times(rate).dividedBy(inclusive ? rate.plus(100) : 100);
}

function taxOf(
  { rate, lines, amount, shares }: Group,
  amounts: readonly Exact[],
  { rounding, inclusive, digits }: Terms,
): { base: Exact; tax: Exact } {
  const whole = amount.plus(sum(shares));
  const parts = rounding === 'line' ? [...lines.map((i) => amounts[i]!), ...shares] : [whole];
  const tax = sum(parts.map((part) => taxOn(part, rate, inclusive).toDecimalPlaces(digits)));
  return { tax, base: inclusive ? whole.minus(tax) : whole };
}

/** Taxes of lines add up to what the lines of their group bear together. */
function taxesOfLines(groups: readonly Group[], amounts: readonly Exact[], { rounding, inclusive, digits }: Terms): Exact[] {
  const taxes: Exact[] = [];
  for (const { rate, lines, amount } of groups) {
    const exact = lines.map((i) => taxOn(amounts[i]!, rate, inclusive));
    const whole = taxOn(amount, rate, inclusive).toDecimalPlaces(digits);
    const own = rounding === 'line' ? exact.map((tax) => tax.toDecimalPlaces(digits)) : allocate(whole, exact, digits);
    lines.forEach((line, i) => {
      taxes[line] = own[i]!;
    });
  }
  return taxes;
}

/** Splits an amount by weights into rounded parts that add up to it: what is left goes to those who lost most by rounding down. */
export function allocate(amount: Exact, weights: readonly Exact[], digits: number): Exact[] {
  if (weights.length === 0) return [];
  const all = sum(weights);
  if (all.isZero()) return weights.map((_, i) => (i === 0 ? amount : ZERO));
  const exact = weights.map((weight) => amount.times(weight).dividedBy(all));
  const parts = exact.map((part) => part.toDecimalPlaces(digits, Decimal.ROUND_DOWN));
  const rest = amount.minus(sum(parts));
  const unit = new Exact(10).pow(-digits).times(rest.isNegative() ? -1 : 1);
  const loss = exact.map((part, i) => part.minus(parts[i]!).times(unit));
  const losers = weights.map((_, i) => i).sort((a, b) => loss[b]!.comparedTo(loss[a]!) || a - b);
  for (const i of losers.slice(0, rest.dividedBy(unit).toNumber())) parts[i] = parts[i]!.plus(unit);
  return parts;
}

function toStep(value: Exact, step: Exact, digits: number): Exact {
  return value.dividedBy(step).toDecimalPlaces(0).times(step).toDecimalPlaces(digits);
}

function sum(values: readonly Exact[]): Exact {
  return values.reduce((total, value) => total.plus(value), ZERO);
}
