import { house, scenarios } from '../../tests/scenarios.ts';

const at = await house({ deals: ['card_settings', { entity: 'deals', steps: ['stage'] }] });

const [phone] = (await at.system.records.list('phone_settings', { limit: 1 })).records;
const onPhones = { modules: ['deals', 'contacts'], shown: { deals: ['name', 'amount'] }, start: 'deals' };
const setting = { entity: 'accounts', quick_view: ['phone', 'email'], change_log: ['type'], related: [{ list: 'deals', tab: 'Sales' }] };
const own = {
  list: 'deals',
  title: 'Open deals',
  filter: 'stage not in ("won", "lost")',
  columns: ['amount', 'owner'],
  sort: '-amount',
  tab: 'Sales',
};
const chart = {
  part: 'chart 1',
  title: 'Deals by stage',
  list: 'deals',
  chart: { entity: 'deals', kind: 'bar', measures: [{ fn: 'count' }], by: 'stage' },
};
const parts = [
  { part: 'timeline', tab: null, width: 'half' },
  { ...chart, tab: 'Figures' },
  { part: 'links', hidden: true },
];

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
  {
    title: 'arranges the parts of the page: where, how wide, in which order, charts among them [CS-033]',
    as: 'admin',
    call: { create: 'card_settings', values: { ...setting, parts } },
    expect: { record: { parts } },
  },
  ...(
    [
      ['parts that there are', { part: 'weather' }, 'unknown'],
      ['a width that there is', { part: 'timeline', width: 'third' }, 'type'],
      ['a chart of records that belong to it', { ...chart, list: 'dels' }, 'unknown'],
      ['a chart of what its list holds', { ...chart, chart: { ...chart.chart, entity: 'contacts', by: 'status' } }, 'malformed'],
      ['a chart that can be drawn', { ...chart, chart: { ...chart.chart, by: 'stagee' } }, 'malformed'],
    ] as const
  ).map(([what, part, code]) => ({
    title: `arranges ${what} [CS-033]`,
    as: 'admin' as const,
    call: { create: 'card_settings', values: { ...setting, parts: [part] } },
    expect: { refused: 422, field: 'parts', code },
  })),
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
    title: 'says what phones show: modules, their fields, the first screen [CS-049]',
    as: 'admin',
    call: { update: 'phone_settings', id: String(phone!.id), values: onPhones },
    expect: { record: onPhones },
  },
  ...(
    [
      ['modules that there are', 'modules', { modules: ['deels'] }, 'unknown'],
      ['fields that there are', 'shown', { shown: { deals: ['amuont'] } }, 'unknown'],
      ['a list of fields for a module', 'shown', { shown: { deals: 'amount' } }, 'type'],
      ['a first screen that there is', 'start', { start: 'weather' }, 'unknown'],
    ] as const
  ).map(([what, field, values, code]) => ({
    title: `shows ${what} on phones [CS-049]`,
    as: 'admin' as const,
    call: { update: 'phone_settings', id: String(phone!.id), values },
    expect: { refused: 422, field, code },
  })),
  {
    title: 'leaves what phones show to administrators [CS-049]',
    as: 'staff',
    call: { update: 'phone_settings', id: String(phone!.id), values: onPhones },
    expect: { refused: 403 },
  },
  {
    title: 'is of a noun that is there, once',
    as: 'admin',
    call: { create: 'card_settings', values: { entity: 'deals' } },
    expect: { refused: 422, field: 'entity', code: 'not_unique' },
  },
]);
