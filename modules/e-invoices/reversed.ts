// The same invoice with the other sign. Finvoice writes the amounts of a credit note negative, EN 16931 positive.

import type { Allowance, Invoice } from './model.ts';

export function reversed(invoice: Invoice): Invoice {
  return {
    ...invoice,
    allowances: invoice.allowances.map(reversedAllowance),
    charges: invoice.charges.map(reversedAllowance),
    totals: Object.fromEntries(
      Object.entries(invoice.totals).map(([key, amount]) => [key, opposite(amount)]),
    ) as unknown as Invoice['totals'],
    vat: invoice.vat.map((one) => ({ ...one, taxable: opposite(one.taxable), tax: opposite(one.tax) })),
    lines: invoice.lines.map((line) => ({
      ...line,
      quantity: opposite(line.quantity),
      net: opposite(line.net),
      allowances: line.allowances.map(reversedAllowance),
      charges: line.charges.map(reversedAllowance),
    })),
  };
}

function reversedAllowance<A extends Allowance>(one: A): A {
  return { ...one, amount: opposite(one.amount), ...(one.base === undefined ? {} : { base: opposite(one.base) }) };
}

function opposite(amount: string): string {
  if (amount.startsWith('-')) return amount.slice(1);
  return /[1-9]/.test(amount) ? `-${amount}` : amount;
}
