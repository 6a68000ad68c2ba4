import { describe, expect, it } from 'vitest';
import { candidateStatement } from '../../engine/duplicates/find.ts';
import { bulk, findDuplicates, type Values } from '../../engine/index.ts';
import { bind, environment } from '../../engine/slots.ts';
import { house, scenarios } from '../../tests/scenarios.ts';

const at = await house({
  acme: [
    'accounts',
    { name: 'Ålands Stål Oy', city: 'Turku', phone: '+358 40 123 4567', email: 'Info@Stal.fi', business_id: '1234567-8', owner: '$agent' },
  ],
  anna: ['contacts', { first_name: 'Anna', last_name: 'Virtanen', email: 'anna@stal.fi', account: '$acme', owner: '$agent' }],
});
const { records } = at.system;
const ask = async (person: string, entity: string, values: Values, except?: string) =>
  (await at.person(person)).read((reader) => findDuplicates(reader, entity, values, except));
const settingsOf = async (entity: string) =>
  String((await records.list('data_settings', { filter: `entity = "${entity}"`, fields: ['id'] })).records[0]?.id);

describe('duplicates', () => {
  it.each([
    ['same e-mail, whatever the case', { email: 'INFO@stal.fi' }, [[{ field: 'email', how: 'exact' }]]],
    ['same phone, however it is written', { phone: '040-1234567' }, [[{ field: 'phone', how: 'normalised' }]]],
    ['same business id, with or without the dash', { business_id: '12345678' }, [[{ field: 'business_id', how: 'normalised' }]]],
    [
      'similar name in the same city',
      { name: 'Ålands Stol Oy', city: 'TURKU' },
      [
        [
          { field: 'name', how: 'similar' },
          { field: 'city', how: 'exact' },
        ],
      ],
    ],
  ])('are found with the reason: %s [CS-074]', async (_, values, reasons) => {
    expect(await ask('agent', 'accounts', values)).toEqual({
      found: [{ id: at.ids.acme, title: 'Ålands Stål Oy', reasons }],
      hidden: false,
    });
  });

  it.each([
    ['a similar name elsewhere', { name: 'Ålands Stål Oy', city: 'Oulu' }],
    ['another phone with the same end', { phone: '34567' }],
    ['what is no e-mail yet', { email: 'info@' }],
    ['nothing', {}],
  ])('are none: %s [CS-074]', async (_, values) => {
    expect((await ask('agent', 'accounts', values)).found).toEqual([]);
  });

  it('leave out the record itself', async () => {
    expect((await ask('agent', 'accounts', { email: 'info@stal.fi' }, at.ids.acme)).found).toEqual([]);
  });

  it('are never told to whom may not see them; that there is one, only where it is wanted [CS-074]', async () => {
    expect(await ask('stranger', 'accounts', { email: 'info@stal.fi' })).toEqual({ found: [], hidden: false });
    await records.update('data_settings', await settingsOf('accounts'), { tell_hidden: true });
    expect(await ask('stranger', 'accounts', { email: 'info@stal.fi' })).toEqual({ found: [], hidden: true });
    expect(await ask('agent', 'accounts', { email: 'info@stal.fi' })).toMatchObject({ found: [{ id: at.ids.acme }], hidden: false });
    await records.update('data_settings', await settingsOf('accounts'), { tell_hidden: false });
  });

  it('are found by an index, not by reading all [CS-074]', async () => {
    for (let lot = 0; lot < 6; lot++) {
      await bulk(at.system, 'accounts', {
        create: Array.from({ length: 1000 }, (_, n) => ({
          name: `Company ${(lot * 1000 + n).toString(36)} of many`,
          email: `c${lot * 1000 + n}@many.example`,
          phone: `+358 50 ${String(1_000_000 + lot * 1000 + n)}`,
          business_id: `${2_000_000 + lot * 1000 + n}-1`,
          city: `City ${n % 200}`,
        })),
      });
    }
    const agent = await at.person('agent');
    await at.system
      .read(async ({ db, workspace }) => db.query({ text: `analyze "${workspace.space}"."accounts"`, values: [] }))
      .catch(() => null);
    const entity = at.system.schema.entities.accounts!;
    const values = {
      email: 'c77@many.example',
      phone: '+358501000077',
      business_id: '20000771',
      name: 'Company 2x of many',
      city: 'City 7',
    };
    const rules = (await records.get('data_settings', await settingsOf('accounts'))).duplicates as Parameters<
      typeof candidateStatement
    >[2][];
    for (const rule of rules) {
      const plan = await agent.read(async (reader) => {
        const statement = bind(candidateStatement(reader, entity, rule, values), { bind: environment(reader.rights), literal: [] });
        return (await reader.db.query({ text: `explain ${statement.text}`, values: statement.values })).rows.flat().join('\n');
      });
      expect(`${JSON.stringify(rule)}\n${plan}`).toMatch(/Index/);
      expect(plan).not.toMatch(/Seq Scan on accounts/);
    }
  }, 60_000);
});

scenarios(at, [
  {
    title: 'rules name fields that are there [CS-074]',
    as: 'admin',
    call: { create: 'data_settings', values: { entity: 'deals', duplicates: [[{ field: 'nam', how: 'exact' }]] } },
    expect: { refused: 422, field: 'duplicates' },
  },
  {
    title: 'rules can be answered by an index [CS-074]',
    as: 'admin',
    call: { create: 'data_settings', values: { entity: 'deals', duplicates: [[{ field: 'next_step', how: 'exact' }]] } },
    expect: { refused: 422, field: 'duplicates' },
  },
  {
    title: 'rules are for administrators',
    as: 'manager',
    call: { create: 'data_settings', values: { entity: 'deals', duplicates: null } },
    expect: { refused: 403 },
  },
]);
