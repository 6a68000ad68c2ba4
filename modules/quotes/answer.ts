// What the customer answers to an offer by his link: kept with his name, the time, his address and what exactly he accepted (rows PX-13, PX-14).

import { Readable } from 'node:stream';
import { attachFile, type BoundContext, type Context, type Draft, hashToken, Refusal, type Values } from '../../engine/index.ts';
import { clip, type PageCall } from '../../schema/index.ts';
import { ownersOf } from '../comments/module.ts';
import { oneLine } from '../document-links/module.ts';
import { CONTENT, paperOf } from '../documents/module.ts';
import { notify } from '../notifications/module.ts';

/** Empty while nobody has answered. */
const UNANSWERED = { viewed_at: null, answered_at: null, answered_by: null, answered_from: null, answered_version: null, answer: null };

/** States in which it waits for its answer. */
export const WAITING: readonly unknown[] = ['sent', 'viewed'];

/** The same as long as it says the same. */
export function versionOf(quote: Values): string {
  const said = [...CONTENT, 'valid_until', 'number', 'subtotal', 'taxes', 'total', 'payable'].map((name) => quote[name]);
  return hashToken(JSON.stringify(said)).slice(0, 16);
}

export async function noteSeen({ records }: Context, quote: Values): Promise<void> {
  if (quote.status === 'sent') await records.update('quotes', String(quote.id), { status: 'viewed', viewed_at: new Date().toISOString() });
}

/** Answers where to go on. */
export async function accept(system: Context, quote: Values, form: URLSearchParams, { address }: PageCall): Promise<string> {
  const name = oneLine(form.get('name') ?? '');
  if (!WAITING.includes(quote.status)) return '?done=over';
  if (name === '') return '?done=nameless';
  const version = versionOf(quote);
  if (form.get('version') !== version) return '?done=changed';
  return answerOnce(system, 'accepted', async (inner) => {
    await keep(inner, quote, { status: 'accepted', answered_by: name, answered_from: address, answered_version: version });
    await keepPaper(inner, quote);
    await tell(inner, quote, 'accepted', name);
  });
}

export async function decline(system: Context, quote: Values, form: URLSearchParams, { address }: PageCall): Promise<string> {
  if (!WAITING.includes(quote.status)) return '?done=over';
  const name = oneLine(form.get('name') ?? '');
  const answer = clip((form.get('reason') ?? '').trim(), 2000) || null;
  return answerOnce(system, 'declined', async (inner) => {
    await keep(inner, quote, { status: 'declined', answered_by: name || null, answered_from: address, answer });
    await tell(inner, quote, 'declined', name || String(quote.number), answer);
  });
}

/** Of two answers at the same moment the second is refused, as states go. */
async function answerOnce(system: Context, answer: 'accepted' | 'declined', work: (inner: Context) => Promise<void>): Promise<string> {
  try {
    await system.transaction(work);
    return `?done=${answer}`;
  } catch (error) {
    if (error instanceof Refusal) return '?done=over';
    throw error;
  }
}

/** Refused where it is no longer as it was read: two answers of one moment may say the same to the letter. */
async function keep({ records }: Context, { id, version }: Values, values: Values): Promise<void> {
  await records.update('quotes', String(id), { ...values, answered_at: new Date().toISOString() }, { version: Number(version) });
}

/** The paper that was accepted, among the files of the quote. */
async function keepPaper(system: Context, { id }: Values): Promise<void> {
  const { name, content } = await paperOf(system, 'quotes', String(id));
  const file = { name: name.replace(/\.pdf$/, ' ✓.pdf'), source: Readable.from([content]) };
  await attachFile(system as BoundContext, 'quotes', String(id), file).catch((error: unknown) => {
    // Where documents are switched off, what was accepted is known by its version.
    if (!(error instanceof Refusal)) throw error;
  });
}

async function tell(
  system: Context,
  { id }: Values,
  answer: 'accepted' | 'declined',
  who: string,
  text: string | null = null,
): Promise<void> {
  const about = { entity: 'quotes', id: String(id) };
  const owners = await system.reachedBy(await ownersOf(about, system), about.entity, about.id);
  await notify(system, owners, { kind: 'answer', title: `${who} ${answer} the offer`, text, about, values: { who, answer } });
}

/** beforeSave: what was accepted by the link stays; what is offered anew is to be answered anew. */
export function keepAnswer(draft: Draft): void {
  const { old, values, changed } = draft;
  if (old && old.status !== 'draft' && values.status !== 'draft' && changed.has('lead'))
    draft.refuse('lead', 'issued', 'It is offered to him. Revise it, or copy it for another one.');
  if (!old || !(changed.has('status') || changed.has('answered_at'))) return;
  if (old.status === 'accepted' && old.answered_at)
    draft.refuse('status', 'answered', 'The customer has accepted it by his link, so it stays. Copy it for another offer.');
  if (values.status === 'draft') Object.assign(values, UNANSWERED);
}
