// How often one may ask, per session, key or address. Signing in has limits of its own; see gates.ts.

import { HttpRefusal } from './problem.ts';

export interface LimitSettings {
  /** Requests a minute for one session or key, and for one address that is not signed in. */
  readonly requestsPerMinute: number;
  readonly strangerRequestsPerMinute: number;
  /** Requests of one session or key that may be under way at once: one greedy program never starves the others. */
  readonly requestsAtOnce: number;
}

/** Generous to programs. */
export const usualLimits: LimitSettings = {
  requestsPerMinute: 1_000_000,
  strangerRequestsPerMinute: 3_000,
  requestsAtOnce: 200,
};

export interface Limits {
  /** Counts a request of somebody known, who may have a limit of his own; `leave` belongs to its end. Throws 429. */
  enter(who: string, perMinute?: number | null): void;
  leave(who: string): void;
  stranger(address: string): void;
}

/** Of this process; each minute begins with the first request. */
export function createLimits(settings: LimitSettings): Limits {
  const known = minuteWindow();
  const strangers = minuteWindow();
  const underWay = new Map<string, number>();
  return {
    enter(who, perMinute = null) {
      known(who, perMinute ?? settings.requestsPerMinute);
      const count = underWay.get(who) ?? 0;
      if (count >= settings.requestsAtOnce) throw tooOften(1000, 'Too many requests at once.');
      underWay.set(who, count + 1);
    },
    leave(who) {
      const count = underWay.get(who) ?? 0;
      if (count > 1) underWay.set(who, count - 1);
      else underWay.delete(who);
    },
    stranger: (address) => strangers(address, settings.strangerRequestsPerMinute),
  };
}

/** A fixed window of a minute in one map: no timer and no promise on the way of every request. */
function minuteWindow(): (who: string, points: number) => void {
  let counts = new Map<string, number>();
  let ends = 0;
  return (who, points) => {
    const now = performance.now();
    if (now >= ends) {
      counts = new Map();
      ends = now + 60_000;
    }
    const count = (counts.get(who) ?? 0) + 1;
    counts.set(who, count);
    if (count > points) throw tooOften(ends - now, 'Too many requests.');
  };
}

function tooOften(milliseconds: number, message: string): HttpRefusal {
  const seconds = Math.max(1, Math.ceil(milliseconds / 1000));
  return new HttpRefusal(429, 'too_often', `${message} Try again in ${seconds} s.`, { 'Retry-After': String(seconds) });
}
