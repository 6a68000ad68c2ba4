// What the house says on the page of a link reaches the customer by mail too: nobody looks there each day. It goes where the last letter
// went, with a link of its own, once somebody outside has one at all.

import { type Context, type Draft, mailState, sendMail, todayOf, type Values } from '../../engine/index.ts';
import { type AnyReference, fieldTypes } from '../../schema/index.ts';
import type { LinkKind } from '../document-links/module.ts';
import { readPaper } from '../documents/module.ts';
import { invoiceLinkKind } from '../online-payments/module.ts';
import { quoteLinkKind } from '../quotes/module.ts';
import { emailOf, withLinkOrNot } from './draft.ts';
import { filledIn } from './places.ts';
import { written } from './send.ts';
import { answerText } from './words.ts';

const KINDS: readonly (LinkKind & { readonly field: 'quote' | 'invoice' })[] = [
  { ...quoteLinkKind, field: 'quote' },
  { ...invoiceLinkKind, field: 'invoice' },
];

export async function mailAnswer({ verb, values, changed }: Draft, context: Context): Promise<void> {
  if (verb === 'delete' || values.shared !== true || values.guest || !changed.has('shared')) return;
  const about = values.about as AnyReference;
  const kind = KINDS.find(({ entity }) => entity === about.entity);
  if (!kind || (await mailState(context)) === 'off') return;
  // Elevated: whoever may comment need not be allowed to read letters and links, nor to send mail.
  const system = context.system('mails what is said to the customer about a document');
  const { record, language, issuer } = await readPaper(system, kind.entity, about.id);
  const to = await receiverOf(system, kind, record);
  if (!to) return;
  const { subject, text } = answerText(language);
  const places = { number: String(record.number), company: String(issuer.name ?? ''), who: context.actor.name };
  const said = system.schema.entities.comments!.fields.text!;
  const letter = filledIn(await withLinkOrNot(context, text), { ...places, text: fieldTypes.formatted_text!.print(values.text, said) });
  await sendMail(context, {
    to,
    subject: filledIn(subject, places).slice(0, 250),
    ...(await written(system, letter, kind, record)),
    purpose: kind.page,
  });
}

/** Null where nobody outside can open the document. */
async function receiverOf(system: Context, { links, field, isOpen }: (typeof KINDS)[number], document: Values): Promise<string | null> {
  if (!isOpen(document, todayOf(system.actor))) return null;
  const of = `${field} = "${document.id}"`;
  const { records: open } = await system.records.list(links, { fields: ['id'], filter: `${of} and not closed`, limit: 1 });
  if (open.length === 0) return null;
  const query = { fields: ['to'], filter: `${of} and state = "sent"`, sort: '-sent_at', limit: 1 };
  const { records: letters } = await system.records.list(`${field}_letters`, query);
  const to = letters[0]?.to ?? (await emailOf(system, field, document));
  return to ? String(to) : null;
}
