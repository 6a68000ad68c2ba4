import { describe, expect, it } from 'vitest';
import { search } from '../../engine/index.ts';
import { house, scenarios } from '../../tests/scenarios.ts';

const at = await house({
  acme: ['accounts', { name: 'Acme', owner: '$agent' }],
  anna: ['contacts', { first_name: 'Anna', last_name: 'Virtanen', account: '$acme', primary: true, owner: '$stranger' }],
  boris: ['contacts', { first_name: 'Борис', last_name: 'Щербаков', next_action_on: '2026-01-05', owner: '$staff' }],
  gone: ['contacts', { last_name: 'Gone', status: 'not_a_client', owner: '$staff' }],
  call: ['contacts', { kind: 'task', last_name: 'Order cards', next_action_on: '2026-01-06', owner: '$staff' }],
});

describe('contacts', () => {
  scenarios(at, [
    {
      title: 'is a person with a status by itself [PX-08]',
      as: 'staff',
      call: { create: 'contacts', values: { first_name: 'Åsa', last_name: 'Öberg', title: 'Director', gets_invoices: true } },
      expect: { record: { kind: 'person', status: 'new', title: 'Director', gets_invoices: true, portal_access: false } },
      changes: [{ verb: 'create', entity: 'contacts' }],
    },
    {
      title: 'needs a last name',
      as: 'staff',
      call: { create: 'contacts', values: { first_name: 'Åsa' } },
      expect: { refused: 422, field: 'last_name' },
    },
    {
      title: 'may be a company of its own [NV-15]',
      as: 'staff',
      call: { create: 'contacts', values: { kind: 'company', last_name: 'Lindholm & Sons' } },
      expect: { record: { kind: 'company', account: null } },
    },
    {
      title: 'may be a task with a date and kept out of counts by its kind [NV-14]',
      as: 'staff',
      call: { list: 'contacts', query: { filter: 'kind = "task" and next_action_on <= "2026-01-06"', fields: ['last_name'] } },
      expect: { records: [{ last_name: 'Order cards' }] },
    },
    {
      title: 'is never deleted, by root neither [NV-11]',
      as: 'root',
      call: { delete: 'contacts', id: '$anna' },
      expect: { refused: 403, code: 'never_deleted' },
    },
    {
      title: 'is the one primary contact of its account, whoever owns the former [PX-08]',
      as: 'agent',
      call: { create: 'contacts', values: { last_name: 'Second', account: '$acme', primary: true } },
      expect: { record: { primary: true } },
      changes: [
        { verb: 'update', entity: 'contacts', record: '$anna', after: { primary: false } },
        { verb: 'create', entity: 'contacts', after: { last_name: 'Second' } },
      ],
    },
    {
      title: 'leaves the primary one alone when it is none itself',
      as: 'agent',
      call: { create: 'contacts', values: { last_name: 'Second', account: '$acme' } },
      expect: { record: { primary: false } },
      changes: [{ verb: 'create', entity: 'contacts' }],
    },
  ]);
});

describe('not a client [NV-12]', () => {
  scenarios(at, [
    { title: 'is in no list', as: 'staff', call: { list: 'contacts', query: { filter: 'last_name = "Gone"' } }, expect: { records: [] } },
    { title: 'is found by nobody who searches', as: 'staff', call: { list: 'contacts', query: { q: 'gone' } }, expect: { records: [] } },
    {
      title: 'is found by a filter for the status',
      as: 'staff',
      call: { list: 'contacts', query: { filter: 'status = "not_a_client"', fields: ['last_name'] } },
      expect: { records: [{ last_name: 'Gone' }] },
    },
    {
      title: 'comes back',
      as: 'staff',
      call: { update: 'contacts', id: '$gone', values: { status: 'new' } },
      expect: { record: { status: 'new' } },
    },
  ]);
});

describe('not a client, elsewhere', () => {
  it('is in no figures, in no search, on no work list and in no related list; its status brings it back [NV-12]', async () => {
    const { records } = at.system;
    const staff = await at.person('staff');
    const today = { status: 'working', next_action_on: '2026-01-05', owner: at.ids.staff, account: at.ids.acme };
    const id = String((await records.create('contacts', { last_name: 'Vanishing', ...today })).id);
    const seen = async () => ({
      counted: await staff.records.aggregate('contacts', { filter: 'last_name = "Vanishing"', measures: [{ fn: 'count' }] }),
      grouped: (await staff.records.aggregate('contacts', { groupBy: ['owner'], measures: [{ fn: 'count' }] })).map(({ count }) =>
        Number(count),
      ),
      found: (await staff.read((reader) => search(reader, 'vanishing'))).length,
      due: (await staff.records.list('contacts', { filter: 'next_action_on <= today() and owner = me()', q: 'vanishing' })).records.length,
      related: (await staff.records.list('contacts', { filter: `account = "${at.ids.acme}"`, q: 'vanishing' })).records.length,
      exact: (await staff.records.list('contacts', { filter: 'last_name = "Vanishing"', count: 'exact' })).count,
    });
    const before = await seen();
    expect(before).toMatchObject({ found: 1, due: 1, related: 1, exact: 1 });
    await staff.records.update('contacts', id, { status: 'not_a_client' });
    const after = await seen();
    expect(after).toMatchObject({ found: 0, due: 0, related: 0, exact: 0 });
    expect(Number(after.counted[0]?.count ?? 0)).toBe(0);
    expect(after.grouped.reduce((all, one) => all + one, 0)).toBe(before.grouped.reduce((all, one) => all + one, 0) - 1);
    const { records: hidden } = await staff.records.list('contacts', { filter: 'status = "not_a_client" and last_name = "Vanishing"' });
    expect(hidden).toHaveLength(1);
    await staff.records.update('contacts', id, { status: 'working' });
    expect(await seen()).toMatchObject({ found: 1, due: 1, related: 1, exact: 1 });
  });
});

describe('toggles', () => {
  scenarios(at, [
    {
      title: 'portal, invoices and tickets are switched for each contact of a company by itself, and lists ask for them [PX-08]',
      as: 'agent',
      given: [
        { create: 'contacts', values: { last_name: 'Biller', account: '$acme', gets_invoices: true, owner: '$agent' } },
        { create: 'contacts', values: { last_name: 'Helper', account: '$acme', gets_tickets: true, portal_access: true, owner: '$agent' } },
      ],
      call: {
        list: 'contacts',
        query: { filter: 'account = "$acme" and gets_invoices', fields: ['last_name', 'portal_access', 'gets_tickets'] },
      },
      expect: { records: [{ last_name: 'Biller', portal_access: false, gets_tickets: false }] },
    },
  ]);
});

describe('follow up [NV-13] [NV-21]', () => {
  scenarios(at, [
    {
      title: 'asks for a new date or a closing status',
      as: 'staff',
      call: { act: 'contacts.follow_up', id: '$boris', input: { comment: 'Not reached.' } },
      expect: { refused: 422, field: 'next_action_on', code: 'required' },
    },
    {
      title: 'takes a new date and keeps the comment',
      as: 'staff',
      call: { act: 'contacts.follow_up', id: '$boris', input: { comment: 'Not reached.', next_action_on: '2026-02-01' } },
      expect: { record: { next_action_on: '2026-02-01' } },
      changes: [
        { verb: 'create', entity: 'activities', after: { subject: 'Not reached.', contact: '$boris', status: 'done' } },
        { verb: 'update', entity: 'contacts', record: '$boris', after: { next_action_on: '2026-02-01' } },
      ],
    },
    {
      title: 'keeps a call without a word about it, too',
      as: 'staff',
      call: { act: 'contacts.follow_up', id: '$boris', input: { done: 'Call', next_action_on: '2026-02-01' } },
      expect: { record: { next_action_on: '2026-02-01' } },
      changes: [
        { verb: 'create', entity: 'activities', after: { subject: 'Call', type: 'Call', contact: '$boris', status: 'done' } },
        { verb: 'update', entity: 'contacts', record: '$boris' },
      ],
    },
    {
      title: 'closes the contact',
      as: 'staff',
      call: { act: 'contacts.follow_up', id: '$boris', input: { closed_as: 'lost' } },
      expect: { record: { next_action_on: null, status: 'lost' } },
    },
  ]);
});
