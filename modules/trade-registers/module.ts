// Companies looked up in trade registers; they become accounts, or bring them up to date (row CS-091).

import { defineModule } from '../../schema/index.ts';
import { creditRatings, rated } from './credit-rating.ts';
import { findCompanies } from './find.ts';
import { ensureRegisters, tradeRegisters } from './register.ts';

export default defineModule({
  name: 'trade-registers',
  needs: ['accounts'],
  entities: [tradeRegisters, creditRatings],
  extends: [rated],
  services: {
    find_companies: {
      summary: 'Searches companies in trade registers, beside the accounts that they are already',
      run: ({ context, input }) => findCompanies(context, input),
    },
  },
  setup: ensureRegisters,
  upgrade: ensureRegisters,
});
