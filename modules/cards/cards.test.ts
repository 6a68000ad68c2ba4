import { house, scenarios } from '../../tests/scenarios.ts';

const at = await house({ deals: ['card_settings', { entity: 'deals', steps: ['stage'] }] });

const setting = { entity: 'accounts', quick_view: ['phone', 'email'], change_log: ['type'], related: [{ list: 'deals', tab: 'Sales' }] };
const own = {
  list: 'deals',
  title: 'Open deals',
  filter: 'stage not in ("won", "lost")',
  columns: ['amount', 'owner'],
  sort: '-amount',
  tab: 'Sales',
};

scenarios(at, [
  {
    title: 'sets up the page of a noun [CS-081]',
    as: 'admin',
    call: { create: 'card_settings', values: setting },
    expect: { record: { ...setting, discussion: true, commenters: 'readers', comment_order: 'newest', comment_notices: 'participants' } },
  },
  {
    title: 'sees how pages are set up',
    as: 'stranger',
    call: { list: 'card_settings', query: { fields: ['entity', 'steps'] } },
    expect: { records: [{ entity: 'deals', steps: ['stage'] }] },
  },
  { title: 'sets nothing up', as: 'staff', call: { create: 'card_settings', values: setting }, expect: { refused: 403 } },
  {
    title: 'changes nothing either',
    as: 'staff',
    call: { update: 'card_settings', id: '$deals', values: { discussion: false } },
    expect: { refused: 403 },
  },
  {
    title: 'names fields that are there',
    as: 'admin',
    call: { create: 'card_settings', values: { ...setting, quick_view: ['fone'] } },
    expect: { refused: 422, field: 'quick_view', code: 'unknown' },
  },
  {
    title: 'shows only fixed choices as steps [CS-038]',
    as: 'admin',
    call: { create: 'card_settings', values: { ...setting, steps: ['name'] } },
    expect: { refused: 422, field: 'steps', code: 'unknown' },
  },
  {
    title: 'shows a picklist as steps [CS-038]',
    as: 'admin',
    call: { create: 'card_settings', values: { ...setting, steps: ['type'] } },
    expect: { record: { steps: ['type'] } },
  },
  {
    title: 'orders lists that are there',
    as: 'admin',
    call: { create: 'card_settings', values: { ...setting, related: [{ list: 'dels' }] } },
    expect: { refused: 422, field: 'related', code: 'unknown' },
  },
  {
    title: 'has lists of ones own: which records, which columns, which order [CS-035]',
    as: 'admin',
    call: { create: 'card_settings', values: { ...setting, related: [own] } },
    expect: { record: { related: [own] } },
  },
  ...[
    ['a condition that can be asked', { ...own, filter: 'stagee = "won"' }, 'expression'],
    ['columns that are there', { ...own, columns: ['nam'] }, 'unknown'],
    ['an order that there is', { ...own, sort: '-lines' }, 'unknown'],
    ['a name of some letters', { ...own, title: 'x'.repeat(61) }, 'type'],
  ].map(([what, item, code]) => ({
    title: `has lists with ${what} [CS-035]`,
    as: 'admin' as const,
    call: { create: 'card_settings', values: { ...setting, related: [item] } },
    expect: { refused: 422, field: 'related', code: String(code) },
  })),
  {
    title: 'is of a noun that is there, once',
    as: 'admin',
    call: { create: 'card_settings', values: { entity: 'deals' } },
    expect: { refused: 422, field: 'entity', code: 'not_unique' },
  },
]);
