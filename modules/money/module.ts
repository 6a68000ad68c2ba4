// Currencies and their exchange rates.

import { defineModule } from '../../schema/index.ts';
import { currencies, ensureCurrencies } from './currency.ts';
import { demo } from './demo.ts';
import { exchangeRates } from './rate.ts';

export { type Rate, rateOn } from './rate.ts';

export default defineModule({
  name: 'money',
  needs: ['demo'],
  entities: [currencies, exchangeRates],
  setup: ensureCurrencies,
  upgrade: ensureCurrencies,
  demo,
});
