// How the user's own week looks: zone, first day, working hours. What is not set is that of this computer and of an office.

import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { RecordValues } from '../../client/index.ts';
import { addMonths } from '../../schema/index.ts';
import { keys, useSetup } from '../queries.ts';
import { client } from '../workspace.ts';
import { currentZone } from '../zone.ts';

export { clockOf, instantAt } from '../zone.ts';

export interface Week {
  readonly zone: string;
  /** 0 is Sunday. */
  readonly first: number;
  readonly from: string;
  readonly to: string;
  readonly workDays: readonly number[];
  readonly freeDays: readonly number[];
}

/** First day of the month that is so many months from the one with `day` in it. */
export function monthFrom(day: string, months: number): string {
  return addMonths(`${day.slice(0, 7)}-01`, months);
}

const NAMES = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const FIELDS = ['time_zone', 'week_start', 'work_from', 'work_to', 'work_days'];

export function useWeek(): Week {
  const { me, entities } = useSetup();
  const users = entities.find(({ name, can }) => name === 'users' && can.view);
  const fields = FIELDS.filter((name) => users?.fields.some((field) => field.name === name));
  const { data } = useQuery({
    queryKey: [...keys.record('users', me.id), 'week'],
    queryFn: ({ signal }) => client.records('users').get(me.id, { fields: ['id', ...fields], signal }),
    enabled: Boolean(users),
  });
  const record = data?.record;
  return useMemo(() => weekOf(record), [record]);
}

export function weekOf(user: RecordValues | undefined): Week {
  const days = (user?.work_days as readonly string[] | null | undefined)?.map((day) => NAMES.indexOf(day)) ?? [];
  const workDays = days.length > 0 ? days : [1, 2, 3, 4, 5];
  return {
    zone: String(user?.time_zone || currentZone()),
    first: Math.max(0, NAMES.indexOf(String(user?.week_start ?? 'monday'))),
    from: String(user?.work_from ?? '08:00').slice(0, 5),
    to: String(user?.work_to ?? '17:00').slice(0, 5),
    workDays,
    freeDays: [0, 1, 2, 3, 4, 5, 6].filter((day) => !workDays.includes(day)),
  };
}
