// What one types into, of what stands in the calendar or was drawn there.

import type { RecordValues } from '../../client/index.ts';
import { addDays } from '../../schema/index.ts';
import { localToday } from '../fields/date-text.ts';
import type { Drawn } from './canvas.tsx';
import type { Occurrence } from './data.ts';
import type { EventDraft } from './event-form.ts';
import { timesOf } from './save.ts';
import { clockOf, type Week } from './week.ts';

/** Of what stands there; `record` has all its fields. */
export function draftOf(item: Occurrence | RecordValues, record: RecordValues, zone: string): EventDraft {
  if (!isOccurrence(item)) {
    const day = String(record.due_on ?? localToday());
    return { kind: 'task', start: `${day}T09:00`, end: `${day}T10:00`, allDay: false, record };
  }
  if (item.first_day && item.day_after) {
    return { kind: 'event', start: `${item.first_day}T09:00`, end: `${addDays(item.day_after, -1)}T10:00`, allDay: true, record };
  }
  return { kind: 'event', start: clockOf(item.start, zone), end: clockOf(item.end, zone), allDay: false, record };
}

export function draftOfDrawn({ start, end, allDay }: Drawn, zone: string): EventDraft {
  if (allDay) return { kind: 'event', start: `${start}T09:00`, end: `${addDays(end, -1)}T10:00`, allDay: true };
  const { starts_at, ends_at } = timesOf({ start, end, allDay }, zone);
  return { kind: 'event', start: clockOf(String(starts_at), zone), end: clockOf(String(ends_at), zone), allDay: false };
}

export function isOccurrence(item: Occurrence | RecordValues): item is Occurrence {
  return item.kind === 'event';
}

/** An hour later, by clocks or with its offset. */
export function shiftHour(start: string): string {
  const zone = /(Z|[+-]\d\d:\d\d)$/.exec(start)?.[0] ?? '';
  const local = start.slice(0, 16);
  return new Date(Date.parse(`${local}:00Z`) + 3_600_000).toISOString().slice(0, 16) + (zone ? `:00${zone}` : '');
}

/** An hour of that day: today the next full one, else where work begins. */
export function draftOn(date: string, week: Week): EventDraft {
  const start = date === localToday() ? nextHour(week.zone) : `${date}T${week.from}`;
  return { kind: 'event', start, end: shiftHour(start), allDay: false };
}

function nextHour(zone: string): string {
  return `${clockOf(new Date(Date.now() + 3_600_000).toISOString(), zone).slice(0, 13)}:00`;
}
