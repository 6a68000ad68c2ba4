// The demo company: a head office with two sales departments and a service department.

import type { Context } from '../../engine/index.ts';

export async function demo({ records }: Context): Promise<void> {
  const [top] = (await records.list('departments', { fields: ['name'], filter: 'parent is empty', limit: 1 })).records;
  const sales = (await records.list('permission_sets', { fields: ['name'], filter: 'name = "Sales"', limit: 1 })).records[0];
  if (!top) throw new Error('A workspace has a top department.');
  await records.update('departments', String(top.id), {
    name: 'Head office',
    kind: 'office',
    introduction: 'Management, finance and administration.',
  });
  const new_user_sets = sales ? [sales.id] : [];
  const rows = [
    { name: 'Sales North', kind: 'sales_group', introduction: 'Finland, Sweden, Norway, Denmark and Estonia.', new_user_sets },
    {
      name: 'Sales Europe',
      kind: 'sales_group',
      introduction: 'Germany, the Netherlands, France, Poland and the rest of Europe.',
      new_user_sets,
    },
    { name: 'Service', kind: 'department', introduction: 'Installation, training and support.' },
  ];
  for (const row of rows) await records.create('departments', { ...row, parent: top.id });
}
