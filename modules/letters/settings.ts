// Whether reminders leave by themselves.

import type { Draft } from '../../engine/index.ts';
import { checkbox, datetime, defineAction, defineEntity } from '../../schema/index.ts';
import { prepareAll, sendAll } from './remind.ts';

export const reminderSettings = defineEntity('reminder_settings', {
  label: 'Reminders of invoices',
  plural: 'Reminders of invoices',
  icon: 'bell',
  single: true,
  fields: {
    nightly: checkbox({
      label: 'Send each night',
      help: 'The next reminder of every overdue invoice whose days have come. Without it, prepare them here, look at the drafts and send them.',
    }),
    next_at: datetime({ label: 'Next time', readOnly: true }),
  },
  blocks: [{ label: 'Reminders', fields: ['nightly', 'next_at'] }],
  hooks: { beforeSave: plan },
  actions: {
    prepare: defineAction({ label: 'Prepare reminders', verb: 'update', run: prepareAll }),
    send_all: defineAction({ label: 'Send what is prepared', verb: 'update', run: sendAll }),
  },
});

function plan({ values, changed }: Draft): void {
  if (changed.has('nightly')) values.next_at = values.nightly ? new Date().toISOString() : null;
}
