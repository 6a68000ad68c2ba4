// When people are busy: start and end and nothing else, merged, so that not even the number of events shows.

import { type Context, invalid, type Values } from '../../engine/index.ts';
import { type Colleague, colleagues } from './people.ts';
import { readEvents, readInput } from './range.ts';
import { fromLocal, localOf, type Span, spansBetween, type Timed } from './recurrence.ts';

const DAY = 86_400_000;
const MINUTE = 60_000;
const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const MOST_SLOTS = 20;

interface Busy {
  readonly person: Colleague;
  readonly spans: Span[];
}

/** `{users, from, to, except?}` -> hours in which each is busy; `known: false` where one may not ask. */
export async function busy({ context, input }: { context: Context; input: Values }): Promise<unknown> {
  const { from, to, users } = readInput(input);
  if (users.length === 0) throw invalid([{ field: 'users', code: 'required', message: 'Say whose hours you ask for.' }]);
  const found = await busyOf(context, users, from, to, typeof input.except === 'string' ? input.except : null);
  return {
    people: found.map(({ person, spans }) => ({
      ...{ user: { id: person.id, title: person.name }, known: person.busy, zone: person.zone },
      spans: spans.map(printed),
    })),
  };
}

/** `{users, from, to, minutes}` -> times within everybody's working hours in which nobody is busy. */
export async function freeSlots({ context, input }: { context: Context; input: Values }): Promise<unknown> {
  const { from, to, users } = readInput(input);
  const minutes = Number(input.minutes ?? 60);
  if (!Number.isInteger(minutes) || minutes < 5 || minutes > 1440) {
    throw invalid([{ field: 'minutes', code: 'range', message: 'A meeting takes between 5 and 1440 minutes.' }]);
  }
  const found = await busyOf(context, users, from, to, typeof input.except === 'string' ? input.except : null);
  const unknown = found.filter(({ person }) => !person.busy).map(({ person }) => ({ id: person.id, title: person.name }));
  const taken = merged(found.flatMap(({ spans }) => spans));
  const slots: Span[] = [];
  const step = 30 * MINUTE;
  for (let start = Math.ceil(from / step) * step; start + minutes * MINUTE <= to && slots.length < MOST_SLOTS; start += step) {
    const slot = { start, end: start + minutes * MINUTE };
    const free = taken.every((span) => span.end <= slot.start || span.start >= slot.end);
    if (!free || !found.every(({ person }) => isAtWork(person, slot))) continue;
    slots.push(slot);
    start = slot.end - step;
  }
  return { slots: slots.map(printed), unknown };
}

/** What of each is in reach, and where one may know it, the hours of the rest. */
export async function busyOf(context: Context, users: readonly string[], from: number, to: number, except: string | null): Promise<Busy[]> {
  const people = await colleagues(context, users);
  const visible = await readEvents(
    context.records,
    context.schema,
    people.map(({ id }) => id),
    from,
    to,
  );
  const known = people.filter((person) => person.busy).map(({ id }) => id);
  const system = context.system('hours in which colleagues of the same level are busy, and nothing else of their events');
  const hidden = known.length > 0 ? await readEvents(system.records, system.schema, known, from, to) : [];
  const all = [...new Map([...visible, ...hidden].map((event) => [String(event.id), event])).values()];
  // What was read because of one tells nothing of another who was there too.
  const eventsOf = (person: Colleague) => (person.busy ? all : visible).filter((event) => takesTime(event, person.id));
  return people.map((person) => ({
    person,
    spans: merged(eventsOf(person).flatMap((event) => (event.id === except ? [] : spans(event)))),
  }));

  function spans(event: Values): Span[] {
    return spansBetween(event as Values & Timed, from, to).map(({ start, end }) => ({
      start: Math.max(start, from),
      end: Math.min(end, to),
    }));
  }
}

/** An event takes the time of its owner and of whoever was invited and has not declined. */
export function takesTime(event: Values, user: string): boolean {
  if ((event.owner as { id: string } | null)?.id === user) return true;
  const invited = (event.participants as readonly { id: string }[] | null) ?? [];
  return invited.some(({ id }) => id === user) && (event.answers as Record<string, string> | null)?.[user] !== 'no';
}

export function merged(spans: readonly Span[]): Span[] {
  const found: { start: number; end: number }[] = [];
  for (const { start, end } of [...spans].sort((a, b) => a.start - b.start)) {
    const last = found.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else if (end > start) found.push({ start, end });
  }
  return found;
}

function isAtWork({ zone, works }: Colleague, { start, end }: Span): boolean {
  const local = localOf(start, zone);
  const midnight = Math.floor(local / DAY) * DAY;
  if (!works.days.includes(WEEKDAYS[new Date(midnight).getUTCDay()] ?? '')) return false;
  return start >= fromLocal(midnight + works.from * MINUTE, zone) && end <= fromLocal(midnight + works.to * MINUTE, zone);
}

export function printed({ start, end }: Span): { start: string; end: string } {
  return { start: new Date(start).toISOString(), end: new Date(end).toISOString() };
}
