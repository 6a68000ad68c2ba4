// Companies of the own house that issue documents, where there is more than one (row CS-126).

import { defineEntity, image, reference, text, textArea } from '../../schema/index.ts';

export const billingCompanies = defineEntity('billing_companies', {
  label: 'Own billing company',
  plural: 'Own billing companies',
  icon: 'building',
  title: 'name',
  area: 'administration',
  owned: false,
  fields: {
    name: text({ required: true, unique: true, searched: true, length: 120 }),
    company: reference('accounts', {
      label: 'Company',
      required: true,
      help: 'Its name, address, VAT number and bank accounts stand on the documents.',
    }),
    logo: image(),
    footer: textArea({ label: 'Footer of documents', length: 1000 }),
  },
  list: { columns: ['name', 'company'], sort: 'name' },
  board: null,
});
