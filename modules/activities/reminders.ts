// Reminders: when the next one of an activity is due stands in a record of its own. It is told and moved on in one transaction,
// so that a restart neither forgets nor repeats it, and the activity itself is left untouched.

import { type Context, type Draft, type JobRun, Refusal, type Values } from '../../engine/index.ts';
import { datetime, defineEntity, reference, text } from '../../schema/index.ts';
import { notify } from '../notifications/module.ts';
import { fromLocal, spanAfter, type Timed, zoneOf } from './recurrence.ts';

const MINUTE = 60_000;
const PAGE = 200;
const TIMES = ['kind', 'status', 'starts_at', 'ends_at', 'due_on', 'time_zone', 'recurrence', 'skipped', 'reminder_minutes'];
/** A task has no hour; one is reminded of it at this one. */
const MORNING = 9 * 60 * MINUTE;

export const activityReminders = defineEntity('activity_reminders', {
  label: 'Reminder',
  plural: 'Reminders',
  icon: 'clock',
  title: 'name',
  area: 'administration',
  owned: false,
  menu: false,
  searchable: false,
  fields: {
    name: text({ default: '"Reminder"', length: 60 }),
    activity: reference('activities', { required: true, unique: true }),
    at: datetime({ required: true, indexed: true }),
    begins_at: datetime({ required: true }),
  },
  // Kontor's own: nobody reads or writes it by hand.
  access: { view: 'false', create: 'false', update: 'false', delete: 'false' },
  personal: true,
  list: { columns: ['activity', 'at'], sort: 'at' },
});

export async function planReminder(draft: Draft, context: Context): Promise<void> {
  const { id, values, old, changed } = draft;
  if (!TIMES.some((name) => changed.has(name)) || !(values.reminder_minutes !== null || old?.reminder_minutes)) return;
  const { records } = context.system('plans the reminder of an activity');
  const planned = await planFor(records, id);
  const next = nextOf(values, Date.now());
  if (next && planned) await records.update('activity_reminders', planned, next);
  else if (next) await records.create('activity_reminders', { activity: id, ...next });
  else if (planned) await records.delete('activity_reminders', planned);
}

export async function dropReminders({ id, old }: Draft, context: Context): Promise<void> {
  if ((old?.reminder_minutes ?? null) === null) return;
  const { records } = context.system('drops the reminder of an activity that is deleted');
  const planned = await planFor(records, id);
  if (planned) await records.delete('activity_reminders', planned);
}

/** Runs every minute in which something is due. */
export async function remind(run: JobRun): Promise<void> {
  const { records } = run.context;
  let done = 0;
  while (!run.cancelled()) {
    const due = await records.list('activity_reminders', { filter: 'at <= now()', fields: ['id', 'version'], sort: 'at', limit: PAGE });
    for (const { id, version } of due.records) {
      await remindOnce(run, String(id), Number(version));
      await run.progress(++done);
    }
    if (due.records.length < PAGE) return;
  }
}

async function remindOnce(run: JobRun, id: string, version: number): Promise<void> {
  try {
    await run.context.transaction(async (context) => {
      const { records } = context;
      const plan = await records.get('activity_reminders', id, ['activity', 'begins_at']);
      const activity = await records.get('activities', (plan.activity as { id: string }).id);
      const begins = Date.parse(String(plan.begins_at));
      // First the plan, then the words: whoever comes second finds another version and tells nobody.
      const next = nextOf(activity, begins + 1);
      if (next) await records.update('activity_reminders', id, next, { version });
      else await records.delete('activity_reminders', id);
      if (activity.status !== 'open' || begins < Date.now() - 24 * 60 * MINUTE) return;
      const concerned = await whom(records, activity);
      await notify(context, await context.reachedBy(concerned, 'activities', String(activity.id)), {
        kind: 'reminder',
        title: String(activity.subject),
        about: { entity: 'activities', id: String(activity.id) },
        values: { who: String(activity.subject), at: new Date(begins).toISOString() },
      });
    });
  } catch (error) {
    // Somebody else was quicker, or the activity is gone: both are well.
    if (!(error instanceof Refusal) || ![404, 412].includes(error.status)) throw error;
  }
}

/** The owner, or all of the owner group, and who was invited and has not declined. */
async function whom(records: Context['records'], activity: Values): Promise<string[]> {
  const owner = (activity.owner as { id: string } | null)?.id;
  const groups = owner ? await records.list('owner_groups', { filter: `id = "${owner}"`, fields: ['members'], limit: 1 }) : { records: [] };
  const members = (groups.records[0]?.members as readonly { id: string }[] | null | undefined)?.map(({ id }) => id);
  const answers = (activity.answers ?? {}) as Record<string, string>;
  const invited = ((activity.participants as readonly { id: string }[] | null) ?? []).map(({ id }) => id);
  return [...(members ?? (owner ? [owner] : [])), ...invited.filter((id) => answers[id] !== 'no')];
}

/** When one is reminded next of what begins at or after `from`. */
function nextOf(values: Values, from: number): { at: string; begins_at: string } | null {
  const minutes = values.reminder_minutes as number | null;
  if (minutes === null || minutes === undefined || values.status !== 'open') return null;
  const begins = values.kind === 'event' ? spanAfter(values as Values & Timed, from)?.start : morningOf(values, from);
  if (begins === undefined || begins === null) return null;
  return { at: new Date(begins - minutes * MINUTE).toISOString(), begins_at: new Date(begins).toISOString() };
}

function morningOf(values: Values, from: number): number | null {
  if (!values.due_on) return null;
  const begins = fromLocal(Date.parse(`${String(values.due_on)}T00:00:00Z`) + MORNING, zoneOf(values as Values & Timed));
  return begins >= from ? begins : null;
}

async function planFor(records: Context['records'], activity: string): Promise<string | null> {
  const found = await records.list('activity_reminders', { filter: `activity = "${activity}"`, fields: ['id'], limit: 1 });
  return found.records[0] ? String(found.records[0].id) : null;
}
