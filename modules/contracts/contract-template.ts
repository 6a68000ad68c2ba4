// What contracts are made from: term, text, and fields of their own, some of them for corporate clients alone (row NV-16).

import { checkbox, children, defineEntity, formattedText, integer, picklist, text, textArea } from '../../schema/index.ts';

export const KINDS = [
  { value: 'text', label: 'Text' },
  { value: 'number', label: 'Number' },
  { value: 'date', label: 'Date' },
  { value: 'yes_no', label: 'Yes or no' },
];

const templateFields = defineEntity('contract_template_fields', {
  label: 'Field of a contract',
  plural: 'Fields of a contract',
  icon: 'forms',
  title: 'label',
  fields: {
    label: text({ required: true, length: 120 }),
    kind: picklist(KINDS, { required: true, default: '"text"' }),
    required: checkbox({ help: 'Before the contract is signed.' }),
    corporate: checkbox({ label: 'Corporate clients only' }),
  },
});

export const contractTemplates = defineEntity('contract_templates', {
  label: 'Contract template',
  plural: 'Contract templates',
  icon: 'file-certificate',
  area: 'administration',
  title: 'name',
  owned: false,
  shared: 'active',
  fields: {
    name: text({ required: true, searched: true, length: 120 }),
    active: checkbox({ default: 'true' }),
    corporate: checkbox({ label: 'For corporate clients', help: 'Contracts with persons are not made from it.' }),
    type: text({ length: 120 }),
    months: integer({ label: 'Term in months', min: 1, max: 1200 }),
    reminder_days: integer({ label: 'Remind days before the end', min: 0, max: 3650, default: '30' }),
    subject: text({ length: 250 }),
    content: formattedText(),
    fields: children(templateFields, { label: 'Own fields' }),
    notes: textArea(),
  },
  list: { columns: ['name', 'active', 'corporate', 'type', 'months', 'updated_at'], sort: 'name' },
  blocks: [
    { label: 'Template', fields: ['name', 'active', 'corporate', 'type', 'months', 'reminder_days'] },
    { label: 'Content', fields: ['subject', 'content'] },
    { label: 'Own fields', fields: ['fields'] },
    { label: 'Notes', fields: ['notes'] },
  ],
});
