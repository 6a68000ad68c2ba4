// Trade registers on loopback that answer as the real ones are documented to.

import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const english = (description: string) => [
  { languageCode: '1', description: 'suomeksi' },
  { languageCode: '3', description },
];
const finnish = (id: string, name: string, more: object = {}) => ({
  businessId: { value: id, registrationDate: '1996-05-02', source: '3' },
  names: [
    { name: 'Former Oy', type: '1', registrationDate: '1996-05-02', endDate: '2004-01-01', version: 2 },
    { name, type: '1', registrationDate: '2004-01-01', version: 1 },
    { name: 'Beside', type: '3', version: 1 },
  ],
  mainBusinessLine: { type: '26510', descriptions: english('Manufacture of instruments') },
  website: { url: 'www.havu.example', registrationDate: '2020-01-01' },
  companyForms: [{ type: '16', descriptions: english('Limited company'), version: 1 }],
  addresses: [
    { type: 2, street: 'PL 5', postCode: '20101', postOffices: [{ city: 'TURKU', languageCode: '1' }] },
    {
      ...{ type: 1, street: 'Satamakatu', buildingNumber: '12', entrance: 'A', apartmentNumber: '3', postCode: '20100' },
      postOffices: [
        { city: 'ÅBO', languageCode: '2' },
        { city: 'TURKU', languageCode: '1' },
      ],
    },
  ],
  tradeRegisterStatus: '1',
  status: '2',
  registrationDate: '1996-05-02',
  lastModified: '2026-01-01 00:00:00',
  ...more,
});
const norwegian = {
  organisasjonsnummer: '923609016',
  navn: 'HAVU NORGE AS',
  organisasjonsform: { kode: 'AS', beskrivelse: 'Aksjeselskap' },
  hjemmeside: 'www.havu.no',
  forretningsadresse: { land: 'Norge', landkode: 'NO', postnummer: '0150', poststed: 'OSLO', adresse: ['Kaia 1', '2. etasje'] },
  naeringskode1: { kode: '26.510', beskrivelse: 'Produksjon av måleinstrumenter' },
  antallAnsatte: 14,
  registrertIMvaregisteret: true,
  stiftelsesdato: '2011-03-01',
  konkurs: false,
  underAvvikling: false,
};
export const REGISTER_KEY = 'the shared secret';
/** Code of the report with the rating. */
export const REPORT = 'RATING';
const rated = { class: 'AA+', text: 'Good +' };

function answer(url: URL): [number, object] {
  const asked = Object.fromEntries(url.searchParams);
  if (url.pathname === '/prh/companies') {
    const all = [
      finnish('7654321-0', 'Havu Vanha Oy', { endDate: '2020-05-01', tradeRegisterStatus: '4' }),
      finnish('1234567-1', 'Havu Oy'),
    ];
    const companies = all.filter(({ businessId }) => (asked.businessId ? businessId.value === asked.businessId : asked.name === 'havu'));
    return [200, { totalResults: companies.length, companies }];
  }
  if (url.pathname === '/brreg/enheter')
    return [200, asked.navn === 'havu' ? { _embedded: { enheter: [norwegian] }, page: {} } : { page: { totalElements: 0 } }];
  if (url.pathname.startsWith('/brreg/enheter/')) return url.pathname.endsWith('923609016') ? [200, norwegian] : [404, {}];
  const { userid, enduser, timestamp = '', checksum } = asked;
  const right = createHash('sha512').update(`${userid}&${enduser}&${timestamp}&${REGISTER_KEY}&`).digest('hex').toUpperCase();
  if (checksum !== right || !/^\d{16}\+02\d{5}$/.test(timestamp))
    return [200, { companyResponse: { errorMessage: { errorCode: '4', errorText: 'Authentication failed' } } }];
  if (asked.target === REPORT) {
    const rating = { ratingAlfa: { class: rated.class, text: rated.text, date: '2026-03-01' } };
    const report = { businessId: asked.businessid, name: 'Havu Oy', classificationData: asked.businessid === '12345671' ? rating : {} };
    return [200, { companyResponse: { companyReport: report } }];
  }
  if (asked.target !== 'PAP1') return [200, { companyResponse: { errorMessage: { errorCode: '12', errorText: 'Unknown packet' } } }];
  const company = { businessId: '12345671', name: 'Havu Oy', address: { street: 'Satamakatu 12', zip: '20100', town: 'TURKU' } };
  return [200, { companyResponse: { companyList: { company: [company] } } }];
}

export interface Registers {
  /** Below it `prh`, `brreg` and `sat`. */
  readonly base: string;
  /** All of them fail. */
  away: boolean;
  /** How the companies are rated from now on. */
  rate(letters: string, text: string): void;
  stop(): void;
}

export async function startRegisters(): Promise<Registers> {
  const server = createServer((request, response) => {
    const [status, body] = registers.away ? [500, { message: 'Down for maintenance' }] : answer(new URL(request.url!, 'http://127.0.0.1'));
    response.writeHead(status, { 'Content-Type': 'application/json', Connection: 'close' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const registers: Registers = {
    base,
    away: false,
    rate: (letters, text) => void Object.assign(rated, { class: letters, text }),
    stop: () => void server.close(),
  };
  return registers;
}
