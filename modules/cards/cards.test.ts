import { house, scenarios } from '../../tests/scenarios.ts';

const at = await house({ deals: ['card_settings', { entity: 'deals', steps: ['stage'] }] });

const setting = { entity: 'accounts', quick_view: ['phone', 'email'], change_log: ['type'], related: [{ list: 'deals', tab: 'Sales' }] };

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
    title: 'is of a noun that is there, once',
    as: 'admin',
    call: { create: 'card_settings', values: { entity: 'deals' } },
    expect: { refused: 422, field: 'entity', code: 'not_unique' },
  },
]);
