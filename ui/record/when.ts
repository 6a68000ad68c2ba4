// When something happened, as short as it can be said.

import { dateLanguage, formatDate } from '../fields/format.ts';

/** Today only the clock matters; later the day does. */
export function whenText(at: string, language: string): string {
  const date = new Date(at);
  const clock = new Intl.DateTimeFormat(dateLanguage(language), { hour: '2-digit', minute: '2-digit' }).format(date);
  return date.toDateString() === new Date().toDateString() ? clock : `${formatDate(localDay(date), language)} ${clock}`;
}

export function localDay(date: Date): string {
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}
