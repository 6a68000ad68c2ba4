// How letters about quotes and invoices are worded, and when a reminder is due: levels with their days, fee and interest (rows PX-15, PX-18).

import type { Context, Draft, Values } from '../../engine/index.ts';
import { checkbox, children, defineEntity, integer, money, percent, picklist, rowsOf, text, textArea } from '../../schema/index.ts';
import { languages, seedWords } from '../general/module.ts';
import { hasLink, type LetterKind, withoutLink } from './draft.ts';
import { PLACES, placesIn } from './places.ts';
import { firstTemplates, templateWords } from './words.ts';

const ALL = [...new Set(Object.values(PLACES).flat())];

const texts = defineEntity('letter_texts', {
  label: 'Text',
  plural: 'Texts',
  icon: 'language',
  title: 'subject',
  fields: {
    language: picklist(languages, { required: true }),
    subject: text({ required: true, length: 250 }),
    text: textArea({ required: true, length: 10_000 }),
  },
});

export const letterTemplates = defineEntity('letter_templates', {
  label: 'Letter template',
  plural: 'Letter templates',
  icon: 'file-text',
  title: 'name',
  area: 'administration',
  owned: false,
  fields: {
    name: text({ required: true, unique: true, searched: true, length: 120 }),
    kind: picklist(
      [
        { value: 'invoice', label: 'Goes with an invoice' },
        { value: 'reminder', label: 'Reminder' },
        { value: 'quote', label: 'Goes with a quote' },
      ],
      { required: true, default: '"reminder"', label: 'Letter' },
    ),
    days: integer({ label: 'Days after the due date', min: 1, max: 3650, requiredIf: 'kind = "reminder"', visibleIf: 'kind = "reminder"' }),
    fee: money({ help: 'For invoices in its currency.', visibleIf: 'kind = "reminder"' }),
    interest: percent({
      label: 'Interest a year %',
      min: 0,
      max: 100,
      help: 'On what is open, from the due date.',
      visibleIf: 'kind = "reminder"',
    }),
    active: checkbox({ default: 'true' }),
    lacks: picklist([{ value: 'link', label: 'A text without {link}', color: 'yellow' }], {
      label: 'Hint',
      readOnly: true,
      visibleIf: 'lacks is not empty',
      help: 'Where {link} stands in a text, its receiver can open the document, and accept or pay it.',
    }),
    texts: children(texts, { help: `Places that are filled in: ${ALL.map((place) => `{${place}}`).join(' ')}` }),
  },
  list: { columns: ['name', 'kind', 'days', 'fee', 'interest', 'active', 'lacks'], sort: 'days' },
  board: null,
  blocks: [
    { label: 'Template', fields: ['name', 'kind', 'days', 'fee', 'interest', 'active'] },
    { label: 'Texts', fields: ['lacks', 'texts'] },
  ],
  hooks: { beforeSave: check },
});

function check(draft: Draft): void {
  if (draft.verb === 'delete') return;
  const rows = rowsOf(draft.values.texts);
  if (rows.length === 0) draft.refuse('texts', 'required', 'A template needs a text in one language at least.');
  for (const [i, row] of rows.entries()) {
    const known = PLACES[draft.values.kind as LetterKind] ?? [];
    const unknown = [
      ...placesIn(String(row.text)).filter((place) => !known.includes(place)),
      // A line of text holds no link.
      ...placesIn(String(row.subject)).filter((place) => place === 'link' || !known.includes(place)),
    ];
    if (unknown.length > 0) draft.refuse(`texts.${i}.text`, 'unknown_place', `There is nothing to fill in for {${unknown.join('}, {')}}.`);
  }
  draft.values.lacks = lacksOf(rows);
}

function lacksOf(rows: readonly Values[]): string | null {
  return rows.some(({ text }) => !hasLink(String(text))) ? 'link' : null;
}

/**
 * Kinds of letters without any template get the usual ones, also those that came with a later version. A usual text of the time before
 * there were links gets its link if nobody has changed it; others say that they have none.
 */
export async function ensureTemplates(context: Context): Promise<void> {
  const { records } = context;
  const said = await seedWords(context, templateWords);
  const known = (await records.list('letter_templates', { fields: ['id', 'kind', 'name', 'texts', 'lacks'], limit: 500 })).records;
  for (const template of firstTemplates) {
    const isThere = known.some(({ kind, name }) => kind === template.kind || name === said(template.name));
    if (!isThere) await records.create('letter_templates', { ...template, name: said(template.name) });
  }
  for (const { id, texts, lacks } of known) {
    const rows = (texts as readonly Values[]).map((row) => ({ ...row, text: withUsualLink(row) }));
    if (lacksOf(texts as readonly Values[]) !== lacks)
      await records.update('letter_templates', String(id), { texts: rows, lacks: lacksOf(rows) });
  }
}

/** Its text as it is worded today, where it is the usual one but for the link. */
function withUsualLink({ language, text }: Values): string {
  const usual = firstTemplates.flatMap(({ texts }) => texts).filter((row) => row.language === language);
  return usual.find((row) => withoutLink(row.text) === text)?.text ?? String(text);
}
