// The job that sends what waits. Each mail is taken in a transaction of its own, so that two processes never send one both.

import { below, type Context, claim, type JobRun, MailFailure, readLetterhead, type Values } from '../../engine/index.ts';
import type { Letterhead } from '../../schema/index.ts';
import { tellAdministrators } from './administrators.ts';
import { readSender, type Sender } from './server.ts';

const MINUTE = 60_000;
/** Pauses before the second try, the third and so on: a day in all. */
const PAUSES = [1, 5, 15, 60, 180, 360, 820].map((minutes) => minutes * MINUTE);
/** Whoever has taken a mail and is not heard of for so long is dead. */
const LEASE = 10 * MINUTE;
const PAGE = 100;
/** Name of the picture in a mail. */
const LOGO = 'logo';

export async function deliver(run: JobRun): Promise<void> {
  // Whoever's doing it was that a mail waits: it is the house that sends it.
  const context = run.context.system('sends the mails that wait');
  const house = await readLetterhead(context);
  let done = 0;
  while (!run.cancelled()) {
    const { records } = await context.records.list('outgoing_mails', {
      filter: 'state = "queued" and next_at <= now()',
      fields: ['id', 'version', 'attempts'],
      sort: 'next_at',
      limit: PAGE,
    });
    for (const { id, version, attempts } of records) {
      const taken = { attempts: Number(attempts) + 1, next_at: new Date(Date.now() + LEASE).toISOString() };
      if (await claim(context.records, 'outgoing_mails', String(id), Number(version), taken)) await sendOne(context, String(id), house);
      await run.progress(++done);
    }
    if (records.length < PAGE) return;
  }
}

async function sendOne(context: Context, id: string, house: Letterhead | null): Promise<void> {
  const mail = await context.records.get('outgoing_mails', id);
  const sender = await readSender(context);
  if (!sender || !context.ports.mail) return finish(context, id, { state: 'written' });
  if (mail.until && Date.parse(String(mail.until)) <= Date.now())
    return finish(context, id, { state: 'failed', answer: 'It was too late.' });
  try {
    await using files = new AsyncDisposableStack();
    const letter = await toLetter(context, mail, sender, { house, files });
    if (!letter) return finish(context, id, { state: 'failed', answer: 'Its code or link cannot be read any more.' });
    const answer = await context.ports.mail.send(sender.server, letter);
    await finish(context, id, { state: 'sent', answer, sent_at: new Date().toISOString() });
    await noteState(context, 'works', answer);
  } catch (error) {
    if (!(error instanceof MailFailure)) throw error;
    await failed(context, mail, error);
  }
}

async function failed(context: Context, mail: Values, { message: answer, of, final }: MailFailure): Promise<void> {
  const id = String(mail.id);
  const pause = PAUSES[Number(mail.attempts) - 1];
  if (of === 'server') await noteState(context, 'failed', answer);
  if (!final && pause !== undefined) {
    await context.records.update('outgoing_mails', id, { answer, next_at: new Date(Date.now() + pause).toISOString() });
    return;
  }
  await finish(context, id, { state: 'failed', answer });
  const subject = String(mail.subject);
  await tellAdministrators(context, {
    kind: 'mail',
    title: `A mail to ${String(mail.to)} could not be sent: ${subject}`,
    text: answer,
    link: `/outgoing_mails/${id}`,
    values: { to: String(mail.to), subject },
  });
}

/** What is over keeps no secret. */
async function finish(context: Context, id: string, values: Values): Promise<void> {
  await context.records.update('outgoing_mails', id, { ...values, next_at: null, secrets: null });
}

/** Whether mail works is what the last mail showed. */
export async function noteState(context: Context, state: 'works' | 'failed', words: string): Promise<void> {
  const { id, state: before, state_text: said } = await context.settings('mail_settings');
  if (before === state && (state === 'works' || said === words)) return;
  await context.records.update('mail_settings', String(id), { state, state_text: words, state_at: new Date().toISOString() });
  if (state !== 'failed' || before === 'failed') return;
  await tellAdministrators(context, {
    kind: 'mail_server',
    title: 'The mail server refuses mails',
    text: words,
    link: '/settings/mail_settings',
  });
}

/**
 * Below each stands who sends it (row PX-17).
 * @param files keeps what is fetched for it until the letter has left
 */
async function toLetter(
  context: Context,
  mail: Values,
  { from }: Sender,
  { house, files }: { readonly house: Letterhead | null; readonly files: AsyncDisposableStack },
) {
  const id = String(mail.id);
  const opened = mail.confidential ? await context.secret('outgoing_mails', id, 'secrets') : '{}';
  if (opened === null) return null;
  const secrets = JSON.parse(opened) as Record<string, string>;
  const attachments = [];
  for (const { name, key, type } of (mail.attachments ?? []) as { name: string; key: string; type: string }[])
    attachments.push({ name, type, path: files.use(await context.store.local(context.workspace, key)).path });
  const foot = house ? below(house, house.logo ? LOGO : null) : { text: '', html: '' };
  const html = mail.html === null ? null : fill(String(mail.html), secrets, escapeHtml) + foot.html;
  const text = fill(String(mail.text ?? ''), secrets, (word) => word) + foot.text;
  const picture = house?.logo && html !== null ? { name: LOGO, type: house.logo.type, content: await house.logo.read() } : null;
  return { id, from, to: String(mail.to), subject: String(mail.subject), text, html, attachments, picture };
}

function fill(text: string, secrets: Readonly<Record<string, string>>, write: (word: string) => string): string {
  return text.replace(/\[\[(\w+)\]\]/g, (place, name: string) => (Object.hasOwn(secrets, name) ? write(secrets[name]!) : place));
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
