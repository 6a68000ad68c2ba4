// Somebody to talk to: a person, a corporate client without an account of its own (row NV-15), or a task (row NV-14).

import { checkbox, date, defineEntity, email, phone, picklist, radio, reference, state, text, textArea } from '../../schema/index.ts';
import { onePrimary } from './primary.ts';

export const contacts = defineEntity('contacts', {
  label: 'Contact',
  plural: 'Contacts',
  icon: 'user',
  title: ['first_name', 'last_name'],
  deletable: 'never',
  customer: 'account = my_account()',
  // Row NV-12: not a client any more, so nowhere to be seen, but a filter for the status finds it and can bring it back.
  hidden: 'status = "not_a_client"',
  fields: {
    kind: radio(['person', 'company', 'task'], { default: '"person"', required: true }),
    first_name: text({ searched: true, length: 120, visibleIf: 'kind = "person"' }),
    last_name: text({ required: true, searched: true, length: 250, help: 'For a company its name, for a task what is to be done.' }),
    status: state({
      new: { label: 'New', color: 'blue' },
      working: { label: 'Working', color: 'cyan' },
      qualified: { label: 'Qualified', color: 'violet' },
      customer: { label: 'Customer', color: 'green' },
      passive: { label: 'Passive', color: 'gray' },
      lost: { label: 'Lost', color: 'orange' },
      not_a_client: { label: 'Not a client', color: 'red' },
    }),
    title: text({ label: 'Job title', length: 120 }),
    department: text({ length: 120 }),
    account: reference('accounts'),
    primary: checkbox({ label: 'Primary contact', help: 'One for each account.' }),
    email: email({ searched: true }),
    phone: phone({ searched: true }),
    mobile: phone({ searched: true }),
    next_action_on: date({ indexed: true, help: 'On this day the contact is on the list of today’s work.' }),
    source: picklist(['Website', 'Referral', 'Trade fair', 'Cold call', 'Advertisement', 'Partner'], { open: true }),
    birthday: date({ visibleIf: 'kind = "person"' }),
    language: picklist(['en', 'fi', 'sv', 'de', 'ru'], { open: true }),
    do_not_contact: checkbox({ help: 'Left out of every mailing and campaign.' }),
    portal_access: checkbox(),
    gets_invoices: checkbox({ label: 'Gets invoices' }),
    gets_tickets: checkbox({ label: 'Gets ticket updates' }),
    address: textArea(),
    postal_code: text({ length: 20 }),
    city: text({ length: 120 }),
    country: text({ length: 80 }),
    description: textArea(),
  },
  list: {
    columns: ['first_name', 'last_name', 'account', 'title', 'email', 'phone', 'status', 'next_action_on', 'owner'],
    sort: '-updated_at',
  },
  blocks: [
    { label: 'Contact', fields: ['kind', 'first_name', 'last_name', 'title', 'department', 'account', 'primary', 'status', 'owner'] },
    { label: 'Contact details', fields: ['email', 'phone', 'mobile', 'language', 'do_not_contact'] },
    { label: 'Follow-up', fields: ['next_action_on', 'source'] },
    { label: 'Address', fields: ['address', 'postal_code', 'city', 'country'] },
    { label: 'Portal and messages', fields: ['portal_access', 'gets_invoices', 'gets_tickets'] },
    { label: 'More', fields: ['birthday', 'description'] },
  ],
  hooks: { beforeSave: onePrimary },
});
