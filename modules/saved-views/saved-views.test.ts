import { house, scenarios } from '../../tests/scenarios.ts';

const at = await house({
  mine: ['saved_views', { entity: 'deals', name: 'Mine', filter: 'owner = me()', owner: '$agent' }],
  everybody: ['saved_views', { entity: 'deals', name: 'For all', shared: 'everybody', owner: '$stranger' }],
  north_managed: ['departments', { name: 'Managed', parent: '$north', manager: '$manager' }],
  group: ['owner_groups', { name: 'Anglers', members: ['$below', '$manager'], manager: '$manager' }],
  of_unit: ['saved_views', { entity: 'deals', name: 'Unit', shared: 'unit', shared_unit: '$north', owner: '$root' }],
  turku: ['accounts', { name: 'In Turku', city: 'Turku' }],
  call: ['activities', { kind: 'task', subject: 'Call Turku', account: '$turku' }],
  elsewhere: ['activities', { kind: 'task', subject: 'Call nobody' }],
  of_group: ['saved_views', { entity: 'deals', name: 'Group', shared: 'group', shared_group: '$group', owner: '$root' }],
});

const notLimited = 'shared in ("private", "everybody")';

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
    title: 'starts at activities, with columns and conditions of what they are related to [CS-097]',
    as: 'agent',
    call: {
      create: 'saved_views',
      values: {
        entity: 'activities',
        name: 'Calls in Turku',
        columns: 'subject, account.name, account.city, contact.email, related_to',
        filter: 'type = "call" and account.city = "Turku" and contact.status = "working"',
        sort: 'account.name,-due_on',
      },
    },
    expect: { record: { entity: 'activities', columns: 'subject, account.name, account.city, contact.email, related_to' } },
  },
  {
    title: 'finds activities by what they are related to [CS-097]',
    as: 'admin',
    call: { list: 'activities', query: { filter: 'account.city = "Turku"', fields: ['subject', 'account.name'] } },
    expect: { records: [{ subject: 'Call Turku', account: { name: 'In Turku' } }] },
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
    call: { list: 'saved_views', query: { fields: ['name'], filter: notLimited } },
    expect: { records: [{ name: 'For all' }, { name: 'Mine' }] },
  },
  {
    title: 'is not seen by others while it is private [CS-059]',
    as: 'below',
    call: { list: 'saved_views', query: { fields: ['name'], filter: notLimited } },
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
  {
    title: 'keeps widths, figures, quick filters and grouping [CS-066] [CS-065]',
    as: 'agent',
    call: {
      create: 'saved_views',
      values: {
        ...view,
        settings: {
          widths: { name: 200 },
          frozen: 1,
          quick: ['stage', 'owner', 'closed_on'],
          group: 'month(closed_on)',
          figures: [{ name: 'Won', kind: 'share', field: 'amount', filter: 'stage = "won"' }],
          board: { field: 'stage', card: ['account', 'amount'], limits: { new: 5 }, total: 'amount' },
        },
      },
    },
    expect: { record: { settings: { frozen: 1, quick: ['stage', 'owner', 'closed_on'] } } },
  },
  ...(
    [
      ['figures', { figures: Array(4).fill({ name: 'n', kind: 'count' }) }, 'too_many'],
      ['unknown settings', { figurs: [] }, 'unknown'],
      ['quick filters over nothing', { quick: ['stagee'] }, 'unknown'],
      ['a figure without a name', { figures: [{ kind: 'count' }] }, 'required'],
      ['a sum of nothing', { figures: [{ name: 'n', kind: 'sum' }] }, 'required'],
      ['a figure with a wrong condition', { figures: [{ name: 'n', kind: 'count', filter: 'stage >' }] }, 'expression'],
      ['groups by nothing', { group: 'month(closed)' }, 'unknown'],
    ] as const
  ).map(([what, settings, code]) => ({
    title: `is refused for ${what} [CS-066]`,
    as: 'agent',
    call: { create: 'saved_views', values: { ...view, settings } },
    expect: { refused: 422, field: 'settings', code },
  })),
  {
    title: 'is not shared with all by plain users [CS-059]',
    as: 'agent',
    call: { update: 'saved_views', id: '$mine', values: { shared: 'everybody' } },
    expect: { refused: 422, field: 'shared', code: 'not_granted' },
  },
  {
    title: 'is not shared with all by managers either [CS-059]',
    as: 'manager',
    call: { create: 'saved_views', values: { ...view, shared: 'everybody' } },
    expect: { refused: 422, field: 'shared', code: 'not_granted' },
  },
  {
    title: 'is shared with all by administrators [CS-059]',
    as: 'admin',
    call: { create: 'saved_views', values: { ...view, shared: 'everybody' } },
    expect: { record: { shared: 'everybody' } },
  },
  {
    title: 'is shared with a unit by its manager [CS-059]',
    as: 'manager',
    given: [{ update: 'departments', id: '$north', values: { manager: '$manager' } }],
    call: { create: 'saved_views', values: { ...view, shared: 'unit', shared_unit: '$coast' } },
    expect: { record: { shared: 'unit', shared_unit: { id: '$coast' } } },
  },
  {
    title: 'is not shared with a unit by others [CS-059]',
    as: 'agent',
    call: { create: 'saved_views', values: { ...view, shared: 'unit', shared_unit: '$north' } },
    expect: { refused: 422, field: 'shared_unit', code: 'not_granted' },
  },
  {
    title: 'shared with a unit says which [CS-059]',
    as: 'admin',
    call: { create: 'saved_views', values: { ...view, shared: 'unit' } },
    expect: { refused: 422, field: 'shared_unit', code: 'required' },
  },
  ...(['below', 'agent', 'stranger'] as const).map((as) => ({
    title: `shared with a unit is ${as === 'stranger' ? 'not seen elsewhere' : 'seen in it and below it'} [CS-059]`,
    as,
    call: { list: 'saved_views', query: { fields: ['name'], filter: 'owner != me() and shared = "unit"' } },
    expect: { records: as === 'stranger' ? [] : [{ name: 'Unit' }] },
  })),
  {
    title: 'is shared with a group by its manager [CS-059]',
    as: 'manager',
    call: { create: 'saved_views', values: { ...view, shared: 'group', shared_group: '$group' } },
    expect: { record: { shared: 'group' } },
  },
  {
    title: 'is not shared with a group by its other members [CS-059]',
    as: 'below',
    call: { create: 'saved_views', values: { ...view, shared: 'group', shared_group: '$group' } },
    expect: { refused: 422, field: 'shared_group', code: 'not_granted' },
  },
  ...(['below', 'agent'] as const).map((as) => ({
    title: `shared with a group is ${as === 'below' ? 'seen by members' : 'not seen by others'} [CS-059]`,
    as,
    call: { list: 'saved_views', query: { fields: ['name'], filter: 'shared = "group"' } },
    expect: { records: as === 'below' ? [{ name: 'Group' }] : [] },
  })),
  {
    title: 'of anybody is changed and deleted by an administrator [CS-056]',
    as: 'admin',
    call: { delete: 'saved_views', id: '$mine' },
    expect: {},
  },
  {
    title: 'is taken back from all by its owner, also when that one is no administrator [CS-059]',
    as: 'stranger',
    call: { update: 'saved_views', id: '$everybody', values: { shared: 'private' } },
    expect: { record: { shared: 'private' } },
  },
  {
    title: 'for all is not rewritten by an owner who may not share with all [CS-059]',
    as: 'stranger',
    call: { update: 'saved_views', id: '$everybody', values: { filter: 'amount > 1' } },
    expect: { refused: 422, field: 'shared', code: 'not_granted' },
  },
  {
    title: 'is starred in one’s own tabs, with order and the one opened first [CS-056] [CS-055]',
    as: 'agent',
    call: { create: 'list_tabs', values: { entity: 'deals', tabs: { starred: ['$everybody'], order: ['$everybody'], default: '$mine' } } },
    expect: { record: { tabs: { default: '$mine' }, owner: { id: '$agent' } } },
  },
  {
    title: 'has its tabs in one record for each list [CS-055]',
    as: 'agent',
    given: [{ create: 'list_tabs', values: { entity: 'deals', owner: '$agent' } }],
    call: { create: 'list_tabs', values: { entity: 'deals' } },
    expect: { refused: 422, field: 'entity', code: 'not_unique' },
  },
  {
    title: 'has tabs of known words only',
    as: 'agent',
    call: { create: 'list_tabs', values: { entity: 'deals', tabs: { stared: [] } } },
    expect: { refused: 422, field: 'tabs', code: 'malformed' },
  },
]);
