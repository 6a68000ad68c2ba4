// Makes postings of events: amounts by place become lines by account, converted at the rate of their day, balanced to the cent.

import { type Context, createAll, eachAmong, type Values } from '../../engine/index.ts';
import { clip, DEFAULT_CURRENCY, idOf, minorDigits, type Reference } from '../../schema/index.ts';
import type { Rate } from '../money/module.ts';
import { amountOf, type Exact, inEuros, ZERO } from './amounts.ts';
import { accountFor, type LineFacts, type Place, type Rule } from './rule.ts';
import { stopWaiting, wait } from './wait.ts';

/** A document whose open sum a line changes. */
export interface Item {
  readonly entity: 'invoices' | 'purchase_invoices';
  readonly id: string;
}

/** What an event does in one place of the books. */
export interface Part {
  readonly place: Place;
  /** In the currency of the event; debit is positive, credit negative. */
  readonly amount: Exact;
  /** In the currency of the house, where another rate than that of the event holds: the one at which a debt was posted. */
  readonly own?: Exact;
  readonly facts?: LineFacts;
  readonly item?: Item;
}

export interface Event {
  /** `invoices/<id>`: what is posted for it is found by this, also when it is gone. */
  readonly origin: string;
  readonly source: { readonly entity: string; readonly id: string };
  /** As the noun of postings lists them. */
  readonly event: string;
  readonly document: string;
  readonly booked_on: string;
  readonly currency: string;
  /** Null where none is known by that day: what cannot be converted yet waits. */
  readonly rate: Rate | null;
  readonly billing_company?: unknown;
  readonly parts: readonly Part[];
}

/** One line of a posting. */
interface Line {
  readonly account: string;
  readonly item: Item | null;
  readonly tax_category: string | null;
  readonly tax_rate: string | null;
  readonly amount: Exact;
  readonly own: Exact;
}

type Rated = Omit<Event, 'rate'> & { readonly rate: Rate };

/** One posting for each event that moves anything. */
export async function post(system: Context, events: readonly Event[], rules: readonly Rule[]): Promise<void> {
  const rated = events.filter((event): event is Rated => event.rate !== null);
  const entries = rated.flatMap((event) => {
    const lines = linesOf(event, rules);
    return lines.length > 0 ? [entryOf(event, 'posting', lines)] : [];
  });
  await createAll(system, 'ledger_entries', entries);
  if (rated.length < events.length) await wait(system, events);
}

/** Lines of equal kind are one; what conversion leaves goes to where it belongs: to exchange, or a cent to rounding. */
export function linesOf({ parts, rate }: Pick<Rated, 'parts' | 'rate'>, rules: readonly Rule[]): Line[] {
  const lines = new Map<string, Line>();
  const add = ({ place, facts = {}, item = null, amount, own }: Omit<Part, 'item'> & { readonly item?: Item | null }) => {
    const account = accountFor(rules, place, facts);
    const { tax_category = null, tax_rate = null } = facts;
    const key = `${account} ${item?.id ?? ''} ${tax_category ?? ''} ${tax_rate ?? ''}`;
    const known = lines.get(key);
    const line = { account, item, tax_category, tax_rate, amount, own: own ?? inEuros(amount, rate.rate) };
    lines.set(key, known ? { ...known, amount: known.amount.plus(amount), own: known.own.plus(line.own) } : line);
  };
  for (const part of together(parts)) add(part);
  const left = [...lines.values()].reduce((sum, { own }) => sum.plus(own), ZERO);
  if (!left.isZero()) add({ place: placeOf(left, parts), amount: ZERO, own: left.negated() });
  return [...lines.values()].filter(({ amount, own }) => !amount.isZero() || !own.isZero());
}

/** Added up before they are converted, so that many small lines leave no more than a cent. */
function together(parts: readonly Part[]): Part[] {
  const sums = new Map<string, Part>();
  for (const part of parts) {
    const key = JSON.stringify([part.place, part.facts ?? null, part.item?.id ?? null, part.own !== undefined]);
    const known = sums.get(key);
    const own = part.own && { own: part.own.plus(known?.own ?? ZERO) };
    sums.set(key, known ? { ...known, amount: known.amount.plus(part.amount), ...own } : part);
  }
  return [...sums.values()];
}

/** What is left on the debit side is a gain. */
function placeOf(left: Exact, parts: readonly Part[]): Place {
  if (!parts.some(({ own }) => own)) return 'rounding';
  return left.isNegative() ? 'exchange_loss' : 'exchange_gain';
}

function entryOf(
  event: Omit<Rated, 'parts' | 'source'> & { readonly source: Event['source'] | null },
  kind: string,
  lines: readonly Line[],
): Values {
  const { origin, source, event: what, document, booked_on, currency, rate, billing_company = null } = event;
  const house = { currency: DEFAULT_CURRENCY };
  const total = lines.reduce((sum, { own }) => (own.isNegative() ? sum : sum.plus(own)), ZERO);
  return {
    ...{ origin, source, event: what, kind, document: clip(document, 250), booked_on, currency, billing_company },
    ...{ exchange_rate: rate.rate, rate_on: rate.on, rate_source: rate.source },
    total_eur: { ...house, amount: total.toFixed(minorDigits(DEFAULT_CURRENCY)) },
    lines: lines.map(({ account, item, tax_category, tax_rate, amount, own }) => ({
      ...{ account, item: item && { ...item }, tax_category, tax_rate },
      ...sides('', { currency }, amount),
      ...sides('_eur', house, own),
    })),
  };
}

/** An amount on its side, nothing on the other. */
function sides(suffix: '' | '_eur', { currency }: { readonly currency: string }, amount: Exact): Values {
  if (amount.isZero()) return {};
  const side = amount.isNegative() ? 'credit' : 'debit';
  return { [`${side}${suffix}`]: { currency, amount: amount.abs().toFixed(Math.max(amount.decimalPlaces(), minorDigits(currency))) } };
}

/** What stands for these so far is posted the other way round, on the same day. `gone`: they are deleted, so nothing refers to them. */
export async function reverse(system: Context, origins: readonly string[], gone: boolean): Promise<void> {
  const fields = [
    'origin',
    'source',
    'event',
    'document',
    'booked_on',
    'currency',
    'exchange_rate',
    'rate_on',
    'rate_source',
    'billing_company',
    'lines',
  ];
  if (origins.length === 0) return;
  const posted = await Array.fromAsync(eachAmong(system, 'ledger_entries', 'origin', origins, { fields }));
  const standing = [...Map.groupBy(posted, ({ origin, currency }) => `${origin} ${currency}`).values()];
  const reversals = standing.flatMap((entries) => {
    const last = entries.at(-1)!;
    const lines = whatStands(entries).filter(({ amount, own }) => !amount.isZero() || !own.isZero());
    return lines.length > 0 ? [entryOf(eventAgain(last, gone), 'reversal', gone ? withoutSource(lines, last) : lines)] : [];
  });
  await createAll(system, 'ledger_entries', reversals);
  await stopWaiting(system, origins);
}

function eventAgain(entry: Values, gone: boolean): Parameters<typeof entryOf>[0] {
  const source = entry.source as (Event['source'] & Reference) | null;
  return {
    ...(entry as Values & Rated),
    source: source && !gone ? { entity: source.entity, id: source.id } : null,
    rate: { rate: String(entry.exchange_rate), on: String(entry.rate_on), source: entry.rate_source as string | null },
    billing_company: idOf(entry.billing_company),
  };
}

/** What has to be posted so that nothing stands. */
function whatStands(entries: readonly Values[]): Line[] {
  const sums = new Map<string, Line>();
  for (const row of entries.flatMap(({ lines }) => lines as readonly Values[])) {
    const item = row.item as (Item & Reference) | null;
    const account = (row.account as Reference).id;
    const [tax_category, tax_rate] = [row.tax_category as string | null, row.tax_rate as string | null];
    const key = [account, item?.id, tax_category, tax_rate].join(' ');
    const known = sums.get(key);
    sums.set(key, {
      ...{ account, tax_category, tax_rate },
      item: item && { entity: item.entity, id: item.id },
      amount: (known?.amount ?? ZERO).minus(balanceOf(row, '')),
      own: (known?.own ?? ZERO).minus(balanceOf(row, '_eur')),
    });
  }
  return [...sums.values()];
}

/** Debit less credit. */
function balanceOf(row: Values, suffix: '' | '_eur'): Exact {
  return amountOf(row[`debit${suffix}`]).minus(amountOf(row[`credit${suffix}`]));
}

/** The document itself is gone with its open sum. */
function withoutSource(lines: readonly Line[], { source }: Values): Line[] {
  return lines.map((line) => ({ ...line, item: line.item?.id === (source as Reference | null)?.id ? null : line.item }));
}
