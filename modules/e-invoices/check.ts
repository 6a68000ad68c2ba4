// The business rules of EN 16931-1 that can be judged before an invoice leaves the house, each with what would be right.

import { Decimal } from 'decimal.js';
import { checkVat } from './check-vat.ts';
import type { FormatName } from './formats.ts';
import type { Allowance, Invoice, Line, Period } from './model.ts';
import { checkProfile } from './profiles.ts';
import type { Word } from './words.ts';

export interface InvoiceProblem {
  /** As the norm, or the specification on top of it, calls it */
  readonly rule: string;
  /** Path into the invoice: `lines.0.net` */
  readonly field: string;
  readonly message: Word;
  /** What would be right, where it can be known */
  readonly nearest?: string;
}

export type Tell = (rule: string, field: string, message: Word, nearest?: string) => void;

/** In the order of the invoice; empty when nothing speaks against sending it. */
export function checkInvoice(invoice: Invoice, format: FormatName): InvoiceProblem[] {
  const problems: InvoiceProblem[] = [];
  const tell: Tell = (rule, field, message, nearest) =>
    problems.push({ rule, field, message, ...(nearest === undefined ? {} : { nearest }) });
  checkPresence(invoice, tell);
  for (const [index, line] of invoice.lines.entries()) checkLine(line, `lines.${index}`, tell);
  checkAllowances(invoice, ['BR-33', 'BR-38'], '', tell);
  checkPayment(invoice, tell);
  checkTotals(invoice, tell);
  checkVat(invoice, tell);
  checkProfile(invoice, format, tell);
  return problems;
}

function checkPresence(invoice: Invoice, tell: Tell): void {
  const { seller, buyer, taxRepresentative } = invoice;
  const required: readonly [string, string, string | undefined][] = [
    ['BR-02', 'number', invoice.number],
    ['BR-03', 'issuedOn', invoice.issuedOn],
    ['BR-04', 'type', invoice.type],
    ['BR-05', 'currency', invoice.currency],
    ['BR-06', 'seller.name', seller.name],
    ['BR-07', 'buyer.name', buyer.name],
    ['BR-09', 'seller.address.country', seller.address?.country],
    ['BR-11', 'buyer.address.country', buyer.address?.country],
    ...(invoice.payee ? [['BR-17', 'payee.name', invoice.payee.name] as const] : []),
    ...(taxRepresentative
      ? ([
          ['BR-18', 'taxRepresentative.name', taxRepresentative.name],
          ['BR-20', 'taxRepresentative.address.country', taxRepresentative.address?.country],
          ['BR-56', 'taxRepresentative.vatId', taxRepresentative.vatId],
        ] as const)
      : []),
  ].map(([rule, field, value]) => [rule ?? '', field ?? '', value]);
  for (const [rule, field, value] of required) if (!value) tell(rule, field, 'is missing');
  if (invoice.lines.length === 0) tell('BR-16', 'lines', 'has no line');
  if (invoice.vatDate && invoice.vatDateCode) tell('BR-CO-03', 'vatDateCode', 'stands beside the date itself; one of them must go');
  if (seller.ids.length === 0 && !seller.registration && !seller.vatId) {
    tell('BR-CO-26', 'seller.registration', 'is missing: the seller needs an identifier, a registration or a VAT number');
  }
  for (const [field, party] of Object.entries({ seller, buyer, taxRepresentative })) {
    const vatId = party?.vatId;
    if (vatId && !/^[A-Z]{2}/.test(vatId)) {
      const country = party.address?.country;
      tell('BR-CO-09', `${field}.vatId`, 'does not begin with a country', country && `${country === 'GR' ? 'EL' : country}${vatId.trim()}`);
    }
  }
  for (const [rule, field, party] of [['BR-62', 'seller', seller] as const, ['BR-63', 'buyer', buyer] as const]) {
    if (party.endpoint && !party.endpoint.scheme)
      tell(rule, `${field}.endpoint.scheme`, 'is missing: an electronic address needs its scheme');
  }
  checkPeriod('BR-29', invoice.period, 'period', tell);
}

function checkLine(line: Line, at: string, tell: Tell): void {
  const required: readonly [string, string, string | undefined][] = [
    ['BR-21', 'id', line.id],
    ['BR-22', 'quantity', line.quantity],
    ['BR-23', 'unit', line.unit],
    ['BR-24', 'net', line.net],
    ['BR-25', 'item.name', line.item.name],
    ['BR-26', 'price.net', line.price.net],
    ['BR-CO-04', 'vat.category', line.vat?.category],
  ];
  for (const [rule, field, value] of required) if (!value) tell(rule, `${at}.${field}`, 'is missing');
  for (const [rule, key] of [['BR-27', 'net'] as const, ['BR-28', 'gross'] as const]) {
    if (line.price[key]?.startsWith('-'))
      tell(rule, `${at}.price.${key}`, 'is negative; turn the quantity instead', line.price[key].slice(1));
  }
  checkPeriod('BR-30', line.period, `${at}.period`, tell);
  checkAllowances(line, ['BR-42', 'BR-44'], `${at}.`, tell);
}

function checkPeriod(rule: string, period: Period | undefined, at: string, tell: Tell): void {
  if (period?.start && period.end && period.end < period.start) tell(rule, `${at}.end`, 'is before the beginning', period.start);
}

function checkAllowances(
  owner: { readonly allowances: readonly Allowance[]; readonly charges: readonly Allowance[] },
  [ofAllowance, ofCharge]: readonly [string, string],
  at: string,
  tell: Tell,
): void {
  for (const [key, rule] of [['allowances', ofAllowance] as const, ['charges', ofCharge] as const]) {
    for (const [index, { reason, reasonCode }] of owner[key].entries()) {
      if (!reason && !reasonCode) tell(rule, `${at}${key}.${index}.reason`, 'is missing');
    }
  }
}

const CREDIT_TRANSFERS: ReadonlySet<string> = new Set(['30', '58']);

function checkPayment({ payment, totals, dueOn, paymentTerms }: Invoice, tell: Tell): void {
  if (payment && !payment.means) tell('BR-49', 'payment.means', 'is missing', '30');
  if (payment && CREDIT_TRANSFERS.has(payment.means) && payment.accounts.length === 0) {
    tell('BR-61', 'payment.accounts', 'is missing: a credit transfer needs an account');
  }
  if (Number(totals.due) > 0 && !dueOn && !paymentTerms)
    tell('BR-CO-25', 'dueOn', 'is missing: something is to be paid, but not until when');
}

function checkTotals(invoice: Invoice, tell: Tell): void {
  const { totals, lines, allowances, charges, vat } = invoice;
  const expect = (rule: string, key: keyof typeof totals, right: Decimal): void => {
    const given = new Decimal(totals[key] ?? 0);
    // That it has too many decimals is told below.
    const places = Math.max(2, given.decimalPlaces());
    if (!given.equals(right.toDecimalPlaces(places, Decimal.ROUND_HALF_UP)))
      tell(rule, `totals.${key}`, 'is not what its parts make', right.toFixed(2));
  };
  expect('BR-CO-10', 'lines', sum(lines.map(({ net }) => net)));
  expect('BR-CO-11', 'allowances', sum(allowances.map(({ amount }) => amount)));
  expect('BR-CO-12', 'charges', sum(charges.map(({ amount }) => amount)));
  expect('BR-CO-13', 'withoutVat', sum([totals.lines, totals.charges]).minus(totals.allowances ?? 0));
  expect('BR-CO-14', 'vat', sum(vat.map(({ tax }) => tax)));
  expect('BR-CO-15', 'withVat', sum([totals.withoutVat, totals.vat]));
  expect('BR-CO-16', 'due', sum([totals.withVat, totals.rounding]).minus(totals.paid ?? 0));
  if (invoice.vatCurrency && !totals.vatInAccounting)
    tell('BR-53', 'totals.vatInAccounting', 'is missing: the currency of the accounts differs');
  for (const [key, amount] of Object.entries(totals) as [string, string | undefined][]) {
    if (amount && new Decimal(amount).decimalPlaces() > 2) {
      tell('BR-DEC', `totals.${key}`, 'has more than two decimals', new Decimal(amount).toFixed(2, Decimal.ROUND_HALF_UP));
    }
  }
}

export function sum(amounts: readonly (string | undefined)[]): Decimal {
  return amounts.reduce<Decimal>((all, amount) => all.plus(amount ?? 0), new Decimal(0));
}
