// Exchange rates: what one unit of the fixed currency is worth in others, day by day, and who said so (rows CS-108, TT-17).

import type { Context, Draft } from '../../engine/index.ts';
import { DEFAULT_CURRENCY, date, decimal, defineEntity, picklist, reference, text } from '../../schema/index.ts';

export const exchangeRates = defineEntity('exchange_rates', {
  label: 'Exchange rate',
  plural: 'Exchange rates',
  icon: 'coin',
  title: 'name',
  searchable: false,
  area: 'administration',
  owned: false,
  fields: {
    name: text({ readOnly: true, searched: true, length: 20 }),
    currency: reference('currencies', { required: true }),
    valid_on: date({ label: 'Day', required: true, indexed: true, default: 'today()', help: 'Holds until a newer one is there.' }),
    rate: decimal({ required: true, min: '0.000001', help: `So much is one ${DEFAULT_CURRENCY}.` }),
    source: picklist(
      [
        { value: 'typed', label: 'Typed in' },
        { value: 'ecb', label: 'European Central Bank' },
      ],
      { open: true, default: '"typed"' },
    ),
  },
  blocks: [{ label: 'Rate', fields: ['currency', 'valid_on', 'rate', 'source'] }],
  list: { columns: ['name', 'currency', 'valid_on', 'rate', 'source', 'updated_at'], sort: '-valid_on' },
  hooks: { beforeSave: oneADay },
});

/** One rate a currency and day: which of two would hold? */
async function oneADay(draft: Draft, context: Context): Promise<void> {
  const { values, changed } = draft;
  if (draft.verb === 'delete' || !(changed.has('currency') || changed.has('valid_on')) || !values.currency || !values.valid_on) return;
  const currency = await context.records.get('currencies', String(values.currency), ['code']);
  values.name = `${currency.code} ${values.valid_on}`;
  const same = `currency = "${values.currency}" and valid_on = "${values.valid_on}" and id != "${draft.id}"`;
  const { records } = await context.records.list('exchange_rates', { fields: ['id'], filter: same, limit: 1 });
  if (records.length > 0) draft.refuse('valid_on', 'not_unique', 'There is a rate of this currency and day already.');
}

export interface Rate {
  /** Units of the currency for one of the fixed one. */
  readonly rate: string;
  readonly on: string;
  readonly source: string | null;
}

/** The rate that holds on a day; null where none was known by then. */
export async function rateOn(
  { records }: Context,
  currency: { readonly id: string; readonly code: string },
  day: string,
): Promise<Rate | null> {
  if (currency.code === DEFAULT_CURRENCY) return { rate: '1', on: day, source: null };
  const filter = `currency = "${currency.id}" and valid_on <= "${day}"`;
  const found = await records.list('exchange_rates', { fields: ['rate', 'valid_on', 'source'], filter, sort: '-valid_on', limit: 1 });
  const [newest] = found.records;
  if (!newest) return null;
  return { rate: String(newest.rate), on: String(newest.valid_on), source: newest.source as string | null };
}
