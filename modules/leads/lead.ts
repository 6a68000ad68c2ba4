// A first sign of interest, before it is known whether it becomes a customer (row PX-09).

import {
  checkbox,
  date,
  defineAction,
  defineEntity,
  email,
  money,
  multiPicklist,
  phone,
  picklist,
  reference,
  state,
  text,
  textArea,
  url,
} from '../../schema/index.ts';
import { convert } from './convert.ts';

export const leads = defineEntity('leads', {
  label: 'Lead',
  plural: 'Leads',
  icon: 'target',
  title: 'name',
  fields: {
    name: text({ required: true, searched: true, length: 250, help: 'Name of the person.' }),
    company: text({ searched: true, length: 250 }),
    title: text({ label: 'Job title', length: 120 }),
    email: email({ searched: true }),
    phone: phone({ searched: true }),
    website: url(),
    city: text({ length: 120 }),
    country: text({ length: 80 }),
    source: picklist(['Website', 'Referral', 'Trade fair', 'Cold call', 'Advertisement', 'Partner'], { open: true }),
    status: state({
      new: { label: 'New', color: 'blue' },
      contacted: { label: 'Contacted', color: 'cyan' },
      qualified: { label: 'Qualified', color: 'teal' },
      converted: { label: 'Converted', color: 'green', means: 'won' },
      unqualified: { label: 'Unqualified', color: 'gray', means: 'lost' },
    }),
    product: reference('products', { label: 'Interested in' }),
    expected_amount: money(),
    next_action_on: date({ indexed: true }),
    tags: multiPicklist([], { open: true }),
    description: textArea(),
    account: reference('accounts', { label: 'Became account', readOnly: true, continues: true }),
    contact: reference('contacts', { label: 'Became contact', readOnly: true, continues: true }),
    deal: reference('deals', { label: 'Became deal', readOnly: true, continues: true }),
  },
  list: {
    columns: ['name', 'company', 'status', 'source', 'email', 'phone', 'next_action_on', 'owner', 'updated_at'],
    sort: '-updated_at',
  },
  blocks: [
    { label: 'Lead', fields: ['name', 'title', 'company', 'status', 'source', 'tags', 'owner'] },
    { label: 'Contact details', fields: ['email', 'phone', 'website', 'city', 'country'] },
    { label: 'Interest', fields: ['product', 'expected_amount', 'next_action_on', 'description'] },
    { label: 'Converted to', fields: ['account', 'contact', 'deal'] },
  ],
  rules: [
    { when: 'status = "converted" and contact is empty', field: 'status', code: 'convert', message: 'is set by converting the lead' },
  ],
  actions: {
    convert: defineAction({
      label: 'Convert',
      when: 'status != "converted"',
      verb: 'update',
      input: {
        account: reference('accounts', { label: 'Existing account', help: 'Empty: a new account is made from the lead’s company.' }),
        create_deal: checkbox({ label: 'Create a deal', default: 'true' }),
        deal_name: text({ length: 250 }),
        closing_date: date(),
      },
      run: convert,
    }),
  },
});
