import { expect, it } from 'vitest';
import { house, scenarios } from '../../tests/scenarios.ts';
import { follow } from './follow.ts';

const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const euros = (amount: string) => ({ amount, currency: 'EUR' });

const at = await house({
  acme: ['accounts', { name: 'Acme', owner: '$agent' }],
  firm: ['contacts', { last_name: 'Roofs Oy', kind: 'company', owner: '$agent' }],
  jane: ['contacts', { last_name: 'Doe', first_name: 'Jane', owner: '$agent' }],
  service: [
    'contract_templates',
    {
      name: 'Service',
      subject: 'Service of roofs',
      type: 'Service',
      months: 12,
      reminder_days: 10,
      content: '<p>Once a <b>quarter</b>.</p>',
      fields: [
        { label: 'Site', required: true },
        { label: 'Hours', kind: 'number' },
        { label: 'Order number', corporate: true },
      ],
    },
  ],
  company: [
    'contract_templates',
    { name: 'Company service', corporate: true, subject: 'For companies', fields: [{ label: 'Trade register', required: true }] },
  ],
  signed: [
    'contracts',
    { subject: 'Signed', account: '$acme', owner: '$agent', status: 'active', signed_on: '2026-01-01', starts_on: '2026-01-01' },
  ],
});

scenarios(at, [
  {
    title: 'is made from a template, which gives term, text and own fields [NV-16] [PX-11]',
    as: 'agent',
    call: { create: 'contracts', values: { account: '$acme', template: '$service', starts_on: '2026-03-01' } },
    expect: {
      record: {
        subject: 'Service of roofs',
        type: 'Service',
        status: 'draft',
        ends_on: '2027-02-28',
        reminder_days: 10,
        content: '<p>Once a <b>quarter</b>.</p>',
        details: [{ label: 'Site', required: true }, { label: 'Hours' }, { label: 'Order number' }],
      },
    },
  },
  {
    title: 'takes a contact that is a company as party, with the fields for corporate clients [NV-15] [NV-16]',
    as: 'agent',
    call: { create: 'contracts', values: { contact: '$firm', template: '$company' } },
    expect: { record: { contact: { title: 'Roofs Oy' }, account: null, details: [{ label: 'Trade register' }] } },
  },
  {
    title: 'takes a person like a company, without the fields that are for corporate clients [NV-15] [NV-16]',
    as: 'agent',
    call: { create: 'contracts', values: { contact: '$jane', template: '$service' } },
    expect: { record: { contact: { title: 'Jane Doe' }, details: [{ label: 'Site' }, { label: 'Hours' }] } },
  },
  {
    title: 'is not made with a person from a template for corporate clients [NV-16]',
    as: 'agent',
    call: { create: 'contracts', values: { contact: '$jane', template: '$company' } },
    expect: { refused: 422, field: 'template', code: 'not_corporate' },
  },
  {
    title: 'needs somebody to be with',
    as: 'agent',
    call: { create: 'contracts', values: { subject: 'Alone' } },
    expect: { refused: 422, field: 'account', code: 'required' },
  },
  {
    title: 'keeps what was typed and checks the own fields by their kind [NV-16]',
    as: 'agent',
    call: {
      create: 'contracts',
      values: { account: '$acme', template: '$service', subject: 'Own words', details: [{ label: 'Hours', value: 'many' }] },
    },
    expect: { refused: 422, field: 'details.1.value', code: 'type' },
  },
  {
    title: 'has rows, which make its value [CS-090]',
    as: 'agent',
    call: {
      create: 'contracts',
      values: {
        subject: 'Rows',
        account: '$acme',
        lines: [
          { quantity: '3', unit_price: euros('100.5') },
          { quantity: '1', unit_price: euros('1') },
        ],
      },
    },
    expect: { record: { value: euros('302.50') } },
  },
  {
    title: 'does not end before it begins [PX-11]',
    as: 'agent',
    call: { create: 'contracts', values: { subject: 'x', account: '$acme', starts_on: '2026-02-01', ends_on: '2026-01-31' } },
    expect: { refused: 422, field: 'ends_on', code: 'order' },
  },
  {
    title: 'is terminated on a day [PX-11]',
    as: 'agent',
    call: { act: 'contracts.terminate', id: '$signed', input: { ends_on: '2026-06-30' } },
    expect: { record: { status: 'terminated', ends_on: '2026-06-30' } },
  },
  {
    title: 'is edited, found by filters and out of reach of another agent like any record [CS-090]',
    as: 'stranger',
    call: { get: 'contracts', id: '$signed' },
    expect: { refused: 404 },
  },
]);

it('is signed when all its template asks for is filled in [PX-11]', async () => {
  const agent = await at.person('agent');
  const made = await agent.records.create('contracts', { account: at.ids.acme, template: at.ids.service });
  const id = String(made.id);
  await expect(agent.act('contracts', id, 'sign', { signed_on: '2026-03-02' })).rejects.toMatchObject({
    problems: [{ field: 'details.0.value', message: expect.stringContaining('Site') }],
  });
  const details = (made.details as readonly { id: string; label: string }[]).map((row) =>
    row.label === 'Site' ? { ...row, value: 'Turku' } : row,
  );
  await agent.records.update('contracts', id, { details });
  await agent.act('contracts', id, 'sign', { signed_on: '2026-03-02', signed_by: 'Jane Doe' });
  expect(await agent.records.get('contracts', id)).toMatchObject({ status: 'active', signed_on: '2026-03-02', signed_by: 'Jane Doe' });
});

it('is reminded of once, a while before it ends, and is over afterwards [PX-11]', async () => {
  const group = (await at.system.records.create('owner_groups', { name: 'Service', members: [at.ids.agent] })).id;
  const make = async (subject: string, ends_on: string, owner: unknown = at.ids.agent) =>
    String(
      (
        await at.system.records.create('contracts', {
          subject,
          account: at.ids.acme,
          owner,
          status: 'active',
          signed_on: '2025-01-01',
          starts_on: '2025-01-01',
          ends_on,
          reminder_days: 30,
        })
      ).id,
    );
  const [soon, late, over] = [await make('Soon', day(20)), await make('Late', day(90)), await make('Over', day(-2))];
  await make('Shared', day(20), group);
  await follow(at.system);
  await follow(at.system);
  const agent = await at.person('agent');
  const { records } = await agent.records.list('notifications', { fields: ['title', 'about'], sort: 'id' });
  // Whoever is in the group that owns it hears of it too.
  expect(records).toMatchObject([
    { title: expect.stringContaining(`“Soon”: ${day(20)}`), about: { id: soon } },
    { title: expect.stringContaining('“Shared”: ') },
  ]);
  const statusOf = async (id: string) => (await agent.records.get('contracts', id, ['status'])).status;
  expect([await statusOf(soon), await statusOf(late), await statusOf(over)]).toEqual(['active', 'active', 'expired']);
  await agent.records.update('contracts', soon, { ends_on: day(25) });
  await follow(at.system);
  expect((await agent.records.list('notifications')).records).toHaveLength(3);
});
