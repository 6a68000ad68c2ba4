// The page of a link: the document as it is on paper, what its reader may do, and what was said about it. Plain HTML that runs nothing.

import type { BoundContext, Context, Values } from '../../engine/index.ts';
import type { PageAnswer, PageCall, PageDefinition, Reference } from '../../schema/index.ts';
import { findLogo, issuerSettings, paperOf, readPaper } from '../documents/module.ts';
import type { Html } from './html.ts';
import { type Followed, follow, type LinkKind, noteView } from './link.ts';
import { writeSheet } from './sheet.ts';
import { readTalk, say } from './talk.ts';
import { type LinkWords, linkWords } from './words.ts';

/** What stands at the top: how something went. */
export interface Note {
  readonly text: string;
  readonly tone: 'good' | 'bad' | 'plain';
}

/** What a kind of document adds to its page. */
export interface Own {
  /** Between the document and the discussion. */
  readonly content: Html | null;
  readonly note: Note | null;
  /** Where the document stands, for its reader. */
  readonly badge: Note | null;
  readonly leadsOn?: boolean;
}

export interface DocumentPage {
  readonly kind: LinkKind;
  /** Somebody comes: what follows from it before the page is shown. */
  arrive(system: Context, document: Values, call: PageCall): Promise<void>;
  /** A form of its own was sent. A text is where to go on: a part of the page's own address, e.g. `?done=accepted`. */
  act(system: Context, document: Values, form: URLSearchParams, call: PageCall): Promise<PageAnswer | string>;
  show(system: Context, document: Values, told: Told, call: PageCall): Promise<Own>;
}

/** How a page speaks: the language of the document, and the clocks of whoever made it. */
export interface Told {
  readonly language: string;
  readonly zone: string;
}

export function documentPage(page: DocumentPage): PageDefinition {
  return { answer: (system, call) => answerPage(system as Context, call, page) };
}

async function answerPage(system: Context, call: PageCall, page: DocumentPage): Promise<PageAnswer | null> {
  const found = await follow(system, page.kind, call.secret);
  if (!found) return null;
  const { document } = found;
  if (call.query.pdf !== undefined) return { type: 'application/pdf', ...(await paperOf(system, page.kind.entity, String(document.id))) };
  if (call.query.logo !== undefined) return logoOf(system, document);
  if (call.method === 'POST') return act(system, call, page, found);
  if (call.visitor === 'person') await noteView(system, page.kind, found.link);
  await page.arrive(system, document, call);
  return show(system, call, page, document);
}

/** A colleague does nothing in the customer's name. Goes on to the page itself, so that nothing is sent twice by loading it again. */
async function act(system: Context, call: PageCall, page: DocumentPage, { document }: Followed): Promise<PageAnswer> {
  if (call.visitor === 'staff') return { type: 'text/html', content: '', location: '?done=staff' };
  const form = new URLSearchParams(call.body);
  const answer = form.get('do') === 'say' ? await talk(system, page, document, form) : await page.act(system, document, form, call);
  return typeof answer === 'string' ? { type: 'text/html', content: '', location: answer } : answer;
}

async function talk(system: Context, { kind }: DocumentPage, document: Values, form: URLSearchParams): Promise<string> {
  const isSaid = await say(system, kind.entity, document, { name: form.get('name') ?? '', text: form.get('text') ?? '' });
  return isSaid ? '?done=said#talk' : '?done=unsaid#talk';
}

async function logoOf(system: Context, { billing_company }: Values): Promise<PageAnswer | null> {
  const logo = await findLogo(system as BoundContext, await issuerSettings(system, billing_company));
  return logo && { type: logo.type, content: await logo.read() };
}

async function show(system: Context, call: PageCall, page: DocumentPage, { id }: Values): Promise<PageAnswer> {
  const paper = await readPaper(system, page.kind.entity, String(id));
  const words = linkWords(paper.language);
  const zone = await zoneOf(system, paper.record);
  const own = await page.show(system, paper.record, { language: paper.language, zone }, call);
  const note = own.note ?? noteOf(call.query.done, words);
  const content = writeSheet({ paper, zone, words, own: { ...own, note }, talk: await readTalk(system, paper.record) });
  return { type: 'text/html', content, ...(own.leadsOn ? { leadsOn: true } : {}) };
}

/** The days of the document are those of its owner. */
async function zoneOf({ records }: Context, { owner }: Values): Promise<string> {
  const filter = `id = "${(owner as Reference | null)?.id ?? '00000000-0000-0000-0000-000000000000'}"`;
  const [person] = (await records.list('users', { fields: ['time_zone'], filter, limit: 1 })).records;
  return String(person?.time_zone ?? 'UTC');
}

function noteOf(done: string | undefined, words: LinkWords): Note | null {
  if (done === 'said') return { text: words.said, tone: 'good' };
  if (done === 'staff') return { text: words.staff, tone: 'bad' };
  return done === 'unsaid' ? { text: words.unsaid, tone: 'bad' } : null;
}
