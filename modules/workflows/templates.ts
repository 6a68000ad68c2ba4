// Workflows to begin with: they fill in a new one, which its maker then changes and switches on.

import type { Context, Values } from '../../engine/index.ts';

export interface WorkflowTemplate {
  /** What a client translates name and description by. */
  readonly key: string;
  readonly name: string;
  readonly description: string;
  readonly values: Values & { readonly entity: string };
}

const task = (subject: string, due: string, more: readonly object[] = []) => ({
  kind: 'create',
  noun: 'activities',
  assign: [{ field: 'subject', value: subject }, { field: 'kind', value: '"task"' }, { field: 'due_on', value: due }, ...more],
});

export const templates: readonly WorkflowTemplate[] = [
  {
    key: 'deal_won',
    name: 'Deal won: make the invoice',
    description: 'When a deal is won, its owner gets a task to make the invoice.',
    values: {
      entity: 'deals',
      event: 'saved',
      fields: ['stage'],
      condition: 'stage = "won"',
      becomes: true,
      steps: [
        task('"Make the invoice: " & name', 'today() + 2', [
          { field: 'related_to', value: 'id' },
          { field: 'account', value: 'account' },
        ]),
      ],
    },
  },
  {
    key: 'contract_ends',
    name: 'Contract ends soon: talk to the customer',
    description: 'On the day on which the owner is reminded of the end of a contract, a task is made besides.',
    values: {
      entity: 'contracts',
      event: 'changed',
      fields: ['reminded_on'],
      condition: 'reminded_on is not empty and status = "active"',
      steps: [
        task('"Renew or end: " & subject', 'ends_on', [
          { field: 'account', value: 'account' },
          { field: 'contact', value: 'contact' },
        ]),
      ],
    },
  },
  {
    key: 'invoice_overdue',
    name: 'Invoice overdue: tell the owner',
    description: 'When an invoice becomes overdue, its owner hears of it.',
    values: {
      entity: 'invoices',
      event: 'saved',
      fields: ['status'],
      condition: 'status = "overdue"',
      becomes: true,
      steps: [{ kind: 'notify', to: 'owner', subject: 'Overdue: {{number}} of {{account.name}}', text: 'Open: {{open}}' }],
    },
  },
  {
    key: 'account_address',
    name: 'Address of a company: to its contacts',
    description: 'When the address of a company changes, its contacts get it too.',
    values: {
      entity: 'accounts',
      event: 'changed',
      fields: ['billing_address', 'postal_code', 'city', 'country'],
      steps: [
        {
          kind: 'update',
          target: 'contacts',
          assign: [
            { field: 'address', value: 'billing_address' },
            { field: 'postal_code', value: 'postal_code' },
            { field: 'city', value: 'city' },
            { field: 'country', value: 'country' },
          ],
        },
      ],
    },
  },
  {
    key: 'lead_waits',
    name: 'New lead: remind after two days',
    description: 'Two days after a lead was made, its owner hears of it if nobody has worked on it.',
    values: {
      entity: 'leads',
      event: 'created',
      condition: 'status = "new"',
      steps: [{ kind: 'notify', delay: 2, delay_unit: 'days', to: 'owner', subject: 'Nobody has worked on {{name}} yet' }],
    },
  },
  {
    key: 'webhook',
    name: 'Tell another program',
    description: 'Another program hears of each new order, as JSON.',
    values: {
      entity: 'sales_orders',
      event: 'created',
      steps: [{ kind: 'http', method: 'POST', address: 'https://hooks.example.com/orders' }],
    },
  },
];

/** Those whose noun is there for whoever asks. */
export function listTemplates({ context }: { readonly context: Context }) {
  return { templates: templates.filter(({ values }) => Object.hasOwn(context.schema.entities, values.entity)) };
}
