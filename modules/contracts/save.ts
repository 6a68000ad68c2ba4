// What follows when a contract is written: its template fills what is empty, lines make the value, details are what they are to be.

import { Decimal } from 'decimal.js';
import { type Context, type Draft, invalid, type Values } from '../../engine/index.ts';
import { idOf, type Money, rowsOf } from '../../schema/index.ts';
import { lastDay } from './term.ts';

export async function complete(draft: Draft, context: Context): Promise<void> {
  if (draft.verb === 'delete') return;
  const { values } = draft;
  // A new end is reminded of anew.
  if (draft.old && draft.changed.has('ends_on')) values.reminded_on = null;
  if (values.template && draft.changed.has('template')) await applyTemplate(draft, context);
  if (draft.changed.has('lines')) values.value = sumOfLines(draft) ?? values.value;
  if (draft.changed.has('details') || draft.changed.has('template')) checkDetails(draft);
}

/** @throws Refusal 422 naming what is empty. */
export function lacking({ details }: Values): void {
  const empty = rowsOf(details).flatMap(({ required, value, label }, i) =>
    required && !value
      ? [{ field: `details.${i}.value`, code: 'to_fill_in', message: `“${label}” is to be filled in before the contract is signed.` }]
      : [],
  );
  if (empty.length > 0) throw invalid(empty);
}

async function applyTemplate(draft: Draft, context: Context): Promise<void> {
  const { values } = draft;
  // Elevated: whoever writes contracts need not be allowed to see how templates are kept.
  const { records } = context.system('makes a contract from its template');
  const template = await records.get('contract_templates', idOf(values.template)!);
  const corporate = await isCorporate(values, context);
  if (template.corporate && !corporate) draft.refuse('template', 'not_corporate', 'This template is for corporate clients.');
  const ends_on = lastDay(values.starts_on as string | null, template.months as number | null);
  const given: Values = { subject: template.subject, type: template.type, content: template.content, ends_on };
  for (const [name, value] of Object.entries(given)) values[name] ??= value;
  // A field's own default is nobody's wish yet.
  if (draft.verb === 'create' && template.reminder_days !== null) values.reminder_days = template.reminder_days;
  const filled = new Map(rowsOf(values.details).map((row) => [row.label, row]));
  const own = rowsOf(template.fields).filter((field) => corporate || !field.corporate);
  values.details = own.map(({ label, kind, required }) => ({ ...filled.get(label), label, kind, required }));
}

/** A company, or a contact that is one (row NV-15). */
async function isCorporate({ account, contact }: Values, context: Context): Promise<boolean> {
  if (account || !contact) return Boolean(account);
  const { records } = context.system('sees whether a client is a company');
  return (await records.get('contacts', idOf(contact)!, ['kind'])).kind === 'company';
}

function sumOfLines(draft: Draft): Money | null {
  const amounts = rowsOf(draft.values.lines).flatMap(({ quantity, unit_price }) => {
    const price = unit_price as Money | null;
    return price ? [{ currency: price.currency, amount: new Decimal(price.amount).times(String(quantity ?? 1)) }] : [];
  });
  const [first] = amounts;
  if (!first) return null;
  if (amounts.some(({ currency }) => currency !== first.currency))
    draft.refuse('lines', 'mixed_currencies', 'All lines are in one currency.');
  return { currency: first.currency, amount: Decimal.sum(...amounts.map(({ amount }) => amount.toDecimalPlaces(2))).toFixed(2) };
}

const FITS: Readonly<Record<string, RegExp>> = { number: /^-?\d+([.,]\d+)?$/, date: /^\d{4}-\d{2}-\d{2}$/, yes_no: /^(yes|no)$/i };

function checkDetails(draft: Draft): void {
  for (const [i, { kind, value, label }] of rowsOf(draft.values.details).entries()) {
    const fits = FITS[String(kind)];
    if (value && fits && !fits.test(String(value))) draft.refuse(`details.${i}.value`, 'type', `“${label}” is ${WANTED[String(kind)]}.`);
  }
}

const WANTED: Readonly<Record<string, string>> = { number: 'a number', date: 'a date, like 2026-03-31', yes_no: 'yes or no' };
