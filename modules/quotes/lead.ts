// Quotes to leads: a proposal goes to somebody who is no customer yet, and makes him one when it becomes an order or invoice (row PX-13).

import { type ActionCall, type Context, type Draft, Refusal, type Values } from '../../engine/index.ts';
import { idOf } from '../../schema/index.ts';
import type { Facts } from '../documents/module.ts';

/** As it stands in a window envelope. */
export async function fillLead({ values }: Draft, facts: Facts): Promise<void> {
  if (!values.lead || values.account || values.billing_address) return;
  const { name, company, city, country } = await facts.once(`lead/${values.lead}`, ({ records }) =>
    records.get('leads', String(values.lead), ['name', 'company', 'city', 'country']),
  );
  values.billing_address = [company, name, city, country].filter(Boolean).join('\n');
}

/** The same call on a quote that has a customer: what its lead has become, or becomes now. */
export async function withCustomer(call: ActionCall): Promise<ActionCall> {
  const { context, id, record } = call;
  if (record.account || !record.lead) return call;
  const lead = await context.records.get('leads', String(idOf(record.lead)));
  const { account, contact } = lead.status === 'converted' ? lead : await convert(context, lead);
  if (!account) throw new Refusal(409, 'no_customer', 'Its lead has become a person without a company. Choose the customer of the quote.');
  await context.records.update('quotes', id, { account: idOf(account), contact: idOf(contact) });
  return { ...call, record: await context.records.get('quotes', id) };
}

/** Whoever has no company is the customer himself. */
async function convert(context: Context, { id, company, name, email, phone, owner }: Values): Promise<Values> {
  const account = company
    ? null
    : (await context.records.create('accounts', { name, email, phone, owner: idOf(owner), type: 'prospect' })).id;
  const { record } = await context.act('leads', String(id), 'convert', { create_deal: false, ...(account ? { account } : {}) });
  return record as Values;
}

/** A lead as the beginning of a quote. */
export function contentOfLead({ id, company, owner, product }: Values): Values {
  return { lead: id, subject: company, owner: idOf(owner), lines: product ? [{ product: idOf(product) }] : [] };
}
