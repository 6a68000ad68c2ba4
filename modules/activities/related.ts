// An activity finds its contact and account by itself, so that it shows on both cards, also after a lead is converted.

import type { Context, Draft } from '../../engine/index.ts';
import { type AnyReference, idOf, type Reference } from '../../schema/index.ts';

/** Fills `contact` and `account` from what the activity is related to, and stamps the completion. */
export async function findAccount(draft: Draft, { records }: Context): Promise<void> {
  if (draft.verb === 'delete') return;
  const { values, changed } = draft;
  const related = values.related_to as Pick<AnyReference, 'entity' | 'id'> | null;
  if (changed.has('related_to') && related) {
    if (related.entity === 'contacts') values.contact ??= related.id;
    if (related.entity === 'accounts') values.account ??= related.id;
    if (related.entity === 'deals' && !(values.contact && values.account)) {
      const deal = await records.get('deals', related.id, ['account', 'contact']);
      values.account ??= (deal.account as Reference | null)?.id;
      values.contact ??= (deal.contact as Reference | null)?.id;
    }
  }
  if (values.contact && !values.account && (changed.has('contact') || changed.has('related_to'))) {
    const contact = await records.get('contacts', String(values.contact), ['account']);
    values.account = idOf(contact.account);
  }
  if (changed.has('status') && !changed.has('completed_at'))
    values.completed_at = values.status === 'done' ? new Date().toISOString() : null;
}

/** A converted lead hands its history over to the contact it became (row PX-10). */
export async function followConversion(draft: Draft, context: Context): Promise<void> {
  const { contact, account } = draft.values;
  if (!contact || !draft.changed.has('contact')) return;
  // Elevated: colleagues' notes about the lead belong to the contact's history too.
  const { records } = context.system('activities of a converted lead follow it to the contact');
  const activities = await records.list('activities', { fields: ['id'], filter: `related_to = "${draft.id}"`, limit: 500 });
  for (const { id } of activities.records) await records.update('activities', String(id), { contact, account });
}
