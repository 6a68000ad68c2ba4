// How a letter begins: its template, its language, whom it goes to.

import { type Context, linkTo, Refusal, type Values } from '../../engine/index.ts';
import { idOf } from '../../schema/index.ts';

/** Where the link goes. */
export const LINK = '{link}';

export type LetterKind = 'invoice' | 'reminder' | 'quote';

/** What an action answers that has written a letter: the screen goes there. */
export function opened(entity: string, id: string): Values {
  return { open: { entity, id } };
}

/** Reminders in the order of their days. */
export async function templatesOf({ records }: Context, kind: LetterKind): Promise<readonly Values[]> {
  return (await records.list('letter_templates', { filter: `kind = "${kind}" and active`, sort: 'days,name', limit: 100 })).records;
}

/** The first of its kind. @throws Refusal 409 where there is none */
export async function templateOf(system: Context, kind: LetterKind): Promise<Values> {
  const [template] = await templatesOf(system, kind);
  if (!template)
    throw new Refusal(
      409,
      'no_template',
      'There is no active letter template for this: an administrator makes or activates one under Letter templates.',
    );
  return template;
}

/** The draft that waits already. @param field names the document, and with `_letters` behind it the noun */
export async function existing(
  { records }: Context,
  field: 'invoice' | 'quote',
  document: Values,
  templates: readonly Values[],
): Promise<string | null> {
  const of = templates.map(({ id }) => `template = "${id}"`).join(' or ');
  if (of === '') return null;
  const filter = `${field} = "${document.id}" and state = "draft" and (${of})`;
  const found = await records.list(`${field}_letters`, { fields: ['id'], filter, limit: 1 });
  return found.records[0] ? String(found.records[0].id) : null;
}

export async function languageOf(context: Context, document: Values): Promise<string> {
  return String(document.language ?? (await context.settings('document_settings')).language ?? 'en');
}

/** In this language, else in English, else in what there is. */
export function textIn({ texts }: Values, language: string): { subject: string; text: string } {
  const rows = texts as readonly Values[];
  const row = rows.find((one) => one.language === language) ?? rows.find((one) => one.language === 'en') ?? rows[0]!;
  return { subject: String(row.subject), text: String(row.text) };
}

/** Without the paragraph of the link while nobody has said under which address Kontor is opened: no link could be made. */
export async function withLinkOrNot(context: Context, text: string): Promise<string> {
  return (await linkTo(context, '')) ? text : withoutLink(text);
}

export function withoutLink(text: string): string {
  const paragraphs = text.split('\n\n').filter((paragraph) => !hasLink(paragraph));
  return paragraphs.join('\n\n');
}

export function hasLink(text: string): boolean {
  return text.includes(LINK);
}

/** Of the person; of an invoice else of whoever gets them at the company (row PX-08); else of the company, else of the lead. */
export async function emailOf(context: Context, field: 'invoice' | 'quote', { contact, account, lead }: Values): Promise<unknown> {
  const { records } = context;
  for (const [entity, reference] of [
    ['contacts', contact ?? (field === 'invoice' ? await getsInvoices(context, account) : null)],
    ['accounts', account],
    ['leads', lead],
  ] as const) {
    const id = idOf(reference);
    const email = id && (await records.get(entity, id, ['email'])).email;
    if (email) return email;
  }
  return null;
}

/** The primary contact goes first; he who has no address is not asked. */
async function getsInvoices({ records }: Context, account: unknown): Promise<unknown> {
  const of = `account = "${idOf(account)}" and gets_invoices and email is not empty and status != "not_a_client"`;
  const found = account ? await records.list('contacts', { fields: ['id'], filter: of, sort: '-primary,created_at', limit: 1 }) : null;
  return found?.records[0]?.id;
}
