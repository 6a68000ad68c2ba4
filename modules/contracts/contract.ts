// An agreement with a customer: a company, or a contact that is a person or a company by itself (rows PX-11, CS-090, NV-15, NV-16).

import type { ActionCall, Values } from '../../engine/index.ts';
import {
  checkbox,
  children,
  date,
  decimal,
  defineAction,
  defineEntity,
  file,
  formattedText,
  integer,
  money,
  picklist,
  reference,
  sequence,
  state,
  text,
  textArea,
} from '../../schema/index.ts';
import { KINDS } from './contract-template.ts';
import { complete, lacking } from './save.ts';

const contractLines = defineEntity('contract_lines', {
  label: 'Line',
  plural: 'Lines',
  icon: 'list',
  title: 'description',
  fields: {
    product: reference('products'),
    description: text({ length: 500 }),
    quantity: decimal({ default: '1', required: true }),
    unit_price: money({ required: true }),
    amount: money({ formula: 'round(quantity * unit_price, 2)' }),
  },
});

const contractDetails = defineEntity('contract_details', {
  label: 'Detail',
  plural: 'Details',
  icon: 'forms',
  title: 'label',
  fields: {
    label: text({ required: true, length: 120 }),
    value: text({ length: 1000 }),
    kind: picklist(KINDS, { default: '"text"' }),
    required: checkbox(),
  },
});

export const contracts = defineEntity('contracts', {
  label: 'Contract',
  plural: 'Contracts',
  icon: 'file-certificate',
  title: ['number', 'subject'],
  customer: 'account = my_account() and status != "draft"',
  fields: {
    number: sequence('CT-{year}-{0000}'),
    subject: text({ required: true, searched: true, length: 250 }),
    account: reference('accounts', { label: 'Customer' }),
    contact: reference('contacts', { help: 'A person, or a company without an account of its own.' }),
    template: reference('contract_templates', { help: 'Gives term, text and its own fields to what is empty.' }),
    type: picklist([], { open: true, indexed: true }),
    status: state({
      draft: { label: 'Draft', color: 'gray' },
      sent: { label: 'Sent', color: 'blue' },
      active: { label: 'In force', color: 'green', means: 'won' },
      expired: { label: 'Expired', color: 'orange' },
      terminated: { label: 'Terminated', color: 'red', means: 'lost' },
    }),
    value: money({ label: 'Contract value', help: 'Follows the lines when there are any.' }),
    starts_on: date({ label: 'Begins on', default: 'today()', indexed: true }),
    ends_on: date({ label: 'Ends on', indexed: true, help: 'Empty: without end.' }),
    reminder_days: integer({ label: 'Remind days before the end', min: 0, max: 3650, default: '30' }),
    reminded_on: date({ label: 'Reminded on', readOnly: true, visibleIf: 'reminded_on is not empty' }),
    content: formattedText(),
    details: children(contractDetails, { label: 'Own fields', example: null }),
    lines: children(contractLines, { example: null }),
    signed_on: date({ label: 'Signed on', visibleIf: 'status in ("active", "expired", "terminated")' }),
    signed_by: text({ label: 'Signed by', length: 250, visibleIf: 'status in ("active", "expired", "terminated")' }),
    signed_copy: file({ label: 'Signed copy' }),
    notes: textArea({ label: 'Internal notes' }),
  },
  rules: [
    { when: 'ends_on < starts_on', field: 'ends_on', code: 'order', message: 'is before the contract begins' },
    {
      when: 'account is empty and contact is empty',
      field: 'account',
      code: 'required',
      message: 'is needed, or a contact',
    },
    {
      when: 'status = "active" and signed_on is empty',
      field: 'signed_on',
      code: 'required',
      message: 'is needed for a contract in force',
    },
  ],
  list: { columns: ['number', 'subject', 'account', 'contact', 'type', 'status', 'value', 'ends_on', 'owner'], sort: '-updated_at' },
  blocks: [
    { label: 'Contract', fields: ['number', 'subject', 'account', 'contact', 'template', 'type', 'status', 'value', 'owner'] },
    { label: 'Term', fields: ['starts_on', 'ends_on', 'reminder_days', 'reminded_on'] },
    { label: 'Own fields', fields: ['details'] },
    { label: 'Content', fields: ['content'] },
    { label: 'Lines', fields: ['lines'] },
    { label: 'Signature', fields: ['signed_on', 'signed_by', 'signed_copy'] },
    { label: 'Notes', fields: ['notes'] },
  ],
  hooks: { beforeSave: complete },
  actions: {
    send: defineAction({
      label: 'Mark as sent',
      when: 'status = "draft"',
      verb: 'update',
      run: (call) => change(call, { status: 'sent' }),
    }),
    sign: defineAction({
      label: 'Signed',
      when: 'status in ("draft", "sent")',
      verb: 'update',
      input: {
        signed_on: date({ label: 'Signed on', required: true, default: 'today()' }),
        signed_by: text({ label: 'Signed by', length: 250 }),
      },
      run: sign,
    }),
    terminate: defineAction({
      label: 'Terminate',
      when: 'status = "active"',
      verb: 'update',
      input: { ends_on: date({ label: 'Ends on', required: true, default: 'today()' }) },
      run: (call) => change(call, { status: 'terminated', ends_on: call.input.ends_on }),
    }),
  },
});

function change({ context, id }: Pick<ActionCall, 'context' | 'id'>, values: Values) {
  return context.records.update('contracts', id, values);
}

/** @throws Refusal 422 while something is not filled in that its template asks for. */
function sign(call: ActionCall) {
  lacking(call.record);
  const { signed_on, signed_by } = call.input;
  return change(call, { status: 'active', signed_on, ...(signed_by ? { signed_by } : {}) });
}
