// Taxes on what is sold: classes with dated rates, one on each product, and another one for customers who need it.

import { defineModule, extend, reference } from '../../schema/index.ts';
import { ensureTaxClasses, taxClasses } from './tax-class.ts';

export { type Tax, taxCategories, taxOn } from './tax-class.ts';

const ofProducts = extend('products', {
  fields: { tax_class: reference('tax_classes') },
  blocks: [{ label: 'Price', fields: ['tax_class'] }],
});

const ofAccounts = extend('accounts', {
  fields: {
    tax_class: reference('tax_classes', {
      label: 'Tax class of sales',
      help: 'Holds instead of that of the product, e.g. reverse charge for companies in other EU countries.',
    }),
  },
  blocks: [{ label: 'Facts', fields: ['tax_class'] }],
});

export default defineModule({
  name: 'taxes',
  needs: ['products', 'accounts'],
  entities: [taxClasses],
  extends: [ofProducts, ofAccounts],
  setup: ensureTaxClasses,
  upgrade: ensureTaxClasses,
});
