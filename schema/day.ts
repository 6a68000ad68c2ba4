// Days as they are written everywhere, `2026-03-31`: counted on by the calendar alone, so that no clock or zone shifts them.

import { dayFromText, addMonths as monthsFrom, printDay } from './expression/days.ts';

/** Days may be negative. @throws RangeError for what is no day `YYYY-MM-DD` */
export function addDays(day: string, days: number): string {
  return printDay(numberOf(day) + days);
}

/** The 31st becomes the last day of a shorter month; months may be negative. @throws RangeError for what is no day */
export function addMonths(day: string, months: number): string {
  return printDay(monthsFrom(numberOf(day), months));
}

/** Days since 1970. @throws RangeError for what is no day in the years 0001 to 9999 */
export function numberOf(day: string): number {
  const number = dayFromText(day);
  if (number === null) throw new RangeError(`${day} is no day`);
  return number;
}
