import { expect, it } from 'vitest';
import { findKey, hashToken } from '../../engine/index.ts';
import { house, scenarios } from '../../tests/scenarios.ts';

const at = await house({
  developers: ['permission_sets', { name: 'Developer', grants: [{ target: 'api_keys', verb: '*', scopes: ['own'] }] }],
  developer: ['users', { login: 'developer', name: 'Developer', department: '$top', permission_sets: ['$developers'] }],
  key: ['api_keys', { name: 'Web shop', user: '$developer', owner: '$developer' }],
  locked: ['api_keys', { name: 'Locked', user: '$root', locked_by: '$admin' }],
});

scenarios(at, [
  {
    title: 'acts as the one who makes it, and was never used [CS-276]',
    as: 'developer',
    call: { create: 'api_keys', values: { name: 'Forms' } },
    expect: { record: { user: { title: 'Developer' }, last_used_at: null, revoked: false } },
  },
  {
    title: 'does not act as somebody else',
    as: 'developer',
    call: { create: 'api_keys', values: { name: 'Forms', user: '$root' } },
    expect: { refused: 422, field: 'user', code: 'not_granted' },
  },
  {
    title: 'acts as somebody else when root says so',
    as: 'root',
    call: { create: 'api_keys', values: { name: 'Forms', user: '$staff' } },
    expect: { record: { user: { title: 'staff person' } } },
  },
  {
    title: 'that is locked is changed by its locker only [CS-276]',
    as: 'root',
    call: { update: 'api_keys', id: '$locked', values: { name: 'x' } },
    expect: { refused: 422, field: 'locked_by', code: 'locked' },
  },
  {
    title: 'takes no hash from outside',
    as: 'root',
    call: { create: 'api_keys', values: { name: 'Forms', key_hash: 'x' } },
    expect: { refused: 422, field: 'key_hash' },
  },
  {
    title: 'that is locked is deleted by its locker only [CS-276]',
    as: 'root',
    call: { delete: 'api_keys', id: '$locked' },
    expect: { refused: 422, field: 'locked_by', code: 'locked' },
  },
  {
    title: 'is locked for oneself only [CS-276]',
    as: 'root',
    call: { update: 'api_keys', id: '$key', values: { locked_by: '$admin' } },
    expect: { refused: 422, field: 'locked_by', code: 'not_granted' },
  },
  {
    title: 'keeps ranges in one way [CS-284]',
    as: 'developer',
    call: { create: 'api_keys', values: { name: 'Forms', addresses: '10.1.2.3/8, 2001:db8::1' } },
    expect: { record: { addresses: '10.0.0.0/8\n2001:db8::1' } },
  },
  {
    title: 'takes no range that is none [CS-284]',
    as: 'developer',
    call: { create: 'api_keys', values: { name: 'Forms', addresses: '10.1.2.3/99' } },
    expect: { refused: 422, field: 'addresses', code: 'not_a_range' },
  },
  {
    title: 'takes no right that there is not [CS-276]',
    as: 'developer',
    call: { create: 'api_keys', values: { name: 'Forms', limited: true, grants: [{ target: 'dealz', verb: 'view', scopes: ['all'] }] } },
    expect: { refused: 422, field: 'grants.0.target', code: 'unknown' },
  },
  { title: 'is revoked', as: 'developer', call: { act: 'api_keys.revoke', id: '$key' }, expect: { record: { revoked: true } } },
  { title: 'is nothing for staff', as: 'staff', call: { list: 'api_keys' }, expect: { refused: 403 } },
]);

it('is shown once, works until it is issued anew or revoked, and stands nowhere [CS-276]', async () => {
  const developer = await at.person('developer');
  const workspace = await at.engine.workspace(at.name);
  if (!workspace) throw new Error('The workspace is not there.');
  const issue = async () => ((await developer.act('api_keys', String(at.ids.key), 'issue')).result as { key: string }).key;
  const find = (key: string) => findKey(workspace, hashToken(key), () => Date.parse('2026-01-01T00:00:00Z'));

  const first = await issue();
  expect(first).toMatch(/^ktr_[\w-]{43}$/);
  expect(await find(first)).toMatchObject({ user: at.ids.developer });
  const second = await issue();
  expect(await find(first)).toBeNull();
  expect(await find(second)).toMatchObject({ user: at.ids.developer });

  const record = await developer.records.get('api_keys', String(at.ids.key));
  expect(record.start).toBe(second.slice(0, String(record.start).length));
  const { changes } = await developer.records.history('api_keys', String(at.ids.key));
  expect(JSON.stringify([record, changes])).not.toContain(second);
  expect(JSON.stringify([record, changes])).not.toContain(hashToken(second));

  await developer.act('api_keys', String(at.ids.key), 'revoke');
  expect(await find(second)).toBeNull();
});
