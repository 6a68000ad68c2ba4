// Links by which somebody sees a document without signing in. Only a hash is kept; that and when it was seen is recorded.

import { randomBytes } from 'node:crypto';
import { type Context, hashToken, linkTo, Refusal, todayOf, type Values } from '../../engine/index.ts';
import { checkbox, date, datetime, idOf, integer, type Reference, text } from '../../schema/index.ts';
import { requireWhole } from '../documents/module.ts';

/** The links of one kind of document. */
export interface LinkKind {
  /** Noun of the links, whose field `field` names the document. */
  readonly links: string;
  readonly field: string;
  readonly entity: string;
  /** Name of the page that they lead to. */
  readonly page: string;
  /** Whether the document may still be seen from outside. */
  isOpen(document: Values, today: string): boolean;
}

/** What nouns of links share; the document is a field of each one's own. */
export const linkFields = {
  name: text({ readOnly: true, length: 80 }),
  until: date({ label: 'Leads there until', help: 'Empty: as long as the document holds.' }),
  closed: checkbox({ help: 'Leads nowhere any more.' }),
  views: integer({ label: 'Seen', readOnly: true, default: '0' }),
  seen_at: datetime({ label: 'Last seen', readOnly: true }),
  token_hash: text({ internal: true, unique: true, length: 64 }),
};

/** Only an action of the document makes one. */
export const linkSettings = {
  icon: 'link',
  title: 'name',
  menu: false,
  searchable: false,
  access: { create: 'false', import: 'false', bulk: 'false' },
} as const;

export function linkList(field: string) {
  return { columns: ['name', field, 'created_at', 'views', 'seen_at', 'until', 'closed', 'created_by'], sort: '-created_at' };
}

/** Answers its address, which nobody can read again: who needs it once more makes another one. @param document as it is read */
export async function newLink(context: Context, { links, field, entity, page }: LinkKind, document: Values): Promise<string> {
  requireWhole(context, entity);
  const token = randomBytes(24).toString('base64url');
  const address = await pageAddress(context, page, token);
  await context.system('keeps the hash of a link to a document').records.create(links, {
    name: `${document.number} ${token.slice(0, 4)}…`,
    [field]: document.id,
    owner: idOf(document.owner),
    token_hash: hashToken(token),
  });
  return address;
}

/** Never made of the host of a request. */
export async function pageAddress(context: Context, page: string, secret: string): Promise<string> {
  const address = await linkTo(context, `api/v1/open/${page}/${secret}`);
  if (!address) throw new Refusal(409, 'no_address', 'Say first under General at which address Kontor is opened.');
  return address;
}

export interface Followed {
  readonly link: Values;
  readonly document: Values;
}

/** Where it leads; null: nowhere, whyever. */
export async function follow(system: Context, { links, field, entity, isOpen }: LinkKind, token: string): Promise<Followed | null> {
  const filter = `token_hash = "${hashToken(token)}" and not closed and (until is empty or until >= today())`;
  const found = await system.records.list(links, { fields: ['id', field, 'views'], filter, limit: 1 });
  const [link] = found.records;
  if (!link) return null;
  const document = await system.records.get(entity, (link[field] as Reference).id);
  return isOpen(document, todayOf(system.actor)) ? { link, document } : null;
}

export async function noteView(system: Context, { links }: LinkKind, { id, views }: Values): Promise<void> {
  await system.records.update(links, String(id), { views: Number(views) + 1, seen_at: new Date().toISOString() });
}
