// A letter leaves by the mail server of the workspace, with its invoice as PDF.

import { type ActionCall, invalid, mailState, Refusal, sendMail } from '../../engine/index.ts';
import type { Reference } from '../../schema/index.ts';
import { paperOf } from '../documents/module.ts';

export async function send({ context, id, record }: ActionCall): Promise<void> {
  if (!record.to) throw invalid([{ field: 'to', code: 'required', message: 'Whom does it go to?' }]);
  if ((await mailState(context)) === 'off') throw new Refusal(409, 'no_mail_server', 'No mail server is set up, so nothing can be sent.');
  const invoice = (record.invoice as Reference).id;
  const system = context.system('sends a letter with its invoice');
  const mail = await sendMail(context, {
    to: String(record.to),
    subject: String(record.subject),
    text: String(record.text),
    purpose: 'invoice',
    attachments: record.attach ? [await paperOf(system, 'invoices', invoice)] : [],
  });
  await system.records.update('invoice_letters', id, { state: 'sent', sent_at: new Date().toISOString(), mail });
}
