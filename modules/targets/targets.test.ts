import { house, scenarios } from '../../tests/scenarios.ts';

const at = await house({
  own: ['targets', { goal: 'Won deals', period: 'quarter', starts_on: '2026-05-17', value: '1000', owner: '$agent' }],
});

scenarios(at, [
  {
    title: 'enters a target for a period [CS-235]',
    as: 'agent',
    call: { create: 'targets', values: { goal: 'Won deals', period: 'month', starts_on: '2026-03-19', value: '50000' } },
    expect: { record: { name: 'Won deals 2026-03', starts_on: '2026-03-01', value: '50000.00' } },
  },
  {
    title: 'finds it at the first day of its quarter [CS-235]',
    as: 'agent',
    call: { get: 'targets', id: '$own' },
    expect: { record: { name: 'Won deals 2026-Q2', starts_on: '2026-04-01' } },
  },
  {
    title: 'moves it, and its name follows [CS-235]',
    as: 'agent',
    call: { update: 'targets', id: '$own', values: { starts_on: '2026-07-09' } },
    expect: { record: { name: 'Won deals 2026-Q3', starts_on: '2026-07-01' } },
  },
  {
    title: 'calls it what they like [CS-235]',
    as: 'agent',
    call: { update: 'targets', id: '$own', values: { name: 'Summer' } },
    expect: { record: { name: 'Summer' } },
  },
  { title: 'does not see those of others [CS-235]', as: 'stranger', call: { get: 'targets', id: '$own' }, expect: { refused: 404 } },
  {
    title: 'must say how much [CS-235]',
    as: 'agent',
    call: { create: 'targets', values: { goal: 'Won deals', starts_on: '2026-03-01' } },
    expect: { refused: 422, field: 'value' },
  },
]);
