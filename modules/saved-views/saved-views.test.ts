import { house, scenarios } from '../../tests/scenarios.ts';

const at = await house({
  mine: ['saved_views', { entity: 'deals', name: 'Mine', filter: 'owner = me()', owner: '$agent' }],
  everybody: ['saved_views', { entity: 'deals', name: 'For all', shared: 'everybody', owner: '$stranger' }],
});

const view = {
  entity: 'deals',
  name: 'Big ones',
  columns: 'name, account.city, amount',
  filter: 'amount > 1000 and stage != "lost"',
  sort: '-amount,name',
};

scenarios(at, [
  {
    title: 'holds columns, filter and sort [CS-055]',
    as: 'agent',
    call: { create: 'saved_views', values: view },
    expect: { record: { ...view, shared: 'private', layout: 'list' } },
  },
  {
    title: 'has a name [CS-057]',
    as: 'agent',
    call: { create: 'saved_views', values: { ...view, name: ' ' } },
    expect: { refused: 422, field: 'name', code: 'required' },
  },
  {
    title: 'is about an entity that is there',
    as: 'agent',
    call: { create: 'saved_views', values: { ...view, entity: 'deal' } },
    expect: { refused: 422, field: 'entity', code: 'unknown' },
  },
  {
    title: 'has columns that are there',
    as: 'agent',
    call: { create: 'saved_views', values: { ...view, columns: 'name,account.town' } },
    expect: { refused: 422, field: 'columns', code: 'unknown' },
  },
  {
    title: 'sorts by what is there',
    as: 'agent',
    call: { create: 'saved_views', values: { ...view, sort: '-amont' } },
    expect: { refused: 422, field: 'sort', code: 'unknown' },
  },
  {
    title: 'has a filter that can be read',
    as: 'agent',
    call: { create: 'saved_views', values: { ...view, filter: 'amount >' } },
    expect: { refused: 422, field: 'filter', code: 'expression' },
  },
  {
    title: 'has a filter over what is there',
    as: 'agent',
    call: { create: 'saved_views', values: { ...view, filter: 'closed = today()' } },
    expect: { refused: 422, field: 'filter', code: 'expression' },
  },
  {
    title: 'is seen by its owner, and so are those for all [CS-059]',
    as: 'agent',
    call: { list: 'saved_views', query: { fields: ['name'] } },
    expect: { records: [{ name: 'For all' }, { name: 'Mine' }] },
  },
  {
    title: 'is not seen by others while it is private [CS-059]',
    as: 'below',
    call: { list: 'saved_views', query: { fields: ['name'] } },
    expect: { records: [{ name: 'For all' }] },
  },
  {
    title: 'for all is changed by its owner only [CS-056]',
    as: 'agent',
    call: { update: 'saved_views', id: '$everybody', values: { name: 'x' } },
    expect: { refused: 404 },
  },
  {
    title: 'is deleted by its owner [CS-056]',
    as: 'agent',
    call: { delete: 'saved_views', id: '$mine' },
    expect: {},
    changes: [{ verb: 'delete', entity: 'saved_views' }],
  },
]);
