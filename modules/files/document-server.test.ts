import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { attachFile, type BoundContext, type Channel, type JobRun, openFile, recordFile, type Values } from '../../engine/index.ts';
import { house } from '../../tests/scenarios.ts';
import { countElsewhere, moveDocuments } from './move.ts';
import { rulesForScreens } from './rules.ts';

const at = await house({ jane: ['contacts', { last_name: 'Doe', owner: '$agent' }] });
const jane = String(at.ids.jane);
const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489', 'hex');
const settings = await at.system.settings('document_server');
const set = async (values: Values) => (await at.person('root')).records.update('document_server', String(settings.id), values);

function attach(context: BoundContext, bytes: Buffer, channel: Channel | null = 'record', documentType?: string): Promise<Values> {
  return attachFile(context, 'contacts', jane, { name: '../../Offer', source: Readable.from([bytes]), documentType }, channel);
}

const count = async () => (await at.system.records.list('files', { count: 'exact', limit: 1 })).count;

it('is ready from the beginning and changed by who may, without a restart [TT-01] [TT-27] [TT-28] [TT-29]', async () => {
  expect(settings).toMatchObject({ folder: '/', max_size: 25, document_types: 'Bills;Contracts;ID Cards;Other' });
  expect(settings.mime_types).toContain('application/pdf');
  await expect((await at.person('agent')).records.update('document_server', String(settings.id), { max_size: 5 })).rejects.toMatchObject({
    status: 403,
  });
  await set({ document_types: ' Bills ; ;ID Cards;' });
  expect(await rulesForScreens(await at.person('agent'))).toEqual({ on: true, document_types: ['Bills', 'ID Cards'], limit_mb: 25 });
});

it('refuses kinds that are not allowed, by what is in a file and not by its name, and stores nothing of them [TT-27]', async () => {
  const agent = await at.person('agent');
  await set({ mime_types: 'image/png; text/plain' });
  const before = await count();
  await expect(attach(agent, Buffer.from('%PDF-1.7\n%âãÏÓ'))).rejects.toMatchObject({
    status: 422,
    code: 'not_allowed_type',
    message: expect.stringContaining('application/pdf'),
  });
  expect(await count()).toBe(before);
  expect(await attach(agent, PNG)).toMatchObject({ content_type: 'image/png', name: 'Offer' });
  await set({ mime_types: 'image/*' });
  await expect(attach(agent, Buffer.from('plain words'))).rejects.toMatchObject({ code: 'not_allowed_type' });
  await set({ mime_types: settings.mime_types });
});

it('has each upload pick one of its topics, and lists are filtered by them [TT-28]', async () => {
  const agent = await at.person('agent');
  const bill = await attach(agent, Buffer.from('a bill'), 'record', 'bills');
  expect(bill.document_type).toBe('Bills');
  await expect(attach(agent, Buffer.from('x'), 'record', 'Bill')).rejects.toMatchObject({
    problems: [{ field: 'document_type', message: expect.stringContaining('“Bills”') }],
  });
  const { records } = await agent.records.list('files', { filter: 'document_type = "Bills"', fields: ['id'] });
  expect(records).toEqual([{ id: bill.id }]);
});

it('is a module: files of all records in one list, with folders to find them by [CS-127]', async () => {
  const agent = await at.person('agent');
  const file = await attach(agent, Buffer.from('for the folder'));
  await agent.records.update('files', String(file.id), { folder: 'Contracts/2026' });
  const { records } = await agent.records.list('files', { filter: 'folder = "Contracts/2026"', fields: ['related_to', 'content_type'] });
  expect(records).toMatchObject([{ related_to: { entity: 'contacts', title: 'Doe' }, content_type: 'text/plain; charset=utf-8' }]);
});

it('has sharing rules of its own, which open no documents of records that somebody may not see [CS-127]', async () => {
  const [stranger, agent] = [await at.person('stranger'), await at.person('agent')];
  const name = 'Price list.txt';
  const own = await recordFile(agent, name, await agent.store.put(agent.workspace, Readable.from(['x']), 10));
  await attach(agent, Buffer.from('of Jane alone'));
  const seen = async () => (await stranger.records.list('files', { filter: `owner = "${at.ids.agent}"`, fields: ['name'] })).records;
  expect(await seen()).toEqual([]);
  const rule = { entity: 'files', level: 'read', source_unit: at.ids.north, target_unit: at.ids.south };
  const { id } = await at.system.records.create('sharing_rules', rule);
  expect(await (await at.person('stranger')).records.list('files', { filter: `id = "${own.id}"`, fields: ['name'] })).toMatchObject({
    records: [{ name }],
  });
  expect((await (await at.person('stranger')).records.list('files', { filter: `related_to = "${jane}"` })).records).toEqual([]);
  await at.system.records.delete('sharing_rules', String(id));
});

it.each([
  ['record', 25, 25],
  ['api', 25, 25],
  ['add_in', 25, 6],
  ['contact_portal', 25, 5],
  ['record', 2, 2],
  ['add_in', 2, 2],
] as const)(
  'takes by %s, with %i MB set, no more than %i MB, and stores nothing of a larger one [TT-29] [CS-128]',
  async (channel, most, limit) => {
    await set({ max_size: most });
    const agent = await at.person('agent');
    const before = await count();
    const bytes = Buffer.alloc(limit * 1024 * 1024 + 1, 'a');
    await expect(attach(agent, bytes, channel)).rejects.toMatchObject({ status: 413, message: expect.stringContaining(`${limit} MB`) });
    expect(await count()).toBe(before);
    expect(await attach(agent, bytes.subarray(1), channel)).toMatchObject({ size: limit * 1024 * 1024 });
  },
);

it('keeps the documents of a contact for those who may see the contact; names never leave the folder [TT-30]', async () => {
  const agent = await at.person('agent');
  const file = await attach(agent, Buffer.from('of Jane'));
  expect(file.name).toBe('Offer');
  const owned = await attachFile(await at.person('root'), 'contacts', jane, { name: 'Own', source: Readable.from(['x']) });
  const stranger = await at.person('stranger');
  await at.system.records.update('files', String(owned.id), { owner: at.ids.stranger });
  for (const one of [file, owned]) {
    await expect(openFile(stranger, String(one.id))).rejects.toMatchObject({ status: 404 });
    await expect(stranger.records.delete('files', String(one.id))).rejects.toMatchObject({
      status: expect.toSatisfy((status) => [403, 404].includes(status)),
    });
  }
  expect((await stranger.records.list('files', { filter: `related_to = "${jane}"` })).records).toEqual([]);
  await at.system.records.update('contacts', jane, { owner: at.ids.stranger });
  expect(await openFile(stranger, String(owned.id))).toMatchObject({ name: 'Own' });
  await at.system.records.update('contacts', jane, { owner: at.ids.agent });
});

it('keeps documents in its folder, moves them on when it changes, and is off without one [TT-26]', async () => {
  const agent = await at.person('agent');
  const { id } = await attach(agent, Buffer.from('to be moved'));
  const read = async () => {
    const { key } = await openFile(agent, String(id));
    return [key.split('/').slice(0, -2).join('/'), await text(agent.store.read(at.name, key))];
  };
  for (const wrong of ['/../etc', '/a/../../b', '.hidden'])
    await expect(set({ folder: wrong })).rejects.toMatchObject({ problems: [{ field: 'folder' }] });
  await set({ folder: '/projects/2026' });
  const root = await at.person('root');
  const elsewhere = Number((await countElsewhere(root)).count);
  expect(elsewhere).toBeGreaterThan(0);
  expect(await read()).toEqual(['', 'to be moved']);
  const errors: unknown[] = [];
  const run = {
    context: at.system,
    id: '',
    params: null,
    progress: async () => {},
    error: (problem: unknown) => errors.push(problem),
    cancelled: () => false,
  };
  await moveDocuments(run as JobRun);
  expect(errors).toEqual([]);
  expect(await read()).toEqual(['projects/2026', 'to be moved']);
  expect(await countElsewhere(root)).toEqual({ count: 0 });

  await set({ folder: null });
  await expect(attach(agent, Buffer.from('x'), null)).rejects.toMatchObject({ status: 409, code: 'documents_off' });
  expect((await rulesForScreens(agent)).on).toBe(false);
  await set({ folder: '/' });
});
