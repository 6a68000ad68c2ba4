// Finnish companies as Suomen Asiakastieto knows them, for those who have a contract: interface "company5", version 5.01
// (developerportal.enento.com). Each request is proven by a checksum over user, time and key.

import { createHash } from 'node:crypto';
import { type Company, type Rating, type RegisterAccount, RegisterFailure, type RegisterPort } from '../../modules/trade-registers/port.ts';
import { at, type Json, textAt } from '../http/gateway.ts';
import { askRegister, filled, titled, websiteOf } from '../http/register.ts';

const ADDRESS = 'https://www.asiakastieto.fi/services/company5/REST';
const MOST = 20;
/** For their log of who asks. */
const END_USER = 'kontor';

export const asiakastieto: RegisterPort = {
  async find(account, text) {
    const number = numberIn(text);
    const wanted: Wanted = number ? { businessid: number } : { name: text };
    return companiesIn(await ask(account, { ...wanted, target: 'PAP1' })).slice(0, MOST);
  },
  async rating(account, id) {
    const number = numberIn(id);
    return number ? ratingIn(await ask(account, { businessid: number, target: account.report })) : null;
  },
};

type Wanted = Readonly<Record<string, string>>;

/** Of Finnish ones alone. */
function numberIn(text: string): string | null {
  const number = text.replace(/^FI/i, '').replace(/[\s-]/g, '');
  return /^\d{8}$/.test(number) ? number : null;
}

async function ask(account: RegisterAccount, wanted: Wanted): Promise<Json | null> {
  const answer = await askRegister(addressOf(account, wanted), errorIn);
  const error = errorIn(answer ?? {});
  if (error) throw new RegisterFailure(String(error));
  return answer;
}

function addressOf({ address, user, password, key }: RegisterAccount, wanted: Wanted): URL {
  const timestamp = timestampOf(new Date());
  const checksum = createHash('sha512').update(`${user}&${END_USER}&${timestamp}&${key}&`).digest('hex').toUpperCase();
  const url = new URL(address || ADDRESS);
  const asked = { version: '5.01', reqmsg: 'COMPANY', qtype: '01', request: 'N', segment: 'A', format: 'json', lang: 'EN' };
  const proof = { userid: user, passwd: password, enduser: END_USER, timestamp, checksum };
  for (const [name, value] of Object.entries({ ...asked, ...wanted, ...proof })) url.searchParams.set(name, value);
  return url;
}

/** `YYYYMMDDhhmmssXX+0200000` in Finnish normal time, whatever the season. */
function timestampOf(now: Date): string {
  const there = new Date(now.getTime() + 2 * 3_600_000).toISOString();
  return `${there.replace(/\D/g, '').slice(0, 16)}+0200000`;
}

function errorIn(answer: Json): unknown {
  const error = at(answer, 'companyResponse.errorMessage');
  return typeof error === 'object' && error !== null ? textAt(error, 'errorText') || textAt(error, 'errorCode') : error;
}

/** Which packet a contract has decides how deep companies lie; each has a number and a name. */
function companiesIn(value: unknown): Company[] {
  if (Array.isArray(value)) return value.flatMap(companiesIn);
  if (typeof value !== 'object' || value === null) return [];
  const row = value as Json;
  const [id, name] = [textAt(row, 'businessId'), textAt(row, 'name') || textAt(row, 'companyName')];
  return id && name ? [companyOf(row, id, name)] : Object.values(row).flatMap(companiesIn);
}

/** What the classes of Rating Alfa mean, where the answer has the letters alone. */
const MEANINGS: Readonly<Record<string, string>> = {
  ...{ AAA: 'Excellent', 'AA+': 'Good +', AA: 'Good', 'A+': 'Satisfactory +', A: 'Satisfactory', B: 'Passable', C: 'Weak' },
};

/** Which packet a contract has decides how deep it lies. */
function ratingIn(value: unknown): Rating | null {
  if (typeof value !== 'object' || value === null) return null;
  const row = value as Json;
  const [said] = Object.entries(row).flatMap(([name, inner]) => (/^rating(Alfa)?$/i.test(name) ? [inner] : []));
  const own =
    typeof said === 'object' && said !== null ? (said as Json) : { class: said, text: row['ratingText'], date: row['ratingDate'] };
  const rating = textAt(own, 'class') || textAt(own, 'ratingClass') || textAt(own, 'code');
  if (!rating) return Object.values(row).reduce<Rating | null>((found, inner) => found ?? ratingIn(inner), null);
  const day = textAt(own, 'date').slice(0, 10);
  return filled({
    rating,
    meaning: textAt(own, 'text') || (MEANINGS[rating] ?? ''),
    ratedOn: /^\d{4}-\d{2}-\d{2}$/.test(day) ? day : '',
  });
}

function companyOf(row: Json, id: string, name: string): Company {
  const digits = id.replace(/\D/g, '');
  const address = (row['address'] ?? row['postalAddress'] ?? row) as Json;
  return filled({
    id: `${digits.slice(0, 7)}-${digits.slice(7)}`,
    name,
    vatNumber: `FI${digits}`,
    street: textAt(address, 'street') || textAt(address, 'streetAddress'),
    postalCode: textAt(address, 'zip') || textAt(address, 'postCode'),
    city: titled(textAt(address, 'town') || textAt(address, 'city')),
    country: 'Finland',
    website: websiteOf(textAt(row, 'www')),
    phone: textAt(row, 'phone') || textAt(row, 'telephone'),
    about: [textAt(row, 'companyForm')].filter(Boolean),
    ended: false,
  });
}
