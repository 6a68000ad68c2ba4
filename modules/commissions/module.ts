// Commissions of sellers: by groups and products, from invoices.

import { children, defineModule, extend, reference } from '../../schema/index.ts';
import { commissions } from './commission.ts';
import { demo } from './demo.ts';
import { followInvoice } from './follow.ts';
import { commissionGroups, productCommissions } from './group.ts';
import { commissionSettings, ensureCommissionSettings } from './settings.ts';

const ofProducts = extend('products', {
  fields: { commissions: children(productCommissions, { help: 'What sellers of a group get for it.' }) },
  blocks: [{ label: 'Commissions', fields: ['commissions'] }],
});

const ofUsers = extend('users', {
  fields: { commission_group: reference('commission_groups', { help: 'Says what the user earns as owner of invoices.' }) },
});

const ofInvoices = extend('invoices', { hooks: { afterSave: followInvoice } });

export default defineModule({
  name: 'commissions',
  needs: ['products', 'users', 'money', 'invoices', 'documents', 'demo'],
  entities: [commissionGroups, commissions, commissionSettings],
  extends: [ofProducts, ofUsers, ofInvoices],
  setup: ensureCommissionSettings,
  upgrade: ensureCommissionSettings,
  demo,
});
