// The sums of a document in the order they are read, on paper and on the page of a link.

import type { Values } from '../../engine/index.ts';
import type { Money } from '../../schema/index.ts';
import type { Figures } from './figures.ts';
import { filled, type PaperWords } from './paper-words.ts';

export interface SumRow {
  readonly label: string;
  readonly value: string;
  /** What it all comes to. */
  readonly strong?: boolean;
}

export function sumRows(record: Values, words: PaperWords, figures: Figures): SumRow[] {
  const taxes = record.taxes as readonly Values[];
  const discount = discounted(record, words, figures);
  return [
    ...(discount || record.charge ? [{ label: words.subtotal, value: figures.amount(record.subtotal) }] : []),
    ...(discount && !record.discount_after_tax ? [discount] : []),
    ...(record.charge ? [{ label: words.freight, value: figures.amount(record.charge) }] : []),
    { label: words.net, value: figures.amount(record.net) },
    ...taxes.map(({ rate, base, tax }) => ({
      label: filled(words.taxOf, { rate: `${figures.number(rate)} %`, base: figures.amount(base) }),
      value: figures.amount(tax),
    })),
    { label: words.total, value: figures.amount(record.total) },
    ...(discount && record.discount_after_tax ? [discount] : []),
    { label: `${words.payable} ${(record.payable as Money).currency}`, value: figures.signed(record.payable), strong: true },
  ];
}

function discounted({ discount, discount_amount: amount }: Values, words: PaperWords, figures: Figures): SumRow | null {
  if (!discount && !amount) return null;
  const parts = [discount && `${figures.number(discount)} %`, amount && figures.amount(amount)].filter(Boolean);
  return { label: words.discount, value: `− ${parts.join(', ')}` };
}

/** Why there is no tax, how prices are meant, and the terms: what stands below the sums. */
export function notesBelow({ taxes, tax_included, terms }: Values, words: PaperWords): string[] {
  const reasons = (taxes as readonly Values[]).map(({ reason }) => reason).filter(Boolean);
  return [...(tax_included ? [words.inclusive] : []), ...new Set(reasons), terms].filter(Boolean).map(String);
}
