import { expect, it } from 'vitest';
import { exportRecords, search, undoChange } from '../../engine/index.ts';
import { house, scenarios } from '../../tests/scenarios.ts';

const at = await house({
  acme: ['accounts', { name: 'Acme', owner: '$agent' }],
  other: ['accounts', { name: 'Other', owner: '$stranger' }],
  own: ['accounts', { name: 'Customer’s own', owner: '$agent' }],
  said: ['comments', { about: { entity: 'accounts', id: '$acme' }, text: '<p>Zanzibar by the system</p>' }],
});
await at.system.records.update('users', String(at.ids.customer), { account: at.ids.own });
const acme = { entity: 'accounts', id: '$acme' };

scenarios(at, [
  {
    title: 'comments on what he sees, in formatted text without anything that runs [CS-080]',
    as: 'agent',
    call: { create: 'comments', values: { about: acme, text: '<p>Call <b>them</b></p><script>alert(1)</script>' } },
    expect: {
      record: { text: '<p>Call <b>them</b></p>', excerpt: 'Call them', created_by: { title: 'agent person' }, about: { title: 'Acme' } },
    },
    changes: [{ verb: 'create', entity: 'comments' }],
  },
  {
    title: 'comments on what he sees but may not change [CS-080]',
    as: 'reader',
    call: { create: 'comments', values: { about: acme, text: 'Seen' } },
    expect: { record: { excerpt: 'Seen' } },
  },
  {
    title: 'does not comment on what he does not see [CS-080]',
    as: 'stranger',
    call: { create: 'comments', values: { about: acme, text: 'Hello' } },
    expect: { refused: 422, field: 'about' },
  },
  {
    title: 'reads what is said about what he sees [CS-080]',
    as: 'staff',
    call: { list: 'comments', query: { fields: ['excerpt'] } },
    expect: { records: [{ excerpt: 'Zanzibar by the system' }] },
  },
  { title: 'reads nothing about the rest [CS-080]', as: 'stranger', call: { list: 'comments' }, expect: { records: [] } },
  { title: 'opens nothing about the rest [CS-080]', as: 'stranger', call: { get: 'comments', id: '$said' }, expect: { refused: 404 } },
  { title: 'hears nothing of what is said inside [CS-080]', as: 'customer', call: { list: 'comments' }, expect: { refused: 403 } },
  {
    title: 'leaves the words of others alone [CS-080]',
    as: 'agent',
    call: { update: 'comments', id: '$said', values: { text: 'Mine now' } },
    expect: { refused: 404 },
  },
  {
    title: 'moves no comment to another record [CS-080]',
    as: 'root',
    call: { update: 'comments', id: '$said', values: { about: { entity: 'accounts', id: '$other' } } },
    expect: { refused: 422, field: 'about', code: 'fixed' },
  },
  {
    title: 'answers a comment about the same record [CS-080]',
    as: 'agent',
    call: { create: 'comments', values: { about: acme, text: 'Yes', reply_to: '$said' } },
    expect: { record: { reply_to: { title: 'Zanzibar by the system' } } },
  },
  {
    title: 'answers no comment about another record [CS-080]',
    as: 'agent',
    call: { create: 'comments', values: { about: { entity: 'accounts', id: '$own' }, text: 'Yes', reply_to: '$said' } },
    expect: { refused: 422, field: 'reply_to', code: 'elsewhere' },
  },
  {
    title: 'comments on a record whose noun has its discussion switched off: no [CS-081]',
    as: 'agent',
    given: [{ create: 'card_settings', values: { entity: 'accounts', discussion: false } }],
    call: { create: 'comments', values: { about: acme, text: 'Hello' } },
    expect: { refused: 422, field: 'about', code: 'not_discussed' },
  },
  {
    title: 'comments where only those may who may change the record: no [CS-081]',
    as: 'reader',
    given: [{ create: 'card_settings', values: { entity: 'accounts', commenters: 'editors' } }],
    call: { create: 'comments', values: { about: acme, text: 'Hello' } },
    expect: { refused: 422, field: 'about', code: 'not_discussed' },
  },
  {
    title: 'comments where only those may who may change the record: yes [CS-081]',
    as: 'agent',
    given: [{ create: 'card_settings', values: { entity: 'accounts', commenters: 'editors' } }],
    call: { create: 'comments', values: { about: acme, text: 'Hello' } },
    expect: { record: { excerpt: 'Hello' } },
  },
]);

const told = async (name: string) => {
  const person = await at.person(name);
  const { records } = await person.records.list('notifications', {
    filter: 'not contains(text, "Zanzibar")',
    fields: ['kind', 'about', 'text', 'values'],
  });
  return records;
};

it('tells who is mentioned, and says who cannot be told without telling him anything [CS-080]', async () => {
  const agent = await at.person('agent');
  const mentions = [at.ids.staff, at.ids.stranger];
  const comment = await agent.records.create('comments', { about: { entity: 'accounts', id: at.ids.acme }, text: 'Look, @both', mentions });
  expect(comment.not_told).toMatchObject([{ id: at.ids.stranger }]);
  expect(await told('staff')).toMatchObject([
    { kind: 'mention', about: { title: 'Acme' }, text: 'Look, @both', values: { who: 'agent person' } },
  ]);
  expect(await told('stranger')).toEqual([]);

  // Told once: a later word in the same comment is no new mention.
  await agent.records.update('comments', String(comment.id), { text: 'Look again', mentions });
  expect(await told('staff')).toHaveLength(1);
  expect(await agent.records.get('comments', String(comment.id), ['edited_at'])).not.toMatchObject({ edited_at: null });
});

it('tells the owner and who spoke before, as far as the administrator wants it [CS-081]', async () => {
  const staff = await at.person('staff');
  const about = { entity: 'accounts', id: at.ids.acme };
  await staff.records.create('comments', { about, text: 'First' });
  expect(await told('agent')).toMatchObject([{ kind: 'comment', about: { title: 'Acme' }, text: 'First' }]);
  const settings = await at.system.records.create('card_settings', { entity: 'accounts', comment_notices: 'mentioned' });
  await staff.records.create('comments', { about, text: 'Second' });
  expect(await told('agent')).toHaveLength(1);
  await at.system.records.delete('card_settings', String(settings.id));
});

it('is found, counted, exported, read over a path and told by history just as far as the record is seen [CS-080]', async () => {
  const ways = async (name: string) => {
    const person = await at.person(name);
    const hits = await person.read((reader) => search(reader, 'zanzibar'));
    const counted = await person.records.aggregate('comments', {
      measures: [{ fn: 'count' }],
      filter: 'excerpt = "Zanzibar by the system"',
    });
    const behind = await person.records.list('accounts', {
      filter: 'count(comments where contains(excerpt, "zanzibar")) > 0',
      fields: ['name'],
    });
    const history = await person.records.history('comments', String(at.ids.said)).catch((error: { status: number }) => error.status);
    const exported = await exportRecords(person, 'comments', { format: 'csv' }).catch((error: { status: number }) => error.status);
    return {
      hits: hits.length,
      counted: Number(counted[0]?.count),
      behind: behind.records.length,
      history: typeof history === 'number' ? history : history.changes.length,
      exported: typeof exported === 'number' ? exported : 200,
    };
  };
  expect(await ways('root')).toEqual({ hits: 1, counted: 1, behind: 1, history: 1, exported: 200 });
  expect(await ways('staff')).toEqual({ hits: 1, counted: 1, behind: 1, history: 1, exported: 403 });
  expect(await ways('stranger')).toEqual({ hits: 0, counted: 0, behind: 0, history: 404, exported: 403 });
});

it('goes with its record: nobody reads it any more, and it comes back with it [CS-080]', async () => {
  const { records } = at.system;
  const deal = await records.create('deals', { name: 'Gone soon', owner: at.ids.agent });
  const agent = await at.person('agent');
  await agent.records.create('comments', { about: { entity: 'deals', id: deal.id }, text: 'About a deal' });
  await records.delete('deals', String(deal.id));
  const left = () => agent.records.list('comments', { filter: 'excerpt = "About a deal"', fields: ['id'] });
  expect((await left()).records).toHaveLength(0);
  const root = await at.person('root');
  const gone = await at.system.read(async (reader) => {
    const { rows } = await reader.db.query({ text: `select max(seq)::text from "${at.system.space.space}".changes`, values: [] } as never);
    return rows[0]?.[0];
  });
  await undoChange(root, String(gone));
  expect((await left()).records).toHaveLength(1);
});
