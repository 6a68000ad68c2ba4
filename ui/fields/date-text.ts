// Dates as they are typed: in the order of the user's language, as ISO, or as a distance from today.

import { addDays } from '../../schema/index.ts';
import { clockOf } from '../zone.ts';
import { dateLanguage } from './format.ts';

type Part = 'year' | 'month' | 'day';

/** `3.1.26`, `03/01/2026`, `2026-01-03`, `3.1.` (this year), `0` (today), `+7`, `-1` -> `YYYY-MM-DD`; null when it is no date. */
export function parseDateText(typed: string, language: string, today: string): string | null {
  const text = typed.trim();
  if (/^[+-]?\d{1,3}$/.test(text)) return addDays(today, Number(text));
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text);
  if (iso) return validDate(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const numbers = /^(\d{1,4})[./\-\s]+(\d{1,2})(?:[./\-\s]+(\d{2,4}))?[./]?$/.exec(text);
  if (!numbers) return null;
  const order = dateOrder(language).filter((part) => numbers[3] !== undefined || part !== 'year');
  const values: Record<Part, number> = { year: Number(today.slice(0, 4)), month: 0, day: 0 };
  for (const [at, part] of order.entries()) values[part] = Number(numbers[at + 1]);
  return validDate(values.year < 100 ? values.year + 2000 : values.year, values.month, values.day);
}

/** The order in which a language writes day, month and year. */
export function dateOrder(language: string): Part[] {
  const parts = new Intl.DateTimeFormat(dateLanguage(language), { year: 'numeric', month: '2-digit', day: '2-digit' }).formatToParts(0);
  return parts.map((part) => part.type).filter((type): type is Part => type === 'year' || type === 'month' || type === 'day');
}

/** Today in the user's time zone. */
export function localToday(now = new Date()): string {
  return clockOf(now.toISOString()).slice(0, 10);
}

function validDate(year: number, month: number, day: number): string | null {
  const date = new Date(Date.UTC(year, month - 1, day));
  if (date.getUTCFullYear() !== year || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  return date.toISOString().slice(0, 10);
}
