// Sums of a document while it is being written, by the same arithmetic as on the server.

import type { Money, Reference, Values } from '../../client/index.ts';
import { DEFAULT_CURRENCY, minorDigits } from '../../schema/index.ts';
import type { Derive, Derived } from '../../ui/parts.ts';
import { client } from '../../ui/workspace.ts';
import { taxOn } from '../taxes/module.ts';
import { compute } from './compute.ts';
import { type PriceTerms, priceIn } from './price.ts';
import { adjustmentsOf, lineOf } from './terms.ts';

interface Answer {
  readonly rounding: 'line' | 'document';
  /** Id of the class of lines that say nothing else. */
  readonly usual: string | null;
  /** Of sales to this customer, instead of that of products. */
  readonly ofCustomer: Reference | null;
  readonly taxClasses: readonly (Values & { readonly id: string })[];
  readonly currencies: readonly { readonly id: string; readonly digits: number | null; readonly cash_step: string | null }[];
}

const SUMS = ['subtotal', 'net', 'tax', 'total', 'payable'] as const;

/** Tax classes of products that were chosen here, by product: what a row got from them is nobody's choice yet. */
const listed = new Map<string, string>();

export async function prepare(customer: string | null): Promise<Derive> {
  const answer = await client.service<Answer>('document_terms', { customer });
  return (values) => derive(values, answer);
}

function derive(values: Values, answer: Answer): Derived {
  const written = (values.lines as readonly Values[] | null | undefined) ?? [];
  const typed = written.map((line): Values => ({ ...line, ...taxOf(line, values, answer) }));
  const priced = typed.filter(({ unit_price, quantity }) => unit_price && quantity);
  const chosen = values.currency as Reference | null | undefined;
  const code = chosen?.title ?? (priced[0]?.unit_price as Money | undefined)?.currency ?? DEFAULT_CURRENCY;
  const own = answer.currencies.find(({ id }) => id === chosen?.id);
  const terms = {
    digits: own?.digits ?? minorDigits(code),
    step: own?.cash_step ?? null,
    rounding: answer.rounding,
    inclusive: values.tax_included === true,
  };
  const fill = (line: Values, found: Values) => fillIn(line, found, values, answer, { ...terms, code });
  const isMixed = priced.some(({ unit_price }) => (unit_price as Money).currency !== code);
  if (isMixed) return { values, shown: [], currency: code, fill };
  const sums = compute(terms, priced.map(lineOf), adjustmentsOf(values));
  const money = (amount: string): Money => ({ amount, currency: code });
  const lines = typed.map((line) => {
    const sum = sums.lines[priced.indexOf(line)];
    return sum ? { ...line, amount: money(sum.amount) } : line;
  });
  const totals = Object.fromEntries(SUMS.map((name) => [name, money(sums[name])]));
  return { values: { ...values, lines, ...totals }, shown: SUMS, currency: code, fill };
}

/** As the server does it: somebody's choice, else the customer's class, the product's, the usual one. */
function taxOf(line: Values, { issued_on }: Values, { taxClasses, usual, ofCustomer }: Answer): { tax_rate: string; tax_category: string } {
  const own = (line.tax_class as Reference | null | undefined)?.id;
  const product = (line.product as Reference | null | undefined)?.id;
  const isChosen = own && (line.id || !product || listed.get(product) !== own);
  const id = isChosen ? own : (ofCustomer?.id ?? own ?? usual);
  const found = taxClasses.find((one) => one.id === id);
  const tax = found && taxOn(found, String(issued_on ?? new Date().toISOString().slice(0, 10)));
  return tax ? { tax_rate: tax.rate, tax_category: tax.category } : { tax_rate: '0', tax_category: 'O' };
}

/** What a product brings, in the terms of the document. A price in another currency waits for the server, which knows the rate. */
function fillIn(line: Values, found: Values, values: Values, answer: Answer, terms: Omit<PriceTerms, 'rate'>): Values {
  const product = (line.product as Reference | null | undefined)?.id;
  const ofProduct = found.tax_class as Reference | null | undefined;
  if (product && ofProduct) listed.set(product, ofProduct.id);
  const price = found.unit_price as Money | null | undefined;
  const tax_class = answer.ofCustomer ?? ofProduct;
  const filled = tax_class ? { ...found, tax_class } : found;
  if (price?.currency !== terms.code) return filled;
  const { tax_rate } = taxOf({ ...line, tax_class: line.tax_class ?? tax_class }, values, answer);
  return { ...filled, unit_price: priceIn(price, { ...terms, rate: '1' }, tax_rate) };
}
