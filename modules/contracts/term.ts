// How long a contract runs.

import { addDays, addMonths } from '../../schema/index.ts';

/** The last day: a year from 1 March ends on the last of February. Null: without end. */
export function lastDay(start: string | null, months: number | null): string | null {
  return start && months ? addDays(addMonths(start, months), -1) : null;
}
