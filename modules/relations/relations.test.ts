import { expect, it } from 'vitest';
import { house, scenarios } from '../../tests/scenarios.ts';

const at = await house({
  employs: ['relation_types', { name: 'pays', inverse: 'is paid by' }],
  old: ['relation_types', { name: 'knew', inverse: 'was known by', active: false }],
  acme: ['accounts', { name: 'Acme', owner: '$agent' }],
  anna: ['contacts', { last_name: 'Anna', owner: '$agent' }],
  secret: ['accounts', { name: 'Secret', owner: '$stranger' }],
  open: ['relations', { source: { entity: 'accounts', id: '$acme' }, target: { entity: 'contacts', id: '$anna' }, type: '$employs' }],
  half: ['relations', { source: { entity: 'accounts', id: '$acme' }, target: { entity: 'accounts', id: '$secret' }, type: '$employs' }],
});

const acme = { entity: 'accounts', id: '$acme' };
const anna = { entity: 'contacts', id: '$anna' };
const values = { source: acme, target: anna, type: '$employs', since: '2026-01-01', until: '2026-12-31', remark: 'Board' };

scenarios(at, [
  {
    title: 'links two records of different nouns with type, dates and remark [CS-078]',
    as: 'agent',
    call: { create: 'relations', values },
    expect: { record: { kind: 'pays', source: { title: 'Acme' }, target: { title: 'Anna' }, since: '2026-01-01', remark: 'Board' } },
  },
  {
    title: 'ends no relation before it begins [CS-078]',
    as: 'agent',
    call: { create: 'relations', values: { ...values, until: '2025-01-01' } },
    expect: { refused: 422, field: 'until', code: 'order' },
  },
  {
    title: 'relates no record to itself [CS-078]',
    as: 'agent',
    call: { create: 'relations', values: { ...values, target: acme } },
    expect: { refused: 422, field: 'target', code: 'itself' },
  },
  {
    title: 'uses no type that is out of use [CS-078]',
    as: 'agent',
    call: { create: 'relations', values: { ...values, type: '$old' } },
    expect: { refused: 422, field: 'type', code: 'inactive' },
  },
  {
    title: 'sees a relation on the card of either end, both of which he sees [CS-078]',
    as: 'agent',
    call: { list: 'relations', query: { filter: 'source = "$acme" or target = "$acme"', fields: ['target'] } },
    expect: { records: [{ target: { title: 'Anna' } }] },
  },
  {
    title: 'does not see one whose other end he does not see [CS-078]',
    as: 'agent',
    call: { get: 'relations', id: '$half' },
    expect: { refused: 404 },
  },
  { title: 'sees none of what he does not see [CS-078]', as: 'stranger', call: { list: 'relations' }, expect: { records: [] } },
  {
    title: 'relates nothing he does not see [CS-078]',
    as: 'stranger',
    call: { create: 'relations', values: { ...values, source: { entity: 'accounts', id: '$secret' } } },
    expect: { refused: 422, field: 'target' },
  },
  { title: 'relates nothing he may not change [CS-078]', as: 'reader', call: { create: 'relations', values }, expect: { refused: 403 } },
  {
    title: 'changes nothing he may only read [CS-078]',
    as: 'reader',
    call: { delete: 'relations', id: '$open' },
    expect: { refused: 404 },
  },
  { title: 'ends what he may change [CS-078]', as: 'agent', call: { delete: 'relations', id: '$open' }, expect: {} },
  {
    title: 'has types to choose from, but makes none [CS-078]',
    as: 'agent',
    call: { create: 'relation_types', values: { name: 'a', inverse: 'b' } },
    expect: { refused: 403 },
  },
  {
    title: 'makes types [CS-078]',
    as: 'admin',
    call: { create: 'relation_types', values: { name: 'a', inverse: 'b' } },
    expect: { record: { active: true } },
  },
]);

it('begins with the usual types, each readable from both sides [CS-078]', async () => {
  const agent = await at.person('agent');
  const { records } = await agent.records.list('relation_types', { fields: ['name', 'inverse'], filter: 'name = "employs"' });
  expect(records).toMatchObject([{ name: 'employs', inverse: 'is employed by' }]);
});
