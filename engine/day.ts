// Which day it is for whoever acts: the same as `today()` in expressions.

import { dayIn } from '../schema/index.ts';
import type { Context } from './types.ts';

type Actor = Pick<Context['actor'], 'rights'>;

const NOUN = 'general_settings';

/** The clocks of the workspace, for what nobody orders: schedules, links, call-backs. */
export async function zoneOfHouse(context: Context): Promise<string | null> {
  if (!context.schema.entities[NOUN]?.fields.time_zone) return null;
  const { time_zone } = await context.settings(NOUN);
  return time_zone as string | null;
}

/** IANA name; UTC where nobody has set one. */
export function clockOf({ rights }: Actor): string {
  return String(rights.binds.zone ?? 'UTC');
}

/** `2026-11-23`. */
export function todayOf(actor: Actor): string {
  return dayIn(clockOf(actor), Date.now());
}
