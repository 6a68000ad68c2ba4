// Tells people something. The one way notifications are made: other modules call it inside the transaction that gives the reason.

import type { Context, Values } from '../../engine/index.ts';
import { clip, idOf, type Json } from '../../schema/index.ts';
import type { Kind } from './notification.ts';

export interface Notice {
  /** What a person may switch off. */
  readonly kind: Kind;
  /** The sentence in English, and in other languages where the client has none for this kind. */
  readonly title: string;
  /** More, e.g. the beginning of a comment. */
  readonly text?: string | null;
  /** The record it is about. Its title is shown, so tell only whom may see it: `context.reachedBy`. */
  readonly about?: { readonly entity: string; readonly id: string } | null;
  /** A path of the application for what is no record: `/jobs/<id>`. */
  readonly link?: string | null;
  /** Placeholders of the client's sentence `notifications.kinds.<kind>`. */
  readonly values?: Readonly<Record<string, Json>>;
}

const MOST = 500;

/** Answers the ids of those who were told: each once, without who acts, who has left and who does not want to hear of it. */
export async function notify(context: Context, users: readonly string[], notice: Notice): Promise<string[]> {
  const ids = [...new Set(users)].filter((id) => id !== context.actor.id).slice(0, MOST);
  if (ids.length === 0) return [];
  const { records } = context.system('tell people what concerns them');
  const isOneOf = (field: string) => ({
    kind: 'in' as const,
    not: false,
    arg: { kind: 'path' as const, path: [field] },
    list: ids.map((value) => ({ kind: 'text' as const, value })),
  });
  const present = await records.list('users', { filter: isOneOf('id'), fields: ['id', 'status'], limit: MOST });
  const choices = await records.list('notification_choices', { filter: isOneOf('user'), fields: ['user', 'muted'], limit: MOST });
  const deaf = choices.records.filter(({ muted }) => (muted as string[] | null)?.includes(notice.kind)).map(({ user }) => idOf(user));
  const told = present.records.filter(({ id, status }) => status === 'enabled' && !deaf.includes(String(id))).map(({ id }) => String(id));
  const { kind, title, text = null, about = null, link = null, values = null } = notice;
  for (const user of told) {
    await records.create('notifications', { user, kind, title: clip(title, 500), text, about, link, values } as Values);
  }
  return told;
}
