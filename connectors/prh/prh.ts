// Finnish companies: open data of the Business Information System, version 3 (avoindata.prh.fi/opendata-ytj-api/v3). It asks for no key.

import type { Company, RegisterPort } from '../../modules/trade-registers/port.ts';
import { type Json, textAt } from '../http/gateway.ts';
import { askRegister, filled, rowsIn, titled, websiteOf, yearOf } from '../http/register.ts';

const ADDRESS = 'https://avoindata.prh.fi/opendata-ytj-api/v3';
const MOST = 20;
/** Codes of languages: Finnish, Swedish, English. */
const FINNISH = '1';
const ENGLISH = '3';
/** Of names: the one that is registered. Of addresses: where one visits, where letters go. */
const REGISTERED = '1';
const VISITING = '1';
/** Of the trade register. */
const CEASED = '4';

export const prh: RegisterPort = {
  async find({ address }, text) {
    const url = new URL(`${address || ADDRESS}/companies`);
    const number = businessIdIn(text);
    url.searchParams.set(number ? 'businessId' : 'name', number ?? text);
    const answer = await askRegister(url, ({ message }) => message);
    return rowsIn(answer?.['companies']).slice(0, MOST).map(companyOf);
  },
};

/** `0112038-9`, however it was typed, also as a VAT number. */
function businessIdIn(text: string): string | null {
  const digits = text.replace(/^FI/i, '').replace(/[\s-]/g, '');
  return /^\d{8}$/.test(digits) ? `${digits.slice(0, 7)}-${digits.slice(7)}` : null;
}

function companyOf(company: Json): Company {
  const id = textAt(company, 'businessId.value');
  const addresses = rowsIn(company['addresses']);
  const address = addresses.find(({ type }) => String(type) === VISITING) ?? addresses[0] ?? {};
  return filled({
    id,
    name: textAt(current(rowsIn(company['names']).filter(({ type }) => String(type) === REGISTERED)), 'name'),
    vatNumber: id && `FI${id.replace('-', '')}`,
    street: streetOf(address),
    postalCode: textAt(address, 'postCode'),
    city: titled(inLanguage(address['postOffices'], 'city', FINNISH)),
    country: 'Finland',
    website: websiteOf(textAt(company, 'website.url')),
    ...yearOf(textAt(company, 'registrationDate')),
    about: [
      inLanguage(current(rowsIn(company['companyForms']))?.['descriptions'], 'description', ENGLISH),
      inLanguage((company['mainBusinessLine'] as Json | undefined)?.['descriptions'], 'description', ENGLISH),
    ].filter(Boolean),
    ended: textAt(company, 'endDate') !== '' || textAt(company, 'tradeRegisterStatus') === CEASED,
  });
}

/** Former names and forms have an end. */
function current(rows: readonly Json[]): Json | undefined {
  return rows.find(({ endDate }) => !endDate) ?? rows[0];
}

function inLanguage(rows: unknown, name: string, language: string): string {
  const found = rowsIn(rows);
  return textAt(found.find(({ languageCode }) => String(languageCode) === language) ?? found[0], name);
}

function streetOf(address: Json): string {
  const box = textAt(address, 'postOfficeBox');
  const parts = ['street', 'buildingNumber', 'entrance', 'apartmentNumber'].map((name) => textAt(address, name));
  return parts[0] ? parts.filter(Boolean).join(' ') : box ? `PL ${box}` : textAt(address, 'freeAddressLine');
}
