// Makes an account, a contact and a deal of a lead, in one transaction, and marks the lead (rows PX-10, CS-088).

import { type ActionCall, type Context, eachRecord, type Values } from '../../engine/index.ts';
import { idOf } from '../../schema/index.ts';
import { mapped } from './mapping.ts';
import { splitName } from './name.ts';

export async function convert({ context, id, record: lead, input }: ActionCall): Promise<Values> {
  const { records } = context;
  const owner = idOf(lead.owner);
  const values = await mapped(context, lead);
  const make = async (entity: string, given: Values) => String((await records.create(entity, { owner, ...given })).id);

  const account = input.account ?? (values.accounts.name ? await make('accounts', { type: 'prospect', ...values.accounts }) : null);
  const contact = await make('contacts', { ...named(values.contacts, lead), account });
  const deal = input.create_deal === false ? null : await make('deals', { ...dealOf(values.deals, lead, input), account, contact });

  // Elevated: what a lead became is read-only, so that it always is what this action made.
  const system = context.system('marks a converted lead with what it became').records;
  await system.update('leads', id, { status: 'converted', account, contact, deal });
  await moveFiles(context, id, account ? { entity: 'accounts', id: String(account) } : { entity: 'contacts', id: contact });
  return records.get('leads', id);
}

/** A whole name that goes into the last name is split, unless somebody has mapped the first name himself. */
function named(contact: Values, lead: Values): Values {
  const whole = contact.last_name ?? lead.name;
  return 'first_name' in contact ? { ...contact, last_name: whole } : { ...contact, ...splitName(String(whole)) };
}

function dealOf(deal: Values, lead: Values, input: Values): Values {
  const name = input.deal_name ?? deal.name ?? lead.company ?? lead.name;
  return { stage: 'qualification', ...deal, name, ...(input.closing_date ? { closing_date: input.closing_date } : {}) };
}

/** Files of the lead belong to the customer from now on (row PX-10). */
async function moveFiles(context: Context, lead: string, to: { entity: string; id: string }): Promise<void> {
  if (!context.schema.entities.files) return;
  // Elevated: also those that colleagues attached.
  const { records } = context.system('files of a converted lead follow it to the customer');
  const files = eachRecord({ records }, 'files', { fields: ['id'], filter: `related_to = "${lead}"` });
  for await (const { id } of files) await records.update('files', String(id), { related_to: to });
}
