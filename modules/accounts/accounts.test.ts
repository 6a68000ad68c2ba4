import { house, scenarios } from '../../tests/scenarios.ts';

const at = await house({
  group: ['accounts', { name: 'Group', owner: '$agent' }],
  branch: [
    'accounts',
    { name: 'Branch', parent: '$group', owner: '$agent', bank_accounts: [{ iban: 'FI21 1234 5600 0007 85', main: true }] },
  ],
});

scenarios(at, [
  {
    title: 'holds master data and any number of bank accounts [TT-14] [PX-07]',
    as: 'staff',
    call: {
      create: 'accounts',
      values: {
        name: 'Acme',
        sector: 'Space travel',
        annual_revenue: { amount: '12.5', currency: 'SEK' },
        bank_accounts: [{ iban: 'FI21 1234 5600 0007 85' }, { iban: 'DE89 3704 0044 0532 0130 00', bic: 'COBADEFF' }],
      },
    },
    expect: {
      record: {
        name: 'Acme',
        sector: 'Space travel',
        annual_revenue: { amount: '12.50', currency: 'SEK' },
        bank_accounts: [{ iban: 'FI21 1234 5600 0007 85' }, { bic: 'COBADEFF' }],
      },
    },
    changes: [{ verb: 'create', entity: 'accounts' }],
  },
  {
    title: 'takes other spellings and old names of fields, and answers with the names there are [CS-050]',
    as: 'staff',
    call: { create: 'accounts', values: { accountname: 'Acme', Account_Type: 'partner', annualRevenue: { amount: '1', currency: 'EUR' } } },
    expect: { record: { name: 'Acme', type: 'partner', annual_revenue: { amount: '1.00', currency: 'EUR' } } },
  },
  {
    title: 'is asked by them: columns, conditions, order, also of what a reference leads to [CS-050]',
    as: 'agent',
    call: {
      list: 'accounts',
      query: {
        fields: ['accountname', 'parent.account_name'],
        filter: 'Parent.accountName = "group" and accounttype is empty',
        sort: '-AccountName',
      },
    },
    expect: { records: [{ name: 'Branch', parent: { name: 'Group' } }] },
  },
  {
    title: 'takes one value for a field, not two under two names [CS-050]',
    as: 'staff',
    call: { create: 'accounts', values: { name: 'Acme', account_name: 'Apex' } },
    expect: { refused: 422, field: 'account_name', code: 'twice' },
  },
  {
    title: 'needs a name',
    as: 'staff',
    call: { create: 'accounts', values: { city: 'Oslo' } },
    expect: { refused: 422, field: 'name', code: 'required' },
  },
  {
    title: 'has a type from the list',
    as: 'staff',
    call: { create: 'accounts', values: { name: 'Acme', type: 'friend' } },
    expect: { refused: 422, field: 'type', code: 'not_an_option' },
  },
  {
    title: 'is not its own grandparent [CS-077]',
    as: 'staff',
    call: { update: 'accounts', id: '$group', values: { parent: '$branch' } },
    expect: { refused: 422, field: 'parent', code: 'cycle' },
  },
  {
    title: 'drops a bank account that is left out [TT-14]',
    as: 'agent',
    call: { update: 'accounts', id: '$branch', values: { bank_accounts: [] } },
    expect: { record: { bank_accounts: [] } },
    changes: [{ verb: 'update', entity: 'accounts', record: '$branch' }],
  },
  {
    title: 'is never deleted, by root neither [TT-14]',
    as: 'root',
    call: { delete: 'accounts', id: '$branch' },
    expect: { refused: 403, code: 'never_deleted' },
  },
  {
    title: 'is found by the town of its parent',
    as: 'staff',
    given: [{ update: 'accounts', id: '$group', values: { city: 'Turku' } }],
    call: { list: 'accounts', query: { filter: 'parent.city = "TURKU"', fields: ['name', 'parent.name'] } },
    expect: { records: [{ name: 'Branch', parent: { name: 'Group' } }] },
  },
]);
