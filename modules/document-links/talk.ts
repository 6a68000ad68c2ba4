// What the customer and the house say to each other about a document: comments that both sides see.

import { type Context, eachRecord, type Values } from '../../engine/index.ts';
import { clip, fieldTypes, type Reference } from '../../schema/index.ts';
import { html } from './html.ts';

/** So many an hour are enough for a person. */
const MOST_AN_HOUR = 20;
const HOUR = 3_600_000;
const LONGEST = 4000;

/** One word of either side. */
export interface Said {
  readonly who: string;
  /** Whether the customer said it. */
  readonly theirs: boolean;
  readonly text: string;
  readonly at: string;
}

/** In their order. */
export async function readTalk(system: Context, document: Values): Promise<readonly Said[]> {
  const query = { fields: ['text', 'guest', 'created_by', 'created_at'], filter: `about = "${document.id}" and shared` };
  const written = system.schema.entities.comments!.fields.text!;
  const talk: Said[] = [];
  // Ids grow with time.
  for await (const { text, guest, created_by, created_at } of eachRecord(system, 'comments', query))
    talk.push({
      who: String(guest ?? (created_by as Reference | null)?.title ?? ''),
      theirs: guest !== null,
      text: fieldTypes.formatted_text!.print(text, written),
      at: String(created_at),
    });
  return talk;
}

/** False: too much was said in the last hour, or nothing. */
export async function say(system: Context, entity: string, document: Values, given: { name: string; text: string }): Promise<boolean> {
  const text = given.text.trim().slice(0, LONGEST);
  const guest = oneLine(given.name);
  if (text === '' || guest === '') return false;
  const since = new Date(Date.now() - HOUR).toISOString();
  const filter = `about = "${document.id}" and guest is not empty and created_at > "${since}"`;
  const { count } = await system.records.list('comments', { fields: ['id'], filter, limit: 1, count: 'exact' });
  if (Number(count) >= MOST_AN_HOUR) return false;
  const paragraphs = text.split(/\r\n?|\n/).map((line) => html`<p>${line}</p>`.text);
  const about = { entity, id: document.id };
  await system.records.create('comments', { about, text: paragraphs.join(''), guest, shared: true });
  return true;
}

/** A name as somebody typed it. */
export function oneLine(name: string): string {
  return clip(name.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim(), 120);
}
