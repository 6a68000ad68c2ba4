// An account has one primary contact: naming another one takes the mark from the former (row PX-08).

import type { Context, Draft } from '../../engine/index.ts';

export async function onePrimary(draft: Draft, context: Context): Promise<void> {
  const { primary, account } = draft.values;
  if (!primary || !account || !(draft.changed.has('primary') || draft.changed.has('account'))) return;
  // Elevated: the former one may belong to somebody else, and two primary contacts are worse than a changed mark.
  const { records } = context.system('takes the primary mark from the former primary contact');
  const former = await records.list('contacts', { fields: ['id'], filter: `account = "${account}" and primary and id != "${draft.id}"` });
  for (const contact of former.records) await records.update('contacts', String(contact.id), { primary: false });
}
