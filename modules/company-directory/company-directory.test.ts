// Accounts that follow a group of a real OpenLDAP, and people who sign in with its passwords.

import { Attribute, Change, type Client } from 'ldapts';
import { describe, expect, it } from 'vitest';
import { modules } from '../../app/kontor.config.ts';
import { ldap } from '../../connectors/ldap/ldap.ts';
import { work } from '../../engine/index.ts';
import { password, testServer } from '../../tests/http.ts';
import { admin, missing, startSlapd, suffix } from '../../tests/slapd.ts';

const group = `cn=crm,${suffix}`;
const dn = (uid: string) => `uid=${uid},ou=people,${suffix}`;

async function fill(client: Client): Promise<void> {
  await client.add(suffix, { objectClass: ['dcObject', 'organization'], dc: 'example', o: 'Example' });
  await client.add(`ou=people,${suffix}`, { objectClass: 'organizationalUnit', ou: 'people' });
  for (const [uid, cn] of [
    ['anna', 'Anna Ek'],
    ['bertil', 'Bertil Öst'],
    ['root', 'Rolf Root'],
  ] as const)
    await client.add(dn(uid), {
      ...{ objectClass: 'inetOrgPerson', uid, cn, sn: cn.split(' ')[1] ?? '', mail: `${uid}@example.com`, userPassword: `${uid} secret` },
    });
  await client.add(group, { objectClass: 'groupOfNames', cn: 'crm', member: ['anna', 'bertil', 'root'].map(dn) });
}

async function members(client: Client, uids: readonly string[]): Promise<void> {
  await client.modify(group, new Change({ operation: 'replace', modification: new Attribute({ type: 'member', values: uids.map(dn) }) }));
}

describe.skipIf(missing !== null).each([{ memberOf: true }, { memberOf: false }])(
  `a directory${missing ? ` (skipped: ${missing})` : ''} with %j`,
  async (kind) => {
    if (missing !== null) return;
    const slapd = await startSlapd(kind);
    await fill(slapd.client);
    const server = await testServer({}, modules, { directory: ldap });
    const { system } = server;
    const root = await server.person('root', 'Root');
    const [top] = (await system.records.list('departments', { fields: ['id'], limit: 1 })).records;
    const settings = (await root.get('records/directory_settings')).body as { records: { id: string }[] };
    const path = `records/directory_settings/${settings.records[0]?.id}`;
    const values = {
      url: slapd.url,
      start_tls: false,
      bind_dn: admin.dn,
      bind_password: admin.password,
      base: `ou=people,${suffix}`,
      group,
    };

    const users = async () => {
      const query = { fields: ['login', 'name', 'email', 'status'], sort: 'login', filter: 'status in ("enabled", "disabled")' };
      return Object.fromEntries((await system.records.list('users', query)).records.map((user) => [String(user.login), user]));
    };
    const run = async () => {
      const { result } = (await root.post(`${path}/actions/run_now`, {})).body as { result: { job: string } };
      await work(server.engine, { workspace: server.name, job: result.job });
      const [last] = (await system.records.list('directory_runs', { sort: '-created_at', limit: 1 })).records;
      return last;
    };
    const enter = async (login: string, word: string) => (await server.stranger.post('session', { login, password: word })).status;

    it('is tried out without a change, then makes accounts; a root user of the same login is left alone [NV-03] [CS-282] [CS-285]', async () => {
      const on = await root.patch(path, { ...values, active: true, department: top?.id });
      expect([on.status, on.text.includes(admin.password)]).toEqual([200, false]);
      const tried = (await root.post(`${path}/actions/try_out`, {})).body as { result: object };
      expect(tried.result).toMatchObject({
        dry_run: true,
        state: 'partly',
        created: 2,
        problems: 1,
        details: expect.stringContaining('created: anna'),
      });
      expect(Object.keys(await users())).toEqual(['root']);
      expect(await run()).toMatchObject({ dry_run: false, created: 2, problems: 1, details: expect.stringContaining('problem: root') });
      expect(await users()).toMatchObject({
        anna: { name: 'Anna Ek', email: 'anna@example.com', status: 'enabled' },
        bertil: {},
        root: { name: 'root' },
      });
      expect(await run()).toMatchObject({ created: 0, unchanged: 2 });
      // Each run is kept, rehearsals too, with what became of whom.
      const { records: runs } = await system.records.list('directory_runs', { sort: 'created_at' });
      expect(runs.map(({ dry_run, created, unchanged }) => [dry_run, created, unchanged])).toEqual([
        [true, 2, 0],
        [false, 2, 0],
        [false, 0, 2],
      ]);
      // Rights are given here: who comes from the directory has none until somebody gives him some.
      const { records: fresh } = await system.records.list('users', { filter: 'login = "anna"', fields: ['permission_sets', 'grants'] });
      expect(fresh).toMatchObject([{ permission_sets: [], grants: [] }]);
    });

    it('proves passwords; root’s own is here, whatever the directory says [SC-01]', async () => {
      expect(await enter('anna', 'anna secret')).toBe(200);
      expect(await enter('anna', 'wrong')).toBe(401);
      expect(await enter('root', 'root secret')).toBe(401);
      expect(await enter('root', password)).toBe(200);
      // What a bind without a password is answered with is no proof.
      expect(await ldap.proves({ url: slapd.url, startTls: false, certificate: '', user: '', password: '' }, dn('anna'), '')).toBe(false);
    });

    it('changes names, disables who left, and lets who comes back in again; nobody is deleted [SC-15] [CS-282] [CS-285]', async () => {
      await slapd.client.modify(
        dn('anna'),
        new Change({ operation: 'replace', modification: new Attribute({ type: 'cn', values: ['Anna Berg'] }) }),
      );
      await members(slapd.client, ['anna']);
      expect(await run()).toMatchObject({ updated: 1, disabled: 1 });
      expect(await users()).toMatchObject({ anna: { name: 'Anna Berg' }, bertil: { status: 'disabled' } });
      expect(await enter('bertil', 'bertil secret')).toBe(401);
      await members(slapd.client, ['anna', 'bertil']);
      expect(await run()).toMatchObject({ enabled: 1 });
      expect(await enter('bertil', 'bertil secret')).toBe(200);
    });

    it('that is wrong or away changes nothing, says so in its words, and keeps root’s way in', async () => {
      await root.patch(path, { group: `cn=nobody,${suffix}` });
      expect(await run()).toMatchObject({ state: 'failed', details: expect.stringContaining('cn=nobody') });
      await root.patch(path, { group });
      await slapd.stop();
      expect(await run()).toMatchObject({ state: 'failed' });
      expect(await users()).toMatchObject({ anna: { status: 'enabled' }, bertil: { status: 'enabled' } });
      expect(await enter('anna', 'anna secret')).toBe(401);
      expect(await enter('root', password)).toBe(200);
    });

    it('is for root to connect, and never over an open line', async () => {
      const clerk = await server.person('administrator', 'Administrator');
      expect([403, 404]).toContain((await clerk.patch(path, { url: 'ldaps://evil.example' })).status);
      expect((await root.patch(path, { url: 'ldap://ldap.example.com' })).status).toBe(422);
    });
  },
);
