// What happened in a currency whose rate is not known yet: nobody is kept from recording it. It waits here, and is posted when the rate
// of its day arrives.

import { type ActionCall, type Context, createAll, eachAmong, Refusal } from '../../engine/index.ts';
import { anyReference, byTheHouse, date, decimal, defineAction, defineEntity, picklist, text } from '../../schema/index.ts';
import { tellHolders } from '../mail/module.ts';
import { events, sources } from './entry.ts';
import type { Event } from './post.ts';

export const ledgerWaits = defineEntity('ledger_waits', {
  label: 'Waiting posting',
  plural: 'Waiting postings',
  icon: 'clock',
  title: 'document',
  area: 'administration',
  menu: true,
  searchable: false,
  owned: false,
  access: byTheHouse,
  fields: {
    booked_on: date({ label: 'Day', required: true, readOnly: true }),
    document: text({ required: true, readOnly: true, length: 250 }),
    event: picklist(events, { label: 'What happened', required: true, readOnly: true }),
    currency: text({ required: true, readOnly: true, length: 3, help: 'No rate of it is known by that day.' }),
    source: anyReference(sources, { label: 'Posted for', readOnly: true }),
    origin: text({ internal: true, indexed: true, length: 120 }),
  },
  list: { columns: ['booked_on', 'document', 'event', 'currency', 'source', 'created_at'], sort: 'booked_on' },
  blocks: [{ label: 'Posting', fields: ['booked_on', 'document', 'event', 'currency', 'source'] }],
  board: null,
  actions: {
    set_rate: defineAction({
      label: 'Enter the rate',
      input: { rate: decimal({ required: true, min: '0.000001', help: 'So much is one EUR.' }) },
      run: setRate,
    }),
  },
});

/** The rate holds from that day on, for all that waits for it. */
async function setRate({ context, record, input }: ActionCall): Promise<void> {
  const { records } = context;
  const found = await records.list('currencies', { fields: ['id'], filter: `code = ${JSON.stringify(record.currency)}`, limit: 1 });
  const currency = found.records[0]?.id;
  if (!currency) throw new Refusal(409, 'unknown_currency', `Add ${record.currency} to the currencies first.`);
  await records.create('exchange_rates', { currency, valid_on: record.booked_on, rate: input.rate, source: 'typed' });
}

/** Whoever keeps the books hears of a currency once, not of each posting. */
export async function wait(system: Context, happened: readonly Event[]): Promise<void> {
  const waiting = happened.filter(({ rate, parts }) => rate === null && parts.some(({ amount }) => !amount.isZero()));
  for (const [currency, [first]] of Map.groupBy(waiting, (event) => event.currency)) {
    const before = await system.records.list('ledger_waits', { fields: ['id'], filter: `currency = "${currency}"`, limit: 1 });
    if (before.records.length > 0) continue;
    await tellHolders(system, 'ledger_waits', {
      kind: 'rate_missing',
      title: `No exchange rate of ${currency} is known for ${first!.booked_on}; postings wait for it`,
      link: '/ledger_waits',
      values: { currency, day: first!.booked_on },
    });
  }
  await createAll(
    system,
    'ledger_waits',
    waiting.map(({ origin, source, event, document, booked_on, currency }) => ({
      ...{ origin, source: { ...source }, event, document: document.slice(0, 250), booked_on, currency },
    })),
  );
}

export async function stopWaiting(system: Context, origins: Iterable<string>): Promise<void> {
  for await (const { id } of eachAmong(system, 'ledger_waits', 'origin', origins, { fields: ['id'] }))
    await system.records.delete('ledger_waits', String(id));
}
