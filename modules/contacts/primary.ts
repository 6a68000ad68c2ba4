// An account has one primary contact: naming another one takes the mark from the former (row PX-08).

import type { Context, Draft } from '../../engine/index.ts';
import type { MergeToCome } from '../../schema/index.ts';

export async function onePrimary(draft: Draft, context: Context): Promise<void> {
  const { primary, account } = draft.values;
  if (!primary || !account || !(draft.changed.has('primary') || draft.changed.has('account'))) return;
  // Elevated: the former one may belong to somebody else, and two primary contacts are worse than a changed mark.
  const { records } = context.system('takes the primary mark from the former primary contact');
  const former = await records.list('contacts', { fields: ['id'], filter: `account = "${account}" and primary and id != "${draft.id}"` });
  for (const contact of former.records) await records.update('contacts', String(contact.id), { primary: false });
}

/** Accounts that become one have one primary contact: the target's, else that of the first. */
export async function onePrimaryOfMerged(context: Context, { entity, target, sources }: MergeToCome): Promise<void> {
  if (entity !== 'accounts') return;
  const { records } = context.system('leaves one primary contact of accounts that are merged');
  let found = false;
  for (const account of [target, ...sources]) {
    const primary = await records.list('contacts', { fields: ['id'], filter: `account = ${JSON.stringify(account)} and primary` });
    for (const contact of primary.records) {
      if (found) await records.update('contacts', String(contact.id), { primary: false });
      found = true;
    }
  }
}
