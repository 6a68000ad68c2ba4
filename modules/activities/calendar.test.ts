import { describe, expect, it } from 'vitest';
import { Refusal, type Values } from '../../engine/index.ts';
import { house, scenarios } from '../../tests/scenarios.ts';
import { busy, freeSlots } from './busy.ts';
import { calendar } from './calendar.ts';
import { importCalendar, writeFeed } from './ics.ts';

const meeting = { kind: 'event', starts_at: '2026-03-02T09:00:00Z', ends_at: '2026-03-02T10:00:00Z', time_zone: 'Europe/Helsinki' };
const at = await house({
  sellers: ['roles', { name: 'Sellers' }],
  chiefs: ['roles', { name: 'Chiefs' }],
  juniors: ['roles', { name: 'Juniors', parent: '$sellers' }],
  team: ['owner_groups', { name: 'Team', members: ['$agent', '$below'] }],
  // Three on one level, one below, and a chief elsewhere; all see their own records only.
  ann: [
    'users',
    { login: 'ann', name: 'Ann', department: '$north', role: '$sellers', permission_sets: ['$set:Agent'], time_zone: 'Europe/Helsinki' },
  ],
  ben: ['users', { login: 'ben', name: 'Ben', department: '$south', role: '$sellers', permission_sets: ['$set:Agent'], time_zone: 'UTC' }],
  cleo: ['users', { login: 'cleo', name: 'Cleo', department: '$south', role: '$sellers', permission_sets: ['$set:Agent'] }],
  dan: ['users', { login: 'dan', name: 'Dan', department: '$south', role: '$chiefs', permission_sets: ['$set:Agent'] }],
  eve: ['users', { login: 'eve', name: 'Eve', department: '$coast', role: '$juniors', permission_sets: ['$set:Agent'] }],
  contact: ['contacts', { last_name: 'Virtanen', owner: '$ann' }],
  secret: ['activities', { ...meeting, subject: 'Merger talks', place: 'Bank', owner: '$ann' }],
  private: [
    'activities',
    { ...meeting, subject: 'Doctor', private: true, owner: '$ann', starts_at: '2026-03-02T12:00:00Z', ends_at: '2026-03-02T13:00:00Z' },
  ],
  weekly: [
    'activities',
    {
      ...meeting,
      subject: 'Weekly',
      owner: '$ann',
      recurrence: 'FREQ=WEEKLY;COUNT=8',
      starts_at: '2026-03-03T07:00:00Z',
      ends_at: '2026-03-03T08:00:00Z',
    },
  ],
  grouped: ['activities', { ...meeting, subject: 'Team day', owner: '$team' }],
  share: ['calendar_shares', { user: '$ann', with_user: '$cleo' }],
  task: ['activities', { subject: 'Send the offer', due_on: '2026-03-02', owner: '$ann' }],
});
const id = (name: string) => at.ids[name]!;
const week = { from: '2026-03-02T00:00:00Z', to: '2026-03-09T00:00:00Z' };
type Answer = {
  events: { id: string; subject: string; start: string; end: string }[];
  tasks: { subject: string }[];
  busy: { known: boolean; spans: { start: string; end: string }[] }[];
};
const look = async (as: string, input: Values = {}) =>
  (await calendar({ context: await at.person(as), input: { ...week, ...input } })) as Answer;

it('of everybody are those of all whose events one may see, each series with every time of it [CS-092]', async () => {
  const range = { from: '2026-03-02T00:00:00Z', to: '2026-03-30T00:00:00Z', everybody: true };
  const seen = async (as: string) => (await look(as, range)).events.map(({ subject }) => subject).sort();
  expect(await seen('ann')).toEqual(['Doctor', 'Merger talks', 'Weekly', 'Weekly', 'Weekly', 'Weekly']);
  expect(await seen('ben')).toEqual([]);
  expect(await seen('admin')).toContain('Team day');
  expect((await look('admin', range)).tasks.map(({ subject }) => subject)).toEqual(['Send the offer']);
});

describe('calendars', () => {
  scenarios(at, [
    {
      title: 'are not seen by the same role when nobody shared them [CS-094] [CS-098]',
      as: 'ben',
      call: { get: 'activities', id: '$secret' },
      expect: { refused: 404 },
    },
    {
      title: 'are seen by the colleague they were shared with [CS-094] [CS-098]',
      as: 'cleo',
      call: { get: 'activities', id: '$secret' },
      expect: { record: { subject: 'Merger talks' } },
    },
    {
      title: 'keep what is private from those too [CS-098]',
      as: 'cleo',
      call: { get: 'activities', id: '$private' },
      expect: { refused: 404 },
    },
    {
      title: 'are shared to be seen, not to be changed [CS-098]',
      as: 'cleo',
      call: { update: 'activities', id: '$secret', values: { subject: 'x' } },
      expect: { refused: 404 },
    },
    {
      title: 'are shared with a whole role [CS-098]',
      as: 'ben',
      given: [{ create: 'calendar_shares', values: { user: '$ann', with_role: '$sellers' } }],
      call: { list: 'calendar_shares', query: { filter: 'user = "$ann"', fields: ['with_role'] } },
      expect: { records: [] },
    },
    {
      title: 'are not shared by anybody else [CS-098]',
      as: 'ben',
      call: { create: 'calendar_shares', values: { user: '$ann', with_user: '$ben' } },
      expect: { refused: 403 },
    },
    {
      title: 'are shared with somebody [CS-098]',
      as: 'ben',
      call: { create: 'calendar_shares', values: {} },
      expect: { refused: 422, field: 'with_user', code: 'required' },
    },
    {
      title: 'of a group are seen by its members [CS-094]',
      as: 'below',
      call: { get: 'activities', id: '$grouped' },
      expect: { record: { subject: 'Team day' } },
    },
    {
      title: 'of a group are not seen by others [CS-094]',
      as: 'ben',
      call: { get: 'activities', id: '$grouped' },
      expect: { refused: 404 },
    },
    {
      title: 'show an event to who is invited [CS-100]',
      as: 'ben',
      given: [{ update: 'activities', id: '$secret', values: { participants: ['$ben'] } }],
      call: { get: 'activities', id: '$secret' },
      expect: { record: { subject: 'Merger talks' } },
    },
    {
      title: 'take an answer from who is invited [CS-100]',
      as: 'ben',
      given: [{ update: 'activities', id: '$secret', values: { participants: ['$ben'] } }],
      call: { act: 'activities.answer', id: '$secret', input: { answer: 'maybe' } },
      expect: { result: { answer: 'maybe' } },
    },
    {
      title: 'take no answer from who is not [CS-100]',
      as: 'ann',
      call: { act: 'activities.answer', id: '$secret', input: { answer: 'yes' } },
      expect: { refused: 409 },
    },
    {
      title: 'note what an invited contact says [CS-100]',
      as: 'ann',
      given: [{ update: 'activities', id: '$secret', values: { guests: ['$contact'] } }],
      call: { act: 'activities.answer_of_contact', id: '$secret', input: { contact: '$contact', answer: 'no' } },
      expect: { result: { answer: 'no' } },
    },
    {
      title: 'ask again when the time changes [CS-100]',
      as: 'ann',
      given: [{ update: 'activities', id: '$secret', values: { participants: ['$ben'], answers: { somebody: 'yes' } } }],
      call: { update: 'activities', id: '$secret', values: { starts_at: '2026-03-02T09:30:00Z' } },
      expect: { record: { answers: null } },
    },
    {
      title: 'take whole days from midnight to midnight [CS-099]',
      as: 'ann',
      call: { create: 'activities', values: { ...meeting, subject: 'Fair', all_day: true, ends_at: '2026-03-03T10:00:00Z' } },
      expect: { record: { starts_at: '2026-03-01T22:00:00.000Z', ends_at: '2026-03-03T22:00:00.000Z' } },
    },
    {
      title: 'refuse a repetition that is none [CS-100]',
      as: 'ann',
      call: { create: 'activities', values: { ...meeting, subject: 'x', recurrence: 'every monday' } },
      expect: { refused: 422, field: 'recurrence', code: 'not_a_rule' },
    },
    {
      title: 'refuse a time zone that is none [CS-099]',
      as: 'ann',
      call: { create: 'activities', values: { ...meeting, subject: 'x', time_zone: 'Mars/Base' } },
      expect: { refused: 422, field: 'time_zone' },
    },
    {
      title: 'keep one’s working hours and first day of the week [CS-099]',
      as: 'ann',
      call: {
        act: 'users.edit_calendar',
        id: '$ann',
        input: { week_start: 'sunday', work_from: '07:00', work_to: '15:00', time_zone: 'Asia/Tokyo' },
      },
      expect: { record: { week_start: 'sunday', work_from: '07:00', time_zone: 'Asia/Tokyo' } },
    },
    {
      title: 'are not set up by others [CS-099]',
      as: 'ann',
      call: { act: 'users.edit_calendar', id: '$ben', input: { week_start: 'sunday' } },
      expect: { refused: 404 },
    },
  ]);

  it('show one’s own events, every time they take place, and tasks apart [CS-092] [CS-093]', async () => {
    const { events, tasks, busy: hours } = await look('ann');
    expect(events.map(({ subject, start }) => [subject, start])).toEqual([
      ['Merger talks', '2026-03-02T09:00:00.000Z'],
      ['Doctor', '2026-03-02T12:00:00.000Z'],
      ['Weekly', '2026-03-03T07:00:00.000Z'],
    ]);
    expect(tasks.map(({ subject }) => subject)).toEqual(['Send the offer']);
    expect(hours).toEqual([]);
    const later = await look('ann', { from: '2026-03-30T00:00:00Z', to: '2026-04-06T00:00:00Z' });
    expect(later.events.map(({ start }) => start)).toEqual(['2026-03-31T06:00:00.000Z']);
  });

  it('tell the same role when somebody is busy and nothing else [CS-094] [CS-098]', async () => {
    const answer = await look('ben', { users: [id('ann')] });
    expect(answer.events).toEqual([]);
    expect(answer.tasks).toEqual([]);
    expect(answer.busy).toEqual([
      {
        user: { id: id('ann'), title: 'Ann' },
        known: true,
        spans: [
          { start: '2026-03-02T09:00:00.000Z', end: '2026-03-02T10:00:00.000Z' },
          { start: '2026-03-02T12:00:00.000Z', end: '2026-03-02T13:00:00.000Z' },
          { start: '2026-03-03T07:00:00.000Z', end: '2026-03-03T08:00:00.000Z' },
        ],
      },
    ]);
    const everything = JSON.stringify([answer, await busy({ context: await at.person('ben'), input: { ...week, users: [id('ann')] } })]);
    for (const word of ['Merger', 'Bank', 'Doctor', 'Weekly', id('secret'), id('private'), id('weekly')])
      expect(everything).not.toContain(word);
  });

  it.each([
    ['another role tells nothing', 'dan', 'ann', false, 0],
    ['a role below one’s own is known', 'ben', 'eve', true, 0],
    ['a role above is not', 'eve', 'ann', false, 0],
  ])('%s [CS-094] [CS-098]', async (_, who, whom, known, spans) => {
    const context = await at.person(who);
    const found = await busy({ context, input: { ...week, users: [id(whom)] } }).catch((error: unknown) => error);
    if (found instanceof Refusal) expect(found.status).toBe(403);
    else expect(found).toMatchObject({ people: [{ known, spans: Array.from({ length: spans }, () => expect.anything()) }] });
  });

  it('customers hear of nobody but themselves, neither a name nor working hours [CS-094] [CS-098] [TT-10]', async () => {
    const context = await at.person('customer');
    const users = [id('stranger'), id('ann')];
    expect(await busy({ context, input: { ...week, users } })).toEqual({ people: [] });
    const { slots, unknown } = (await freeSlots({ context, input: { ...week, users } })) as { slots: unknown[]; unknown: unknown[] };
    expect([slots.length > 0, unknown]).toEqual([true, []]);
  });

  it('tell nothing of one colleague because of another who was at the same meeting [CS-098]', async () => {
    const context = await at.person('ben');
    let found: unknown;
    await context
      .transaction(async (inside) => {
        const { records } = inside.system('prepares a scenario');
        await records.update('activities', id('secret'), { participants: [id('dan')] });
        found = await busy({ context: inside, input: { ...week, users: [id('ann'), id('dan')] } });
        throw new Error('rolled back');
      })
      .catch(() => {});
    const { people } = found as { people: { user: { id: string }; spans: unknown[] }[] };
    expect(people.find(({ user }) => user.id === id('dan'))).toMatchObject({ known: false, spans: [] });
    expect(people.find(({ user }) => user.id === id('ann'))?.spans).toHaveLength(3);
  });

  it('show a shared calendar with its private hours as busy [CS-098]', async () => {
    const { events, busy: hours } = await look('cleo', { users: [id('ann')] });
    expect(events.map(({ subject }) => subject)).toEqual(['Merger talks', 'Weekly']);
    expect(hours[0]?.spans).toEqual([{ start: '2026-03-02T12:00:00.000Z', end: '2026-03-02T13:00:00.000Z' }]);
  });

  it('stop being shared at once [CS-098]', async () => {
    const context = await at.person('cleo');
    await at.system.records.delete('calendar_shares', id('share'));
    const { events } = (await calendar({ context, input: { ...week, users: [id('ann')] } })) as Answer;
    expect(events).toEqual([]);
    await at.system.records.create('calendar_shares', { user: id('ann'), with_user: id('cleo') });
    expect(await look('cleo', { users: [id('ann')] })).toMatchObject({ events: [{}, {}] });
  });

  it('show the events of an owner group [CS-092]', async () => {
    const { events } = await look('agent', { groups: [id('team')] });
    expect(events.map(({ subject }) => subject)).toEqual(['Team day']);
  });

  it('find hours in which several are free and at work [CS-099]', async () => {
    const input = { from: '2026-03-02T00:00:00Z', to: '2026-03-03T00:00:00Z', minutes: 90, users: [id('ann'), id('ben')] };
    const { slots, unknown } = (await freeSlots({ context: await at.person('ben'), input })) as {
      slots: { start: string }[];
      unknown: unknown[];
    };
    // Ann works 8 to 17 in Helsinki, which is 6 to 15 UTC; Ben 8 to 17 UTC. Ann is busy from 9 to 10 and from 12 to 13.
    expect(slots.map(({ start }) => start.slice(11, 16))).toEqual(['10:00', '13:00']);
    expect(unknown).toEqual([]);
  });

  it.each([
    [{ from: 'x' }, 'from'],
    [{ to: '2025-01-01T00:00:00Z' }, 'to'],
    [{ to: '2036-01-01T00:00:00Z' }, 'to'],
    [{ users: ['me'] }, 'users'],
  ])('refuse %j', async (input, field) => {
    await expect(look('ann', input)).rejects.toMatchObject({ status: 422, problems: [{ field }] });
  });
});

describe('one of a series [CS-100]', () => {
  const second = '2026-03-10T07:00:00.000Z';
  const all = { from: '2026-03-01T00:00:00Z', to: '2026-06-01T00:00:00Z' };

  async function tried(action: string, input: Values) {
    const context = await at.person('ann');
    let found: string[] = [];
    await context
      .transaction(async (inside) => {
        await inside.act('activities', id('weekly'), action, input);
        const { events } = (await calendar({ context: inside, input: all })) as Answer;
        const own = events.filter(({ subject }) => /Weekly|Special/.test(subject));
        found = own
          .map(({ subject, start }) => `${subject} ${start.slice(5, 16)}`)
          .sort((a, b) => a.slice(-11).localeCompare(b.slice(-11)));
        throw new Error('rolled back');
      })
      .catch((error: Error) => {
        if (error.message !== 'rolled back') throw error;
      });
    return found;
  }
  const hours = ['03-03T07:00', '03-10T07:00', '03-17T07:00', '03-24T07:00', '03-31T06:00', '04-07T06:00', '04-14T06:00', '04-21T06:00'];
  const weekly = hours.map((hour) => `Weekly ${hour}`);

  it('is changed by itself', async () => {
    const values = { subject: 'Special', starts_at: '2026-03-10T12:00:00Z', ends_at: '2026-03-10T13:00:00Z' };
    expect(await tried('change_occurrence', { occurrence: second, scope: 'this', values })).toEqual([
      weekly[0],
      'Special 03-10T12:00',
      ...weekly.slice(2),
    ]);
  });

  it('is changed with all that follow', async () => {
    const values = { subject: 'Special', starts_at: '2026-03-11T08:00:00Z', ends_at: '2026-03-11T09:00:00Z' };
    const found = await tried('change_occurrence', { occurrence: second, scope: 'following', values });
    expect(found).toEqual([
      weekly[0],
      ...['03-11T08:00', '03-18T08:00', '03-25T08:00', '04-01T07:00', '04-08T07:00', '04-15T07:00', '04-22T07:00'].map(
        (hour) => `Special ${hour}`,
      ),
    ]);
  });

  it('is changed with the whole series', async () => {
    const found = await tried('change_occurrence', { occurrence: second, scope: 'all', values: { starts_at: '2026-03-10T08:00:00Z' } });
    expect(found).toEqual(
      ['03-03T08:00', '03-10T08:00', '03-17T08:00', '03-24T08:00', '03-31T07:00', '04-07T07:00', '04-14T07:00', '04-21T07:00'].map(
        (hour) => `Weekly ${hour}`,
      ),
    );
  });

  it('is left out', async () => {
    expect(await tried('delete_occurrence', { occurrence: second, scope: 'this' })).toEqual([weekly[0], ...weekly.slice(2)]);
  });

  it.each(['change_occurrence', 'delete_occurrence'])('must be one: %s', async (action) => {
    await expect(tried(action, { occurrence: '2026-03-11T07:00:00Z', scope: 'this' })).rejects.toMatchObject({ status: 422 });
  });
});

describe('calendars in and out', () => {
  it('go to other programs without what is private [CS-098] [CS-100]', async () => {
    const text = await writeFeed(await at.person('ann'), Date.parse('2026-03-01T00:00:00Z'));
    expect(text).toContain('SUMMARY:Merger talks');
    expect(text).toContain('SUMMARY:Busy');
    expect(text).not.toContain('Doctor');
    expect(text).toContain('RRULE:FREQ=WEEKLY;COUNT=8');
  });

  it('come in once, however often they are imported [CS-100]', async () => {
    const context = await at.person('ben');
    const text = await writeFeed(await at.person('ann'), Date.parse('2026-03-01T00:00:00Z'));
    expect(await importCalendar({ context, input: { text } })).toMatchObject({ created: 3, updated: 0, problems: [] });
    expect(await importCalendar({ context, input: { text: text.replace('Merger talks', 'Merger') } })).toMatchObject({
      created: 0,
      updated: 3,
    });
    const { events } = await look('ben');
    expect(events.map(({ subject }) => subject)).toEqual(['Merger', 'Busy', 'Weekly']);
  });
});
