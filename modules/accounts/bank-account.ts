// Bank accounts of a company; they live and die with it (row TT-14).

import { checkbox, defineEntity, text } from '../../schema/index.ts';

export const bankAccounts = defineEntity('bank_accounts', {
  label: 'Bank account',
  plural: 'Bank accounts',
  icon: 'building-bank',
  title: 'iban',
  fields: {
    iban: text({ label: 'IBAN', required: true, length: 42 }),
    bic: text({ label: 'BIC', length: 11 }),
    bank: text({ length: 120 }),
    main: checkbox({ label: 'Main account' }),
  },
});
