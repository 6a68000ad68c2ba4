// Sums of a document while it is being written, by the same arithmetic as on the server. For the browser.

import { DEFAULT_CURRENCY, isDecimal, type Money, minorDigits, type Reference, rowsOf } from '../../schema/index.ts';
import { taxOn } from '../taxes/module.ts';
import { compute } from './compute.ts';
import { adjustmentsOf, lineOf, subtotalsOf } from './terms.ts';

type Values = Readonly<Record<string, unknown>>;

/** As the service `document_terms` answers it. */
export interface DocumentTerms {
  /** For documents without a date. */
  readonly today: string;
  readonly rounding: 'line' | 'document';
  /** Id of the class of lines that say nothing else. */
  readonly usual: string | null;
  /** Of sales to this customer, instead of that of products. */
  readonly ofCustomer: Reference | null;
  readonly taxClasses: readonly (Values & { readonly id: string })[];
  readonly currencies: readonly { readonly id: string; readonly digits: number | null; readonly cash_step: string | null }[];
}

const SUMS = ['subtotal', 'net', 'tax', 'total', 'payable'] as const;

export interface DerivedSums {
  readonly values: Values;
  /** Names of sums that follow. */
  readonly shown: readonly string[];
  readonly currency: string;
  /** Sums that stand below rows, by their places. */
  readonly below?: readonly (Money | null)[];
  readonly isPart: (line: Values) => boolean;
}

/** Tax classes of products that were chosen here, by product: what a row got from them is nobody's choice yet. */
export const listed = new Map<string, string>();

/** Not sent: what the catalogue offered for a line. */
export const OFFER = '$offer';

export function derive(values: Values, given: DocumentTerms): DerivedSums {
  const typed = rowsOf(values.lines).map((line) => withMore(line, { ...reasonOf(line), ...taxOf(line, values, given) }));
  const priced = typed.filter(isPriced);
  const code = currencyOf(values) ?? DEFAULT_CURRENCY;
  const own = given.currencies.find(({ id }) => id === (values.currency as Reference | null | undefined)?.id);
  const terms = {
    digits: own?.digits ?? minorDigits(code),
    step: own?.cash_step ?? null,
    rounding: given.rounding,
    inclusive: values.tax_included === true,
  };
  const isMixed = priced.some(({ unit_price }) => (unit_price as Money).currency !== code);
  if (isMixed) return { values, shown: [], currency: code, isPart };
  const sums = compute(
    terms,
    priced.map((line) => lineOf(numbersOf(line))),
    adjustmentsOf(numbersOf(values)),
  );
  const money = (amount: string): Money => ({ amount, currency: code });
  const places = new Map(priced.map((line, i) => [line, i]));
  const lines = typed.map((line) => {
    const sum = sums.lines[places.get(line) ?? -1];
    return sum ? withMore(line, { amount: money(sum.amount) }) : line;
  });
  const below = subtotalsOf(lines).map((amount) => (amount === null ? null : money(amount)));
  const totals = Object.fromEntries(SUMS.map((name) => [name, money(sums[name])]));
  return { values: { ...values, lines, ...totals }, shown: SUMS, currency: code, below, isPart };
}

const made = new WeakMap<Values, Values>();

/** A line that says the same as the last time is the same: it need not be drawn anew with every key. */
function withMore(line: Values, more: Values): Values {
  const before = made.get(line) ?? line;
  if (Object.entries(more).every(([name, value]) => isSame(before[name], value))) return before;
  const now = { ...line, ...more };
  made.set(line, now);
  return now;
}

function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  const [one, other] = [a as Money | null | undefined, b as Money | null | undefined];
  return !!one?.currency && one.amount === other?.amount && one.currency === other?.currency;
}

/** The one that was chosen, else that of the lines. */
export function currencyOf(values: Values): string | undefined {
  const chosen = values.currency as Reference | null | undefined;
  return chosen?.title ?? (rowsOf(values.lines).find(isPriced)?.unit_price as Money | undefined)?.currency;
}

function isPriced({ unit_price, quantity }: Values): boolean {
  return isNumber(unit_price) && isNumber(quantity);
}

/** While it is typed it may be a minus sign alone, or a word. */
function isNumber(value: unknown): boolean {
  const typed = typeof value === 'object' && value !== null ? (value as Money).amount : value;
  return isDecimal(String(typed));
}

/** What is no number yet counts as nothing. */
function numbersOf(values: Values): Values {
  const unfinished = ['discount', 'discount_amount', 'charge'].filter((name) => (values[name] ?? null) !== null && !isNumber(values[name]));
  return unfinished.length === 0 ? values : { ...values, ...Object.fromEntries(unfinished.map((name) => [name, null])) };
}

/** Stands below the main product of its bundle. */
function isPart({ bundle }: Values): boolean {
  return bundle === 'part';
}

/** As the server does it: somebody's choice, else the customer's class, the product's, the usual one. */
function taxOf(line: Values, { issued_on }: Values, { today, taxClasses, usual, ofCustomer }: DocumentTerms): Values {
  const own = (line.tax_class as Reference | null | undefined)?.id;
  const product = (line.product as Reference | null | undefined)?.id;
  const isChosen = own && (line.id || !product || listed.get(product) !== own);
  const id = isChosen ? own : (ofCustomer?.id ?? own ?? usual);
  const found = taxClasses.find((one) => one.id === id);
  const tax = found && taxOn(found, String(issued_on ?? today));
  return tax ? { tax_rate: tax.rate, tax_category: tax.category } : { tax_rate: '0', tax_category: 'O' };
}

/** Why the price of a new line is what it is. */
function reasonOf(line: Values): Values {
  const offer = line[OFFER] as Values | undefined;
  if (!offer || !line.unit_price) return {};
  const isOffered = (offer.unit_price as Money | null)?.amount === (line.unit_price as Money).amount;
  return isOffered ? { price_from: offer.price_from, price_book: offer.price_book } : { price_from: 'typed', price_book: null };
}
