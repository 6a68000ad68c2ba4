// What the address of the activity log says, and what is asked for it.

import type { LogQuery } from '../../client/index.ts';
import { instantAt } from '../zone.ts';

export interface LogSearch {
  readonly entity?: string;
  readonly user?: string;
  readonly verb?: string;
  readonly cause?: string;
  /** Days, both included. */
  readonly from?: string;
  readonly to?: string;
  readonly q?: string;
  readonly record?: string;
  readonly job?: string;
}

const NAMES = ['entity', 'user', 'verb', 'cause', 'from', 'to', 'q', 'record', 'job'] as const;
const DAY = /^\d{4}-\d\d-\d\d$/;

export function logSearchIn(search: Record<string, unknown>): LogSearch {
  const found = NAMES.filter((name) => typeof search[name] === 'string' && search[name] !== '');
  return Object.fromEntries(found.map((name) => [name, search[name]]));
}

/** Days by the clocks of the reader. */
export function queryOf({ from, to, ...rest }: LogSearch): LogQuery {
  return { ...rest, ...betweenDays({ from, to }) };
}

/** Both days included. */
export function betweenDays({ from, to }: { from?: string | undefined; to?: string | undefined }): { from?: string; to?: string } {
  return {
    ...(from && DAY.test(from) ? { from: instantAt(from) } : {}),
    ...(to && DAY.test(to) ? { to: instantAt(dayAfter(to)) } : {}),
  };
}

function dayAfter(day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + 1);
  return date.toISOString().slice(0, 10);
}
