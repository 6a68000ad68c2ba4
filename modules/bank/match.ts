// Which open invoices an entry of a bank statement pays: by reference, number, amount, name and account, each told as a reason.

import { Decimal } from 'decimal.js';
import { referenceKey } from './reference.ts';
import type { Entry } from './statement.ts';

export interface OpenItem {
  readonly id: string;
  readonly number: string;
  readonly open: string;
  readonly currency: string;
  readonly reference?: string;
  readonly name?: string;
  /** Accounts this customer has paid from */
  readonly accounts?: readonly string[];
}

/** What speaks for a match; `less` and `more` only say how the amount differs. */
export type Reason = 'reference' | 'number' | 'amount' | 'name' | 'account' | 'less' | 'more';

const POINTS: Readonly<Record<Reason, number>> = { reference: 65, number: 50, amount: 20, name: 10, account: 15, less: 0, more: -5 };

export interface Match {
  readonly item: OpenItem;
  /** What of the entry goes to this invoice. */
  readonly amount: string;
  /** 0 to 100 */
  readonly score: number;
  readonly reasons: readonly Reason[];
}

/** From this score on, and with the next one well behind, nobody needs to look. */
const SURE = 80;
const AHEAD = 15;
/** A name alone, or an amount alone, is no match. */
const POSSIBLE = 30;

/** Best first; items in another currency never. */
export function matchEntry(entry: Entry, items: readonly OpenItem[]): Match[] {
  if (new Decimal(entry.amount).lte(0)) return [];
  const words = wordsOf(`${entry.message ?? ''} ${entry.reference ?? ''} ${entry.endToEndId ?? ''}`);
  return items
    .filter(({ currency, open }) => currency === entry.currency && new Decimal(open).gt(0))
    .map((item) => scored(entry, item, words))
    .filter(({ score }) => score >= POSSIBLE)
    .sort((one, other) => other.score - one.score || one.item.number.localeCompare(other.item.number));
}

/** One invoice without doubt, or several that are all named and make up the amount together; otherwise nothing. */
export function sureMatches(entry: Entry, items: readonly OpenItem[]): Match[] {
  const found = matchEntry(entry, items);
  const named = found.filter(({ reasons }) => reasons.includes('reference') || reasons.includes('number'));
  const together = named.reduce((sum, { item }) => sum.plus(item.open), new Decimal(0));
  if (named.length > 1 && together.equals(entry.amount)) return named.map((match) => ({ ...match, amount: match.item.open }));
  const [first, second] = found;
  return first && first.score >= SURE && first.score - (second?.score ?? 0) >= AHEAD ? [first] : [];
}

function scored(entry: Entry, item: OpenItem, words: ReadonlySet<string>): Match {
  const reasons: Reason[] = [];
  const paid = new Decimal(entry.amount);
  if (isReferred(entry, item, words)) reasons.push('reference');
  if (words.has(normal(item.number))) reasons.push('number');
  if (entry.account && item.accounts?.includes(entry.account)) reasons.push('account');
  if (isAlike(entry.name, item.name)) reasons.push('name');
  if (paid.equals(item.open)) reasons.push('amount');
  else reasons.push(paid.lt(item.open) ? 'less' : 'more');
  const points = reasons.reduce((sum, reason) => sum + POINTS[reason], 0);
  return { item, amount: Decimal.min(paid, item.open).toFixed(2), score: Math.max(0, Math.min(100, points)), reasons };
}

/** In its own field, or written into the message by who had no such field. */
function isReferred({ reference }: Entry, item: OpenItem, words: ReadonlySet<string>): boolean {
  if (!item.reference) return false;
  const key = referenceKey(item.reference);
  if (reference !== undefined && referenceKey(reference) === key) return true;
  return key.length >= 4 && [...words].some((word) => referenceKey(word) === key);
}

/** Words with a digit, alone and together with their neighbour: people write `RF18 1234 5` with blanks. */
function wordsOf(text: string): ReadonlySet<string> {
  const parts = text
    .toUpperCase()
    .split(/[\s,;:()]+/)
    .filter((part) => part !== '');
  const words = new Set<string>();
  for (const [start] of parts.entries()) {
    for (let end = start + 1; end <= Math.min(parts.length, start + 7); end++) {
      const joined = parts.slice(start, end).join('');
      if (joined.length <= 35 && /\d/.test(joined)) words.add(normal(joined));
    }
  }
  return words;
}

function normal(text: string): string {
  return text
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
    .replace(/^0+(?=.)/, '');
}

const COMPANY_FORMS = /^(oy|oyj|ab|abp|gmbh|ag|kg|ky|ltd|limited|inc|llc|as|aps|bv|nv|sa|sarl|ooo|ооо|зао|ао|ry|rf|und|and|ja|och|co|the)$/;

/** Half of the words are the same, as banks cut names off and people leave out the form of the company. */
function isAlike(one: string | undefined, other: string | undefined): boolean {
  const [left, right] = [nameWords(one), nameWords(other)];
  const [shorter, longer] = left.length <= right.length ? [left, right] : [right, left];
  const same = shorter.filter((word) => longer.some((known) => known === word || (word.length >= 4 && known.startsWith(word))));
  return shorter.length > 0 && same.length === shorter.length && same.length * 2 >= longer.length;
}

function nameWords(text = ''): string[] {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '' && !COMPANY_FORMS.test(word));
}
