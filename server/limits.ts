// How often one may ask: general per session, key or address, and much stricter for signing in.

import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { HttpRefusal } from './problem.ts';

export interface LimitSettings {
  /** Requests a minute for one session or key, and for one address that is not signed in. */
  readonly requestsPerMinute: number;
  readonly strangerRequestsPerMinute: number;
  /** Requests of one session or key that may be under way at once: one greedy program never starves the others. */
  readonly requestsAtOnce: number;
  /** Failed sign-ins in 15 minutes until an account is closed to one address, to everybody, and an address to everything. */
  readonly failuresPerAccountAndAddress: number;
  readonly failuresPerAccount: number;
  readonly failuresPerAddress: number;
}

/** Generous to programs, useless to guessers: with 10 tries a quarter of an hour, six random letters last for centuries. */
export const usualLimits: LimitSettings = {
  requestsPerMinute: 1_000_000,
  strangerRequestsPerMinute: 3_000,
  requestsAtOnce: 200,
  failuresPerAccountAndAddress: 10,
  failuresPerAccount: 100,
  failuresPerAddress: 100,
};

export interface Limits {
  /** Counts a request of somebody known; `leave` belongs to its end. Throws 429. */
  enter(who: string): void;
  leave(who: string): void;
  stranger(address: string): void;
  /** Counts a sign-in as failed before the password is looked at, so that tries in parallel gain nothing. Throws 429. */
  signIn(workspace: string, login: string, address: string): Promise<void>;
  signedIn(workspace: string, login: string, address: string): Promise<void>;
}

export function createLimits(settings: LimitSettings): Limits {
  const window = 15 * 60;
  const pair = new RateLimiterMemory({ keyPrefix: 'pair', points: settings.failuresPerAccountAndAddress, duration: window });
  const account = new RateLimiterMemory({ keyPrefix: 'account', points: settings.failuresPerAccount, duration: window });
  const address = new RateLimiterMemory({ keyPrefix: 'address', points: settings.failuresPerAddress, duration: window });
  const pairKey = (workspace: string, login: string, from: string): string => JSON.stringify([workspace, login, from]);
  const known = minuteWindow(settings.requestsPerMinute);
  const strangers = minuteWindow(settings.strangerRequestsPerMinute);
  const underWay = new Map<string, number>();
  return {
    enter(who) {
      known(who);
      const count = underWay.get(who) ?? 0;
      if (count >= settings.requestsAtOnce) throw tooOften(1000, 'Too many requests at once.');
      underWay.set(who, count + 1);
    },
    leave(who) {
      const count = underWay.get(who) ?? 0;
      if (count > 1) underWay.set(who, count - 1);
      else underWay.delete(who);
    },
    stranger: strangers,
    async signIn(workspace, login, from) {
      await take(address, from);
      await take(pair, pairKey(workspace, login, from));
      await take(account, JSON.stringify([workspace, login]));
    },
    async signedIn(workspace, login, from) {
      await Promise.all([
        address.reward(from, 1),
        pair.delete(pairKey(workspace, login, from)),
        account.reward(JSON.stringify([workspace, login]), 1),
      ]);
    },
  };
}

async function take(limiter: RateLimiterMemory, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (state) {
    if (state instanceof RateLimiterRes) throw tooOften(state.msBeforeNext, 'Too many failed sign-ins.');
    throw state;
  }
}

/** A fixed window of a minute in one map: no timer and no promise on the way of every request. */
function minuteWindow(points: number): (who: string) => void {
  let counts = new Map<string, number>();
  let ends = 0;
  return (who) => {
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
