// Repetitions as people choose them, to and from the rules that calendars write (RFC 5545).

export type Repeat = 'never' | 'daily' | 'workdays' | 'weekly' | 'biweekly' | 'monthly' | 'monthly_day' | 'yearly' | 'own';

const DAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];

/** `date` is the first day, `2026-03-02`. */
export function ruleFor(repeat: Repeat, date: string): string | null {
  const day = new Date(`${date}T00:00:00Z`);
  const name = DAYS[day.getUTCDay()];
  switch (repeat) {
    case 'daily':
      return 'FREQ=DAILY';
    case 'workdays':
      return 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR';
    case 'weekly':
      return `FREQ=WEEKLY;BYDAY=${name}`;
    case 'biweekly':
      return `FREQ=WEEKLY;INTERVAL=2;BYDAY=${name}`;
    case 'monthly':
      return `FREQ=MONTHLY;BYMONTHDAY=${day.getUTCDate()}`;
    case 'monthly_day':
      return `FREQ=MONTHLY;BYDAY=${Math.ceil(day.getUTCDate() / 7)}${name}`;
    case 'yearly':
      return 'FREQ=YEARLY';
    default:
      return null;
  }
}

const OFFERED: readonly Repeat[] = ['daily', 'workdays', 'weekly', 'biweekly', 'monthly', 'monthly_day', 'yearly'];

/** The choice and the end of a rule; a rule that is none of the choices is one's own. */
export function readRepeat(rule: string | null, date: string): { repeat: Repeat; until: string | null; count: number | null } {
  if (!rule) return { repeat: 'never', until: null, count: null };
  const parts = rule.split(';');
  const value = (name: string) => parts.find((part) => part.startsWith(`${name}=`))?.slice(name.length + 1) ?? null;
  const bare = parts.filter((part) => !/^(UNTIL|COUNT|WKST)=/.test(part)).join(';');
  const until = value('UNTIL');
  return {
    repeat: OFFERED.find((repeat) => ruleFor(repeat, date) === bare) ?? (bare === 'FREQ=WEEKLY' ? 'weekly' : 'own'),
    until: until ? `${until.slice(0, 4)}-${until.slice(4, 6)}-${until.slice(6, 8)}` : null,
    count: value('COUNT') ? Number(value('COUNT')) : null,
  };
}

export function withEnd(rule: string | null, until: string | null, count: number | null): string | null {
  if (!rule) return null;
  const bare = rule
    .split(';')
    .filter((part) => !/^(UNTIL|COUNT)=/.test(part))
    .join(';');
  if (count) return `${bare};COUNT=${count}`;
  return until ? `${bare};UNTIL=${until.replaceAll('-', '')}T235959Z` : bare;
}
