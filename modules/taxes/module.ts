// Taxes on what is sold: classes with dated rates, one on each product, and another one for customers who need it.

import { defineAction, defineModule, extend, percent, reference } from '../../schema/index.ts';
import { setByRate } from './by-rate.ts';
import { ensureTaxClasses, taxClasses } from './tax-class.ts';

export { type Tax, taxCategories, taxOn } from './tax-class.ts';

const ofProducts = extend('products', {
  // Row CS-111: which tax a product is sold with is decided, not worked out.
  fields: { tax_class: reference('tax_classes', { byHand: true }) },
  blocks: [{ label: 'Price', fields: ['tax_class'] }],
  actions: {
    set_tax_rate: defineAction({
      label: 'Choose the tax class by rate',
      verb: 'update',
      seldom: true,
      input: { rate: percent({ label: 'Tax %', required: true, min: 0, max: 100 }) },
      run: setByRate,
    }),
  },
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
  needs: ['general', 'products', 'accounts'],
  entities: [taxClasses],
  extends: [ofProducts, ofAccounts],
  setup: ensureTaxClasses,
  upgrade: ensureTaxClasses,
});
