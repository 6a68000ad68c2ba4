// What the dialog of an event or task holds while one types, from and to the record's values.

import type { EntityDescription, RecordValues, Reference, Values } from '../../client/index.ts';
import { addDays } from '../../schema/index.ts';
import { toWire } from '../fields/lookup.ts';
import { fieldOf } from '../queries.ts';
import { type Repeat, readRepeat, ruleFor, withEnd } from './repeat.ts';
import { instantAt } from './week.ts';

/** Local times by the clocks of the user's zone: `2026-03-02T09:00`; whole days end on their last day. */
export interface EventDraft {
  readonly kind: 'event' | 'task';
  readonly start: string;
  readonly end: string;
  readonly allDay: boolean;
  /** What is there already, when it is changed. */
  readonly record?: RecordValues;
  /** Further values of a new one. */
  readonly given?: Values;
}

export const ENDS = ['never', 'until', 'count'] as const;

export interface EventForm {
  readonly kind: 'event' | 'task';
  readonly subject: string;
  readonly start: string;
  readonly end: string;
  readonly allDay: boolean;
  readonly isPrivate: boolean;
  readonly repeat: Repeat;
  readonly ends: (typeof ENDS)[number];
  /** The last day, where it ends by one. */
  readonly until: string;
  /** How often, where it ends by that. */
  readonly count: number;
  readonly place: string;
  /** Minutes before; null: none. */
  readonly reminder: number | null;
  readonly description: string;
  /** Fields of `LINKS`, as their widgets hold them. */
  readonly links: Values;
}

export const LINKS = ['participants', 'guests', 'related_to', 'account', 'contact', 'type'];

export function formOf({ record, given, ...draft }: EventDraft): EventForm {
  const day = draft.start.slice(0, 10);
  const { repeat, until, count } = readRepeat((record?.recurrence as string | null | undefined) ?? null, day);
  return {
    ...draft,
    subject: String(record?.subject ?? ''),
    isPrivate: Boolean(record?.private),
    repeat,
    ends: count ? 'count' : until ? 'until' : 'never',
    until: until ?? addDays(day, 90),
    count: count ?? 10,
    place: String(record?.place ?? ''),
    reminder: (record?.reminder_minutes as number | null | undefined) ?? null,
    description: String(record?.description ?? ''),
    links: Object.fromEntries(LINKS.map((name) => [name, record?.[name] ?? given?.[name] ?? null])),
  };
}

/** Another start; the length stays, as one expects of a calendar. */
export function moved({ start, end }: EventForm, next: string): Partial<EventForm> {
  const length = Date.parse(`${end}Z`) - Date.parse(`${start}Z`);
  if (!Number.isFinite(length) || length < 0) return { start: next };
  return { start: next, end: new Date(Date.parse(`${next}Z`) + length).toISOString().slice(0, 16) };
}

/** Instants. */
export interface TimeRange {
  readonly from: string;
  readonly to: string;
}

export function rangeOf({ start, end, allDay }: EventForm, zone: string): TimeRange {
  return {
    from: instantAt(allDay ? start.slice(0, 10) : start, zone),
    to: instantAt(allDay ? addDays(end.slice(0, 10), 1) : end, zone),
  };
}

/** Ids of those whose time it takes. */
export function peopleOf({ links }: EventForm, record: RecordValues | undefined, me: string): string[] {
  const invited = (links.participants as readonly Reference[] | null) ?? [];
  return [...new Set([(record?.owner as Reference | null | undefined)?.id ?? me, ...invited.map(({ id }) => id)])];
}

/** What is sent: of the fields that one may fill, those that make sense for its kind. */
export function valuesOf(form: EventForm, entity: EntityDescription, record: RecordValues | undefined, zone: string): Values {
  const known = (name: string) => fieldOf(entity, name) && !fieldOf(entity, name)?.read_only;
  const links = LINKS.filter(known).map((name) => [name, toWire(fieldOf(entity, name)!, form.links[name])]);
  const { subject, description, reminder } = form;
  const words: Values = { subject, description: description || null, reminder_minutes: reminder, ...Object.fromEntries(links) };
  const values: Values = {
    ...(record ? {} : { kind: form.kind }),
    ...words,
    ...(form.kind === 'event'
      ? timesOf(form, record, zone)
      : { due_on: form.start.slice(0, 10), participants: undefined, guests: undefined }),
  };
  return Object.fromEntries(Object.entries(values).filter(([name, value]) => value !== undefined && known(name)));
}

function timesOf(form: EventForm, record: RecordValues | undefined, zone: string): Values {
  const { from, to } = rangeOf(form, zone);
  const { repeat, ends, until, count } = form;
  const rule = repeat === 'own' ? String(record?.recurrence ?? '') : ruleFor(repeat, form.start.slice(0, 10));
  return {
    starts_at: from,
    ends_at: to,
    all_day: form.allDay,
    recurrence: withEnd(rule, ends === 'until' ? until : null, ends === 'count' ? count : null),
    place: form.place || null,
    private: form.isPrivate,
    time_zone: record?.time_zone ?? zone,
  };
}
