// A bank statement, whatever file it came in.

import { Decimal } from 'decimal.js';

export interface Entry {
  /** ISO day on which the bank booked it */
  bookedOn: string;
  valueOn?: string;
  /** Exact decimal; what was paid out is negative. */
  amount: string;
  currency: string;
  /** The other side */
  name?: string;
  account?: string;
  reference?: string;
  message?: string;
  endToEndId?: string;
  /** What the bank calls it: two entries with the same one are the same. */
  bankId?: string;
  /** It takes back an earlier entry. */
  reversal?: true;
}

export interface Statement {
  id?: string;
  account?: string;
  currency?: string;
  opening?: string;
  closing?: string;
  entries: Entry[];
  /** What does not fit together; the entries are as the file has them. */
  problems: string[];
}

/** Without what the bank leaves empty, or fills with its word for nothing. */
export function filled<T extends object>(values: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const told = Object.entries(values).filter(([, value]) => value !== undefined && value !== '' && value !== 'NOTPROVIDED');
  return Object.fromEntries(told) as { [K in keyof T]: Exclude<T[K], undefined> };
}

/** Balances that are there must meet: a file that was cut off or read twice shows here. */
export function checkBalances(statement: Statement): Statement {
  const { opening, closing, entries } = statement;
  if (opening === undefined || closing === undefined) return statement;
  const reached = entries.reduce((sum, { amount }) => sum.plus(amount), new Decimal(opening));
  if (!reached.equals(closing)) {
    statement.problems.push(
      `The balance of ${opening} and the entries make ${reached.toFixed(2)}, but the statement ends with ${closing}.`,
    );
  }
  return statement;
}

/** `1 234,56`, `1.234,56`, `12,50-`, `−3`: with a point and at least two decimals; null for what is no amount. */
export function readAmount(text: string): string | null {
  const signed = text
    .replace(/[\s\u00a0\u202f']/g, '')
    .replace(/[\u2212\u2013]/g, '-')
    .replace(/^(.+)-$/, '-$1')
    .replace(/^\+/, '');
  const separator = Math.max(signed.lastIndexOf(','), signed.lastIndexOf('.'));
  // Three digits behind the only kind of separator, which stands more than once: 1.234.567.
  const repeated = separator >= 0 && signed.split(signed.charAt(separator)).length > 2;
  const [whole, decimals] = separator < 0 || repeated ? [signed, ''] : [signed.slice(0, separator), signed.slice(separator + 1)];
  const plain = `${whole.replace(/[.,]/g, '')}.${decimals.padEnd(2, '0')}`;
  return /^-?\d+\.\d{2,5}$/.test(plain) ? plain.replace(/^-(0+\.0+)$/, '$1') : null;
}

export function negated(amount: string): string {
  return new Decimal(amount).neg().toFixed(Math.max(2, new Decimal(amount).decimalPlaces()));
}
