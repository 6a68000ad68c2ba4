// When something happened, as short as it can be said.

import { localToday } from '../fields/date-text.ts';
import { dateLanguage, formatDate } from '../fields/format.ts';
import { currentZone } from '../zone.ts';

/** Today only the clock matters; later the day does. */
export function whenText(at: string, language: string): string {
  const date = new Date(at);
  const clock = new Intl.DateTimeFormat(dateLanguage(language), { hour: '2-digit', minute: '2-digit', timeZone: currentZone() }).format(
    date,
  );
  const day = localToday(date);
  return day === localToday() ? clock : `${formatDate(day, language)} ${clock}`;
}
