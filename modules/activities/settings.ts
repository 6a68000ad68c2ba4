// What somebody sets for the own calendar: time zone, first day of the week, working hours (row CS-099), and its secret address.

import { createHash, randomBytes } from 'node:crypto';
import type { ActionCall, Context, Values } from '../../engine/index.ts';
import { datetime, defineAction, defineEntity, extend, multiPicklist, picklist, text, time, user } from '../../schema/index.ts';

const days = [
  { value: 'monday', label: 'Monday' },
  { value: 'tuesday', label: 'Tuesday' },
  { value: 'wednesday', label: 'Wednesday' },
  { value: 'thursday', label: 'Thursday' },
  { value: 'friday', label: 'Friday' },
  { value: 'saturday', label: 'Saturday' },
  { value: 'sunday', label: 'Sunday' },
] as const;

const fields = {
  week_start: picklist([days[0], days[5], days[6]], { label: 'Week starts on' }),
  work_from: time({ label: 'Work starts' }),
  work_to: time({ label: 'Work ends' }),
  work_days: multiPicklist(days, { label: 'Working days' }),
};

export const calendarOfUser = extend('users', {
  fields,
  rules: [{ when: 'work_to <= work_from', field: 'work_to', code: 'order', message: 'is not after the start of work' }],
  blocks: [{ label: 'Calendar', fields: ['week_start', 'work_from', 'work_to', 'work_days'] }],
  actions: {
    edit_calendar: defineAction({
      label: 'Calendar settings',
      verb: 'profile',
      when: 'id = me()',
      input: {
        time_zone: text({ length: 60, default: 'time_zone' }),
        week_start: picklist([days[0], days[5], days[6]], { label: 'Week starts on', default: 'week_start' }),
        work_from: time({ label: 'Work starts', default: 'work_from' }),
        work_to: time({ label: 'Work ends', default: 'work_to' }),
        work_days: multiPicklist(days, { label: 'Working days' }),
      },
      run: editCalendar,
    }),
    new_calendar_address: defineAction({ label: 'New calendar address', verb: 'profile', when: 'id = me()', run: newAddress }),
    drop_calendar_address: defineAction({ label: 'Withdraw calendar address', verb: 'profile', when: 'id = me()', run: dropAddress }),
  },
});

/** The secret addresses of calendars: only a hash is kept, so an address is shown once. */
export const calendarFeeds = defineEntity('calendar_feeds', {
  label: 'Calendar address',
  plural: 'Calendar addresses',
  icon: 'link',
  title: 'name',
  area: 'administration',
  owned: false,
  menu: false,
  searchable: false,
  access: { view: 'user = me()', create: 'false', update: 'false', delete: 'user = me()' },
  personal: true,
  fields: {
    name: text({ default: '"Calendar address"', length: 60 }),
    user: user({ required: true, unique: true, readOnly: true }),
    secret_hash: text({ internal: true, unique: true, length: 64 }),
    issued_at: datetime({ label: 'Issued', readOnly: true }),
  },
  list: { columns: ['user', 'issued_at'], sort: 'user' },
});

async function editCalendar({ context, id, input }: ActionCall): Promise<Values> {
  await context.system('people set up their own calendar').records.update('users', id, { ...input });
  return context.records.get('users', id);
}

/** An earlier address ends at once. */
async function newAddress({ context, id }: ActionCall): Promise<Values> {
  const secret = randomBytes(24).toString('base64url');
  const { records } = context.system('keeps the hash of a calendar address');
  const known = await feedOf(context, id);
  const values = { secret_hash: hashOf(secret), issued_at: new Date().toISOString() };
  if (known) await records.update('calendar_feeds', known, values);
  else await records.create('calendar_feeds', { user: id, ...values });
  return { path: `feeds/calendar/${secret}.ics` };
}

async function dropAddress({ context, id }: ActionCall): Promise<Values> {
  const known = await feedOf(context, id);
  if (known) await context.system('withdraws a calendar address').records.delete('calendar_feeds', known);
  return { withdrawn: known !== null };
}

async function feedOf(context: Context, userId: string): Promise<string | null> {
  const { records } = context.system('looks for the calendar address of whoever asks');
  const found = await records.list('calendar_feeds', { filter: `user = "${userId}"`, fields: ['id'], limit: 1 });
  return found.records[0] ? String(found.records[0].id) : null;
}

/** Whose address this is. `context` is the engine's own. */
export async function whoseFeed({ records }: Context, secret: string): Promise<string | null> {
  if (!/^[\w-]{32}$/.test(secret)) return null;
  const found = await records.list('calendar_feeds', { filter: `secret_hash = "${hashOf(secret)}"`, fields: ['user'], limit: 1 });
  return (found.records[0]?.user as { id: string } | undefined)?.id ?? null;
}

function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
