// A person's data is put wherever such data comes to stand; after the erasure it is nowhere, and all that is the company's own is still there.

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import {
  attachFile,
  inspectImport,
  mergeMany,
  readJob,
  startImport,
  undoChange,
  uploadForImport,
  type Values,
  verifyHistory,
  work,
} from '../../engine/index.ts';
import { house } from '../../tests/scenarios.ts';
import { sealAll } from '../../tests/seals.ts';
import { tablesAsText } from '../../tests/tables.ts';

const at = await house({
  acme: ['accounts', { name: 'Acme', owner: '$agent' }],
  other: [
    'contacts',
    { first_name: 'Zerafine', last_name: 'Elsewhere', description: 'Sister of Zerafine Quillfeather, call +358 40 765 4321' },
  ],
});
const { records, space } = at.system;
const admin = await at.person('admin');
const HELD = ['zerafine quillfeather', 'zerafine@quill.example', 'zq-old@quill.example', '+358407654321', 'quillfeather', 'planted'];

async function work1(job: string): Promise<Values> {
  await work(at.engine, { workspace: at.name, job });
  const done = await at.system.read((reader) => readJob(reader, job, null));
  expect([done.kind, done.state, done.errors]).toEqual([done.kind, 'done', []]);
  return done as unknown as Values;
}

/** A lead that became a contact, was merged with another, was imported, written about, mailed, attached to, and edited. */
async function plantPerson(): Promise<string> {
  const csv = 'name,email,phone\nZerafine Quillfeather,zq-old@quill.example,+358 40 765 4321\nZerafine Quillfeather,no mail,planted\n';
  const file = await uploadForImport(admin, 'leads', 'leads.csv', Readable.from([csv]));
  const { columns } = await inspectImport(admin, String(file.id), 'leads');
  const mapping = columns.map(({ index, name }) => ({ column: index, field: name }));
  await work(at.engine, { workspace: at.name, job: await startImport(admin, { entity: 'leads', file: String(file.id), mapping }) });
  const [lead] = (await records.list('leads', { filter: 'email = "zq-old@quill.example"', fields: ['id'] })).records;
  await admin.act('leads', String(lead!.id), 'convert', { account: at.ids.acme, deal_name: 'Boat for Zerafine Quillfeather' });
  const { contact } = (await records.get('leads', String(lead!.id), ['contact'])) as { contact: { id: string } };
  const about = { entity: 'contacts', id: contact.id };
  await admin.records.update('contacts', contact.id, {
    email: 'zerafine@quill.example',
    address: 'planted street 1',
    birthday: '1980-02-03',
  });
  const twin = await admin.records.create('contacts', { first_name: 'Z.', last_name: 'Quillfeather', description: 'planted twin' });
  const settings = (await records.list('data_settings', { filter: 'entity = "contacts"', fields: ['id'] })).records[0]!;
  await records.update('data_settings', String(settings.id), { merge: true });
  await work1(await mergeMany(at.system, 'contacts', [{ target: contact.id, sources: [String(twin.id)] }]));
  const comment = await admin.records.create('comments', { about, text: 'planted comment', mentions: [at.ids.manager] });
  await admin.records.delete('comments', String(comment.id));
  await admin.records.create('comments', { about, text: 'another planted comment', mentions: [at.ids.manager] });
  await admin.records.create('activities', { subject: 'planted call', contact: contact.id, description: 'planted words' });
  await admin.records.create('activities', { subject: 'Ask Zerafine QUILLFEATHER', account: at.ids.acme });
  await attachFile(admin, 'contacts', contact.id, { name: 'planted.txt', source: Readable.from(['planted bytes']) });
  await records.create('outgoing_mails', { to: 'zerafine@quill.example', subject: 'planted mail', text: 'Dear planted', state: 'sent' });
  await records.create('notifications', { user: at.ids.agent, kind: 'job', title: 'About Zerafine Quillfeather' });
  return contact.id;
}

async function whereFound(): Promise<string[]> {
  const found: string[] = [];
  const look = (where: string, text: string) => {
    for (const one of HELD) if (text.toLowerCase().includes(one)) found.push(`${where}: ${one}`);
  };
  for await (const [table, text] of tablesAsText(at.engine, space.space)) look(table, text);
  const { rows } = await at.engine.database.transaction(null, (tx) =>
    tx.query({
      text: `select tablename, attname, concat(most_common_vals::text, histogram_bounds::text, most_common_elems::text) from pg_stats where schemaname = $1`,
      values: [space.space],
    }),
  );
  for (const [table, column, text] of rows) look(`statistics of ${table}.${column}`, String(text));
  const { path } = await space.files.local(at.name, `${'0'.repeat(2)}/${'0'.repeat(64)}`);
  const folder = join(path, '../..');
  for (const name of await readdir(folder, { recursive: true, withFileTypes: true }))
    if (name.isFile()) look(`file ${name.name}`, await readFile(join(name.parentPath, name.name), 'utf8'));
  return found;
}

const person = await plantPerson();
const preview = (who: typeof admin, entity = 'contacts', id = person) =>
  space.state.behaviour.services['erasure_preview']!.run({ context: who, input: { entity, id } }) as Promise<Values>;

it('is for those who were given the right, on every path [CS-082]', async () => {
  for (const name of ['manager', 'staff', 'agent', 'reader', 'customer']) {
    const who = await at.person(name);
    const { actions } = await who.records.can('contacts', person).catch(() => ({ actions: [] as string[] }));
    expect(actions, name).not.toContain('erase_personal_data');
    const refused = await who
      .act('contacts', person, 'erase_personal_data', { confirm: 'Zerafine Quillfeather' })
      .catch((error) => error.status);
    expect([403, 404], name).toContain(refused);
    expect([403, 404], name).toContain(await preview(who).catch((error: { status: number }) => error.status));
    await expect(
      who.records.create('privacy_requests', { kind: 'erasure', subject: { entity: 'contacts', id: person } }),
      name,
    ).rejects.toMatchObject({ status: 403 });
  }
  const [lead] = (await records.list('leads', { filter: `contact = "${person}"`, fields: ['id'] })).records;
  await expect(preview(admin, 'leads', String(lead!.id))).rejects.toMatchObject({ status: 409, code: 'converted' });
});

it('says before what goes, what stays and why, and asks for the name [CS-082]', async () => {
  await records.update('contacts', person, { legal_hold: 'A dispute' });
  expect((await preview(admin)).kept).toEqual(
    expect.arrayContaining([
      { entity: 'activities', count: 1, why: 'hold' },
      { entity: 'files', count: 1, why: 'hold' },
    ]),
  );
  await records.update('contacts', person, { legal_hold: null });
  const told = await preview(admin);
  expect(told).toMatchObject({ title: 'Zerafine Quillfeather', hold: false });
  expect((told.people as Values[]).map(({ entity, count }) => [entity, count])).toEqual([
    ['contacts', 2],
    ['leads', 1],
  ]);
  expect(
    Object.fromEntries((told.deleted as { entity: string; count: number }[]).map(({ entity, count }) => [entity, count])),
  ).toMatchObject({ comments: 1, files: 2, outgoing_mails: 1 });
  expect(told.kept).toEqual([{ entity: 'deals', count: 1, why: 'business' }]);
  expect((told.people as { fields: string[] }[])[0]!.fields).toEqual(expect.arrayContaining(['email', 'birthday', 'last_name']));
  await expect(admin.act('contacts', person, 'erase_personal_data', { confirm: 'Somebody' })).rejects.toMatchObject({ status: 422 });
});

it('leaves nothing of the person in any table, statistic or file, the seals whole, and the company’s own in place [CS-082] [PX-36]', async () => {
  await sealAll(at.system);
  await at.engine.database.transaction(null, (tx) => tx.query({ text: `analyze "${space.space}".contacts`, values: [] }));
  const before = await whereFound();
  for (const place of [
    'changes',
    'contacts',
    'leads',
    'comments',
    'activities',
    'files',
    'notifications',
    'outgoing_mails',
    'import_rows',
    'statistics of contacts.last_name',
    'file ',
  ])
    expect(before.join('\n'), `planted in ${place}`).toContain(place);

  const { result } = (await admin.act('contacts', person, 'erase_personal_data', { confirm: 'Zerafine Quillfeather' })) as {
    result: { job: string };
  };
  await work1(result.job);

  expect(await whereFound()).toEqual([]);
  expect(await verifyHistory(at.system)).toMatchObject({ findings: [] });
  await sealAll(at.system);
  const verified = await verifyHistory(at.system);
  expect([verified.findings, verified.erased > 10]).toEqual([[], true]);

  expect(await records.get('contacts', person)).toMatchObject({
    email: null,
    first_name: null,
    account: { title: 'Acme' },
    last_name: expect.stringMatching(/^Anonymised /),
  });
  expect((await records.list('deals', { fields: ['name', 'contact'] })).records).toMatchObject([
    { name: 'Boat for █████', contact: { id: person } },
  ]);
  // A namesake keeps her name; what is said of the person in her record goes.
  expect(await records.get('contacts', at.ids.other!)).toMatchObject({
    first_name: 'Zerafine',
    description: expect.stringContaining('Sister of █████'),
  });
  const [request] = (await records.list('privacy_requests', { fields: ['kind', 'status', 'log', 'subject'] })).records;
  expect(request).toMatchObject({
    kind: 'erasure',
    status: 'done',
    subject: { id: person },
    log: expect.stringContaining('Erased by admin person.'),
  });
});

it('is not taken back: neither itself nor what was changed before it [CS-082]', async () => {
  const { changes } = await at.system.records.history('contacts', person, { limit: 100 });
  expect(changes.map(({ verb }) => verb)).toContain('erase_personal_data');
  for (const { id } of changes) await undoChange(await at.person('root'), id).catch(() => {});
  expect(await whereFound()).toEqual([]);
  expect(await records.get('contacts', person)).toMatchObject({ email: null, last_name: expect.stringMatching(/^Anonymised /) });
});

it('leaves files and activities under a legal hold, and anonymises the record all the same [CS-082]', async () => {
  const held = String((await records.create('leads', { name: 'Held Person', email: 'held@person.example', legal_hold: 'Court' })).id);
  await records.create('activities', { subject: 'What was agreed', related_to: { entity: 'leads', id: held } });
  await attachFile(at.system, 'leads', held, { name: 'contract.txt', source: Readable.from(['signed']) });
  const { result } = (await admin.act('leads', held, 'erase_personal_data', { confirm: 'Held Person' })) as { result: { job: string } };
  await work1(result.job);
  expect(await records.get('leads', held)).toMatchObject({ name: expect.stringMatching(/^Anonymised /), email: null, legal_hold: 'Court' });
  const about = { filter: `related_to = "${held}"` };
  expect((await records.list('files', { ...about, fields: ['name'] })).records).toMatchObject([{ name: 'contract.txt' }]);
  expect((await records.list('activities', { ...about, fields: ['subject'] })).records).toMatchObject([{ subject: 'What was agreed' }]);
});

it.each([
  ['2026-01-15', '2026-02-15'],
  ['2026-01-31', '2026-02-28'],
  ['2026-12-31', '2027-01-31'],
])('a request received on %s is due on %s, and closes with who handled it [CS-082]', async (received_on, due_on) => {
  const made = await admin.records.create('privacy_requests', {
    kind: 'rectification',
    received_on,
    subject: { entity: 'contacts', id: at.ids.other },
  });
  expect(made).toMatchObject({ due_on, status: 'open', name: `Rectification ${received_on}` });
  const closed = await admin.records.update('privacy_requests', String(made.id), { status: 'done' });
  expect(closed).toMatchObject({ handled_by: { title: 'admin person' }, closed_on: expect.stringMatching(/^\d{4}-/) });
});
