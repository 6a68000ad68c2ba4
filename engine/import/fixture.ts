// A small sales company for the tests of import and export: who sells what to whom.

import {
  checkbox,
  date,
  datetime,
  decimal,
  defineEntity,
  defineModule,
  email,
  integer,
  money,
  multiPicklist,
  percent,
  phone,
  picklist,
  reference,
  references,
  state,
  text,
  textArea,
  time,
  url,
} from '../../schema/index.ts';

const users = defineEntity('users', {
  label: 'User',
  plural: 'Users',
  icon: 'user',
  title: 'name',
  owned: false,
  area: 'administration',
  fields: {
    login: text({ required: true, unique: true }),
    name: text({ required: true, searched: true }),
    manager: reference('users'),
    department: reference('departments'),
  },
});

const ownerGroups = defineEntity('owner_groups', {
  label: 'Owner group',
  plural: 'Owner groups',
  icon: 'users',
  title: 'name',
  owned: false,
  fields: { name: text({ required: true }), members: references('users') },
});

const departments = defineEntity('departments', {
  label: 'Department',
  plural: 'Departments',
  icon: 'building',
  title: 'name',
  owned: false,
  fields: { name: text({ required: true }), parent: reference('departments', { acyclic: true }) },
});

const accounts = defineEntity('accounts', {
  label: 'Account',
  plural: 'Accounts',
  icon: 'building',
  title: 'name',
  fields: {
    name: text({ required: true, searched: true, length: 250 }),
    sector: picklist(['Retail', 'Medical', 'Software', 'Technology', 'Telecommunications'], { open: true }),
    annual_revenue: money(),
    employees: integer({ min: 0 }),
    year_established: integer(),
    country: text({ length: 80 }),
    website: url(),
    parent: reference('accounts', { label: 'Parent company', acyclic: true }),
  },
});

const products = defineEntity('products', {
  label: 'Product',
  plural: 'Products',
  icon: 'package',
  title: 'name',
  owned: false,
  fields: {
    name: text({ required: true, searched: true }),
    code: text({ unique: true, searched: true }),
    category: picklist(['Hardware', 'Service'], { open: true }),
    unit_price: money(),
    active: checkbox({ default: 'true' }),
  },
});

const contacts = defineEntity('contacts', {
  label: 'Contact',
  plural: 'Contacts',
  icon: 'address-book',
  title: ['first_name', 'last_name'],
  fields: {
    first_name: text({ searched: true }),
    last_name: text({ required: true, searched: true }),
    email: email({ searched: true, indexed: true }),
    phone: phone({ searched: true }),
    mobile: phone(),
    title: text(),
    account: reference('accounts'),
    birthday: date(),
    languages: multiPicklist(['Finnish', 'Swedish', 'German', 'Russian']),
    wake_up: time(),
    met_at: datetime(),
    satisfaction: percent({ min: 0, max: 100 }),
    height: decimal({ scale: 2 }),
    newsletter: checkbox(),
    description: textArea(),
  },
});

const deals = defineEntity('deals', {
  label: 'Deal',
  plural: 'Deals',
  icon: 'coins',
  title: 'name',
  fields: {
    name: text({ required: true, searched: true }),
    account: reference('accounts'),
    product: reference('products'),
    stage: state({
      prospecting: { label: 'Prospecting' },
      engaging: { label: 'Engaging' },
      won: { label: 'Won', means: 'won' },
      lost: { label: 'Lost', means: 'lost' },
    }),
    amount: money(),
    opened_on: date(),
    closing_date: date({ label: 'Expected closing date' }),
    closed_on: date(),
    description: textArea(),
  },
  rules: [{ when: 'closed_on < opened_on', field: 'closed_on', code: 'order', message: 'is before the opening date' }],
});

export const sales = defineModule({
  name: 'sales',
  entities: [users, ownerGroups, departments, accounts, products, contacts, deals],
});
