// Whose calendar somebody may look into: what the rights say, and of others when they are busy, but never what with (rows CS-094, CS-098).

import type { Context, Values } from '../../engine/index.ts';
import { idOf } from '../../schema/index.ts';

export interface Colleague {
  readonly id: string;
  readonly name: string;
  readonly zone: string;
  /** Minutes after midnight. */
  readonly works: { readonly from: number; readonly to: number; readonly days: readonly string[] };
  /** Their hours may be known as busy, whatever of them is in reach. */
  readonly busy: boolean;
}

const WEEK = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'];

export async function colleagues(context: Context, ids: readonly string[]): Promise<Colleague[]> {
  if (ids.length === 0) return [];
  const { rights, id: me } = context.actor;
  const system = context.system('who is on the same level as whoever asks').records;
  const list = (filter: string) =>
    system.list('users', {
      filter,
      fields: ['id', 'name', 'role', 'account', 'status', 'time_zone', 'work_from', 'work_to', 'work_days'],
      limit: 500,
    });
  const { records } = await list(`id in (${[...ids, String(me)].map((id) => JSON.stringify(id)).join(', ')})`);
  const own = records.find(({ id }) => id === me);
  return records.flatMap((user) => (ids.includes(String(user.id)) && user.status === 'enabled' && isThere(user) ? [colleague(user)] : []));

  /** For customers there is nobody but themselves: not by name, and not by working hours. */
  function isThere(user: Values): boolean {
    return !rights.customer || rights.root || user.id === me;
  }

  function colleague(user: Values): Colleague {
    const id = String(user.id);
    const days = user.work_days as readonly string[] | null;
    return {
      id,
      name: String(user.name),
      zone: String(user.time_zone ?? 'UTC'),
      works: { from: minutesOf(user.work_from, 8 * 60), to: minutesOf(user.work_to, 17 * 60), days: days?.length ? days : WEEK },
      busy: mayKnow(user),
    };
  }

  /** The same role (none is one too), a role above, or a calendar that is shared; and nobody asks when a customer is busy. */
  function mayKnow(user: Values): boolean {
    if (rights.root || rights.key === 'system' || user.id === me) return true;
    if (user.account) return false;
    const role = roleOf(user);
    const binds = (name: string) => (rights.binds[name] as readonly string[] | null) ?? [];
    if (binds('my_calendars').includes(String(user.id))) return true;
    return role === roleOf(own) || (role !== null && binds('my_roles').includes(role));
  }
}

function roleOf(user: Values | undefined): string | null {
  return idOf(user?.role);
}

function minutesOf(time: unknown, usual: number): number {
  const [hour, minute] = String(time ?? '').split(':');
  return hour && minute ? Number(hour) * 60 + Number(minute) : usual;
}
