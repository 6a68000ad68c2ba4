import ICAL from 'ical.js';
import { describe, expect, it } from 'vitest';
import { readCalendar } from './ics-read.ts';
import { writeCalendar } from './ics-write.ts';
import { spansBetween, type Timed } from './recurrence.ts';

const printing = { host: 'house', now: Date.parse('2026-03-01T00:00:00Z'), hidePrivate: true };
const meeting = {
  id: '0198a000-0000-7000-8000-000000000001',
  subject: `Обсуждение; budget, ${'long '.repeat(30).trim()}`,
  kind: 'event',
  status: 'open',
  starts_at: '2026-03-23T07:00:00.000Z',
  ends_at: '2026-03-23T08:00:00.000Z',
  all_day: false,
  time_zone: 'Europe/Helsinki',
  recurrence: 'FREQ=WEEKLY;COUNT=5',
  skipped: ['2026-03-30T06:00:00.000Z'],
  place: 'Room 1',
  description: 'First line\nsecond, line',
  private: false,
  reminder_minutes: 15,
  updated_at: '2026-02-01T00:00:00.000Z',
};
const offsite = {
  ...{ id: '0198a000-0000-7000-8000-000000000002', subject: 'Doctor', kind: 'event', status: 'open', all_day: true, private: true },
  ...{ starts_at: '2026-06-14T21:00:00.000Z', ends_at: '2026-06-16T21:00:00.000Z', time_zone: 'Europe/Helsinki', place: 'Clinic' },
};

describe('iCalendar [CS-100]', () => {
  const text = writeCalendar('Anna', [meeting, offsite], printing);

  it('comes back as it went out', () => {
    const [first, second] = readCalendar(text, 'Europe/Helsinki');
    const { id: _, kind: __, updated_at: ___, reminder_minutes: ____, ...told } = meeting;
    expect(first?.values).toMatchObject(told);
    expect(first?.lost).toEqual([]);
    expect(second?.values).toMatchObject({ starts_at: offsite.starts_at, all_day: true, private: true, subject: 'Busy', place: null });
  });

  it('tells others the same times as Kontor, over the clock change [CS-099]', () => {
    const component = new ICAL.Component(ICAL.parse(text));
    const zone = new ICAL.Timezone(component.getFirstSubcomponent('vtimezone')!);
    expect(zone.tzid).toBe('Europe/Helsinki');
    const event = new ICAL.Event(component.getFirstSubcomponent('vevent')!);
    const iterator = event.iterator();
    const found: string[] = [];
    for (let next = iterator.next(); next; next = iterator.next()) {
      next.zone = zone;
      found.push(new Date(next.toUnixTime() * 1000).toISOString());
    }
    const own = spansBetween(meeting as unknown as Timed, 0, Date.parse('2027-01-01T00:00:00Z'));
    expect(found).toEqual(own.map(({ start }) => new Date(start).toISOString()));
    expect(found).toHaveLength(4);
  });

  it('says nothing of a private event but its time [CS-098]', () => {
    expect(text).not.toContain('Doctor');
    expect(text).not.toContain('Clinic');
    expect(text).toContain('SUMMARY:Busy');
    expect(text).toContain('DTSTART;VALUE=DATE:20260615');
    expect(text).toContain('DTEND;VALUE=DATE:20260617');
  });

  it('has lines of at most 75 bytes', () => {
    for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
  });

  it('of other programs is read, with zones they describe themselves', () => {
    const foreign = [
      ...['BEGIN:VCALENDAR', 'VERSION:2.0', 'BEGIN:VTIMEZONE', 'TZID:FLE Standard Time', 'BEGIN:STANDARD', 'DTSTART:16010101T040000'],
      ...['TZOFFSETFROM:+0300', 'TZOFFSETTO:+0200', 'RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10', 'END:STANDARD', 'BEGIN:DAYLIGHT'],
      ...['DTSTART:16010101T030000', 'TZOFFSETFROM:+0200', 'TZOFFSETTO:+0300', 'RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3', 'END:DAYLIGHT'],
      ...['END:VTIMEZONE', 'BEGIN:VEVENT', 'UID:x1', 'SUMMARY:Lunch', 'DTSTART;TZID=FLE Standard Time:20260715T120000', 'DURATION:PT1H'],
      ...[
        'END:VEVENT',
        'BEGIN:VEVENT',
        'UID:x2',
        'SUMMARY:Bells',
        'DTSTART:20260715T120000',
        'RRULE:FREQ=HOURLY',
        'END:VEVENT',
        'END:VCALENDAR',
      ],
    ].join('\r\n');
    const [lunch, bells] = readCalendar(foreign, 'Europe/Helsinki');
    expect(lunch?.values).toMatchObject({ starts_at: '2026-07-15T09:00:00.000Z', ends_at: '2026-07-15T10:00:00.000Z' });
    expect(bells).toMatchObject({ lost: ['RRULE'], values: { starts_at: '2026-07-15T09:00:00.000Z', recurrence: null } });
  });

  it.each(['', 'hello', 'BEGIN:VCALENDAR\nBEGIN:VEVENT'])('refuses %j', (rubbish) => {
    expect(() => readCalendar(rubbish, 'UTC')).toThrow();
  });
});
