// Proposals against what is open now, and the same again where a booking has changed what is open.

import { type Context, eachRecord, type Values } from '../../engine/index.ts';
import type { Money, Reference } from '../../schema/index.ts';
import { type Match, matchEntry, type OpenItem, sureMatches } from './match.ts';
import { finnishReference } from './reference.ts';
import type { Entry } from './statement.ts';

/** Proposals that are kept of an entry: who looks through more? */
const MOST = 5;

/** Invoices that wait for money. @param system whoever reads a statement need not see every invoice; he books within his own rights */
export async function openItems(system: Context): Promise<OpenItem[]> {
  const accounts = await knownAccounts(system);
  const fields = ['id', 'number', 'open', 'account'];
  const filter = 'status in ("unpaid", "partly_paid", "overdue") and type = "invoice"';
  return Array.fromAsync(eachRecord(system, 'invoices', { fields, filter }), (record) => itemOf(record, accounts));
}

function itemOf({ id, number, open, account }: Values, accounts: ReadonlyMap<string, readonly string[]>): OpenItem {
  const { amount, currency } = open as Money;
  const customer = account as Reference | null;
  const reference = nationalReference(String(number));
  return {
    ...{ id: String(id), number: String(number), open: amount, currency },
    ...(reference ? { reference } : {}),
    ...(customer ? { name: customer.title, accounts: accounts.get(customer.id) ?? [] } : {}),
  };
}

/** The Finnish reference that the digits of an invoice number make. */
function nationalReference(number: string): string | null {
  const digits = number.replace(/\D/g, '').replace(/^0+/, '');
  return /^\d{3,19}$/.test(digits) ? finnishReference(digits) : null;
}

/** Accounts that customers have paid from, as bookings show. */
async function knownAccounts({ records }: Context): Promise<Map<string, string[]>> {
  const found = await records.aggregate('bank_entries', {
    filter: 'state = "booked" and account_number is not empty and payment.account is not empty',
    groupBy: ['payment.account', 'account_number'],
    measures: [{ fn: 'count', as: 'count' }],
  });
  const accounts = new Map<string, string[]>();
  for (const group of found) {
    const customer = (group['payment.account'] as Reference).id;
    accounts.set(customer, [...(accounts.get(customer) ?? []), String(group.account_number)]);
  }
  return accounts;
}

/** What an entry's record says of proposals. */
export function proposalValues(entry: Entry, items: readonly OpenItem[]): Values {
  const sure = sureMatches(entry, items);
  const chosen = new Set(sure.map(({ item }) => item.id));
  const all = [...sure, ...matchEntry(entry, items).filter(({ item }) => !chosen.has(item.id))].slice(0, Math.max(MOST, sure.length));
  const [best] = all;
  return {
    match: sure.length > 0 ? 'certain' : best ? 'possible' : 'none',
    invoice: best?.item.id ?? null,
    reasons: best?.reasons ?? null,
    proposals: all.map((match) => rowOf(match, entry.currency, chosen.has(match.item.id))),
  };
}

function rowOf({ item, amount, reasons, score }: Match, currency: string, chosen: boolean): Values {
  return { invoice: item.id, amount: { amount, currency }, reasons, score, chosen };
}

/** Open entries of this filter get the proposals of today. */
export async function proposeAnew(system: Context, filter: string): Promise<void> {
  const items = await openItems(system);
  for await (const record of eachRecord(system, 'bank_entries', { fields: ['id', ...ENTRY], filter: `state = "open" and (${filter})` }))
    await system.records.update('bank_entries', String(record.id), proposalValues(entryOf(record), items));
}

const ENTRY = ['booked_on', 'amount', 'name', 'account_number', 'reference', 'message', 'end_to_end_id'];

function entryOf(record: Values): Entry {
  const { amount, currency } = record.amount as Money;
  const texts = { name: record.name, account: record.account_number, reference: record.reference, message: record.message };
  const given = Object.entries({ ...texts, endToEndId: record.end_to_end_id }).filter(([, text]) => text !== null);
  return { bookedOn: String(record.booked_on), amount, currency, ...Object.fromEntries(given) };
}
