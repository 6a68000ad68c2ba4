// When something happened, as short as it can be said.

import { localToday } from '../fields/date-text.ts';
import { formatClock, formatDate } from '../fields/format.ts';

/** Today only the clock matters; later the day does. */
export function whenText(at: string, language: string): string {
  const clock = formatClock(at, language);
  const day = localToday(new Date(at));
  return day === localToday() ? clock : `${formatDate(day, language)} ${clock}`;
}
