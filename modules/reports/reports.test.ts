import { house, scenarios } from '../../tests/scenarios.ts';

const column = { id: 'a', level: 0, value: 'name' };
const definition = { entity: 'deals', columns: [column, { id: 'b', level: 0, value: 'amount', totals: ['sum'] }] };

const at = await house({
  mine: ['reports', { name: 'Mine', folder: 'Sales', definition, owner: '$agent' }],
  all: ['reports', { name: 'For all', definition, shared: 'everybody', owner: '$stranger' }],
  secret: ['reports', { name: 'For root', definition, shared: 'everybody', root_only: true, owner: '$agent' }],
  unit: ['reports', { name: 'For the unit', definition, shared: 'unit', shared_unit: '$north', owner: '$manager' }],
});

scenarios(at, [
  {
    title: 'does not find what is for root alone, not when it is shared or his own [NV-07]',
    as: 'agent',
    call: { get: 'reports', id: '$secret' },
    expect: { refused: 404 },
  },
  {
    title: 'does not find it either, with all rights but root [NV-07]',
    as: 'admin',
    call: { list: 'reports', query: { fields: ['name'], filter: 'root_only = true' } },
    expect: { records: [] },
  },
  {
    title: 'sees what is for root alone [NV-07]',
    as: 'root',
    call: { get: 'reports', id: '$secret' },
    expect: { record: { name: 'For root' } },
  },
  {
    title: 'keeps nothing from himself [NV-07]',
    as: 'agent',
    call: { update: 'reports', id: '$mine', values: { root_only: true } },
    expect: { refused: 403 },
  },
  {
    title: 'finds the own reports and those shared with him on the front page [CS-230]',
    as: 'agent',
    call: { list: 'reports', query: { fields: ['name'], sort: 'name' } },
    expect: { records: [{ name: 'For all' }, { name: 'For the unit' }, { name: 'Mine' }] },
  },
  {
    title: 'does not find those of others [CS-230]',
    as: 'reader',
    call: { list: 'reports', query: { fields: ['name'] } },
    expect: { records: [{ name: 'For all' }] },
  },
  {
    title: 'starts at activities, with fields of what they are related to [CS-097]',
    as: 'agent',
    call: {
      create: 'reports',
      values: {
        name: 'Calls by customer',
        definition: {
          entity: 'activities',
          columns: [
            { id: 'a', level: 0, value: 'subject' },
            { id: 'b', level: 0, value: 'account.city' },
            { id: 'c', level: 0, value: 'contact.email' },
          ],
          groups: [{ level: 0, value: 'account' }],
        },
      },
    },
    expect: { record: { name: 'Calls by customer', shared: 'private' } },
  },
  {
    title: 'has accounts with their deals and the lines of these [CS-230]',
    as: 'agent',
    call: {
      create: 'reports',
      values: {
        name: 'Lines',
        definition: {
          entity: 'accounts',
          links: [
            { name: 'deals', filter: 'stage = ask("stage")' },
            { name: 'lines', required: true },
          ],
          columns: [column, { id: 'q', level: 2, value: 'quantity', totals: ['sum', 'avg'] }],
          questions: [{ name: 'stage', label: 'Stage', type: 'choice' }],
        },
      },
    },
    expect: { record: { name: 'Lines' } },
  },
  ...(
    [
      ['a noun that there is', { ...definition, entity: 'deal' }],
      ['parts that there are', { ...definition, colums: [] }],
      ['columns that there are', { ...definition, columns: [{ ...column, value: 'nmae' }] }],
      ['each column once', { ...definition, columns: [column, column] }],
      ['sums of numbers only', { ...definition, columns: [{ ...column, totals: ['sum'] }] }],
      ['links that there are', { ...definition, links: [{ name: 'lins' }] }],
      ['conditions that can be read', { ...definition, filter: 'amount >' }],
      ['groups that there are', { ...definition, groups: [{ level: 0, value: 'stge' }] }],
      ['levels that there are', { ...definition, columns: [{ ...column, level: 2 }] }],
      ['a limit that is one', { ...definition, limit: 0 }],
    ] as const
  ).map(([what, wrong]) => ({
    title: `has ${what} [CS-230]`,
    as: 'agent',
    call: { create: 'reports', values: { name: 'x', definition: wrong } } as const,
    expect: { refused: 422, field: 'definition' },
  })),
  {
    title: 'changes nothing that another shared [CS-230]',
    as: 'agent',
    call: { update: 'reports', id: '$all', values: { name: 'x' } },
    expect: { refused: 404 },
  },
]);
