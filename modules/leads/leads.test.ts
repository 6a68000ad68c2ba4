import { describe, expect, it } from 'vitest';
import { house, scenarios } from '../../tests/scenarios.ts';
import { splitName } from './name.ts';

const at = await house({
  acme: ['accounts', { name: 'Acme', owner: '$agent' }],
  lead: [
    'leads',
    {
      name: 'Femke van der Meer',
      company: 'Waterland',
      email: 'f@waterland.example',
      city: 'Utrecht',
      expected_amount: '500',
      owner: '$agent',
    },
  ],
  person: ['leads', { name: 'Cher', owner: '$agent' }],
  call: ['activities', { subject: 'First call', related_to: { entity: 'leads', id: '$lead' }, owner: '$stranger' }],
  closed: ['permission_sets', { name: 'Leads only', grants: [{ target: 'leads', verb: '*', scopes: ['all'] }] }],
  clerk: ['users', { login: 'clerk', name: 'Clerk', department: '$north', permission_sets: ['$closed'] }],
});

describe('leads', () => {
  scenarios(at, [
    {
      title: 'starts as new [PX-09]',
      as: 'staff',
      call: { create: 'leads', values: { name: 'Ola Nordmann', source: 'Trade fair' } },
      expect: { record: { status: 'new', source: 'Trade fair', owner: { title: 'staff person' } } },
    },
    {
      title: 'becomes account, contact and deal [PX-10] [CS-088]',
      as: 'agent',
      call: { act: 'leads.convert', id: '$lead', input: { deal_name: 'Pumps', closing_date: '2026-09-01' } },
      expect: {
        record: {
          status: 'converted',
          account: { title: 'Waterland' },
          contact: { title: 'Femke van der Meer' },
          deal: { title: 'Pumps' },
        },
      },
      changes: [
        { verb: 'create', entity: 'accounts', after: { name: 'Waterland', city: 'Utrecht', owner: '$agent' } },
        { verb: 'create', entity: 'contacts', after: { first_name: 'Femke', last_name: 'van der Meer', email: 'f@waterland.example' } },
        { verb: 'create', entity: 'deals', after: { name: 'Pumps', amount: { amount: '500.00' }, closing_date: '2026-09-01' } },
        { verb: 'update', entity: 'activities', record: '$call' },
        { verb: 'update', entity: 'leads', record: '$lead', after: { status: 'converted' } },
      ],
    },
    {
      title: 'joins an account that is there, without a deal',
      as: 'agent',
      call: { act: 'leads.convert', id: '$lead', input: { account: '$acme', create_deal: false } },
      expect: { record: { account: { title: 'Acme' }, deal: null } },
      changes: [
        { verb: 'create', entity: 'contacts' },
        { verb: 'update', entity: 'activities' },
        { verb: 'update', entity: 'leads' },
      ],
    },
    {
      title: 'without a company becomes a contact that stands alone',
      as: 'agent',
      call: { act: 'leads.convert', id: '$person', input: {} },
      expect: { record: { account: null, contact: { title: 'Cher' }, deal: { title: 'Cher' } } },
    },
    {
      title: 'is converted once',
      as: 'agent',
      given: [{ act: 'leads.convert', id: '$lead', input: { create_deal: false } }],
      call: { act: 'leads.convert', id: '$lead' },
      expect: { refused: 409, code: 'not_now' },
    },
    {
      title: 'is marked as converted by nothing else',
      as: 'agent',
      call: { update: 'leads', id: '$lead', values: { status: 'converted' } },
      expect: { refused: 422, field: 'status', code: 'convert' },
    },
    {
      title: 'does not take what it became from outside',
      as: 'root',
      call: { update: 'leads', id: '$lead', values: { account: '$acme' } },
      expect: { refused: 422, field: 'account', code: 'read_only' },
    },
    {
      title: 'is converted only by who may create what it becomes, and then nothing is left behind',
      as: 'clerk',
      call: { act: 'leads.convert', id: '$lead' },
      expect: { refused: 403 },
    },
  ]);
});

describe('names', () => {
  it.each([
    ['Aino Korhonen', 'Aino', 'Korhonen'],
    ['Anna Maria de la Cruz', 'Anna Maria', 'de la Cruz'],
    ['Иван Петров', 'Иван', 'Петров'],
    [' Cher ', null, 'Cher'],
    ['von Arnim', 'von', 'Arnim'],
  ])('%s', (name, first_name, last_name) => {
    expect(splitName(name)).toEqual({ first_name, last_name });
  });
});
