// A search in all registers at once: what they say becomes values of an account, beside the account that has the number already.

import { type Context, granted, invalid, notGranted, type Values } from '../../engine/index.ts';
import { latestRatings } from './credit-rating.ts';
import { type Company, RegisterFailure } from './port.ts';
import { accountAt } from './register.ts';

interface Found {
  /** Name of the register. */
  readonly register: string;
  readonly company: Company;
}

/** Values of the account's own are left alone where the register says nothing. */
const FIELDS = [
  ...['name', 'business_id', 'vat_number', 'billing_address', 'postal_code', 'city', 'country'],
  ...['website', 'phone', 'email', 'employees', 'year_established'],
] as const;
const LEAST = 3;

export async function findCompanies(context: Context, input: Readonly<Record<string, unknown>>): Promise<Values> {
  const { rights } = context.actor;
  if (!rights.root && !rights.rules.has('accounts.create')) throw notGranted('Registers are searched by whoever may create accounts.');
  const text = String(input.text ?? '').trim();
  if (text.length < LEAST || text.length > 120)
    throw invalid([{ field: 'text', code: 'length', message: 'Enter at least three characters of a name, or a number.' }]);
  const { found, failed } = await ask(context, text);
  const accounts = await accountsWith(context, found);
  const ratings = await latestRatings(context, accounts);
  const companies = found.map(({ register, company }) => {
    const values = valuesOf(company);
    const account = accounts.find((one) => isSame(one, company)) ?? null;
    const { id, name, about, ended } = company;
    const rating = account ? (ratings.get(String(account.id)) ?? null) : null;
    return { register, id, name, about, ended, values, account, rating, differences: account ? differences(account, values) : [] };
  });
  return { companies, failed, rates: granted(rights, rights.schema.entities['accounts']!, 'fetch_credit_rating') };
}

interface Asked {
  readonly found: readonly Found[];
  readonly failed: readonly { readonly register: string; readonly message: string }[];
}

/** All at the same time; one that does not answer takes nothing from the others. */
async function ask(context: Context, text: string): Promise<Asked> {
  // Elevated: whoever searches need not be allowed to see the keys.
  const system = context.system('searches companies in registers');
  const { records } = await system.records.list('trade_registers', { filter: 'active', sort: 'name', limit: 20 });
  const answers = await Promise.all(records.map((register) => askOne(system, register, text)));
  const found = answers.flatMap((answer) => answer.found);
  return {
    found: found.sort((a, b) => Number(a.company.ended) - Number(b.company.ended)),
    failed: answers.flatMap(({ failed }) => failed),
  };
}

async function askOne(system: Context, record: Values, text: string): Promise<Asked> {
  const register = String(record.name);
  try {
    const port = system.ports.registers?.[String(record.kind)];
    if (!port) throw new RegisterFailure('This instance has no connector for it.');
    const companies = await port.find(await accountAt(system, record), text);
    return { found: companies.map((company) => ({ register, company })), failed: [] };
  } catch (error) {
    if (!(error instanceof RegisterFailure)) throw error;
    return { found: [], failed: [{ register, message: error.message }] };
  }
}

function valuesOf({ id, vatNumber, street, postalCode, founded, name, city, country, website, phone, email, employees }: Company): Values {
  const values: Record<(typeof FIELDS)[number], unknown> = {
    ...{ name, business_id: id, vat_number: vatNumber, billing_address: street, postal_code: postalCode, city, country },
    ...{ website, phone, email, employees, year_established: founded },
  };
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

/** Only those that the searcher sees; one question for all of them. */
async function accountsWith({ records, actor }: Context, found: readonly Found[]): Promise<readonly Values[]> {
  const fields = FIELDS.filter((name) => Object.hasOwn(actor.rights.schema.entities.accounts?.fields ?? {}, name));
  const ids = found.flatMap(({ company: { id } }) => [id, plain(id)]);
  const vats = found.flatMap(({ company: { vatNumber } }) =>
    vatNumber ? [vatNumber, `${vatNumber.slice(0, 2)} ${vatNumber.slice(2)}`] : [],
  );
  const listed = (texts: readonly string[]) => [...new Set(texts)].map((text) => JSON.stringify(text)).join(', ');
  const parts = [
    ...(ids.length > 0 && fields.includes('business_id') ? [`business_id in (${listed(ids)})`] : []),
    ...(vats.length > 0 && fields.includes('vat_number') ? [`vat_number in (${listed(vats)})`] : []),
  ];
  if (parts.length === 0) return [];
  return (
    await records.list('accounts', { fields: ['id', 'version', ...fields], filter: parts.join(' or '), sort: 'created_at', limit: 100 })
  ).records;
}

function isSame({ business_id, vat_number }: Values, { id, vatNumber }: Company): boolean {
  return plain(business_id) === plain(id) || (vatNumber !== undefined && plain(vat_number) === plain(vatNumber));
}

function plain(number: unknown): string {
  return String(number ?? '')
    .replace(/[\s.-]/g, '')
    .toUpperCase();
}

/** Field by field, what the register has other than the account. */
function differences(account: Values, values: Values): { field: string; here: unknown; there: unknown }[] {
  return Object.entries(values).flatMap(([field, there]) => {
    const here = account[field] ?? null;
    return field in account && String(here ?? '') !== String(there) ? [{ field, here, there }] : [];
  });
}
