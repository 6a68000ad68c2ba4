// Currencies and their exchange rates.

import type { Context } from '../../engine/index.ts';
import { defineModule } from '../../schema/index.ts';
import { currencies, ensureCurrencies } from './currency.ts';
import { demo } from './demo.ts';
import { fetchRates } from './fetch.ts';
import { exchangeRates } from './rate.ts';
import { rateSettings } from './rate-settings.ts';
import { ensureSigns, ofGeneral } from './signs.ts';

export { type Rate, rateOn } from './rate.ts';
export { signOf } from './signs.ts';

async function upgrade(context: Context): Promise<void> {
  await ensureCurrencies(context);
  await ensureSigns(context);
}

export default defineModule({
  name: 'money',
  needs: ['general', 'mail', 'demo'],
  entities: [currencies, exchangeRates, rateSettings],
  extends: [ofGeneral],
  jobs: { fetch_rates: { schedule: '*/10 * * * *', due: 'rate_settings.next_at', run: fetchRates } },
  setup: ensureCurrencies,
  upgrade,
  demo,
});
