// A target stands on the first day of its period, so that targets of one period add up; its name says both.

import type { Draft } from '../../engine/index.ts';
import { daysOf, type PeriodUnit, periodOf } from '../../schema/index.ts';

export function firstDay({ verb, old, values, changed }: Draft): void {
  if (verb === 'delete') return;
  const { starts_on: day, period, goal } = values;
  if (typeof day !== 'string' || !isUnit(period)) return;
  const before = old ? nameOf(old) : null;
  const key = periodOf(period, day);
  values.starts_on = daysOf(period, key).first;
  // A name that was made follows what it was made of; one that was given stays.
  if (!values.name || (before !== null && old?.name === before && !changed.has('name'))) values.name = `${String(goal)} ${key}`;
}

function nameOf({ goal, period, starts_on: day }: Draft['values']): string | null {
  return isUnit(period) && typeof day === 'string' ? `${String(goal)} ${periodOf(period, day)}` : null;
}

function isUnit(period: unknown): period is PeriodUnit {
  return period === 'month' || period === 'quarter' || period === 'year';
}
