// The sealed history: whatever is done to it by SQL is found and named.

import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { modules } from '../app/kontor.config.ts';
import { backupWorkspace, restoreWorkspace } from '../db/index.ts';
import { testEngine } from '../tests/engine.ts';
import { sealAll } from '../tests/seals.ts';
import { verifyHistory } from './index.ts';
import { rewriteChanges } from './seals.ts';

const at = await testEngine(modules);
const { records, space } = at.system;
const sql = (text: string, values: unknown[] = []) =>
  at.engine.database.transaction(null, (tx) => tx.query({ text: text.replaceAll('@', `"${space.space}".`), values: values as string[] }));
const seal = () => sealAll(at.system);

const { id } = await records.create('accounts', { name: 'Acme' });
await at.system
  .transaction(async (context) => {
    await context.records.update('accounts', String(id), { name: 'Never' });
    throw new Error('taken back');
  })
  .catch(() => {});
for (const name of ['One', 'Two', 'Three']) await records.update('accounts', String(id), { name });
await records.create('sign_ins', { login: 'somebody', result: 'refused', reason: 'wrong_password' });
const seqs = (await sql(`select seq from @changes where record = '${id}' order by seq`)).rows.map(([seq]) => String(seq));
const [, second = '', third = ''] = seqs;
// What is taken back leaves a number out.
const gap = String(Number(second) - 1);
const [signIn = '', signInRow = ''] = (await sql(`select seq, record from @changes where entity = 'sign_ins'`)).rows[0]!.map(String);
it('is sealed without a write having to wait, and is what was written [PX-36]', async () => {
  expect(await seal()).toBeGreaterThan(4);
  expect(await verifyHistory(at.system)).toMatchObject({ unsealed: 0, findings: [] });
  await records.update('accounts', String(id), { name: 'Four' });
  expect(await verifyHistory(at.system)).toMatchObject({ unsealed: 1, findings: [] });
  expect(await seal()).toBe(1);
  expect(await seal()).toBe(0);
});

it.each<[string, string, string, object]>([
  [
    'another value',
    `update @changes set after = '{"name": "Forged"}' where seq = ${second}`,
    `update @changes set after = '{"name": "One"}' where seq = ${second}`,
    { kind: 'changed', rows: [second] },
  ],
  [
    'another time',
    `update @changes set at = at - interval '1 day' where seq = ${third}`,
    `update @changes set at = at + interval '1 day' where seq = ${third}`,
    { kind: 'changed', rows: [third] },
  ],
  [
    'another sign-in',
    `update @changes set after = jsonb_set(after, '{result}', '"signed_in"') where seq = ${signIn}`,
    `update @changes set after = jsonb_set(after, '{result}', '"refused"') where seq = ${signIn}`,
    { kind: 'changed', rows: [signIn] },
  ],
  [
    'a row that is gone',
    `create table @kept as select * from @changes where seq = ${second}; delete from @changes where seq = ${second}`,
    `insert into @changes overriding system value select * from @kept; drop table @kept`,
    { kind: 'removed', rows: [second] },
  ],
  [
    'a row put in where a number was left out',
    `insert into @changes (seq, cause, verb, entity, record) overriding system value values (${gap}, 'user', 'update', 'accounts', '${id}')`,
    `delete from @changes where seq = ${gap}`,
    { kind: 'inserted', rows: [gap] },
  ],
  ['a seal that was written anew', `update @seals set hash = repeat('0', 64) where no = 1`, '', { kind: 'seal_changed' }],
])('finds %s [PX-36]', async (_, forge, mend, finding) => {
  const { rows } = await sql('select hash from @seals where no = 1');
  for (const one of forge.split('; ')) await sql(one);
  const { findings } = await verifyHistory(at.system);
  expect(findings[0]).toMatchObject({ seal: 1, ...finding });
  for (const one of mend.split('; ').filter(Boolean)) await sql(one);
  await sql('update @seals set hash = $1 where no = 1', [rows[0]?.[0]]);
  expect((await verifyHistory(at.system)).findings).toEqual([]);
});

it.each<[string, string, string, string]>([
  ['changed', 'a row that was changed', `update @sign_ins set result = 'signed_in'`, `update @sign_ins set result = 'refused'`],
  [
    'changed',
    'a row with another time',
    `update @sign_ins set created_at = created_at - interval '1 hour'`,
    `update @sign_ins set created_at = created_at + interval '1 hour'`,
  ],
  [
    'removed',
    'a row that is gone',
    'create table @kept as select * from @sign_ins; delete from @sign_ins',
    'insert into @sign_ins select * from @kept; drop table @kept',
  ],
  [
    'inserted',
    'a row that was put in',
    `insert into @sign_ins (id, login, version, created_at, updated_at) values ('${id}', 'ghost', 1, now(), now())`,
    `delete from @sign_ins where login = 'ghost'`,
  ],
])('finds in the log of sign-ins, as %s, %s [PX-36]', async (kind, _, forge, mend) => {
  for (const one of forge.split('; ')) await sql(one);
  const { findings } = await verifyHistory(at.system);
  const row = kind === 'inserted' ? String(id) : signInRow;
  expect(findings).toEqual([{ seal: 0, log: 'sign_ins', kind, rows: [row] }]);
  for (const one of mend.split('; ')) await sql(one);
  expect((await verifyHistory(at.system)).findings).toEqual([]);
});

it('holds where personal values were erased, says how often, and finds who erases without being us [CS-082] [PX-36]', async () => {
  const erase = (name: string) =>
    at.engine.database.transaction(null, (tx) => rewriteChanges(tx, space, [{ seq: third, before: { name: null }, after: { name } }]));
  await erase('Erased');
  expect(await verifyHistory(at.system)).toMatchObject({ erased: 1, findings: [] });
  // Another erasure meets the same line again.
  await erase('Erased again');
  expect(await verifyHistory(at.system)).toMatchObject({ erased: 1, findings: [] });
  const { rows } = await sql(`select after from @changes where seq = ${third}`);
  expect(rows).toEqual([['{"name": "Erased again"}']]);
  // Without its salt, what stood there cannot be told from its digest by trying.
  const [salts, digests] = (await sql('select salts, digests from @seals where no = 1')).rows[0]!;
  const place = String(digests)
    .split(' ')
    .findIndex((one) => one.startsWith(`${third}:`));
  expect(Buffer.from(String(salts), 'base64').subarray(place * 16, place * 16 + 16)).toEqual(Buffer.alloc(16));
  await sql(`update @changes set after = '{"name": "Forged"}' where seq = ${third}`);
  expect((await verifyHistory(at.system)).findings).toMatchObject([{ seal: 1, kind: 'changed', rows: [third] }]);
  await sql(`update @changes set after = '{"name": "Erased again"}' where seq = ${third}`);
  expect((await verifyHistory(at.system)).findings).toEqual([]);
});

it('lets no workspace take anything out of its own history [CS-082] [PX-36]', async () => {
  const asWorkspace = (text: string) =>
    at.engine.database.transaction(space.role, (tx) => tx.query({ text: text.replaceAll('@', `"${space.space}".`), values: [] }));
  for (const table of ['changes', 'seals', 'erased_changes'])
    await expect(asWorkspace(`delete from @${table}`), table).rejects.toMatchObject({ code: '42501' });
  await expect(asWorkspace(`update @changes set after = null`)).rejects.toMatchObject({ code: '42501' });
});

it('finds that its end was cut off, by a seal that was kept outside [PX-36]', async () => {
  const { newest } = await verifyHistory(at.system);
  expect((await verifyHistory(at.system, newest!.hash)).findings).toEqual([]);
  const kept = await sql(`delete from @seals where no = ${newest!.no} returning no, from_seq, to_seq, count, digests, salts, hash, mac`);
  expect((await verifyHistory(at.system, newest!.hash)).findings).toEqual([{ seal: 0, kind: 'unknown_seal', rows: [] }]);
  const cells = kept.rows[0]!.map((_, i) => `$${i + 1}`).join(', ');
  await sql(`insert into @seals (no, from_seq, to_seq, count, digests, salts, hash, mac) values (${cells})`, [...kept.rows[0]!]);
});

it('goes along with a backup and is sealed on where it is restored [PX-36] [PX-39]', async () => {
  const file = new PassThrough();
  const [{ workspace }] = await Promise.all([
    restoreWorkspace(at.engine.database, file, `${at.name}-r`),
    backupWorkspace(at.engine.database, at.name, file),
  ]);
  const system = at.engine.system((await at.engine.workspace(workspace))!, { kind: 'system' });
  expect((await verifyHistory(system)).findings).toEqual([]);
  await system.records.update('accounts', String(id), { name: 'Five' });
  expect(await sealAll(system)).toBeGreaterThan(0);
  expect(await verifyHistory(system)).toMatchObject({ unsealed: 0, findings: [] });
});
