// What goes on around today: meetings and calls of these weeks, tasks that are due, and what was done before.

import type { Context, Values } from '../../engine/index.ts';
import { addDays } from '../../schema/index.ts';
import { at, create, everything, type Known, type Random, seeded, today, workday } from '../demo/module.ts';

export async function demo(context: Context): Promise<void> {
  const deals = await everything(context, 'deals', ['account', 'contact', 'owner', 'stage']);
  const ongoing = deals.filter(({ stage, contact }) => contact && stage !== 'won' && stage !== 'lost');
  const leads = await everything(context, 'leads', ['owner', 'status']);
  await create(context, 'activities', [
    ...makeEvents(seeded('events'), today(), ongoing, 140),
    ...makeTasks(seeded('tasks'), today(), ongoing, 120),
    ...makeCalls(seeded('calls'), today(), leads, 40),
  ]);
}

const meetings = [
  'Needs assessment',
  'Site visit',
  'Demonstration of Insight',
  'Price negotiation',
  'Project kick-off',
  'Quarterly review',
];

export function makeEvents(random: Random, on: string, deals: readonly Known[], count: number): Values[] {
  return Array.from({ length: count }, () => {
    const day = workday(addDays(on, random.whole(-25, 20)));
    const hour = random.whole(6, 14);
    return {
      ...about('deals', random.pick(deals)),
      kind: 'event',
      type: random.weighted([
        ['Meeting', 3],
        ['Call', 2],
        ['Visit', 1],
      ]),
      subject: random.pick(meetings),
      starts_at: at(day, hour, random.pick([0, 30])),
      ends_at: at(day, hour + random.whole(1, 2), 30),
      status:
        day < on
          ? random.weighted([
              ['done', 9],
              ['cancelled', 1],
            ])
          : 'open',
      place: random.pick(['Teams', 'Customer’s office', 'Our office', null]),
    };
  });
}

const chores = [
  'Send the offer',
  'Answer technical questions',
  'Check the stock',
  'Ask for the purchase order',
  'Update the calculation',
  'Send references',
];

export function makeTasks(random: Random, on: string, deals: readonly Known[], count: number): Values[] {
  return Array.from({ length: count }, () => {
    const due_on = workday(addDays(on, random.whole(-20, 14)));
    return {
      ...about('deals', random.pick(deals)),
      kind: 'task',
      type: random.pick(['To do', 'E-mail', 'Call']),
      subject: random.pick(chores),
      due_on,
      priority: random.weighted([
        ['normal', 6],
        ['high', 2],
        ['low', 1],
      ]),
      status: due_on < on && random.chance(0.8) ? 'done' : 'open',
    };
  });
}

export function makeCalls(random: Random, on: string, leads: readonly Known[], count: number): Values[] {
  return Array.from({ length: count }, () => {
    const lead = random.pick(leads);
    const status = lead.status === 'new' ? 'open' : 'done';
    return {
      ...about('leads', lead),
      kind: 'task',
      type: 'Call',
      subject: 'First call',
      due_on: workday(addDays(on, random.whole(-6, 4))),
      status,
    };
  });
}

function about(entity: string, record: Known): Values {
  const { account, contact, owner } = record as Record<string, Known | null | undefined>;
  return { related_to: { entity, id: record.id }, account: account?.id, contact: contact?.id, owner: owner?.id };
}
