// The test of a mail server: one mail, at once, and the server's own words as the answer.

import { type ActionCall, MailFailure, Refusal, type Values } from '../../engine/index.ts';
import { noteState } from './deliver.ts';
import { readSender } from './server.ts';
import { testWords } from './words.ts';

export async function sendTest({ context, input }: ActionCall): Promise<Values> {
  const system = context.system('tests the mail server and notes its answer');
  const sender = await readSender(system);
  const { mail } = context.ports;
  if (!sender || !mail)
    throw new Refusal(409, 'no_mail_server', 'E-mail is not configured: enter a server and a sender address, and save.');
  const me = context.actor.id ? await system.records.get('users', context.actor.id, ['email', 'language', 'name']) : {};
  const to = String(input.to ?? me.email ?? '');
  if (!to)
    throw new Refusal(422, 'invalid', 'Whereto?', [{ field: 'to', code: 'required', message: 'Enter an address; your account has none.' }]);
  const { subject, text } = testWords(String(me.language ?? 'en'), String(me.name ?? context.actor.name));
  const values = { to, subject, text, purpose: 'test', attempts: 1, next_at: null };
  try {
    const id = crypto.randomUUID();
    const answer = await mail.send(sender.server, { id, from: sender.from, to, subject, text, html: null, attachments: [] });
    await system.records.create('outgoing_mails', { ...values, state: 'sent', answer, sent_at: new Date().toISOString() });
    await noteState(system, 'works', answer);
    return { sent: true, to, answer };
  } catch (error) {
    if (!(error instanceof MailFailure)) throw error;
    await system.records.create('outgoing_mails', { ...values, state: 'failed', answer: error.message });
    if (error.of === 'server') await noteState(system, 'failed', error.message);
    return { sent: false, to, answer: error.message };
  }
}
