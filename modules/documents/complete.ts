// What follows from any write of a document: what is left empty is filled, sums are made, what is issued stays as it is, numbers are taken.

import type { Context, Draft, Hooks, Values } from '../../engine/index.ts';
import { DEFAULT_CURRENCY, type Money, minorDigits, rowsOf } from '../../schema/index.ts';
import { type Rate, rateOn } from '../money/module.ts';
import { type Facts, factsOf } from './facts.ts';
import { CONTENT } from './fields.ts';
import { fillLines, withParts } from './lines.ts';
import { sumUp } from './sums.ts';

export interface Kind {
  /** Of its number series. */
  series(values: Values): string;
  /** Whether people may still change what it says. */
  isOpen(values: Readonly<Values>): boolean;
  /** Whether it has its number by now. */
  isNumbered(values: Values): boolean;
  /** Whether it may be deleted with its number although it is issued, as long as that is the last one. */
  mayTakeBack?(values: Readonly<Values>): boolean;
  /** Bought rather than sold: purchase prices, and nothing of what customers have agreed on. */
  readonly isPurchase?: boolean;
  /** What a line of a product says; default: its name. */
  describe?(product: Values): string;
  /** What its own part will ask for. */
  foresee?(values: Readonly<Values>, facts: Facts): readonly Promise<unknown>[];
  /** Its own part, before sums are made. */
  fill?(draft: Draft, facts: Facts): void | Promise<void>;
  /** Its own part with every write, once sums are there. */
  follow?(draft: Draft, facts: Facts): void | Promise<void>;
}

/** The hooks of a kind of document. */
export function documentHooks(kind: Kind): Hooks {
  return {
    async beforeSave(draft, context) {
      if (draft.verb === 'delete') return keepNumbered(draft, kind, context);
      const facts = await factsOf(context);
      await foresee(draft, kind, facts);
      const isOpen = !draft.old || kind.isOpen(draft.old) || kind.isOpen(draft.values);
      if (!isOpen) refuseChanges(draft);
      else if (!draft.old || [...CONTENT, 'status'].some((name) => draft.changed.has(name))) {
        await fill(draft, kind, facts);
        await makeSums(draft, kind, facts);
      }
      await kind.follow?.(draft, facts);
      if (lacksNumber(draft, kind)) await takeNumber(draft, kind, facts);
    },
  };
}

/** What comes back after its number was given back takes the one that is next now. */
function lacksNumber({ values, old }: Draft, { isNumbered, mayTakeBack }: Kind): boolean {
  return isNumbered(values) && (!values.number || (old === null && mayTakeBack !== undefined));
}

/** A number that is given away must not be missing from the books. */
async function keepNumbered(draft: Draft, { isOpen, mayTakeBack }: Kind, context: Context): Promise<void> {
  const { old, entity } = draft;
  if (!old || isOpen(old)) return;
  if (!mayTakeBack?.(old) || !old.series) return draft.refuse('number', 'issued', 'It is issued and stays; credit or cancel it instead.');
  const facts = await factsOf(context);
  const { pattern } = await facts.kept('number_series', old.series);
  draft.returnNumber('number', entity, String(pattern), String(old.issued_on));
}

/** Asks at once for what will be needed one after the other: all of it is one round trip. */
async function foresee({ old, values }: Draft, kind: Kind, facts: Facts): Promise<void> {
  if (old && !kind.isOpen(old)) return;
  const lines = rowsOf(values.lines);
  const asked = [
    ...(values.account ? [facts.get('accounts', values.account)] : []),
    ...lines.flatMap(({ product }) => (product ? [facts.get('products', product)] : [])),
    ...(kind.isPurchase || !lines.some(({ product }) => product) ? [] : [facts.books(values.account, String(values.issued_on))]),
    ...(kind.foresee?.(values, facts) ?? []),
  ];
  // What is not there is said where it is needed.
  await Promise.allSettled(asked);
}

function refuseChanges(draft: Draft): void {
  for (const name of CONTENT)
    if (draft.changed.has(name) && !isNamed(name, draft))
      draft.refuse(name, 'issued', 'It is issued and stays as it is; credit it, or copy it into a new one.');
}

/** Whom it is for had no record among the customers, and has one now. */
function isNamed(name: string, { old }: Draft): boolean {
  return name === 'account' && old?.account === null;
}

async function fill(draft: Draft, kind: Kind, facts: Facts): Promise<void> {
  const { values, changed } = draft;
  if (!draft.old) {
    values.tax_included ??= facts.settings.tax_included;
    if (!kind.isPurchase) values.terms ??= facts.settings.terms;
  }
  if (values.account && (!draft.old || changed.has('account'))) await fillCustomer(draft, facts);
  await kind.fill?.(draft, facts);
}

async function fillCustomer({ values, old, changed }: Draft, facts: Facts): Promise<void> {
  const account = await facts.get('accounts', values.account);
  // Those of the former customer go with him.
  const isFree = (name: string) => !values[name] || (old !== null && !changed.has(name));
  if (isFree('billing_address')) values.billing_address = addressOf(account);
  if (isFree('customer_vat_number')) values.customer_vat_number = account.vat_number;
}

/** As it stands in a window envelope. */
export function addressOf({ name, billing_address, postal_code, city, country }: Values): string {
  const town = [postal_code, city].filter(Boolean).join(' ');
  return [name, billing_address, town, country].filter(Boolean).join('\n');
}

async function makeSums(draft: Draft, kind: Kind, facts: Facts): Promise<void> {
  const { values } = draft;
  // Copies: a row that was not sent is the very row that was there before.
  const copies = rowsOf(values.lines).map((line) => ({ ...line }));
  const lines = await withParts(draft, copies, facts);
  values.currency ??= await currencyOf(values, lines, kind, facts);
  if (!values.currency) return draft.refuse('currency', 'unknown_currency', 'There is no such currency among those of this workspace.');
  const currency = await facts.kept('currencies', values.currency);
  if (!currency.active && draft.changed.has('currency')) draft.refuse('currency', 'inactive', 'This currency is not in use any more.');
  const code = String(currency.code);
  const digits = (currency.digits as number | null) ?? minorDigits(code);
  const rate = await rateOf(draft, { id: String(values.currency), code }, facts);
  if (!rate) return;
  const into = { code, digits, rate: rate.rate, isPurchase: kind.isPurchase ?? false, describe: kind.describe ?? nameOf };
  const reasons = await fillLines(draft, lines, into, facts);
  values.lines = lines;
  if (!isOneCurrency(draft, lines, code)) return;
  sumUp(
    draft,
    lines,
    { code, rate: rate.rate, reasons },
    {
      digits,
      step: currency.cash_step as string | null,
      rounding: facts.settings.rounding === 'line' ? 'line' : 'document',
      inclusive: values.tax_included === true,
    },
  );
}

function nameOf({ name }: Values): string {
  return String(name);
}

/** That of the lines, or of the customer's price book. */
async function currencyOf(
  { account, issued_on }: Readonly<Values>,
  lines: readonly Values[],
  { isPurchase }: Kind,
  { all, books }: Facts,
): Promise<unknown> {
  const price = lines.find(({ unit_price }) => unit_price)?.unit_price as Money | undefined;
  const agreed = price || isPurchase ? [] : await books(account, String(issued_on));
  const code = price?.currency ?? agreed[0]?.currency ?? DEFAULT_CURRENCY;
  return (await all('currencies')).find((currency) => currency.code === code)?.id ?? null;
}

/** The rate of its day, which then stays with the document. */
async function rateOf(draft: Draft, currency: { id: string; code: string }, { once }: Facts): Promise<Rate | null> {
  const { values, changed, old } = draft;
  if (old?.exchange_rate && !changed.has('currency') && !changed.has('issued_on'))
    return { rate: String(values.exchange_rate), on: String(values.rate_on), source: values.rate_source as string | null };
  const day = String(values.issued_on);
  const rate = await once(`rate/${currency.id}/${day}`, (system) => rateOn(system, currency, day));
  if (!rate)
    draft.refuse('currency', 'no_rate', `There is no exchange rate of ${currency.code} for this day yet: enter one under Currencies.`);
  else Object.assign(values, { exchange_rate: rate.rate, rate_on: rate.on, rate_source: rate.source });
  return rate;
}

function isOneCurrency(draft: Draft, lines: readonly Values[], code: string): boolean {
  const amounts: [string, unknown][] = [
    ...lines.map((line, i): [string, unknown] => [`lines.${i}.unit_price`, line.unit_price]),
    ['discount_amount', draft.values.discount_amount],
    ['charge', draft.values.charge],
  ];
  const others = amounts.filter(([, amount]) => amount && (amount as Money).currency !== code);
  for (const [field] of others) draft.refuse(field, 'mixed_currencies', `The document is in ${code}; write this amount in it too.`);
  return others.length === 0;
}

async function takeNumber(draft: Draft, kind: Kind, facts: Facts): Promise<void> {
  const { values } = draft;
  const series = values.series
    ? await facts.kept('number_series', values.series)
    : standardSeries(kind.series(values), await facts.all('number_series'));
  if (!series) return draft.refuse('series', 'required', 'There is no number series for it.');
  values.series ??= series.id;
  // Series with the same beginning count together, so that no number is there twice.
  draft.takeNumber('number', draft.entity, String(series.pattern), String(values.issued_on));
}

/** Where none is the standard one, the first by name. */
function standardSeries(kind: string, all: readonly Readonly<Values>[]): Readonly<Values> | undefined {
  const own = all.filter((series) => series.kind === kind && series.active).sort((a, b) => String(a.name).localeCompare(String(b.name)));
  return own.find(({ standard }) => standard) ?? own[0];
}
