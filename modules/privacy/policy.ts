// What belongs to a person and what to the company, noun by noun. What is not named here is the person's.

import type { ErasurePolicy } from '../../engine/index.ts';

export const policy: ErasurePolicy = {
  people: {
    contacts: {
      keeps: ['kind', 'status', 'account', 'primary', 'source', 'do_not_contact', 'owner', 'archived_at', 'legal_hold'],
      name: 'last_name',
    },
    leads: {
      keeps: [
        ...['status', 'source', 'product', 'expected_amount', 'account', 'contact', 'deal'],
        ...['owner', 'archived_at', 'legal_hold'],
      ],
      name: 'name',
    },
  },
  named: ['accounts', 'contacts', 'leads', 'users'],
  going: {
    comments: { by: ['about'], how: 'deleted', keeps: ['about', 'reply_to', 'mentions', 'not_told', 'edited_at'] },
    files: { by: ['related_to'], how: 'deleted', keeps: ['related_to', 'owner', 'content_type', 'size'], heldBack: true },
    relations: { by: ['source', 'target'], how: 'deleted', keeps: ['source', 'target', 'type', 'kind'] },
    group_members: { by: ['member'], how: 'deleted', keeps: ['member', 'group', 'name'] },
    notifications: { by: ['about'], how: 'deleted', keeps: ['user', 'kind', 'about', 'read_at'] },
    outgoing_mails: { by: ['to'], how: 'deleted', keeps: ['state', 'purpose', 'sent_at', 'attempts'] },
    // That something was done stays, what was said goes.
    activities: {
      by: ['contact', 'related_to'],
      how: 'emptied',
      name: 'subject',
      heldBack: true,
      keeps: [
        ...['kind', 'type', 'status', 'starts_at', 'ends_at', 'all_day', 'time_zone', 'recurrence', 'repeats_until', 'skipped', 'series'],
        ...['occurrence_at', 'private', 'due_on', 'completed_at', 'priority', 'related_to', 'contact', 'account', 'participants', 'guests'],
        ...['answers', 'reminder_minutes', 'uid', 'owner', 'archived_at'],
      ],
    },
  },
};
