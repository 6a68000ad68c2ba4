// What tells an entry from all others, so that a file that overlaps with another one brings it once.

import { createHash } from 'node:crypto';
import type { Entry } from './statement.ts';

/**
 * By the bank's own identifier where there is one, else by all that the entry says. Equal ones in one file are several entries, e.g. the
 * parts of a collective payment, and are counted through.
 */
export function keysOf(account: string, entries: readonly Entry[]): string[] {
  const seen = new Map<string, number>();
  return entries.map((entry) => {
    const words = JSON.stringify([account, ...tellingParts(entry)]);
    const count = (seen.get(words) ?? 0) + 1;
    seen.set(words, count);
    return createHash('sha256').update(`${words}${count}`).digest('hex');
  });
}

function tellingParts({ bookedOn, amount, currency, bankId, name, account, reference, message, endToEndId }: Entry): unknown[] {
  const common = [bookedOn, amount, currency];
  return bankId === undefined ? [...common, name, account, reference, message, endToEndId] : [...common, bankId];
}
