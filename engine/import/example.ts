// A value that somebody might have written into a field, for the example row of a sample file.

import { type Field, fieldTypes, type NameKind } from '../../schema/index.ts';

/** By field name: what reads the same in every language. */
const NAMED: Readonly<Record<string, string>> = {
  first_name: 'Anna',
  last_name: 'Virtanen',
  company: 'Nordwind Oy',
  login: 'anna.virtanen',
  nickname: 'Anna',
  address: 'Bulevardi 12',
  street: 'Bulevardi 12',
  billing_address: 'Bulevardi 12',
  shipping_address: 'Bulevardi 12',
  postal_code: '00120',
  city: 'Helsinki',
  birthday: '1985-05-17',
  mobile: '+358 40 123 4567',
  iban: 'FI21 1234 5600 0007 85',
};

const DAY = 86_400_000;

/** What such a text names. Which nouns there are is for the field's own example to say. */
const KNOWN: Readonly<Partial<Record<NameKind, string>>> = { currencies: 'EUR', time_zone: 'Europe/Helsinki' };

/** Names of dates that come after others of the same record. */
const LATER = /^(end|due|until|valid_until|clos|expected|expires|delivery)|_until$|_to$/;

/** By the field's own example, its name or its type; null where nothing is believable without knowing what it is for. */
export function exampleValue(field: Field, fallback: string): unknown {
  if (field.example !== undefined) return field.example;
  const isNeeded = field.required || field.requiredIf !== null;
  const named = NAMED[field.name];
  if (field.visibleIf !== null && !isNeeded && named === undefined) return null;
  const value = named ?? BY_TYPE[field.type]?.(field) ?? (isNeeded ? fallback : null);
  const checked = fieldTypes[field.type]?.check(value, field);
  return checked?.ok ? checked.value : null;
}

const BY_TYPE: Readonly<Record<string, (field: Field) => unknown>> = {
  text: ({ unique, names }) => (names ? KNOWN[names] : unique ? 'A-1001' : null),
  email: () => 'anna.virtanen@example.com',
  phone: () => '+358 9 4245 0120',
  url: () => 'https://www.example.com',
  // Without thousands apart: a year.
  integer: (field) => Number(within(field, field.grouping ? '12' : '2010')),
  decimal: (field) => within(field, '12'),
  percent: (field) => within(field, '10'),
  money: (field) => ({ amount: within(field, '1250') }),
  checkbox: ({ default: preset }) => preset?.kind === 'boolean' && preset.value,
  date: ({ name }) => day(name),
  datetime: ({ name }) => `${day(name)}T09:00:00.000Z`,
  time: ({ name }) => (LATER.test(name) ? '17:00' : '09:00'),
  picklist: firstOption,
  radio: firstOption,
  state: firstOption,
  multi_picklist: (field) => [firstOption(field)],
};

function firstOption({ options }: Field): string | undefined {
  return options.find(({ active }) => active !== false)?.value;
}

function within({ min, max }: Field, usual: string): string {
  if (min !== null && Number(usual) < Number(min)) return min;
  return max !== null && Number(usual) > Number(max) ? max : usual;
}

function day(name: string): string {
  return new Date(Date.now() + (LATER.test(name) ? 30 : 0) * DAY).toISOString().slice(0, 10);
}
