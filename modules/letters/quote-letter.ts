// Letters that quotes go out with: a quote that was a draft is sent with them (rows PX-13, PX-14).

import type { ActionCall, Context, Values } from '../../engine/index.ts';
import { clip, defineAction, defineEntity, idOf, reference } from '../../schema/index.ts';
import { requireWhole } from '../documents/module.ts';
import { quoteLinkKind } from '../quotes/module.ts';
import { emailOf, existing, languageOf, opened, templateOf, textIn, withLinkOrNot } from './draft.ts';
import { letterBlocks, letterFields, letterSettings } from './letter-fields.ts';
import { filledIn, quoteValues } from './places.ts';
import { sendLetter } from './send.ts';

const { letter, way } = letterBlocks('quote');

export const quoteLetters = defineEntity('quote_letters', {
  ...letterSettings,
  label: 'Letter about a quote',
  plural: 'Letters about quotes',
  fields: { quote: reference('quotes', { readOnly: true }), ...letterFields },
  list: { columns: ['subject', 'quote', 'to', 'state', 'sent_at', 'owner'], sort: '-created_at' },
  blocks: [letter, way],
  actions: { send: defineAction({ label: 'Send', verb: 'update', when: 'state = "draft"', run: send }) },
});

/** The link of the letter leads to a quote that is sent, so this comes first. */
async function send(call: ActionCall): Promise<void> {
  const { context, record } = call;
  const id = String(idOf(record.quote));
  const { status } = await context.records.get('quotes', id, ['status']);
  if (status === 'draft') await context.records.update('quotes', id, { status: 'sent' });
  await sendLetter(call, quoteLinkKind);
}

/** The screen goes to the draft, which is looked at and sent there. */
export async function draftQuoteMail({ context, entity, record: quote }: ActionCall): Promise<Values> {
  requireWhole(context, entity);
  const system = context.system('writes a letter about a quote');
  const template = await templateOf(system, 'quote');
  return opened('quote_letters', (await existing(system, 'quote', quote, [template])) ?? (await write(system, quote, template)));
}

async function write(system: Context, quote: Values, { id }: Values): Promise<string> {
  const language = await languageOf(system, quote);
  const { subject, text } = textIn(await system.records.get('letter_templates', String(id)), language);
  const values = await quoteValues(system, quote, language);
  const letter = await system.records.create('quote_letters', {
    quote: quote.id,
    template: id,
    owner: idOf(quote.owner),
    to: await emailOf(system, 'quote', quote),
    subject: clip(filledIn(subject, values), 250),
    text: await withLinkOrNot(system, filledIn(text, values)),
  });
  return String(letter.id);
}
