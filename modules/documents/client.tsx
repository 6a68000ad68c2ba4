// What forms of documents know: sums while one types, what a product brings, and a screen to choose products from.

import type { Reference, Values } from '../../client/index.ts';
import type { Derive, Derived, Filled } from '../../ui/parts.ts';
import { client } from '../../ui/workspace.ts';
import { currencyOf, type DocumentTerms, derive, listed, OFFER } from './derive.ts';
import { type PickerSettings, ProductPicker } from './product-picker.tsx';

interface Answer extends DocumentTerms {
  readonly picker: PickerSettings;
}

export async function prepare(customer: string | null, entity: string): Promise<Derive> {
  const purchase = entity === 'purchase_orders';
  const answer = await client.service<Answer>('document_terms', { customer: purchase ? null : customer });
  const picker: Derived['picker'] = {
    column: 'product',
    show: (onPick, onClose) => <ProductPicker {...answer.picker} onPick={onPick} onClose={onClose} />,
  };
  return (values) => ({
    ...derive(values, answer),
    fill: (line, column) => (column === 'product' ? fillIn(line, values, purchase) : null),
    picker,
  });
}

/** What a product brings, as the server says it: only it knows price books and rates. */
async function fillIn(line: Values, values: Values, purchase: boolean): Promise<Filled> {
  const product = (line.product as Reference | null | undefined)?.id;
  if (!product) return { row: {} };
  const { line: found, below } = await client.service<{ line: Values; below: readonly Values[] }>('document_line', {
    ...{ product, purchase, currency: currencyOf(values), quantity: line.quantity, day: values.issued_on },
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
