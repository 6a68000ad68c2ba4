import { house, scenarios } from '../../tests/scenarios.ts';

const columns = [
  { column: 'Company', field: 'account', create_missing: true },
  { column: 'close_value', field: 'amount', format: { decimal: ',' } },
  { column: 'deal_stage', field: 'stage', values: { Closed: 'won', 'N/A': null } },
];
const mapping = {
  entity: 'deals',
  name: 'Old CRM',
  mapping: JSON.stringify(columns),
  match_fields: 'account, amount',
  match_mode: 'update',
};

const at = await house({
  mine: ['import_mappings', { ...mapping, name: 'Mine', owner: '$staff' }],
  everybody: ['import_mappings', { ...mapping, name: 'For all', shared: 'everybody', owner: '$manager' }],
  foreign: ['import_mappings', { ...mapping, name: 'Foreign', owner: '$manager' }],
});

scenarios(at, [
  {
    title: 'keeps columns, fields, formats and values under a name [CS-072]',
    as: 'staff',
    call: { create: 'import_mappings', values: mapping },
    expect: { record: { ...mapping, shared: 'private' } },
  },
  {
    title: 'sees the own ones and those for all',
    as: 'staff',
    call: { list: 'import_mappings', query: { fields: ['name'] } },
    expect: { records: [{ name: 'For all' }, { name: 'Mine' }] },
  },
  {
    title: 'does not reach those of others',
    as: 'staff',
    call: { get: 'import_mappings', id: '$foreign' },
    expect: { refused: 404 },
  },
  {
    title: 'may not change what somebody else shares',
    as: 'staff',
    call: { update: 'import_mappings', id: '$everybody', values: { name: 'x' } },
    expect: { refused: 404 },
  },
  {
    title: 'is about an entity that is there',
    as: 'staff',
    call: { create: 'import_mappings', values: { ...mapping, entity: 'deal' } },
    expect: { refused: 422, field: 'entity', code: 'unknown' },
  },
  {
    title: 'is JSON',
    as: 'staff',
    call: { create: 'import_mappings', values: { ...mapping, mapping: '[{' } },
    expect: { refused: 422, field: 'mapping', code: 'malformed' },
  },
  {
    title: 'has columns with fields',
    as: 'staff',
    call: { create: 'import_mappings', values: { ...mapping, mapping: '[{"column":"a"}]' } },
    expect: { refused: 422, field: 'mapping', code: 'malformed' },
  },
  {
    title: 'has nothing but what a column has',
    as: 'staff',
    call: { create: 'import_mappings', values: { ...mapping, mapping: '[{"column":"a","field":"name","formt":{}}]' } },
    expect: { refused: 422, field: 'mapping', code: 'malformed' },
  },
  {
    title: 'has fields that are there',
    as: 'staff',
    call: { create: 'import_mappings', values: { ...mapping, mapping: '[{"column":"a","field":"amont"}]', match_fields: null } },
    expect: { refused: 422, field: 'mapping', code: 'unknown' },
  },
  {
    title: 'matches by fields that get a column',
    as: 'staff',
    call: { create: 'import_mappings', values: { ...mapping, match_fields: 'name' } },
    expect: { refused: 422, field: 'match_fields', code: 'not_mapped' },
  },
]);
