import { expect, it } from 'vitest';
import { house, scenarios } from '../../tests/scenarios.ts';

const euros = (amount: string) => ({ amount, currency: 'EUR' });

const at = await house({
  acme: ['accounts', { name: 'Acme', type: 'prospect', owner: '$agent' }],
  gateway: ['products', { name: 'Gateway', unit_price: euros('700') }],
  deal: ['deals', { name: 'Gateways for Acme', account: '$acme', amount: euros('1000'), opened_on: '2026-01-10', owner: '$agent' }],
  globex: ['accounts', { name: 'Globex' }],
  won: ['deals', { name: 'Old one', account: '$globex', stage: 'won', opened_on: '2025-01-10', closed_on: '2025-03-01', owner: '$agent' }],
});

scenarios(at, [
  {
    title: 'gets number, stage, probability and owner by itself [CS-028] [CS-088]',
    as: 'staff',
    call: { create: 'deals', values: { name: 'New', amount: euros('500') } },
    expect: { record: { stage: 'prospecting', probability: '10', expected: euros('50.00'), owner: { title: 'staff person' }, version: 1 } },
    changes: [{ verb: 'create', entity: 'deals', after: { name: 'New', stage: 'prospecting' } }],
  },
  {
    title: 'is named after account and product when no name is given',
    as: 'staff',
    call: { create: 'deals', values: { account: '$acme', product: '$gateway' } },
    expect: { record: { name: 'Acme, Gateway' } },
  },
  {
    title: 'needs a name when there is nothing to make one of',
    as: 'staff',
    call: { create: 'deals', values: {} },
    expect: { refused: 422, field: 'name', code: 'required' },
  },
  {
    title: 'takes price and name of a line from its product, the amount from the lines',
    as: 'staff',
    call: { create: 'deals', values: { name: 'Lines', lines: [{ product: '$gateway', quantity: '3', discount: '10' }] } },
    expect: {
      record: {
        amount: euros('1890.00'),
        lines: [{ description: 'Gateway', unit_price: euros('700.00'), quantity: '3', total: euros('1890.00') }],
      },
    },
  },
  {
    title: 'refuses an amount that differs from its lines',
    as: 'staff',
    call: { create: 'deals', values: { name: 'Lines', amount: euros('1'), lines: [{ product: '$gateway' }] } },
    expect: { refused: 422, field: 'amount', code: 'follows_lines' },
  },
  {
    title: 'refuses lines in several currencies',
    as: 'staff',
    call: {
      create: 'deals',
      values: { name: 'Mixed', lines: [{ unit_price: euros('1') }, { unit_price: { amount: '1', currency: 'SEK' } }] },
    },
    expect: { refused: 422, field: 'lines', code: 'mixed_currencies' },
  },
  {
    title: 'follows the stage with its probability',
    as: 'agent',
    call: { update: 'deals', id: '$deal', values: { stage: 'negotiation' } },
    expect: { record: { probability: '80', closed_on: null } },
    changes: [{ verb: 'update', entity: 'deals', record: '$deal', after: { stage: 'negotiation', probability: '80' } }],
  },
  {
    title: 'keeps a probability that is given with the stage',
    as: 'agent',
    call: { update: 'deals', id: '$deal', values: { stage: 'negotiation', probability: '65' } },
    expect: { record: { probability: '65' } },
  },
  {
    title: 'is won by an action, which makes the account a customer [CS-089]',
    as: 'agent',
    call: { act: 'deals.win', id: '$deal', input: { closed_on: '2026-02-01' } },
    expect: { record: { stage: 'won', probability: '100', closed_on: '2026-02-01' } },
    changes: [
      { verb: 'update', entity: 'accounts', record: '$acme', after: { type: 'customer' } },
      { verb: 'update', entity: 'deals', record: '$deal', after: { stage: 'won' } },
    ],
  },
  {
    title: 'is not won twice',
    as: 'agent',
    call: { act: 'deals.win', id: '$won' },
    expect: { refused: 409, code: 'not_now' },
  },
  {
    title: 'is lost for a reason',
    as: 'agent',
    call: { act: 'deals.lose', id: '$deal', input: { lost_reason: 'Price', closed_on: '2026-02-01' } },
    expect: { record: { stage: 'lost', probability: '0', lost_reason: 'Price' } },
  },
  {
    title: 'loses the closing date when it is reopened',
    as: 'agent',
    call: { act: 'deals.reopen', id: '$won' },
    expect: { record: { stage: 'negotiation', closed_on: null, probability: '80' } },
  },
  {
    title: 'is not closed before it was opened',
    as: 'agent',
    call: { update: 'deals', id: '$deal', values: { stage: 'lost', closed_on: '2025-12-31' } },
    expect: { refused: 422, field: 'closed_on', code: 'order' },
  },
  {
    title: 'keeps an opening date that is expressly empty',
    as: 'staff',
    call: { create: 'deals', values: { name: 'Imported', opened_on: null, stage: 'won', closed_on: '2017-03-01' } },
    expect: { record: { opened_on: null, closed_on: '2017-03-01' } },
  },
  { title: 'is out of reach of another agent [SC-11]', as: 'stranger', call: { get: 'deals', id: '$deal' }, expect: { refused: 404 } },
  {
    title: 'is in reach of the head of the department [SC-11]',
    as: 'manager',
    call: { get: 'deals', id: '$deal', fields: ['name'] },
    expect: { record: { name: 'Gateways for Acme' } },
  },
  {
    title: 'is read but not changed by who only reads',
    as: 'reader',
    call: { update: 'deals', id: '$deal', values: { name: 'x' } },
    expect: { refused: 403 },
  },
  { title: 'is nothing for somebody without rights [TT-08]', as: 'nobody', call: { list: 'deals' }, expect: { refused: 403 } },
]);

it('figures stand per person and for the whole house; who sees less counts less [NV-17]', async () => {
  await at.system.records.create('deals', { name: 'Of staff', amount: euros('10'), owner: at.ids.staff });
  const boss = await at.person('admin');
  const figures = async (who: typeof boss, groupBy?: readonly string[]) =>
    who.records.aggregate('deals', { ...(groupBy ? { groupBy } : {}), measures: [{ fn: 'count' }, { fn: 'sum', field: 'amount' }] });
  const [house] = await figures(boss);
  const people = await figures(boss, ['owner']);
  expect(people.length).toBeGreaterThan(1);
  expect(people.reduce((all, { count }) => all + Number(count), 0)).toBe(Number(house?.count));
  const agent = people.find(({ owner }) => (owner as { title: string } | null)?.title === 'agent person');
  expect((await figures(await at.person('agent')))[0]).toMatchObject({ count: agent?.count });
});

// Whatever the hour in UTC, it is another day in one of the two.
it.each(['Pacific/Kiritimati', 'Pacific/Pago_Pago'])(
  'that is won at once is closed on the day it was opened, in %s too',
  async (time_zone) => {
    await at.system.records.update('users', at.ids.staff!, { time_zone });
    const { records } = await at.person('staff');
    const { opened_on, closed_on } = await records.create('deals', { name: 'At once', stage: 'won' });
    expect(opened_on).not.toBeNull();
    expect(closed_on).toBe(opened_on);
  },
);
