// Sums of a document while it is being written, by the same arithmetic as on the server.

import type { Money, Reference, Values } from '../../client/index.ts';
import { DEFAULT_CURRENCY, minorDigits } from '../../schema/index.ts';
import type { Derive, Derived, Filled } from '../../ui/parts.ts';
import { client } from '../../ui/workspace.ts';
import { taxOn } from '../taxes/module.ts';
import { compute } from './compute.ts';
import { type PickerSettings, ProductPicker } from './product-picker.tsx';
import { adjustmentsOf, lineOf, subtotalsOf } from './terms.ts';

interface Answer {
  readonly rounding: 'line' | 'document';
  /** Id of the class of lines that say nothing else. */
  readonly usual: string | null;
  /** Of sales to this customer, instead of that of products. */
  readonly ofCustomer: Reference | null;
  readonly taxClasses: readonly (Values & { readonly id: string })[];
  readonly picker: PickerSettings;
  readonly currencies: readonly { readonly id: string; readonly digits: number | null; readonly cash_step: string | null }[];
}

const SUMS = ['subtotal', 'net', 'tax', 'total', 'payable'] as const;

/** Tax classes of products that were chosen here, by product: what a row got from them is nobody's choice yet. */
const listed = new Map<string, string>();

/** Not sent: what the catalogue offered for a line. */
const OFFER = '$offer';

export async function prepare(customer: string | null, entity: string): Promise<Derive> {
  const purchase = entity === 'purchase_orders';
  const answer = await client.service<Answer>('document_terms', { customer: purchase ? null : customer });
  const picker: Derived['picker'] = {
    column: 'product',
    show: (onPick, onClose) => <ProductPicker {...answer.picker} onPick={onPick} onClose={onClose} />,
  };
  return (values) => ({ ...derive(values, answer, purchase), picker });
}

function derive(values: Values, answer: Answer, purchase: boolean): Derived {
  const written = (values.lines as readonly Values[] | null | undefined) ?? [];
  const typed = written.map((line): Values => ({ ...line, ...reasonOf(line), ...taxOf(line, values, answer) }));
  const priced = typed.filter(({ unit_price, quantity }) => unit_price && quantity);
  const chosen = values.currency as Reference | null | undefined;
  const known = chosen?.title ?? (priced[0]?.unit_price as Money | undefined)?.currency;
  const code = known ?? DEFAULT_CURRENCY;
  const own = answer.currencies.find(({ id }) => id === chosen?.id);
  const terms = {
    digits: own?.digits ?? minorDigits(code),
    step: own?.cash_step ?? null,
    rounding: answer.rounding,
    inclusive: values.tax_included === true,
  };
  const fill = (line: Values, column: string) => (column === 'product' ? fillIn(line, values, known, purchase) : null);
  const isMixed = priced.some(({ unit_price }) => (unit_price as Money).currency !== code);
  if (isMixed) return { values, shown: [], currency: code, fill, isPart };
  const sums = compute(terms, priced.map(lineOf), adjustmentsOf(values));
  const money = (amount: string): Money => ({ amount, currency: code });
  const places = new Map(priced.map((line, i) => [line, i]));
  const lines = typed.map((line) => {
    const sum = sums.lines[places.get(line) ?? -1];
    return sum ? { ...line, amount: money(sum.amount) } : line;
  });
  const below = subtotalsOf(lines).map((amount) => (amount === null ? null : money(amount)));
  const totals = Object.fromEntries(SUMS.map((name) => [name, money(sums[name])]));
  return { values: { ...values, lines, ...totals }, shown: SUMS, currency: code, fill, below, isPart };
}

/** Stands below the main product of its bundle. */
function isPart({ bundle }: Values): boolean {
  return bundle === 'part';
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

/** What a product brings, as the server says it: only it knows price books and rates. */
async function fillIn(line: Values, values: Values, currency: string | undefined, purchase: boolean): Promise<Filled> {
  const product = (line.product as Reference | null | undefined)?.id;
  if (!product) return { row: {} };
  const { line: found, below } = await client.service<{ line: Values; below: readonly Values[] }>('document_line', {
    ...{ product, purchase, currency, quantity: line.quantity, day: values.issued_on },
    customer: (values.account as Reference | null | undefined)?.id ?? null,
    tax_included: values.tax_included === true,
  });
  return { row: offered({ ...found, product: line.product }), below: below.map(offered) };
}

/** Remembers what was offered, so that a price somebody types over it is seen to be his. */
function offered({ tax_class_agreed, ...line }: Values): Values {
  const product = (line.product as Reference).id;
  const ofProduct = line.tax_class as Reference | null;
  if (ofProduct && !tax_class_agreed) listed.set(product, ofProduct.id);
  return { ...line, [OFFER]: { unit_price: line.unit_price, price_from: line.price_from, price_book: line.price_book } };
}

/** Why the price of a new line is what it is. */
function reasonOf(line: Values): Values {
  const offer = line[OFFER] as Values | undefined;
  if (!offer || !line.unit_price) return {};
  const isOffered = (offer.unit_price as Money | null)?.amount === (line.unit_price as Money).amount;
  return isOffered ? { price_from: offer.price_from, price_book: offer.price_book } : { price_from: 'typed', price_book: null };
}
