// Expenses: what was spent and its tax, once they are approved, against money of the house or a debt to whoever paid; and that paid back.

import type { Values } from '../../engine/index.ts';
import { idOf, type Money } from '../../schema/index.ts';
import type { Rate } from '../money/module.ts';
import { amountOf, exact, inEuros } from './amounts.ts';
import type { Kind, Posted } from './kind.ts';
import type { Event } from './post.ts';
import { type RateOf, ratesIn } from './rates.ts';

export const expensePostings: Kind = {
  isPosted: ({ status }) => status !== 'draft',
  // What is approved stays as it is.
  decides: [],
  origin: (id) => `expenses/${id}`,
  async events(records, system) {
    const rates = ratesIn(system);
    return Promise.all(records.map((record) => spent(record, rates)));
  },
};

export const expensePaymentPostings: Kind = {
  isPosted: ({ status, reimbursed_on }) => status !== 'draft' && Boolean(reimbursed_on),
  decides: ['reimbursed_on'],
  origin: (id) => `expenses/${id}/payment`,
  async events(records, system) {
    const rates = ratesIn(system);
    return Promise.all(records.map((record) => paidBack(record, rates)));
  },
};

function head({ id, values }: Posted, rate: Rate | null) {
  const { currency } = values.amount as Money;
  return { source: { entity: 'expenses', id }, document: `${values.number} ${values.description}`, currency, rate };
}

function rateOf({ amount }: Values, day: unknown, rates: RateOf): Promise<Rate | null> {
  return rates((amount as Money).currency, String(day));
}

async function spent(record: Posted, rates: RateOf): Promise<Event> {
  const { id, values } = record;
  const tax = amountOf(values.tax);
  const facts = tax.isZero() ? {} : { tax_category: 'S', tax_rate: exact(String(values.tax_rate ?? 0)).toFixed() };
  const amount = amountOf(values.amount);
  return {
    ...head(record, await rateOf(values, values.spent_on, rates)),
    origin: expensePostings.origin(id),
    event: 'expense',
    booked_on: String(values.spent_on),
    parts: [
      { place: 'expense', amount: amount.minus(tax), facts: { ...facts, expense_category: idOf(values.category) } },
      { place: 'purchase_tax', amount: tax, facts },
      { place: values.paid_by === 'company' ? 'bank' : 'expense_debt', amount: amount.negated() },
    ],
  };
}

async function paidBack(record: Posted, rates: RateOf): Promise<Event> {
  const { id, values } = record;
  const amount = amountOf(values.amount);
  const then = await rateOf(values, values.spent_on, rates);
  // What is paid back is worth what it was when it was spent: as long as that waits, so does this.
  const now = then && (await rateOf(values, values.reimbursed_on, rates));
  return {
    ...head(record, now),
    origin: expensePaymentPostings.origin(id),
    event: 'expense_payment',
    booked_on: String(values.reimbursed_on),
    parts: [
      { place: 'expense_debt', amount, ...(then ? { own: inEuros(amount, then.rate) } : {}) },
      { place: 'bank', amount: amount.negated() },
    ],
  };
}
