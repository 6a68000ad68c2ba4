// An entry of a statement as the values of a record.

import type { Values } from '../../engine/index.ts';
import { clip } from '../../schema/index.ts';
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
    name: clip(name, 250) ?? null,
    account_number: clip(account, 40) ?? null,
    reference: clip(reference, 140) ?? null,
    message: clip(message, 1000) ?? null,
    end_to_end_id: clip(endToEndId, 140) ?? null,
    bank_id: clip(bankId, 140) ?? null,
    reversal: reversal === true,
    ...(isOutgoing ? { state: 'outgoing' } : { state: 'open', ...proposalValues(entry, items) }),
  };
}
