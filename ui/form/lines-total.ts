// What a column of line items comes to.

import { Decimal } from 'decimal.js';
import type { FieldDescription, Money } from '../../client/index.ts';
import { isDecimal } from '../../schema/index.ts';
import { plainText, widgetFor } from '../fields/lookup.ts';
import type { Row } from './lines-wire.ts';

const Exact = Decimal.clone({ precision: 60 });

/** Printed sum; null where adding up says nothing: prices, several currencies, words. */
export function totalOf(column: FieldDescription, rows: readonly Row[]): string | null {
  // A sum of prices means nothing; a computed amount is what rows add up to.
  if (!widgetFor(column).summed || (column.formula === null && !column.read_only)) return null;
  const amounts = rows
    .map((row) => row[column.name] as Money | null | undefined)
    .filter((amount) => !!amount && isDecimal(String(amount.amount)));
  const currency = amounts[0]?.currency;
  if (!currency || amounts.some((amount) => amount?.currency !== currency)) return null;
  const sum = amounts.reduce((total, amount) => total.plus(amount?.amount ?? 0), new Exact(0));
  return plainText(column, { amount: sum.toFixed(), currency });
}
