// Currencies that business is done in. The first one is fixed: rates are told in it, and figures of the house are in it (row CS-108).

import type { Context, Draft } from '../../engine/index.ts';
import { checkbox, DEFAULT_CURRENCY, decimal, defineEntity, integer, isCurrency, minorDigits, text } from '../../schema/index.ts';
import { keepSigns } from './signs.ts';

export const currencies = defineEntity('currencies', {
  label: 'Currency',
  plural: 'Currencies',
  icon: 'currency-euro',
  title: 'code',
  area: 'administration',
  owned: false,
  kept: true,
  fields: {
    code: text({ required: true, unique: true, searched: true, length: 3, help: 'Three letters of ISO 4217, e.g. SEK.', example: 'ISK' }),
    name: text({ searched: true, length: 80 }),
    symbol: text({ length: 8, help: 'Stands at amounts instead of the letters, e.g. kr.' }),
    digits: integer({ label: 'Decimals', min: 0, max: 4, help: 'Amounts of documents are rounded to so many. Empty: as ISO 4217 says.' }),
    cash_step: decimal({
      label: 'Payable in steps of',
      min: '0',
      help: 'What is to be paid is rounded to it, e.g. 0.05 in Swiss francs. Empty: to the last decimal.',
    }),
    active: checkbox({ default: 'true', help: 'May be chosen for new documents.' }),
  },
  list: { columns: ['code', 'name', 'symbol', 'digits', 'active'], sort: 'code' },
  hooks: { beforeSave: check, afterSave: keepSigns },
});

function check(draft: Draft): void {
  const { old, values } = draft;
  if (old?.code === DEFAULT_CURRENCY) {
    const isKept = values.code === DEFAULT_CURRENCY && values.active === true && !draft.changed.has('digits');
    if (draft.verb === 'delete' || !isKept)
      draft.refuse('code', 'fixed', `${DEFAULT_CURRENCY} is the currency that all others are told in.`);
    return;
  }
  if (draft.verb === 'delete') return;
  const code = String(values.code ?? '').toUpperCase();
  values.code = code;
  if (!isCurrency(code)) draft.refuse('code', 'not_a_currency', 'is not a currency code of ISO 4217.');
  values.digits ??= minorDigits(code);
}

const first = [
  ['EUR', 'Euro', '€'],
  ['SEK', 'Swedish krona', 'kr'],
  ['NOK', 'Norwegian krone', 'kr'],
  ['DKK', 'Danish krone', 'kr'],
  ['USD', 'US dollar', '$'],
  ['GBP', 'Pound sterling', '£'],
] as const;

/** A workspace without the currency that all others are told in gets it, and its neighbours. */
export async function ensureCurrencies(context: Context): Promise<void> {
  const { records } = context;
  const known = await records.list('currencies', { fields: ['id'], filter: `code = "${DEFAULT_CURRENCY}"`, limit: 1 });
  if (known.records.length > 0) return;
  const language = String((await context.settings('general_settings')).language ?? 'en');
  const names = new Intl.DisplayNames(language, { type: 'currency' });
  for (const [code, name, symbol] of first)
    await records.create('currencies', { code, name: language === 'en' ? name : capitalised(names.of(code) ?? name), symbol });
}

function capitalised(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
