// What the demo's salespeople may do: all customers, the deals and documents of their own department and those below.

import type { Context } from '../../engine/index.ts';
import { presets } from './presets.ts';

const everyday = ['accounts', 'contacts', 'leads', 'products', 'activities', 'files'];
const ofDepartment = ['deals', 'quotes', 'sales_orders', 'invoices', 'payments'];
const verbs = ['view', 'create', 'update', 'import', 'export', 'bulk'];

export async function demo({ records }: Context): Promise<void> {
  const house = presets.find(({ name }) => name === 'Read only')?.grants?.filter(({ target }) => target !== '*') ?? [];
  await records.create('permission_sets', {
    name: 'Sales',
    description: 'Works with all customers, and with the deals of the own department and those below.',
    grants: [
      ...everyday.flatMap((target) => verbs.map((verb) => ({ target, verb, scopes: ['all'] }))),
      ...ofDepartment.flatMap((target) => [
        ...['create', 'import', 'export'].map((verb) => ({ target, verb, scopes: ['all'] })),
        ...['view', 'update', 'bulk'].map((verb) => ({ target, verb, scopes: ['own', 'own_groups', 'same_unit', 'sub_units'] })),
      ]),
      ...['leads', 'deals', 'quotes', 'invoices', 'activities', 'files'].map((target) => ({
        target,
        verb: 'delete',
        scopes: ['own', 'own_groups'],
      })),
      ...house,
    ],
  });
}
