// Places of a letter and what is filled in: the invoice, as its reader writes numbers and days.

import { Decimal } from 'decimal.js';
import { type Context, digits, type Values } from '../../engine/index.ts';
import { type Money, minorDigits, type Reference } from '../../schema/index.ts';
import { signOf } from '../money/module.ts';

const DAY = 86_400_000;

export const PLACES: readonly string[] = [
  ...['number', 'customer', 'company', 'date', 'due', 'days', 'total', 'open'],
  ...['fee', 'interest', 'sum'],
];

export function placesIn(text: string): string[] {
  return [...text.matchAll(/\{(\w*)\}/g)].map(([, place = '']) => place);
}

export function filledIn(text: string, values: Readonly<Record<string, string>>): string {
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

export async function placeValues(system: Context, invoice: Values, charges: Charges, language: string): Promise<Record<string, string>> {
  const { currency } = invoice.payable as Money;
  const sign = await signOf(system, currency);
  const amount = (text: string) => `${digits(text, language, minorDigits(currency))}\u00a0${sign}`;
  const day = (text: unknown) =>
    text ? new Intl.DateTimeFormat(language, { timeZone: 'UTC', dateStyle: 'medium' }).format(Date.parse(`${text}T00:00:00Z`)) : '';
  return {
    number: String(invoice.number),
    customer: (invoice.account as Reference | null)?.title ?? '',
    company: String((invoice.issuer as Values | null)?.name ?? ''),
    date: day(invoice.issued_on),
    due: day(invoice.due_on),
    days: String(charges.days),
    total: amount((invoice.payable as Money).amount),
    open: amount((invoice.open as Money).amount),
    fee: amount(charges.fee),
    interest: amount(charges.interest),
    sum: amount(charges.sum),
  };
}
