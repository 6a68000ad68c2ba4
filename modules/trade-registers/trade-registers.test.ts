// Companies found in registers on loopback, compared with the accounts that are here.

import { afterAll, describe, expect, it } from 'vitest';
import { asiakastieto } from '../../connectors/asiakastieto/asiakastieto.ts';
import { brreg } from '../../connectors/brreg/brreg.ts';
import { prh } from '../../connectors/prh/prh.ts';
import type { Values } from '../../engine/index.ts';
import { REGISTER_KEY, REPORT, startRegisters } from '../../tests/registers.ts';
import { house } from '../../tests/scenarios.ts';
import { findCompanies } from './find.ts';
import { ensureRegisters } from './register.ts';

const stand = await startRegisters();
afterAll(() => stand.stop());
const { base } = stand;

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
  await root.records.update('trade_registers', String(id), { key: REGISTER_KEY });
  const right = await find('agent', 'havu');
  expect(right.companies.find(({ register }) => register === 'Asiakastieto')).toMatchObject({
    id: '1234567-1',
    values: { city: 'Turku', postal_code: '20100', vat_number: 'FI12345671' },
    account: { id: at.ids.havu },
  });
  stand.away = true;
  const none = await find('agent', 'havu');
  expect([none.companies, none.failed.map(({ message }) => message).sort()[0]]).toEqual([[], '500: Down for maintenance']);
  stand.away = false;
});

it('is for whoever may create accounts, and for words that say something', async () => {
  await expect(find('reader', 'havu')).rejects.toMatchObject({ status: 403 });
  await expect(find('agent', 'ha')).rejects.toMatchObject({ problems: [{ field: 'text', code: 'length' }] });
  await ensureRegisters(at.system);
  expect((await records.list('trade_registers', { count: 'exact' })).count).toBe(3);
});

const creditor = await records.create('permission_sets', {
  name: 'Credit control',
  grants: [
    { target: 'accounts', verb: 'view', scopes: ['same_unit'] },
    { target: 'credit_ratings', verb: 'view', scopes: ['all'] },
    { target: 'accounts', verb: 'fetch_credit_rating', scopes: ['all'] },
  ],
});
const lender = await records.create('users', {
  ...{ login: 'lender', name: 'Lena Lender', department: at.ids.north },
  permission_sets: [creditor.id, at.ids['set:Agent']],
});
const lena = () => at.as(String(lender.id));

describe('a credit rating', () => {
  const ofHavu = { filter: `account = "${at.ids.havu}"`, sort: 'created_at', fields: ['rating', 'meaning', 'rated_on', 'source'] };

  it('is fetched from a register whose contract has it, and kept with day and source each time [CS-091]', async () => {
    const hers = await lena();
    const ask = () => hers.act('accounts', at.ids.havu!, 'fetch_credit_rating');
    await expect(ask()).rejects.toMatchObject({ status: 409, code: 'no_rating_register' });
    const [register] = (await records.list('trade_registers', { filter: 'kind = "asiakastieto"' })).records;
    await records.update('trade_registers', String(register!.id), { report: REPORT });
    await ask();
    stand.rate('A', 'Satisfactory');
    await ask();
    const kept = await hers.records.list('credit_ratings', ofHavu);
    const common = { rated_on: '2026-03-01', source: 'Asiakastieto' };
    expect(kept.records).toMatchObject([
      { rating: 'AA+', meaning: 'Good +', ...common },
      { rating: 'A', meaning: 'Satisfactory', ...common },
    ]);
    const { companies, rates } = (await findCompanies(await lena(), { text: '1234567-1' })) as { companies: Values[]; rates: boolean };
    expect(rates).toBe(true);
    expect(companies.find(({ account }) => account)).toMatchObject({ rating: { rating: 'A', source: 'Asiakastieto' } });
  });

  it('is a right of its own, to see and to fetch, and reaches no further than accounts do [CS-091]', async () => {
    const [agent, manager] = [await at.person('agent'), await at.person('manager')];
    for (const context of [agent, manager]) {
      await expect(context.act('accounts', at.ids.havu!, 'fetch_credit_rating')).rejects.toMatchObject({ status: 403 });
      await expect(context.records.list('credit_ratings')).rejects.toMatchObject({ status: 403 });
    }
    const found = (await findCompanies(agent, { text: '1234567-1' })) as { companies: Values[]; rates: boolean };
    expect([found.rates, found.companies.map(({ rating }) => rating)]).toEqual([false, found.companies.map(() => null)]);
    await expect((await lena()).records.create('credit_ratings', { account: at.ids.havu })).rejects.toMatchObject({ status: 403 });
    await records.update('users', String(lender.id), { department: at.ids.south });
    expect((await (await lena()).records.list('credit_ratings', ofHavu)).records).toEqual([]);
    await records.update('users', String(lender.id), { department: at.ids.north });
  });

  it('is refused in words where there is none, the keys are wrong, or nobody answers; nothing is kept then [CS-091]', async () => {
    const before = (await records.list('credit_ratings', { count: 'exact' })).count;
    const [register] = (await records.list('trade_registers', { filter: 'kind = "asiakastieto"' })).records;
    const unknown = await records.create('accounts', { name: 'Unrated Oy', business_id: '7654321-0', owner: lender.id });
    const refused = (id: unknown) => lena().then((context) => context.act('accounts', String(id), 'fetch_credit_rating'));
    await expect(refused(unknown.id)).rejects.toMatchObject({ code: 'not_rated', message: expect.stringContaining('7654321-0') });
    await records.update('trade_registers', String(register!.id), { key: 'not it' });
    const failed = { status: 409, code: 'register_failed' };
    await expect(refused(at.ids.havu)).rejects.toMatchObject({ ...failed, message: 'Asiakastieto: Authentication failed' });
    await records.update('trade_registers', String(register!.id), { key: REGISTER_KEY, report: 'OTHER' });
    await expect(refused(at.ids.havu)).rejects.toMatchObject({ ...failed, message: 'Asiakastieto: Unknown packet' });
    stand.away = true;
    await expect(refused(at.ids.havu)).rejects.toMatchObject({ ...failed, message: expect.stringContaining('500') });
    stand.away = false;
    const nameless = await records.create('accounts', { name: 'Without a number', owner: lender.id });
    await expect(refused(nameless.id)).rejects.toMatchObject({ status: 409 });
    expect((await records.list('credit_ratings', { count: 'exact' })).count).toBe(before);
  });
});
