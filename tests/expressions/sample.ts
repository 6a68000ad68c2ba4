// A schema with every kind of field, for the tests of expressions.

import {
  anyReference,
  checkbox,
  children,
  date,
  datetime,
  decimal,
  defineEntity,
  defineModule,
  file,
  integer,
  money,
  multiPicklist,
  password,
  percent,
  picklist,
  reference,
  references,
  resolve,
  state,
  text,
  time,
} from '../../schema/index.ts';

const departments = defineEntity('departments', {
  label: 'Department',
  plural: 'Departments',
  title: 'name',
  area: 'administration',
  owned: false,
  fields: { name: text({ required: true }), parent: reference('departments') },
});

const roles = defineEntity('roles', {
  label: 'Role',
  plural: 'Roles',
  title: 'name',
  area: 'administration',
  owned: false,
  fields: { name: text() },
});

const users = defineEntity('users', {
  label: 'User',
  plural: 'Users',
  title: 'name',
  area: 'administration',
  owned: false,
  fields: {
    name: text({ required: true }),
    login: text(),
    password: password(),
    department: reference('departments'),
    role: reference('roles'),
  },
});

const groups = defineEntity('owner_groups', {
  label: 'Owner group',
  plural: 'Owner groups',
  title: 'name',
  area: 'administration',
  owned: false,
  fields: { name: text({ required: true }), members: references('users') },
});

const accounts = defineEntity('accounts', {
  label: 'Account',
  plural: 'Accounts',
  title: 'name',
  fields: {
    name: text({ searched: true }),
    city: text({ indexed: true }),
    parent: reference('accounts'),
    employees: integer(),
    annual_revenue: money(),
    founded_on: date(),
  },
});

const dealLines = defineEntity('deal_lines', {
  label: 'Line',
  plural: 'Lines',
  title: 'product',
  fields: { product: text(), quantity: decimal(), price: money(), due_on: date(), account: reference('accounts') },
});

const deals = defineEntity('deals', {
  label: 'Deal',
  plural: 'Deals',
  title: 'name',
  fields: {
    name: text({ required: true, indexed: true }),
    note: text(),
    account: reference('accounts'),
    stage: state({ open: { label: 'Open' }, won: { label: 'Won' }, lost: { label: 'Lost' } }),
    source: picklist(['Web', 'Phone'], { open: true }),
    tags: multiPicklist(['red', 'green', 'Blue']),
    amount: money(),
    rate: decimal(),
    probability: percent(),
    visits: integer({ indexed: true }),
    active: checkbox(),
    opened_on: date(),
    closed_on: date({ indexed: true }),
    called_at: datetime(),
    starts: time(),
    members: references('users'),
    related_to: anyReference(['accounts', 'deals']),
    contract: file(),
    secret: text({ internal: true }),
    lines: children(dealLines),
  },
});

const files = defineEntity('files', {
  label: 'File',
  plural: 'Files',
  title: 'name',
  area: 'administration',
  owned: false,
  fields: { name: text() },
});

export const sample = resolve([
  defineModule({ name: 'sample', entities: [departments, roles, users, groups, files, accounts, deals] }),
]).schema;
