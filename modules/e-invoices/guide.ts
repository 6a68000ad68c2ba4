// What is wrong with an invoice or its way, in the words of whoever must put it right: where it stands, and what to do (row CS-122).

import type { Problem } from '../../schema/index.ts';
import type { InvoiceProblem } from './check.ts';
import type { Say, Word } from './words.ts';

interface Place {
  /** Path into the invoice, or its beginning. */
  readonly field: RegExp;
  readonly where: Word;
  readonly todo: Word;
}

const PLACES: readonly Place[] = [
  {
    field: /^seller\.endpoint/,
    where: 'Own company, e-invoice address',
    todo: 'Open your own company among the accounts and enter address and scheme under "E-invoices".',
  },
  {
    field: /^seller\.operator/,
    where: 'Own company, operator',
    todo: 'Open your own company among the accounts and enter the code of your operator under "E-invoices".',
  },
  {
    field: /^seller\.(vatId|taxId|registration)/,
    where: 'Own company, VAT number',
    todo: 'Open your own company among the accounts and enter VAT number and business ID.',
  },
  {
    field: /^seller\.contact/,
    where: 'Own company, contact',
    todo: 'Open your own company among the accounts and enter its phone and e-mail address.',
  },
  {
    field: /^seller/,
    where: 'Own company, address',
    todo: 'Open your own company among the accounts and complete its name and address; the country by its name or code.',
  },
  { field: /^payment/, where: 'Own company, bank accounts', todo: 'Open your own company among the accounts and enter its bank accounts.' },
  {
    field: /^buyer\.endpoint/,
    where: 'Customer, e-invoice address',
    todo: 'Open the customer and enter address and scheme under "E-invoices".',
  },
  {
    field: /^buyer\.operator/,
    where: 'Customer, operator',
    todo: 'Open the customer and enter the code of his operator under "E-invoices".',
  },
  { field: /^buyer\.(vatId|registration)/, where: 'Customer, VAT number', todo: 'Enter it at the customer, and issue the invoice anew.' },
  {
    field: /^buyerReference/,
    where: 'Customer, buyer reference',
    todo: 'Open the customer and enter it under "E-invoices", in Germany the Leitweg-ID.',
  },
  {
    field: /^buyer/,
    where: 'Customer, address',
    todo: 'Open the customer and complete name and address; the country by its name or code.',
  },
  { field: /^delivery\.date/, where: 'Invoice, delivery date', todo: 'Enter it on the invoice.' },
  { field: /^delivery/, where: 'Customer, country', todo: 'Open the customer and enter the country that it went to.' },
  { field: /^dueOn/, where: 'Invoice, due date', todo: 'Enter it on the invoice.' },
  {
    field: /^vat\.\d+\.exemption/,
    where: 'Tax class',
    todo: 'Say in the tax class why there is no tax, credit the invoice and issue it anew.',
  },
  {
    field: /^number/,
    where: 'Invoice, number',
    todo: 'Choose a shorter pattern for the number series, credit the invoice and issue it anew.',
  },
];

const ANEW: Word = 'It is issued and stays as it is: credit it, correct the copy and issue that.';

/** One a place, as a refusal tells it. */
export function explained(problems: readonly InvoiceProblem[], say: Say): Problem[] {
  return problems.map(({ rule, field, message, nearest }) => {
    const line = /^lines\.(\d+)/.exec(field)?.[1];
    const place = PLACES.find((one) => one.field.test(field));
    const where = place ? say(place.where) : line === undefined ? say('Invoice') : `${say('Line')} ${Number(line) + 1}`;
    const right = nearest === undefined ? '' : ` (${say('right would be')} ${nearest})`;
    const what = place || line === undefined ? say(message) : `${field.split('.').slice(2).join(' ')} ${say(message)}`;
    return { field, code: rule, message: `${where}: ${what}${right}. ${say(place?.todo ?? ANEW)} [${rule}]` };
  });
}

/** What to do about a failure on the way; each is an option of a field, so that everybody reads it in his language. */
export const remedies = [
  { value: 'check_address', label: 'Check the e-invoice address and operator of the customer, then send it again.' },
  { value: 'correct', label: 'Correct what the text names, then send it again.' },
  { value: 'ask_customer', label: 'Ask the customer what is wrong, correct it, then send it again.' },
  { value: 'renew_key', label: 'Enter address and key of the operator anew at the own billing company, then send it again.' },
  { value: 'try_later', label: 'The operator cannot be reached: send it again later.' },
  { value: 'ask_operator', label: 'Ask the operator, who knows the code, then send it again.' },
] as const;

const REMEDY: Readonly<Record<string, (typeof remedies)[number]['value']>> = {
  unknown_recipient: 'check_address',
  invalid_document: 'correct',
  rejected: 'ask_customer',
  not_allowed: 'renew_key',
  unreachable: 'try_later',
};

export function remedyFor(code: string): string {
  return REMEDY[code] ?? 'ask_operator';
}
