// An entry of a statement as the values of a record.

import type { Values } from '../../engine/index.ts';
import type { OpenItem } from './match.ts';
import { proposalValues } from './propose.ts';
import type { Entry } from './statement.ts';

/** What came in waits for its invoice; what went out waits for nothing. */
export function entryValues(entry: Entry, items: readonly OpenItem[]): Values {
  const { bookedOn, valueOn, amount, currency, name, account, reference, message, endToEndId, bankId, reversal } = entry;
  const isOutgoing = amount.startsWith('-');
  return {
    booked_on: bookedOn,
    value_on: valueOn ?? null,
    amount: { amount, currency },
    name: cut(name, 250),
    account_number: cut(account, 40),
    reference: cut(reference, 140),
    message: cut(message, 1000),
    end_to_end_id: cut(endToEndId, 140),
    bank_id: cut(bankId, 140),
    reversal: reversal === true,
    ...(isOutgoing ? { state: 'outgoing' } : { state: 'open', ...proposalValues(entry, items) }),
  };
}

/** Banks keep to their limits; those who write CSV by hand do not. */
function cut(text: string | undefined, length: number): string | null {
  return text?.slice(0, length) ?? null;
}
