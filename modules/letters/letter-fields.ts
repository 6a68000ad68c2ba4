// A letter about a document: looked at while it is a draft, kept as it was when it has left. Each kind of document has its own noun of them.

import type { Draft } from '../../engine/index.ts';
import { checkbox, datetime, email, reference, state, text, textArea } from '../../schema/index.ts';

/** What the receiver gets. */
const CONTENT = ['to', 'subject', 'text', 'attach'];

export const letterSettings = {
  icon: 'mail',
  title: 'subject',
  menu: false,
  // Only actions of a document, and the night, begin one.
  access: { create: 'false', import: 'false' },
  hooks: { beforeSave: keepSent },
} as const;

export const letterFields = {
  template: reference('letter_templates', { readOnly: true, label: 'Letter' }),
  state: state({ draft: { label: 'Draft', color: 'gray' }, sent: { label: 'Sent', color: 'green' } }, { readOnly: true }),
  to: email({ label: 'To', searched: true }),
  subject: text({ required: true, searched: true, length: 250 }),
  text: textArea({ required: true, length: 10_000, help: '{link} becomes a link for the receiver alone when the letter leaves.' }),
  attach: checkbox({ label: 'With the document as PDF', default: 'true' }),
  sent_at: datetime({ label: 'Sent', readOnly: true, indexed: true, visibleIf: 'sent_at is not empty' }),
  mail: reference('outgoing_mails', { label: 'On its way', readOnly: true, visibleIf: 'mail is not empty' }),
};

/** Headings of the form; `about` is the field of the document. */
export function letterBlocks(about: string) {
  return {
    letter: { label: 'Letter', fields: ['to', 'subject', 'text', 'attach'] },
    way: { label: 'On its way', fields: ['state', 'sent_at', 'mail', about, 'template', 'owner'] },
  };
}

function keepSent(draft: Draft): void {
  if (draft.old?.state !== 'sent') return;
  if (draft.verb === 'delete') draft.refuse('state', 'sent', 'It has been sent; that stays in the books.');
  for (const name of CONTENT) if (draft.changed.has(name)) draft.refuse(name, 'sent', 'It has been sent and stays as it is.');
}
