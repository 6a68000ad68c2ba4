// Mails wait in a queue, in the transaction that wants them; the job of modules/mail sends them and tries again.

import { Readable } from 'node:stream';
import { invalid } from '../errors.ts';
import { UPLOAD_LIMIT } from '../files.ts';
import type { Context } from '../types.ts';

export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  readonly attachments?: readonly { readonly name: string; readonly content: Uint8Array | string }[];
  /** What it is for, in one word: `welcome`, `report`. Stands in the log. */
  readonly purpose: string;
  /**
   * Words that only the receiver may read, e.g. a code or a link: text and html say `[[name]]` where they go. The log shows the place
   * and not the word, and forgets it when the mail has left.
   */
  readonly secrets?: Readonly<Record<string, string>>;
  /** After this instant it is not worth sending. */
  readonly until?: string;
  /** Whom it is for, where that is a user. */
  readonly user?: string;
}

/** The queue as modules/mail declares it; an instance without that module sends no mail. */
const QUEUE = 'outgoing_mails';
const SETTINGS = 'mail_settings';

/** Answers the id of the queued mail; null where this instance has no mail at all. @throws Refusal 422 for what is no address or header */
export async function sendMail(context: Context, mail: Mail): Promise<string | null> {
  for (const [field, value] of Object.entries({ to: mail.to, subject: mail.subject })) {
    // The fields refuse line breaks too; a header must not hang on that alone.
    if (hasControls(value)) throw invalid([{ field, code: 'line_break', message: 'A header of a mail is one line.' }]);
  }
  if (!isThere(context, QUEUE)) return null;
  const system = context.system('queues a mail');
  const { to, subject, text, html = null, purpose, secrets = {}, until = null, user = null } = mail;
  const attachments = await Promise.all((mail.attachments ?? []).map((file) => keep(context, file)));
  const isSecret = Object.keys(secrets).length > 0;
  return system.transaction(async (inner) => {
    const record = await inner.records.create(QUEUE, {
      ...{ to, subject, text, html, purpose, user, until },
      confidential: isSecret,
      secrets: isSecret ? JSON.stringify(secrets) : null,
      attachments: attachments.length > 0 ? attachments : null,
      attached: attachments.map(({ name }) => name).join(', ') || null,
      state: 'queued',
      next_at: new Date().toISOString(),
    });
    await inner.enqueue('send_mails', null);
    return String(record['id']);
  });
}

/** Whether a mail server is set up and took the last mail: what must not be switched on while mail does not work asks this. */
export async function mailWorks(context: Context): Promise<boolean> {
  return (await mailState(context)) === 'works';
}

/** `off`: no server is set up, mails are written down and not sent. */
export async function mailState(context: Context): Promise<'off' | 'untested' | 'works' | 'failed'> {
  if (!isThere(context, SETTINGS)) return 'off';
  const { state } = await context.settings(SETTINGS);
  return state as 'off' | 'untested' | 'works' | 'failed';
}

/** The address of a page for a mail; null while nobody has said where people open this workspace. */
export async function linkTo(context: Context, path: string): Promise<string | null> {
  if (!isThere(context, 'general_settings')) return null;
  const { address } = await context.settings('general_settings');
  // Never the host of a request: whoever asks for a link for somebody else could choose it.
  return address ? `${String(address).replace(/\/+$/, '')}/${encodeURIComponent(context.workspace)}/${path}` : null;
}

/** Whether this instance runs the module that has the noun, whoever may see it. */
function isThere(context: Context, noun: string): boolean {
  return Object.hasOwn(context.system('asks which nouns there are').schema.entities, noun);
}

function hasControls(value: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  return /[\u0000-\u001f\u007f\u0085\u2028\u2029]/.test(value);
}

async function keep(context: Context, { name, content }: { name: string; content: Uint8Array | string }) {
  const stored = await context.store.put(context.workspace, Readable.from([Buffer.from(content)]), UPLOAD_LIMIT);
  return { name, key: stored.key, type: stored.contentType };
}
