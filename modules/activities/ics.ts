// Calendars in and out: the feed of a secret address, one event as a file, and files of other calendars.

import { type Context, clockOf, invalid, Refusal, type Values } from '../../engine/index.ts';
import { clip } from '../../schema/index.ts';
import { readCalendar } from './ics-read.ts';
import { writeCalendar } from './ics-write.ts';
import { everything, SHOWN } from './range.ts';

const DAY = 86_400_000;
const PRINTED = ['id', ...SHOWN, 'occurrence_at', 'uid', 'description', 'reminder_minutes', 'updated_at'];

/** One's own events and those one is invited to: half a year back, everything to come. */
export async function writeFeed(context: Context, now = Date.now()): Promise<string> {
  const from = new Date(now - 180 * DAY).toISOString();
  const series = 'recurrence is not empty and (repeats_until is empty or repeats_until > datetime("FROM"))';
  const filter =
    `kind = "event" and (owner = me() or contains(participants, me())) and (ends_at > datetime("FROM") or ${series})`.replaceAll(
      'FROM',
      from,
    );
  const events = await everything(context.records, { filter, fields: fieldsOf(context), sort: 'starts_at' });
  return writeCalendar(context.actor.name, withReplacements(events), { host: context.workspace, now, hidePrivate: true });
}

/** `{id}` -> `{name, text}`: one event, with its series as it is. */
export async function eventFile({ context, input }: { context: Context; input: Values }): Promise<Values> {
  const event = await context.records.get('activities', String(input.id), fieldsOf(context));
  if (event.kind !== 'event') throw new Refusal(409, 'no_event', 'Only events have a time that a calendar could take.');
  const others = event.recurrence
    ? await everything(context.records, {
        filter: `series = "${String(event.id)}" and recurrence is empty`,
        fields: fieldsOf(context),
        sort: 'starts_at',
      })
    : [];
  const name = `${
    String(event.subject)
      .replace(/[^\p{L}\p{N} _-]+/gu, '')
      .trim() || 'event'
  }.ics`;
  const text = writeCalendar(String(event.subject), withReplacements([event, ...others]), {
    ...{ host: context.workspace, now: Date.now(), hidePrivate: false },
  });
  return { name, text };
}

/** `{text}`: events of an .ics file become one's own; what was imported before is brought up to date. */
export async function importCalendar({ context, input }: { context: Context; input: Values }): Promise<Values> {
  if (typeof input.text !== 'string') throw invalid([{ field: 'text', code: 'required', message: 'The text of an iCalendar file.' }]);
  const me = context.actor.id;
  const read = readCalendar(input.text, clockOf(context.actor));
  const counts = { created: 0, updated: 0 };
  const problems: { subject: string; message: string }[] = [];
  await context.transaction(async ({ records }) => {
    const masters = new Map<string, { id: string; skipped: string[] }>();
    for (const one of [...read].sort((a, b) => Number(a.replaces !== null) - Number(b.replaces !== null))) {
      for (const part of one.lost) problems.push({ subject: String(one.values.subject), message: part });
      const series = one.replaces ? masters.get(one.uid) : undefined;
      const filter = `owner = "${me}" and uid = ${JSON.stringify(clip(one.uid, 250))} and ${
        one.replaces ? `occurrence_at = datetime("${one.replaces}")` : 'occurrence_at is empty'
      }`;
      const known = (await records.list('activities', { filter, fields: ['id', 'skipped'], limit: 1 })).records[0];
      const values = {
        ...one.values,
        uid: clip(one.uid, 250),
        ...(one.replaces ? { occurrence_at: one.replaces, series: series?.id } : {}),
      };
      const saved = known
        ? await records.update('activities', String(known.id), values)
        : await records.create('activities', { ...values, owner: me });
      counts[known ? 'updated' : 'created']++;
      if (!one.replaces) masters.set(one.uid, { id: String(saved.id), skipped: [...((one.values.skipped as string[] | null) ?? [])] });
      else if (series) series.skipped.push(one.replaces);
    }
    for (const { id, skipped } of masters.values()) if (skipped.length > 0) await records.update('activities', id, { skipped });
  });
  return { ...counts, problems };
}

function withReplacements(events: readonly Values[]): Values[] {
  return events.map((event) => ({
    ...event,
    replacements: events
      .filter((other) => (other.series as { id: string } | null)?.id === event.id && !other.recurrence)
      .map((other) => other.occurrence_at),
  }));
}

function fieldsOf({ schema }: Context): string[] {
  const known = schema.entities.activities?.fields ?? {};
  return PRINTED.filter((name) => name === 'id' || known[name]);
}
