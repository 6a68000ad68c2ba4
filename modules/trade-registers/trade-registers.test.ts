// Companies found in registers on loopback, compared with the accounts that are here.

import { afterAll, expect, it } from 'vitest';
import { asiakastieto } from '../../connectors/asiakastieto/asiakastieto.ts';
import { brreg } from '../../connectors/brreg/brreg.ts';
import { prh } from '../../connectors/prh/prh.ts';
import type { Values } from '../../engine/index.ts';
import { REGISTER_KEY, startRegisters } from '../../tests/registers.ts';
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
