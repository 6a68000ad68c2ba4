// What sellers have earned, entry by entry: an expense, and a debt to them. Credits take it back.

import { type Context, type Draft, type Hooks, invalid } from '../../engine/index.ts';
import { type Money, rowsOf } from '../../schema/index.ts';
import { amountOf, type Exact, ZERO } from './amounts.ts';
import type { Posted } from './kind.ts';
import { type Event, post, reverse } from './post.ts';
import { type RateOf, ratesIn } from './rates.ts';
import { readRules } from './rule.ts';

/** Each entry is posted as it comes, at the rate of its day: what was earned before stays as it was. */
export const commissionPostings: Hooks = {
  async afterSaveAll(drafts, context) {
    const gone = drafts.filter(({ verb }) => verb === 'delete').map(({ id }) => commissionOrigin(id));
    const earned = drafts.flatMap((draft) => {
      const amount = earnedBy(draft);
      return amount.isZero() ? [] : [{ id: draft.id, values: draft.values, amount }];
    });
    if (gone.length + earned.length === 0) return;
    // Elevated: nobody writes the books by hand.
    const system = context.system('posts commissions to the ledger');
    await reverse(system, gone, true);
    if (earned.length > 0) await post(system, await commissionEvents(earned, system), await readRules(system));
  },
};

export function commissionOrigin(id: string): string {
  return `commissions/${id}`;
}

function earnedBy({ verb, old, values }: Draft): Exact {
  return verb === 'delete' ? ZERO : amountOf(values.earned).minus(amountOf(old?.earned));
}

/** `amount`: what of it is new. */
export function commissionEvents(records: readonly (Posted & { readonly amount: Exact })[], system: Context): Promise<Event[]> {
  const rates = ratesIn(system);
  return Promise.all(records.map((one) => eventOf(one, rates)));
}

async function eventOf({ id, values, amount }: Posted & { readonly amount: Exact }, rates: RateOf): Promise<Event> {
  const { currency } = values.earned as Money;
  const day = String(rowsOf(values.entries).at(-1)?.entered_on);
  const rate = await rates(currency, day);
  // Rates were known when it was earned, so one that is gone by now was deleted.
  if (!rate)
    throw invalid([
      {
        field: 'earned',
        code: 'no_rate',
        message: `There is no exchange rate of ${currency} for this day yet: enter one under Currencies.`,
      },
    ]);
  return {
    origin: commissionOrigin(id),
    source: { entity: 'commissions', id },
    event: 'commission',
    document: String(values.name),
    booked_on: day,
    currency,
    rate,
    parts: [
      { place: 'commission', amount },
      { place: 'commission_due', amount: amount.negated() },
    ],
  };
}
