// Letters about invoices as they are written: by hand from the page of an invoice, or as the reminder that is due.

import { Decimal } from 'decimal.js';
import { type ActionCall, type Context, Refusal, todayOf, type Values } from '../../engine/index.ts';
import { addDays, clip, dayIn, idOf, type Money, type Reference } from '../../schema/index.ts';
import { requireWhole } from '../documents/module.ts';
import { emailOf, existing, languageOf, opened, templateOf, templatesOf, textIn, withLinkOrNot } from './draft.ts';
import { chargesOf, filledIn, placeValues } from './places.ts';

export interface DueReminder {
  readonly template: Values;
  /** Fees of earlier reminders. */
  readonly fees: string;
}

/** The screen goes to the draft, which is looked at and sent there. */
export async function draftMail({ context, entity, record }: ActionCall): Promise<Values> {
  requireWhole(context, entity);
  const system = context.system('writes a letter about an invoice');
  const template = await templateOf(system, 'invoice');
  const draft = (await existing(system, 'invoice', record, [template])) ?? (await writeLetter(system, record, { template, fees: '0' }));
  return opened('invoice_letters', draft);
}

export async function draftReminder({ context, entity, record }: ActionCall): Promise<Values> {
  requireWhole(context, entity);
  const system = context.system('writes a letter about an invoice');
  const templates = await templatesOf(system, 'reminder');
  const draft = await existing(system, 'invoice', record, templates);
  if (draft) return opened('invoice_letters', draft);
  const next = await nextReminder(system, record, templates);
  if (!next)
    throw new Refusal(
      409,
      'no_level',
      'Every reminder has been sent for this invoice. A further one needs a letter template with later days.',
    );
  return opened('invoice_letters', await writeLetter(system, record, next));
}

/** The lowest level that this invoice has not had. Null: none is left, or, with a zone, none is due by the day there. */
export async function nextReminder(
  { records }: Context,
  invoice: Values,
  templates: readonly Values[],
  zone?: string,
): Promise<DueReminder | null> {
  const { records: letters } = await records.list('invoice_letters', {
    fields: ['template', 'fee', 'sent_at', 'created_at'],
    filter: `invoice = "${invoice.id}" and template.kind = "reminder"`,
    sort: 'created_at',
    limit: 100,
  });
  const had = new Set(letters.map(({ template }) => (template as Reference).id));
  const template = templates.find(({ id }) => !had.has(String(id)));
  if (!template) return null;
  const last = letters.at(-1);
  if (zone && !isDue(invoice, template, templates, last, zone)) return null;
  const fees = letters.reduce((sum, { fee }) => sum.plus((fee as Money | null)?.amount ?? 0), new Decimal(0));
  return { template, fees: fees.toFixed() };
}

/** By the due date, and never sooner after the level before than their days are apart: who was away for a month gets one letter, not three. */
function isDue(invoice: Values, template: Values, templates: readonly Values[], last: Values | undefined, zone: string): boolean {
  const today = dayIn(zone, Date.now());
  if (addDays(String(invoice.due_on), Number(template.days)) > today) return false;
  if (!last) return true;
  const before = templates.find(({ id }) => id === (last.template as Reference).id);
  const pause = Math.max(1, Number(template.days) - Number(before?.days ?? 0));
  return addDays(dayIn(zone, Date.parse(String(last.sent_at ?? last.created_at))), pause) <= today;
}

/** Answers its id. @throws Refusal 422 at `key`: another process has just written this reminder */
export async function writeLetter(system: Context, { id }: Values, due: DueReminder): Promise<string> {
  const invoice = await system.records.get('invoices', String(id));
  const template = await system.records.get('letter_templates', String(due.template.id));
  const language = await languageOf(system, invoice);
  const isReminder = template.kind === 'reminder';
  const charges = chargesOf(invoice, template, due.fees, todayOf(system.actor));
  const values = await placeValues(system, invoice, charges, language);
  const { subject, text } = textIn(template, language);
  const { currency } = invoice.open as Money;
  const letter = await system.records.create('invoice_letters', {
    invoice: id,
    template: template.id,
    owner: idOf(invoice.owner),
    to: await emailOf(system, 'invoice', invoice),
    subject: clip(filledIn(subject, values), 250),
    text: await withLinkOrNot(system, filledIn(text, values)),
    ...(isReminder
      ? {
          fee: { amount: charges.fee, currency },
          interest: { amount: charges.interest, currency },
          sum: { amount: charges.sum, currency },
          key: `${id} ${template.id}`,
        }
      : {}),
  });
  return String(letter.id);
}
