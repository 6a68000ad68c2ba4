// Days around the day of installation; demo data is always fresh. All in UTC, as `YYYY-MM-DD`.

import { addDays } from '../../schema/index.ts';

export function today(): string {
  return new Date().toISOString().slice(0, 10);
}

/** An instant on that day at that hour. */
export function at(date: string, hour: number, minute = 0): string {
  return `${date}T${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}:00Z`;
}

/** Monday to Friday: Saturday and Sunday move to Monday. */
export function workday(date: string): string {
  const weekday = new Date(date).getUTCDay();
  return addDays(date, weekday === 6 ? 2 : weekday === 0 ? 1 : 0);
}
