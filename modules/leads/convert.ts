// Makes an account, a contact and a deal of a lead, in one transaction, and marks the lead (rows PX-10, CS-088).

import type { ActionCall, Values } from '../../engine/index.ts';
import type { Reference } from '../../schema/index.ts';
import { splitName } from './name.ts';

export async function convert({ context, id, record: lead, input }: ActionCall): Promise<Values> {
  const { records } = context;
  const owner = (lead.owner as Reference | null)?.id ?? null;

  const account = input.account ?? (lead.company ? (await records.create('accounts', accountOf(lead, owner))).id : null);
  const contact = (await records.create('contacts', { ...contactOf(lead, owner), account })).id;
  const deal = input.create_deal === false ? null : (await records.create('deals', { ...dealOf(lead, owner, input), account, contact })).id;

  // Elevated: what a lead became is read-only, so that it always is what this action made.
  await context
    .system('marks a converted lead with what it became')
    .records.update('leads', id, { status: 'converted', account, contact, deal });
  return records.get('leads', id);
}

function accountOf(lead: Values, owner: unknown): Values {
  const { company, phone, email, website, city, country } = lead;
  return { name: company, type: 'prospect', phone, email, website, city, country, owner };
}

function contactOf(lead: Values, owner: unknown): Values {
  const { title, email, phone, source, city, country, next_action_on, description } = lead;
  return { ...splitName(String(lead.name)), title, email, phone, source, city, country, next_action_on, description, owner };
}

function dealOf(lead: Values, owner: unknown, input: Values): Values {
  return {
    name: input.deal_name ?? lead.company ?? lead.name,
    product: (lead.product as Reference | null)?.id,
    amount: lead.expected_amount,
    closing_date: input.closing_date,
    stage: 'qualification',
    owner,
  };
}
