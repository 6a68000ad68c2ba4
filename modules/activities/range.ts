// The events of a range, as far as whoever asks may see them.

import { firstRecords, invalid, type Records, type Values } from '../../engine/index.ts';
import type { Schema } from '../../schema/index.ts';

export const MOST = 2000;
const LONGEST = 400 * 86_400_000;
export const SHOWN = [
  ...['subject', 'kind', 'type', 'status', 'starts_at', 'ends_at', 'all_day', 'time_zone', 'recurrence', 'skipped', 'series', 'place'],
  ...['private', 'owner', 'participants', 'guests', 'answers', 'account', 'contact', 'related_to', 'due_on', 'priority', 'version'],
];

/** Events of these owners, and those they are invited to, that touch the range: single ones and series. Null: everybody's. */
export async function readEvents(
  records: Records,
  { entities }: Schema,
  people: readonly string[] | null,
  from: number,
  to: number,
): Promise<Values[]> {
  const fields = entities.activities?.fields ?? {};
  // Who may not read when something is has no calendar of it.
  if (people?.length === 0 || !['kind', 'status', 'starts_at', 'ends_at'].every((name) => fields[name])) return [];
  const whose = people && fields.owner ? [`owner in (${people.map((id) => JSON.stringify(id)).join(', ')})`] : [];
  if (people && fields.participants) whose.push(...people.map((id) => `contains(participants, ${JSON.stringify(id)})`));
  if (people && whose.length === 0) return [];
  const [first, last] = [from, to].map((instant) => `datetime(${JSON.stringify(new Date(instant).toISOString())})`);
  const once = `ends_at > ${first}${fields.recurrence ? ' and recurrence is empty' : ''}`;
  const series = fields.recurrence ? ` or recurrence is not empty and (repeats_until is empty or repeats_until > ${first})` : '';
  const filter = `kind = "event" and status != "cancelled" and starts_at < ${last} and (${once}${series})${people ? ` and (${whose.join(' or ')})` : ''}`;
  return everything(records, { filter, fields: ['id', ...SHOWN.filter((name) => fields[name])], sort: 'starts_at' });
}

export function everything(records: Records, query: { filter: string; fields: string[]; sort: string }): Promise<Values[]> {
  return firstRecords({ records }, 'activities', query, MOST);
}

export function readInput(input: Values): { from: number; to: number; users: string[]; groups: string[]; everybody: boolean } {
  const [from, to] = ['from', 'to'].map((name) => Date.parse(String(input[name]))) as [number, number];
  const problems = [];
  if (Number.isNaN(from)) problems.push({ field: 'from', code: 'type', message: 'An instant such as 2026-03-01T00:00:00Z.' });
  if (Number.isNaN(to)) problems.push({ field: 'to', code: 'type', message: 'An instant such as 2026-04-01T00:00:00Z.' });
  if (to <= from || to - from > LONGEST)
    problems.push({ field: 'to', code: 'range', message: 'Later than "from", and by at most 400 days.' });
  const ids = (name: string): string[] => {
    const given = input[name] ?? [];
    const good = Array.isArray(given) && given.length <= 100 && given.every((id) => /^[0-9a-f-]{36}$/i.test(String(id)));
    if (!good) problems.push({ field: name, code: 'type', message: 'A list of at most 100 ids.' });
    return good ? [...new Set(given.map((id) => String(id).toLowerCase()))] : [];
  };
  const asked = { from, to, users: ids('users'), groups: ids('groups'), everybody: input.everybody === true };
  if (problems.length > 0) throw invalid(problems);
  return asked;
}
