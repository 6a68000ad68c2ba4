// What follows from writing an activity: whole days begin at midnight, a repetition is one, and who is invited hears of it.

import { type Context, clockOf, type Draft, type Values } from '../../engine/index.ts';
import { tellInvited } from './invitations.ts';
import { fromLocal, lastEnd, localOf, readRule, type Timed } from './recurrence.ts';
import { findAccount } from './related.ts';
import { dropReminders, planReminder } from './reminders.ts';

const DAY = 86_400_000;
const TIMES = ['kind', 'starts_at', 'ends_at', 'all_day', 'time_zone', 'recurrence', 'skipped'];

export async function beforeSave(draft: Draft, context: Context): Promise<void> {
  if (draft.verb === 'delete') return dropReminders(draft, context);
  await findAccount(draft, context);
  keepTimes(draft, context);
  keepAnswers(draft);
}

export async function afterSave(draft: Draft, context: Context): Promise<void> {
  if (draft.verb === 'delete') return;
  await planReminder(draft, context);
  await tellInvited(draft, context);
}

function keepTimes(draft: Draft, { actor }: Context): void {
  const { values, changed } = draft;
  if (values.kind !== 'event') {
    if (changed.has('kind') || changed.has('recurrence')) Object.assign(values, { recurrence: null, repeats_until: null });
    if (changed.has('reminder_minutes')) values.time_zone ??= clockOf(actor);
    return;
  }
  if (!TIMES.some((name) => changed.has(name)) || !values.starts_at || !values.ends_at) return;
  values.time_zone ??= clockOf(actor);
  const zone = String(values.time_zone);
  if (values.all_day) wholeDays(values, zone);
  if (!values.recurrence) {
    values.repeats_until = null;
    return;
  }
  const read = readRule(String(values.recurrence));
  if ('problem' in read) {
    draft.refuse('recurrence', 'not_a_rule', read.problem);
    return;
  }
  values.recurrence = read.rule;
  // A rule counts in whole seconds.
  for (const name of ['starts_at', 'ends_at']) values[name] = `${String(values[name]).slice(0, 19)}.000Z`;
  const end = lastEnd(values as Values & Timed);
  values.repeats_until = end === null ? null : new Date(end).toISOString();
}

/** From midnight to midnight; the end is the beginning of the day after. */
function wholeDays(values: Values, zone: string): void {
  const [start, end] = [values.starts_at, values.ends_at].map((text) => localOf(Date.parse(String(text)), zone)) as [number, number];
  const first = Math.floor(start / DAY) * DAY;
  const last = Math.max(Math.ceil(end / DAY) * DAY, first + DAY);
  values.starts_at = new Date(fromLocal(first, zone)).toISOString();
  values.ends_at = new Date(fromLocal(last, zone)).toISOString();
}

/** Who is not invited any more has no answer either; another time is another question. */
function keepAnswers({ values, changed, old }: Draft): void {
  const answers = values.answers as Readonly<Record<string, string>> | null;
  if (!old || !answers) return;
  const moved = changed.has('starts_at') || changed.has('ends_at');
  if (!moved && !changed.has('participants') && !changed.has('guests')) return;
  const invited = [...((values.participants as string[] | null) ?? []), ...((values.guests as string[] | null) ?? [])];
  const kept = moved ? [] : Object.entries(answers).filter(([id]) => invited.includes(id));
  values.answers = kept.length > 0 ? Object.fromEntries(kept) : null;
}
