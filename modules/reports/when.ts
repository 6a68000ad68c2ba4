// When a scheduled report goes out next: counted in the time zone of whoever set it up, so that eight o'clock stays eight o'clock.

import { instantOf, localTimeOf, offsetAt } from '../../schema/index.ts';

export interface Plan {
  readonly every: 'day' | 'workday' | 'week' | 'month';
  /** `08:00` */
  readonly time: string;
  readonly zone: string;
  /** 1 Monday to 7 Sunday. */
  readonly weekday: number;
  /** 1 to 31; a month that is shorter has it on its last day. */
  readonly day: number;
}

const DAY = 86_400_000;

/** The first time after the instant. A clock time that a change to summer time skips is moved on by what it skips. */
export function nextRun(plan: Plan, after: number): number {
  const today = localTimeOf(after + offsetAt(after, plan.zone));
  const [hour = 0, minute = 0] = plan.time.split(':').map(Number);
  // From yesterday on, because a change of the clocks may move a time across midnight.
  for (let ahead = -1; ; ahead++) {
    const date = new Date(Date.UTC(today.year, today.month - 1, today.day) + ahead * DAY);
    if (!fits(plan, date)) continue;
    const local = { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
    const at = instantOf({ ...local, hour, minute, second: 0, millisecond: 0 }, plan.zone);
    if (at > after) return at;
  }
}

function fits({ every, weekday, day }: Plan, date: Date): boolean {
  const own = date.getUTCDay() || 7;
  if (every === 'workday') return own <= 5;
  if (every === 'week') return own === weekday;
  if (every === 'day') return true;
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  return date.getUTCDate() === Math.min(day, last);
}
