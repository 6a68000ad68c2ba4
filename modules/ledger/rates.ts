// Rates of days: each currency and day is asked for once.

import type { Context } from '../../engine/index.ts';
import { DEFAULT_CURRENCY } from '../../schema/index.ts';
import { type Rate, rateOn } from '../money/module.ts';

/** Null where no rate was known by that day. */
export type RateOf = (code: string, day: string) => Promise<Rate | null>;

export function ratesIn(system: Context): RateOf {
  const known = new Map<string, Promise<Rate | null>>();
  return (code, day) => {
    const key = `${code} ${day}`;
    const rate = known.get(key) ?? ask(system, code, day);
    known.set(key, rate);
    return rate;
  };
}

async function ask(system: Context, code: string, day: string): Promise<Rate | null> {
  if (code === DEFAULT_CURRENCY) return rateOn(system, { id: '', code }, day);
  const found = (await system.kept('currencies')).find((currency) => currency.code === code);
  return found ? rateOn(system, { id: String(found.id), code }, day) : null;
}
