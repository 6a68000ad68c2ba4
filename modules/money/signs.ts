// How currencies are written: each has its sign, and that of the house stands among the general settings (rows TT-17, TT-18, CS-108).
//
// The signs of all currencies are kept beside it, so that every screen has them from the start.

import type { Context, Draft } from '../../engine/index.ts';
import { DEFAULT_CURRENCY, extend, json, text } from '../../schema/index.ts';

export const ofGeneral = extend('general_settings', {
  fields: {
    currency_sign: text({
      label: 'Currency sign',
      length: 8,
      help: `Of amounts in ${DEFAULT_CURRENCY}, on screens and on documents. Those of other currencies stand at each of them.`,
    }),
    currency_signs: json({ internal: true }),
  },
  blocks: [{ label: 'Currency', fields: ['currency_sign'] }],
  hooks: { afterSave: toCurrency },
});

/** What is set there is the sign of the currency itself. */
async function toCurrency({ changed, values }: Draft, context: Context): Promise<void> {
  if (!changed.has('currency_sign')) return;
  const { records } = context.system('the currency of the house is written as the general settings say');
  const found = await records.list('currencies', { fields: ['id', 'symbol'], filter: `code = "${DEFAULT_CURRENCY}"`, limit: 1 });
  const [own] = found.records;
  if (own && own.symbol !== values.currency_sign) await records.update('currencies', String(own.id), { symbol: values.currency_sign });
}

/** And the other way round, whenever a currency changes. */
export async function keepSigns({ verb, changed }: Draft, context: Context): Promise<void> {
  if (verb === 'delete' || changed.has('symbol') || changed.has('code')) await ensureSigns(context);
}

export async function ensureSigns(context: Context): Promise<void> {
  const system = context.system('keeps the signs of all currencies together');
  const { records } = await system.records.list('currencies', {
    fields: ['code', 'symbol'],
    filter: 'symbol is not empty',
    sort: 'code',
    limit: 500,
  });
  const currency_signs = Object.fromEntries(records.map(({ code, symbol }) => [String(code), String(symbol)]));
  const { id, currency_signs: known } = await system.settings('general_settings');
  if (JSON.stringify(known) === JSON.stringify(currency_signs)) return;
  await system.records.update('general_settings', String(id), { currency_signs, currency_sign: currency_signs[DEFAULT_CURRENCY] ?? null });
}

/** As amounts of a currency are marked on paper; without a sign by its letters. */
export async function signOf(system: Context, code: string): Promise<string> {
  const { currency_signs: signs } = await system.settings('general_settings');
  return (signs as Readonly<Record<string, string>> | null)?.[code] ?? code;
}
