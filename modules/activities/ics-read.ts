// An iCalendar file as activities: what other calendars export. The parser is ical.js; what is not understood is told, not guessed.

import ICAL from 'ical.js';
import { invalid, type Values } from '../../engine/index.ts';
import { clip, isZone } from '../../schema/index.ts';
import { fromLocal, readRule } from './recurrence.ts';

export interface ReadEvent {
  readonly uid: string;
  /** The time of the series that this one takes the place of. */
  readonly replaces: string | null;
  readonly values: Values;
  /** What could not be taken over, in words for people. */
  readonly lost: readonly string[];
}

const MOST = 5000;

/** @param zone of whoever imports: for times that name none. */
export function readCalendar(text: string, zone: string): ReadEvent[] {
  const events = rootOf(text).getAllSubcomponents('vevent');
  if (events.length > MOST) throw invalid([{ field: 'text', code: 'too_many', message: `At most ${MOST} events at once.` }]);
  return events.map((component) => readEvent(component, zone));
}

function rootOf(text: string): ICAL.Component {
  try {
    const root = new ICAL.Component(ICAL.parse(text));
    if (root.name === 'vcalendar') return root;
  } catch {
    // Said below.
  }
  throw invalid([{ field: 'text', code: 'not_a_calendar', message: 'This is not an iCalendar file (.ics).' }]);
}

function readEvent(component: ICAL.Component, zone: string): ReadEvent {
  const event = new ICAL.Event(component);
  const lost: string[] = [];
  const whole = event.startDate.isDate;
  const known = event.startDate.zone?.tzid;
  const named = known && known !== 'floating' && known !== 'Z' && isZone(known) ? known : zone;
  const rules = component.getAllProperties('rrule').map((property) => String(property.getFirstValue()));
  const recurrence = ruleOf(rules, lost);
  if (component.getAllProperties('rdate').length > 0) lost.push('RDATE');
  const skipped = component
    .getAllProperties('exdate')
    .flatMap((property) => property.getValues().map((value) => isoOf(value as ICAL.Time, named)));
  const replaces = component.getFirstPropertyValue('recurrence-id') as ICAL.Time | null;
  const start = isoOf(event.startDate, named);
  const end = isoOf(event.endDate, named);
  const text = (name: string) => (component.getFirstPropertyValue(name) as string | null)?.toString().trim() || null;
  const values = {
    subject: clip(text('summary') ?? '?', 250),
    kind: 'event',
    starts_at: start,
    ends_at: end < start ? start : end,
    all_day: whole,
    time_zone: named,
    place: clip(text('location'), 250),
    description: text('description'),
    recurrence,
    skipped: skipped.length > 0 ? skipped : null,
    private: /^(private|confidential)$/i.test(text('class') ?? ''),
    status: /^cancelled$/i.test(text('status') ?? '') ? 'cancelled' : 'open',
  };
  return { uid: event.uid || `${start} ${values.subject}`, replaces: replaces ? isoOf(replaces, named) : null, values, lost };
}

function ruleOf(rules: readonly string[], lost: string[]): string | null {
  if (rules.length > 1) lost.push('RRULE');
  const [first] = rules;
  if (first === undefined) return null;
  const read = readRule(first);
  if ('rule' in read) return read.rule;
  lost.push('RRULE');
  return null;
}

/** Days and times without a zone are those of `zone`. */
function isoOf(time: ICAL.Time, zone: string): string {
  const known = time.zone?.tzid;
  if (time.isDate || !known || known === 'floating' || isZone(known)) {
    if (known === 'UTC' || known === 'Z') return time.toJSDate().toISOString();
    const local = Date.UTC(time.year, time.month - 1, time.day, time.hour, time.minute, time.second);
    return new Date(fromLocal(local, known && known !== 'floating' && isZone(known) ? known : zone)).toISOString();
  }
  return new Date(time.toUnixTime() * 1000).toISOString();
}
