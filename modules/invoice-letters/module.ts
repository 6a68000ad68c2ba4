// Invoices go out by mail, and reminders after them.

import { checkbox, defineAction, defineModule, extend } from '../../schema/index.ts';
import { draftMail, draftReminder } from './draft.ts';
import { invoiceLetters } from './letter.ts';
import { prepareReminders, remindByNight, sendReminders } from './remind.ts';
import { reminderSettings } from './settings.ts';
import { ensureTemplates, letterTemplates } from './template.ts';

const ofInvoices = extend('invoices', {
  fields: { no_reminders: checkbox({ label: 'No reminders' }) },
  blocks: [{ label: 'Payments', fields: ['no_reminders'] }],
  actions: {
    mail: defineAction({ label: 'Send by e-mail', when: 'status not in ("draft", "cancelled")', verb: 'update', run: draftMail }),
    remind: defineAction({ label: 'Remind', when: 'status = "overdue"', verb: 'update', run: draftReminder }),
  },
});

export default defineModule({
  name: 'invoice-letters',
  needs: ['invoices', 'documents', 'money', 'mail'],
  entities: [letterTemplates, invoiceLetters, reminderSettings],
  extends: [ofInvoices],
  jobs: {
    prepare_reminders: { run: prepareReminders },
    send_reminders: { run: sendReminders },
    remind_by_night: { schedule: '*/10 * * * *', due: 'reminder_settings.next_at', run: remindByNight },
  },
  setup: ensureTemplates,
  upgrade: ensureTemplates,
});
