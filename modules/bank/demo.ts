// A bank statement of the last days: some pay what is open, one pays too little, one is nobody's, and the rent goes out.

import type { Context } from '../../engine/index.ts';
import { addDays, type Money, type Reference } from '../../schema/index.ts';
import { create, today, workday } from '../demo/module.ts';
import { entryValues } from './entry-values.ts';
import { keysOf } from './known.ts';
import { openItems } from './propose.ts';
import type { Entry } from './statement.ts';

const OWN = 'FI2112345600000785';

export async function demo(context: Context): Promise<void> {
  const { records } = await context.records.list('invoices', {
    fields: ['number', 'open', 'account'],
    filter: 'status in ("unpaid", "overdue") and type = "invoice" and open > 0',
    sort: 'number',
    limit: 4,
  });
  const paid = records.map(({ number, open, account }, i): Entry => {
    const { amount, currency } = open as Money;
    const part = i === 1 ? (Number(amount) / 2).toFixed(2) : amount;
    const words = i === 3 ? 'Thank you' : `Invoice ${number}`;
    return { ...{ bookedOn: daysAgo(i + 1), amount: part, currency }, name: (account as Reference).title, message: words, bankId: `A${i}` };
  });
  const others: Entry[] = [
    { bookedOn: daysAgo(2), amount: '48.00', currency: 'EUR', name: 'Seppo Virtanen', message: 'Fair ticket', bankId: 'B1' },
    { bookedOn: daysAgo(3), amount: '-2350.00', currency: 'EUR', name: 'Turun Toimitilat Oy', message: 'Rent', bankId: 'B2' },
  ];
  const entries = [...paid, ...others].sort((one, other) => one.bookedOn.localeCompare(other.bookedOn));
  const days = entries.map(({ bookedOn }) => bookedOn);
  const [statement] = await create(context, 'bank_statements', [
    {
      ...{ name: `Statement ${days.at(-1)}`, account_number: OWN, state: 'read', entries_new: entries.length, entries_known: 0 },
      ...{ first_on: days[0], last_on: days.at(-1) },
    },
  ]);
  const items = await openItems(context);
  const keys = keysOf(OWN, entries);
  const origin = (i: number) => ({ statement: statement?.id, own_account: OWN, key: keys[i] });
  await create(
    context,
    'bank_entries',
    entries.map((entry, i) => ({ ...entryValues(entry, items), ...origin(i) })),
  );
}

function daysAgo(days: number): string {
  // A weekend becomes the Monday behind it, which must not be still to come.
  return workday(addDays(today(), -days - 2));
}
