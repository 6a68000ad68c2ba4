// One time of a series changed or left out: this one, this and all that follow, or all of them.

import { type ActionCall, invalid, type Records, type Values } from '../../engine/index.ts';
import {
  beginsAt,
  countBefore,
  dayOf,
  endOf,
  fromLocal,
  localOf,
  localStamp,
  partsOf,
  printRule,
  type Timed,
  zoneOf,
} from './recurrence.ts';

type Series = Values & Timed;
const DAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'] as const;
const DAY = 86_400_000;
/** What another record of the same series begins with. */
const COPIED = [
  ...['subject', 'kind', 'type', 'status', 'starts_at', 'ends_at', 'all_day', 'time_zone', 'recurrence', 'private', 'priority'],
  ...['related_to', 'contact', 'account', 'participants', 'guests', 'place', 'reminder_minutes', 'description', 'owner'],
];

export async function changeOccurrence({ context: { records }, id, record, input }: ActionCall): Promise<Values> {
  const series = record as Series;
  const start = occurrenceOf(series, input);
  const values = (input.values ?? {}) as Values;
  if (input.scope === 'all') return { changed: [await changeAll(records, series, start, values)] };
  if (input.scope === 'this') {
    const once = { ...copyOf(series, start), recurrence: null, ...values, series: id, occurrence_at: isoOf(start) };
    const made = await records.create('activities', once);
    await records.update('activities', id, { skipped: [...(series.skipped ?? []), isoOf(start)] });
    return { made: made.id, changed: [id] };
  }
  if (start === Date.parse(series.starts_at)) return { changed: [await changeAll(records, series, start, values)] };
  const later = (text: string) => Date.parse(text) >= start;
  const rest = {
    ...copyOf(series, start),
    recurrence: shortened(series, start),
    skipped: (series.skipped ?? []).filter(later),
    series: id,
  };
  const made = await records.create('activities', { ...rest, ...moved({ ...series, ...rest } as Series, start, values) });
  await cut(records, series, start);
  return { made: made.id, changed: [id] };
}

export async function deleteOccurrence({ context: { records }, id, record, input }: ActionCall): Promise<Values> {
  const series = record as Series;
  const start = occurrenceOf(series, input);
  if (input.scope === 'all' || (input.scope === 'following' && start === Date.parse(series.starts_at))) {
    await records.delete('activities', id);
    return { deleted: id };
  }
  if (input.scope === 'this') await records.update('activities', id, { skipped: [...(series.skipped ?? []), isoOf(start)] });
  else await cut(records, series, start);
  return { changed: [id] };
}

/** The beginning the caller means; it must be one. */
function occurrenceOf(series: Series, { occurrence }: Values): number {
  const start = Date.parse(String(occurrence));
  const gone = (series.skipped ?? []).some((text) => Date.parse(text) === start);
  if (!gone && beginsAt(series, start)) return start;
  throw invalid([{ field: 'occurrence', code: 'no_occurrence', message: 'It does not take place at this time, or not any more.' }]);
}

async function changeAll(records: Records, series: Series, start: number, values: Values): Promise<unknown> {
  const id = String(series.id);
  const change = moved(series, start, values);
  await records.update('activities', id, change);
  return id;
}

/** New times are those of the one that was touched; the series moves by as much, and its rule with it. */
function moved(series: Series, start: number, values: Values): Values {
  if (!values.starts_at) return values;
  const zone = zoneOf({ time_zone: (values.time_zone as string | undefined) ?? series.time_zone });
  const target = Date.parse(String(values.starts_at));
  const length = Date.parse(String(values.ends_at ?? isoOf(target + endOf(series, start) - start))) - target;
  const shift = localOf(target, zone) - localOf(start, zone);
  const by = (instant: number) => fromLocal(localOf(instant, zone) + shift, zone);
  const starts = by(Date.parse(series.starts_at));
  const rule = values.recurrence === undefined ? shiftedRule(series.recurrence, start, target, zone, shift) : values.recurrence;
  return {
    ...values,
    starts_at: isoOf(starts),
    ends_at: isoOf(starts + length),
    recurrence: rule,
    ...(series.skipped?.length ? { skipped: series.skipped.map((text) => isoOf(by(Date.parse(text)))) } : {}),
  };
}

/** Mondays that are moved to Tuesday become Tuesdays; the fifth of the month becomes the sixth. */
function shiftedRule(rule: string | null, from: number, to: number, zone: string, shift: number): string | null {
  if (!rule) return rule;
  const parts = partsOf(rule);
  if (parts.UNTIL) parts.UNTIL = stampOf(instantOfStamp(parts.UNTIL) + shift);
  const days = Math.round((Date.parse(dayOf(to, zone)) - Date.parse(dayOf(from, zone))) / DAY);
  if (days === 0) return printRule(parts);
  const local = new Date(localOf(to, zone));
  const turn = (day: string) => DAYS[(((DAYS.indexOf(day as (typeof DAYS)[number]) + days) % 7) + 7) % 7]!;
  if (parts.FREQ === 'WEEKLY' && parts.BYDAY) parts.BYDAY = parts.BYDAY.split(',').map(turn).join(',');
  if (parts.FREQ === 'MONTHLY' || parts.FREQ === 'YEARLY') {
    if (parts.BYMONTHDAY) parts.BYMONTHDAY = String(local.getUTCDate());
    if (parts.BYDAY) parts.BYDAY = `${Math.ceil(local.getUTCDate() / 7)}${DAYS[local.getUTCDay()]}`;
    if (parts.BYMONTH) parts.BYMONTH = String(local.getUTCMonth() + 1);
    delete parts.BYSETPOS;
  }
  return printRule(parts);
}

/** The series ends before this moment. */
async function cut(records: Records, series: Series, start: number): Promise<void> {
  const { COUNT: _, ...parts } = partsOf(series.recurrence ?? '');
  const skipped = (series.skipped ?? []).filter((text) => Date.parse(text) < start);
  await records.update('activities', String(series.id), {
    recurrence: printRule({ ...parts, UNTIL: stampOf(start - 1000) }),
    skipped: skipped.length > 0 ? skipped : null,
  });
}

/** What is left of a rule that counts. */
function shortened(series: Series, start: number): string {
  const parts = partsOf(series.recurrence ?? '');
  if (parts.COUNT) parts.COUNT = String(Math.max(1, Number(parts.COUNT) - countBefore(series, start)));
  return printRule(parts);
}

function copyOf(series: Series, start: number): Values {
  const copied = COPIED.map((name) => [name, toWrite(series[name])] as const).filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(copied), starts_at: isoOf(start), ends_at: isoOf(endOf(series, start)) };
}

/** As it is read -> as it is written. */
function toWrite(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toWrite);
  if (typeof value !== 'object' || value === null || !('id' in value)) return value;
  return 'entity' in value ? { entity: value.entity, id: value.id } : value.id;
}

export function instantOfStamp(stamp: string): number {
  const [, year, month, day, hour = '23', minute = '59', second = '59'] =
    /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)Z?)?$/.exec(stamp) ?? [];
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

function stampOf(instant: number): string {
  return `${localStamp(instant, 'UTC')}Z`;
}

function isoOf(instant: number): string {
  return new Date(instant).toISOString();
}
