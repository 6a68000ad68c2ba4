import { house, scenarios } from '../../tests/scenarios.ts';

const widget = { id: 'a', kind: 'note', x: 0, y: 0, w: 6, h: 4 };
const chart = (settings: object) => [
  { ...widget, kind: 'chart', settings: { entity: 'deals', kind: 'bar', measures: [{ fn: 'count' }], ...settings } },
];

const at = await house({
  mine: ['dashboards', { name: 'Mine', widgets: [widget], owner: '$agent' }],
  board: [
    'whiteboards',
    {
      name: 'Ideas',
      dashboard: { entity: 'dashboards', id: '$mine' },
      columns: [
        { id: 'c1', name: 'Now' },
        { id: 'c2', name: 'Later' },
      ],
    },
  ],
  all: ['dashboards', { name: 'For all', shared: 'everybody', owner: '$stranger' }],
  plan: [
    'whiteboards',
    {
      name: 'Plan',
      dashboard: { entity: 'dashboards', id: '$all' },
      columns: [
        { id: 'c1', name: 'Now' },
        { id: 'c2', name: 'Later' },
      ],
    },
  ],
  unit: ['dashboards', { name: 'For the unit', shared: 'unit', shared_unit: '$north', owner: '$manager' }],
  acme: ['accounts', { name: 'Acme', owner: '$stranger' }],
});
const card = { entity: 'accounts', id: '$acme', column: 'c1' };

scenarios(at, [
  {
    title: 'has several dashboards with widgets in places of a grid [CS-220]',
    as: 'agent',
    call: {
      create: 'dashboards',
      values: {
        name: 'Second',
        widgets: chart({ by: 'stage', split: 'month(closed_on)', period: { field: 'closed_on', range: 'this_year' } }),
      },
    },
    expect: { record: { name: 'Second', shared: 'private' } },
  },
  {
    title: 'sees the own and those shared with everybody or the unit [CS-220]',
    as: 'below',
    call: { list: 'dashboards', query: { fields: ['name'] } },
    expect: { records: [{ name: 'For all' }, { name: 'For the unit' }] },
  },
  {
    title: 'does not see those of another unit [CS-220]',
    as: 'reader',
    call: { list: 'dashboards', query: { fields: ['name'] } },
    expect: { records: [{ name: 'For all' }] },
  },
  {
    title: 'cannot change what another shared [CS-233]',
    as: 'agent',
    call: { update: 'dashboards', id: '$all', values: { name: 'x' } },
    expect: { refused: 404 },
  },
  {
    title: 'cannot delete what another shared [CS-233]',
    as: 'agent',
    call: { delete: 'dashboards', id: '$all' },
    expect: { refused: 404 },
  },
  {
    title: 'may copy what another shared [CS-233]',
    as: 'agent',
    call: { create: 'dashboards', values: { name: 'For all (copy)', widgets: [widget] } },
    expect: { record: { name: 'For all (copy)', shared: 'private' } },
  },
  {
    title: 'shares with everybody only as administrator [CS-220]',
    as: 'agent',
    call: { update: 'dashboards', id: '$mine', values: { shared: 'everybody' } },
    expect: { refused: 422, field: 'shared' },
  },
  {
    title: 'chooses the dashboard that opens first [CS-233]',
    as: 'agent',
    call: { create: 'dashboard_choices', values: { choice: { home: '$all', hidden: [] } } },
    expect: { record: { choice: { home: '$all' } } },
  },
  {
    title: 'chooses for nobody else [CS-233]',
    as: 'agent',
    call: { create: 'dashboard_choices', values: { user: '$below', choice: { home: '$all' } } },
    expect: { refused: 403 },
  },
  {
    title: 'chooses by ids',
    as: 'agent',
    call: { create: 'dashboard_choices', values: { choice: { hom: '$all' } } },
    expect: { refused: 422, field: 'choice' },
  },
  ...(
    [
      ['a kind that there is', [{ ...widget, kind: 'chrt' }]],
      ['a place in the grid', [{ ...widget, x: 8 }]],
      ['ids of their own', [widget, widget]],
      ['no strange parts', [{ ...widget, color: 'red' }]],
      ['a noun that there is', chart({ entity: 'deal' })],
      ['a kind of chart that there is', chart({ kind: 'brs' })],
      ['groups that there are', chart({ by: 'stge' })],
      ['filters that can be read', chart({ filter: 'amount >' })],
      ['measures that there are', chart({ measures: [{ fn: 'sum', field: 'amuont' }] })],
      ['conditions that can be read', chart({ measures: [{ fn: 'count', where: 'stage = "wn"' }] })],
      ['ranges that there are', chart({ period: { field: 'closed_on', range: 'this_yer' } })],
      ['rows that there are', chart({ over: 'lins' })],
    ] as const
  ).map(([what, widgets]) => ({
    title: `has widgets with ${what} [CS-222]`,
    as: 'agent',
    call: { create: 'dashboards', values: { name: 'x', widgets } } as const,
    expect: { refused: 422, field: 'widgets' },
  })),
  {
    title: 'puts records on the whiteboard of a shared dashboard, and names nothing anew [CS-232]',
    as: 'agent',
    call: { update: 'whiteboards', id: '$plan', values: { cards: [card] } },
    expect: { record: { cards: [{ entity: 'accounts', column: 'c1' }] } },
    changes: [{ verb: 'update', entity: 'whiteboards', record: '$plan' }],
  },
  {
    title: 'keeps columns for who may change the dashboard [CS-237]',
    as: 'agent',
    call: { update: 'whiteboards', id: '$plan', values: { columns: [] } },
    expect: { refused: 403 },
  },
  {
    title: 'adds, names and orders columns [CS-237]',
    as: 'stranger',
    call: {
      update: 'whiteboards',
      id: '$plan',
      values: {
        name: 'Plans',
        columns: [
          { id: 'c2', name: 'Some day' },
          { id: 'c1', name: 'Now' },
          { id: 'c3', name: 'Done' },
        ],
      },
    },
    expect: { record: { name: 'Plans', columns: [{ id: 'c2', name: 'Some day' }, { id: 'c1' }, { id: 'c3' }] } },
  },
  {
    title: 'does not see boards of a private dashboard [CS-232]',
    as: 'stranger',
    call: { get: 'whiteboards', id: '$board' },
    expect: { refused: 404 },
  },
  {
    title: 'has cards in columns that are there [CS-232]',
    as: 'agent',
    call: { update: 'whiteboards', id: '$board', values: { cards: [{ ...card, column: 'c9' }] } },
    expect: { refused: 422, field: 'cards' },
  },
  {
    title: 'has a record on a board once [CS-232]',
    as: 'agent',
    call: { update: 'whiteboards', id: '$board', values: { cards: [card, { ...card, column: 'c2' }] } },
    expect: { refused: 422, field: 'cards' },
  },
  {
    title: 'deletes a board of the own dashboard [CS-237]',
    as: 'agent',
    call: { delete: 'whiteboards', id: '$board' },
    expect: {},
    changes: [{ verb: 'delete', entity: 'whiteboards' }],
  },
  {
    title: 'deletes a dashboard though there are boards on it [CS-233]',
    as: 'agent',
    call: { delete: 'dashboards', id: '$mine' },
    expect: {},
    changes: [{ verb: 'delete', entity: 'dashboards' }],
  },
]);
