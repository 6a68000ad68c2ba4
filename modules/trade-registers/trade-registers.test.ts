// Registers on loopback that answer as the real ones are documented to.

import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, expect, it } from 'vitest';
import { asiakastieto } from '../../connectors/asiakastieto/asiakastieto.ts';
import { brreg } from '../../connectors/brreg/brreg.ts';
import { prh } from '../../connectors/prh/prh.ts';
import type { Values } from '../../engine/index.ts';
import { house } from '../../tests/scenarios.ts';
import { findCompanies } from './find.ts';
import { ensureRegisters } from './register.ts';

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
const key = 'the shared secret';
let away = false;

function answer(url: URL): [number, object] {
  const asked = Object.fromEntries(url.searchParams);
  if (away) return [500, { message: 'Down for maintenance' }];
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
  const right = createHash('sha512').update(`${userid}&${enduser}&${timestamp}&${key}&`).digest('hex').toUpperCase();
  if (checksum !== right || !/^\d{16}\+02\d{5}$/.test(timestamp))
    return [200, { companyResponse: { errorMessage: { errorCode: '4', errorText: 'Authentication failed' } } }];
  const company = { businessId: '12345671', name: 'Havu Oy', address: { street: 'Satamakatu 12', zip: '20100', town: 'TURKU' } };
  return [200, { companyResponse: { companyList: { company: [company] } } }];
}

const server = createServer((request, response) => {
  const [status, body] = answer(new URL(request.url!, 'http://127.0.0.1'));
  response.writeHead(status, { 'Content-Type': 'application/json', Connection: 'close' }).end(JSON.stringify(body));
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
afterAll(() => void server.close());
const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

const at = await house(
  {
    havu: ['accounts', { name: 'Havu', business_id: '12345671', city: 'Turku', phone: '+358401234567', owner: '$agent' }],
    norge: ['accounts', { name: 'Havu Norge AS', vat_number: 'NO 923609016MVA', owner: '$agent' }],
  },
  undefined,
  { registers: { prh, brreg, asiakastieto } },
);
const { records } = at.system;
const registers = (await records.list('trade_registers', { fields: ['id', 'kind', 'active'], sort: 'kind' })).records;
for (const { id, kind } of registers) await records.update('trade_registers', String(id), { address: `${base}/${kind}` });

type Company = { register: string; id: string; ended: boolean; values: Values; account: Values | null; differences: Values[] };
async function find(who: string, text: string): Promise<{ companies: Company[]; failed: Values[] }> {
  return (await findCompanies(await at.person(who), { text })) as never;
}

it('searches all registers by name; what has ended comes last [CS-091]', async () => {
  expect(registers).toMatchObject([
    { kind: 'brreg', active: true },
    { kind: 'prh', active: true },
  ]);
  const { companies, failed } = await find('agent', 'havu');
  expect(failed).toEqual([]);
  expect(companies.map(({ id, ended }) => [id, ended]).sort((a, b) => Number(a[1]) - Number(b[1]))).toEqual(
    companies.map(({ id, ended }) => [id, ended]),
  );
  expect(companies.find(({ id }) => id === '1234567-1')).toMatchObject({
    register: 'YTJ',
    name: 'Havu Oy',
    about: ['Limited company', 'Manufacture of instruments'],
    values: {
      ...{
        name: 'Havu Oy',
        business_id: '1234567-1',
        vat_number: 'FI12345671',
        billing_address: 'Satamakatu 12 A 3',
        postal_code: '20100',
      },
      ...{ city: 'Turku', country: 'Finland', website: 'https://www.havu.example', year_established: 1996 },
    },
  });
  expect(companies.at(-1)).toMatchObject({ ended: true });
});

it.each([
  ['1234567-1', '1234567-1'],
  ['FI12345671', '1234567-1'],
  ['923 609 016', '923609016'],
])('finds %s by its number [CS-091]', async (text, id) => {
  expect((await find('agent', text)).companies).toContainEqual(expect.objectContaining({ id }));
});

it('names the account that has the number, and what differs field by field, for who sees it [CS-091]', async () => {
  const { companies } = await find('agent', 'havu');
  const [finland, norway] = ['1234567-1', '923609016'].map((id) => companies.find((one) => one.id === id)!);
  expect(finland!.account).toMatchObject({ id: at.ids.havu });
  expect(finland!.differences).toContainEqual({ field: 'name', here: 'Havu', there: 'Havu Oy' });
  expect(finland!.differences.map(({ field }) => field)).not.toContain('city');
  expect(finland!.differences.map(({ field }) => field)).not.toContain('phone');
  expect(norway!.account).toMatchObject({ id: at.ids.norge });
  expect(norway!.values).toMatchObject({ vat_number: 'NO923609016MVA', billing_address: 'Kaia 1\n2. etasje', city: 'Oslo', employees: 14 });
  const agent = await at.person('agent');
  const written = Object.fromEntries(finland!.differences.map(({ field, there }) => [String(field), there]));
  await agent.records.update('accounts', at.ids.havu!, written);
  expect((await find('agent', '1234567-1')).companies[0]).toMatchObject({ account: { name: 'Havu Oy' }, differences: [] });
  expect((await find('stranger', '1234567-1')).companies[0]).toMatchObject({ account: null, differences: [] });
});

it('asks a register with a contract by its keys, and tells what it says while the others answer [CS-091]', async () => {
  const root = await at.person('root');
  const bare = { name: 'Asiakastieto', kind: 'asiakastieto', active: true, address: `${base}/sat` };
  await expect(root.records.create('trade_registers', bare)).rejects.toMatchObject({
    problems: ['user', 'password', 'key'].map((field) => expect.objectContaining({ field, code: 'required' })),
  });
  const { id } = await root.records.create('trade_registers', { ...bare, user: 'kontoruser12', password: 'secret', key: 'not it' });
  const wrong = await find('agent', 'havu');
  expect(wrong.failed).toEqual([{ register: 'Asiakastieto', message: 'Authentication failed' }]);
  expect(wrong.companies).toHaveLength(3);
  await root.records.update('trade_registers', String(id), { key });
  const right = await find('agent', 'havu');
  expect(right.companies.find(({ register }) => register === 'Asiakastieto')).toMatchObject({
    id: '1234567-1',
    values: { city: 'Turku', postal_code: '20100', vat_number: 'FI12345671' },
    account: { id: at.ids.havu },
  });
  away = true;
  const none = await find('agent', 'havu');
  expect([none.companies, none.failed.map(({ message }) => message).sort()[0]]).toEqual([[], '500: Down for maintenance']);
  away = false;
});

it('is for whoever may create accounts, and for words that say something', async () => {
  await expect(find('reader', 'havu')).rejects.toMatchObject({ status: 403 });
  await expect(find('agent', 'ha')).rejects.toMatchObject({ problems: [{ field: 'text', code: 'length' }] });
  await ensureRegisters(at.system);
  expect((await records.list('trade_registers', { count: 'exact' })).count).toBe(3);
});
