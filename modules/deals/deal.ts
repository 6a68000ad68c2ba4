// A chance to sell: what, to whom, for how much, how likely and until when (row CS-088).

import type { ActionCall, Values } from '../../engine/index.ts';
import {
  children,
  date,
  defineAction,
  defineEntity,
  money,
  multiPicklist,
  percent,
  picklist,
  reference,
  sequence,
  state,
  text,
  textArea,
} from '../../schema/index.ts';
import { dealLines } from './line.ts';
import { accountBecomesCustomer, complete } from './save.ts';

const lostReasons = ['Price', 'Timing', 'Competitor', 'No need', 'No answer'] as const;

export const deals = defineEntity('deals', {
  label: 'Deal',
  plural: 'Deals',
  icon: 'coins',
  title: 'name',
  customer: 'account = my_account()',
  fields: {
    number: sequence('D-{year}-{00000}'),
    name: text({
      ...{ searched: true, length: 250, help: 'Left empty, it is made of the account and the product.' },
      requiredIf: 'account is empty and product is empty',
      aliases: ['deal_name', 'potential_name'],
    }),
    account: reference('accounts'),
    contact: reference('contacts'),
    product: reference('products'),
    stage: state({
      prospecting: { label: 'Prospecting', color: 'gray' },
      qualification: { label: 'Qualification', color: 'blue' },
      engaging: { label: 'Engaging', color: 'cyan' },
      proposal: { label: 'Proposal', color: 'violet' },
      negotiation: { label: 'Negotiation', color: 'orange' },
      won: { label: 'Won', color: 'green', means: 'won' },
      lost: { label: 'Lost', color: 'red', means: 'lost' },
    }),
    amount: money({ help: 'Follows the lines when there are any.' }),
    probability: percent({ min: 0, max: 100, help: 'Follows the stage unless given.' }),
    expected: money({ label: 'Expected value', formula: 'round(amount * probability / 100, 2)' }),
    opened_on: date({ default: 'today()' }),
    closing_date: date({ label: 'Expected closing date', indexed: true }),
    closed_on: date({ indexed: true, example: null }),
    lost_reason: picklist(lostReasons, { open: true, visibleIf: 'stage = "lost"' }),
    source: picklist(['Website', 'Referral', 'Trade fair', 'Cold call', 'Advertisement', 'Partner'], { open: true }),
    tags: multiPicklist([], { open: true }),
    next_step: text({ length: 250 }),
    lines: children(dealLines, { example: null }),
    description: textArea(),
  },
  rules: [{ when: 'closed_on < opened_on', field: 'closed_on', code: 'order', message: 'is before the opening date' }],
  list: { columns: ['name', 'account', 'stage', 'amount', 'probability', 'closing_date', 'owner', 'updated_at'], sort: '-updated_at' },
  blocks: [
    { label: 'Deal', fields: ['number', 'name', 'account', 'contact', 'product', 'stage', 'tags', 'owner'] },
    { label: 'Value', fields: ['amount', 'probability', 'expected'] },
    { label: 'Dates', fields: ['opened_on', 'closing_date', 'closed_on'] },
    { label: 'Lines', fields: ['lines'] },
    { label: 'More', fields: ['lost_reason', 'source', 'next_step', 'description'] },
  ],
  hooks: { beforeSave: complete, afterSave: accountBecomesCustomer },
  actions: {
    win: defineAction({
      label: 'Won',
      when: 'stage != "won"',
      verb: 'update',
      input: { closed_on: date() },
      run: (call) => close(call, 'won'),
    }),
    lose: defineAction({
      label: 'Lost',
      when: 'stage != "lost"',
      verb: 'update',
      input: { lost_reason: picklist(lostReasons, { open: true }), closed_on: date() },
      run: (call) => close(call, 'lost'),
    }),
    reopen: defineAction({
      label: 'Reopen',
      when: 'stage in ("won", "lost")',
      verb: 'update',
      run: ({ context, id }) => context.records.update('deals', id, { stage: 'negotiation', lost_reason: null }),
    }),
  },
});

/** What follows from the stage is in save.ts, so that a drag on the board does the same. */
function close({ context, id, input }: ActionCall, stage: string) {
  const given: Values = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== null));
  return context.records.update('deals', id, { stage, ...given });
}
