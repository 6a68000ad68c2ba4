// Quotes and invoices go out by mail with a link, and reminders after them.

import { checkbox, defineAction, defineModule, extend } from '../../schema/index.ts';
import { mailAnswer } from './answer.ts';
import { draftMail, draftReminder } from './invoice-draft.ts';
import { invoiceLetters } from './invoice-letter.ts';
import { draftQuoteMail, quoteLetters } from './quote-letter.ts';
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

const ofQuotes = extend('quotes', {
  actions: {
    mail: defineAction({ label: 'Send by e-mail', when: 'status in ("draft", "sent", "viewed")', verb: 'update', run: draftQuoteMail }),
  },
});

export default defineModule({
  name: 'letters',
  needs: ['general', 'quotes', 'invoices', 'documents', 'document-links', 'comments', 'online-payments', 'money', 'mail'],
  entities: [letterTemplates, invoiceLetters, quoteLetters, reminderSettings],
  extends: [ofInvoices, ofQuotes, extend('comments', { hooks: { afterSave: mailAnswer } })],
  jobs: {
    prepare_reminders: { run: prepareReminders },
    send_reminders: { run: sendReminders },
    remind_by_night: { schedule: '*/10 * * * *', due: 'reminder_settings.next_at', run: remindByNight },
  },
  setup: ensureTemplates,
  upgrade: ensureTemplates,
});
