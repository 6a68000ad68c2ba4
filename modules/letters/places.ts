// Places of a letter and what is filled in: the document, as its reader writes numbers and days. That of the link stays until it leaves.

import { Decimal } from 'decimal.js';
import type { Context, Values } from '../../engine/index.ts';
import { type Money, minorDigits, type Reference } from '../../schema/index.ts';
import { figuresOf, readPaper } from '../documents/module.ts';
import { signOf } from '../money/module.ts';
import type { LetterKind } from './draft.ts';

const DAY = 86_400_000;

const OF_ALL = ['number', 'customer', 'company', 'date', 'total', 'link'];
const OF_INVOICES = [...OF_ALL, 'due', 'days', 'open', 'fee', 'interest', 'sum'];

/** By kind of letter. */
export const PLACES: Readonly<Record<LetterKind, readonly string[]>> = {
  invoice: OF_INVOICES,
  reminder: OF_INVOICES,
  quote: [...OF_ALL, 'subject', 'until'],
};

export function placesIn(text: string): string[] {
  return [...text.matchAll(/\{(\w*)\}/g)].map(([, place = '']) => place);
}

type PlaceValues = Readonly<Record<string, string>>;

export function filledIn(text: string, values: PlaceValues): string {
  return text.replace(/\{(\w+)\}/g, (whole, place: string) => values[place] ?? whole);
}

/** What a reminder asks for besides the invoice. */
export interface Charges {
  readonly days: number;
  readonly fee: string;
  readonly interest: string;
  /** With what is open. */
  readonly sum: string;
}

/** Interest is simple, by the day of a year of 365 days. @param before fees of earlier reminders, which are still due */
export function chargesOf(invoice: Values, template: Values, before: string, today: string): Charges {
  const open = invoice.open as Money;
  const places = minorDigits(open.currency);
  const days = Math.max(0, Math.round((Date.parse(today) - Date.parse(String(invoice.due_on))) / DAY));
  const asked = template.fee as Money | null;
  const fee = new Decimal(asked?.currency === open.currency ? asked.amount : 0).toFixed(places);
  const rate = new Decimal(String(template.interest ?? 0)).div(100);
  const interest = rate.times(open.amount).times(days).div(365).toFixed(places, Decimal.ROUND_HALF_UP);
  return { days, fee, interest, sum: new Decimal(open.amount).plus(before).plus(fee).plus(interest).toFixed(places) };
}

export async function placeValues(system: Context, invoice: Values, charges: Charges, language: string): Promise<PlaceValues> {
  const { currency } = invoice.payable as Money;
  const figures = figuresOf(language, await signOf(system, currency));
  const amount = (amount: string) => figures.signed({ amount, currency });
  return {
    number: String(invoice.number),
    customer: (invoice.account as Reference | null)?.title ?? '',
    company: String((invoice.issuer as Values | null)?.name ?? ''),
    date: figures.day(invoice.issued_on),
    due: figures.day(invoice.due_on),
    days: String(charges.days),
    total: figures.signed(invoice.payable),
    open: figures.signed(invoice.open),
    fee: amount(charges.fee),
    interest: amount(charges.interest),
    sum: amount(charges.sum),
  };
}

export async function quoteValues(system: Context, quote: Values, language: string): Promise<PlaceValues> {
  const { issuer, sign } = await readPaper(system, 'quotes', String(quote.id));
  const figures = figuresOf(language, sign);
  return {
    number: String(quote.number),
    customer: ((quote.account ?? quote.lead) as Reference | null)?.title ?? '',
    company: String(issuer.name ?? ''),
    subject: String(quote.subject ?? ''),
    date: figures.day(quote.issued_on),
    until: figures.day(quote.valid_until),
    total: figures.signed(quote.payable),
  };
}
