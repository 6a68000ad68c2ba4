import { describe, expect, it } from 'vitest';
import { house, scenarios } from '../../tests/scenarios.ts';

const keeping = ['custom_fields', 'field_settings', 'form_layouts'].map((target) => ({ target, verb: '*', scopes: ['all'] }));
const at = await house({
  vip: ['custom_fields', { entity: 'accounts', label: 'VIP level', type: 'integer' }],
  berth: ['custom_fields', { entity: 'accounts', label: 'Berth', type: 'integer', departments: ['$coast'] }],
  keeper: ['permission_sets', { name: 'Keeps fields', grants: keeping }],
  global: ['permission_sets', { name: 'Keeps all fields', grants: [{ target: 'feature:global_fields', verb: '*' }] }],
});

const field = { entity: 'contacts', label: 'Shoe size', type: 'decimal' };

describe('definitions', () => {
  scenarios(at, [
    {
      title: 'is named after its label [SC-27] [SC-28]',
      as: 'admin',
      call: { create: 'custom_fields', values: field },
      expect: { record: { name: 'c_shoe_size', usable: true } },
    },
    {
      title: 'keeps a name that is given, with c_ before it',
      as: 'admin',
      call: { create: 'custom_fields', values: { ...field, name: 'Größe' } },
      expect: { record: { name: 'c_grosse' } },
    },
    {
      title: 'needs a name of Latin letters',
      as: 'admin',
      call: { create: 'custom_fields', values: { ...field, label: 'Размер' } },
      expect: { refused: 422, field: 'name', code: 'format' },
    },
    {
      title: 'belongs to a module that is there',
      as: 'admin',
      call: { create: 'custom_fields', values: { ...field, entity: 'contact' } },
      expect: { refused: 422, field: 'entity', code: 'unknown' },
    },
    {
      title: 'is not added to permission sets',
      as: 'admin',
      call: { create: 'custom_fields', values: { ...field, entity: 'permission_grants' } },
      expect: { refused: 422, field: 'entity', code: 'unknown' },
    },
    {
      title: 'has a type that may be chosen [CS-031]',
      as: 'admin',
      call: { create: 'custom_fields', values: { ...field, type: 'state' } },
      expect: { refused: 422, field: 'type', code: 'unknown' },
    },
    {
      title: 'has options when it is a choice [SC-27]',
      as: 'admin',
      call: { create: 'custom_fields', values: { ...field, type: 'radio' } },
      expect: { refused: 422, field: 'choices', code: 'required' },
    },
    {
      title: 'has every option once',
      as: 'admin',
      call: { create: 'custom_fields', values: { ...field, type: 'picklist', choices: [{ value: 'a' }, { value: 'a' }] } },
      expect: { refused: 422, field: 'choices.1.value', code: 'not_unique' },
    },
    {
      title: 'points to something',
      as: 'admin',
      call: { create: 'custom_fields', values: { ...field, type: 'reference', to: 'acounts' } },
      expect: { refused: 422, field: 'to', code: 'unknown' },
    },
    {
      title: 'has a default that can be computed',
      as: 'admin',
      call: { create: 'custom_fields', values: { ...field, default: 'Oslo' } },
      expect: { refused: 422, field: 'default', code: 'expression' },
    },
    {
      title: 'is there once',
      as: 'admin',
      call: { create: 'custom_fields', values: { ...field, entity: 'accounts', label: 'vip level' } },
      expect: { refused: 422, field: 'name', code: 'not_unique' },
    },
    {
      title: 'keeps its type [SC-30]',
      as: 'admin',
      call: { update: 'custom_fields', id: '$vip', values: { type: 'text' } },
      expect: { refused: 422, field: 'type', code: 'read_only' },
    },
    {
      title: 'changes label and tip [SC-30]',
      as: 'admin',
      call: { update: 'custom_fields', id: '$vip', values: { label: 'Rank', help: '1 is best.' } },
      expect: { record: { label: 'Rank', name: 'c_vip_level' } },
    },
    { title: 'is nothing for staff [SC-29]', as: 'staff', call: { create: 'custom_fields', values: field }, expect: { refused: 403 } },
  ]);
});

const hold = (name: string, ...sets: string[]) =>
  at.system.records.update('users', String(at.ids[name]), { permission_sets: ['set:Agent', ...sets].map((set) => at.ids[set]) });
await hold('agent', 'keeper');
await hold('stranger', 'keeper', 'global');

describe('fields of departments are managed by who is there [SC-29]', () => {
  const refused = { refused: 422, field: 'departments', code: 'not_granted' };
  const make = (departments: readonly string[]) => ({ create: 'custom_fields', values: { ...field, departments } }) as const;
  const change = (id: string, values: object) => ({ update: 'custom_fields', id, values: { ...values } }) as const;
  const setting = { create: 'field_settings', values: { entity: 'accounts', field: 'city', label: 'Town' } } as const;
  scenarios(at, [
    { title: 'makes one for the own department and those below', as: 'agent', call: make(['$north', '$coast']), expect: { record: {} } },
    { title: 'makes none for everybody', as: 'agent', call: make([]), expect: refused },
    { title: 'makes none for a department beside', as: 'agent', call: make(['$north', '$south']), expect: refused },
    { title: 'makes none for a department above', as: 'agent', call: make(['$top']), expect: refused },
    { title: 'changes one below', as: 'agent', call: change('$berth', { help: 'Harbour' }), expect: { record: { help: 'Harbour' } } },
    { title: 'gives none to everybody', as: 'agent', call: change('$berth', { departments: [] }), expect: refused },
    { title: 'takes none from everybody', as: 'agent', call: change('$vip', { departments: ['$north'] }), expect: refused },
    { title: 'deletes none of everybody', as: 'agent', call: { delete: 'custom_fields', id: '$vip' }, expect: refused },
    { title: 'changes none of a module', as: 'agent', call: setting, expect: { refused: 422, field: 'entity', code: 'not_granted' } },
    { title: 'makes one for everybody with the right for it', as: 'stranger', call: make([]), expect: { record: {} } },
    { title: 'changes one of a module with the right for it', as: 'stranger', call: setting, expect: { record: { label: 'Town' } } },
  ]);
});

describe('at work', () => {
  it('is written, filtered, hidden and shown again with its data [SC-31] [NV-08] [PX-05]', async () => {
    const { records } = await at.person('admin');
    const [colour] = [
      await records.create('custom_fields', {
        entity: 'accounts',
        label: 'Colour',
        type: 'picklist',
        choices: [{ value: 'red', label: 'Red' }, { value: 'blue' }],
      }),
    ];
    const admin = () => at.person('admin');
    const acme = await (await admin()).records.create('accounts', { name: 'Acme', c_colour: 'red' });
    await expect((await admin()).records.create('accounts', { name: 'Globex', c_colour: 'green' })).rejects.toMatchObject({ status: 422 });
    expect((await (await admin()).records.list('accounts', { filter: 'c_colour = "red"' })).records).toHaveLength(1);

    await (await admin()).records.update('custom_fields', String(colour.id), { usable: false });
    expect(await (await admin()).records.get('accounts', String(acme.id))).not.toHaveProperty('c_colour');
    await (await admin()).records.update('custom_fields', String(colour.id), { usable: true });
    expect(await (await admin()).records.get('accounts', String(acme.id))).toMatchObject({ c_colour: 'red' });
  });
});
