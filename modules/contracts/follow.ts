// Each night: owners hear of contracts that end soon, and those that have ended are no longer in force (row PX-11).

import { type Context, eachRecord, todayOf, type Values } from '../../engine/index.ts';
import { ownersOf } from '../comments/module.ts';
import { notify } from '../notifications/module.ts';

export async function follow(context: Context): Promise<void> {
  const ending =
    'status = "active" and reminded_on is empty and ends_on >= today() and days(ends_on - today()) <= coalesce(reminder_days, 30)';
  for (const contract of await all(context, ending)) await remind(context, contract);
  for (const { id } of await all(context, 'status = "active" and ends_on < today()'))
    await context.records.update('contracts', String(id), { status: 'expired' });
}

async function remind(context: Context, contract: Values): Promise<void> {
  const id = String(contract.id);
  await context.transaction(async (inner) => {
    const owners = await ownersOf({ entity: 'contracts', id }, inner);
    await notify(inner, await inner.reachedBy(owners, 'contracts', id), {
      kind: 'reminder',
      title: `${contract.number} “${contract.subject}”: ${contract.ends_on}`,
      about: { entity: 'contracts', id },
      values: { who: String(contract.subject), at: `${contract.ends_on}T00:00:00.000Z` },
    });
    await inner.records.update('contracts', id, { reminded_on: todayOf(inner.actor) });
  });
}

/** Read to the end before any of them is changed. */
function all(context: Context, filter: string): Promise<Values[]> {
  return Array.fromAsync(eachRecord(context, 'contracts', { filter, fields: ['id', 'number', 'subject', 'ends_on'] }));
}
