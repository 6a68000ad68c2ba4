// A letter leaves by the mail server of the workspace, with its document as PDF and a link of its own.

import { type ActionCall, type Context, invalid, mailBody, mailState, Refusal, sendMail, type Values } from '../../engine/index.ts';
import { idOf } from '../../schema/index.ts';
import { type LinkKind, newLink } from '../document-links/module.ts';
import { paperOf, requireWhole } from '../documents/module.ts';
import { hasLink, LINK, languageOf } from './draft.ts';
import { opening } from './words.ts';

export async function sendLetter({ context, entity, id, record }: ActionCall, kind: LinkKind): Promise<void> {
  requireWhole(context, kind.entity);
  if (!record.to) throw invalid([{ field: 'to', code: 'required', message: 'Whom does it go to?' }]);
  if ((await mailState(context)) === 'off')
    throw new Refusal(
      409,
      'no_mail_server',
      'No mail server is set up, so nothing can be sent: an administrator enters one under Mail server.',
    );
  const system = context.system('sends a letter with its document');
  const document = await system.records.get(kind.entity, String(idOf(record[kind.field])));
  const mail = await sendMail(context, {
    to: String(record.to),
    subject: String(record.subject),
    ...(await written(context, String(record.text), kind, document)),
    purpose: kind.page,
    attachments: record.attach ? [await paperOf(system, kind.entity, String(document.id))] : [],
  });
  await system.records.update(entity, id, { state: 'sent', sent_at: new Date().toISOString(), mail });
}

/** The log of mails shows where the link is, and not the link. */
export async function written(context: Context, text: string, kind: LinkKind, document: Values) {
  const button = opening(await languageOf(context, document), kind.page);
  const { text: plain, html } = mailBody(text.split(LINK), button);
  return hasLink(text) ? { text: plain, html, secrets: { link: await newLink(context, kind, document) } } : { text: plain, html };
}
