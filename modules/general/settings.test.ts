// Pages of settings: there from the start, changed by who may, obeyed by every process, secrets told to nobody.

import { describe, expect, it } from 'vitest';
import { modules } from '../../app/kontor.config.ts';
import { compile, raw, sql } from '../../db/index.ts';
import { Engine } from '../../engine/index.ts';
import { testServer } from '../../tests/http.ts';

const server = await testServer();
const root = await server.person('root', 'Root');
const administrator = await server.person('anna', 'Administrator');
const staff = await server.person('sam', 'Staff');
const other = server.other();

type Listed = { records: { id: string; version: number; [field: string]: unknown }[] };
const ask = (query: string) => server.engine.database.as(null).query(compile(sql`${raw(query)}`));
const only = async (name: string) => {
  const { records } = (await root.get(`records/${name}`)).body as Listed;
  expect(records).toHaveLength(1);
  return records[0]!;
};

describe('settings are records of which there is one', () => {
  it('prefilled, for administrators, and the next request of another process obeys a change [TT-01]', async () => {
    const { id } = await only('general_settings');
    const there = other.caller({ cookie: administrator.cookie });
    const title = async () => ((await there.get('entities')).body as { workspace: { title: string } }).workspace.title;
    expect(await title()).not.toBe('Acme Nordic');
    expect((await only('mail_settings')).port).toBe(587);
    expect((await staff.get('records/general_settings')).status).toBe(403);
    expect((await administrator.patch(`records/general_settings/${id}`, { name: 'Acme Nordic' })).status).toBe(200);
    expect(await title()).toBe('Acme Nordic');
    const inside = await server.system.transaction(async (context) => {
      await context.records.update('general_settings', id, { name: 'Acme' });
      return context.settings('general_settings');
    });
    expect(inside.name).toBe('Acme');
    expect(await title()).toBe('Acme');
    expect((await server.system.settings('general_settings')).name).toBe('Acme');
  });

  it('nobody makes a second one or deletes the first, by no way', async () => {
    const { id } = await only('general_settings');
    expect((await root.post('records/general_settings', {})).status).toBe(403);
    expect((await root.delete(`records/general_settings/${id}`)).status).toBe(403);
    expect((await root.post('records/general_settings/bulk', { create: [{}] })).status).toBe(403);
    expect((await root.post('records/general_settings/bulk', { delete: { ids: [id] } })).status).toBe(403);
    const { changes } = (await root.get(`records/general_settings/${id}/history`)).body as { changes: { id: string; verb: string }[] };
    const made = changes.find(({ verb }) => verb === 'create');
    await root.post(`changes/${made?.id}/undo`);
    await only('general_settings');
  });

  it('a workspace that was there before gets them, once, whoever opens it first; administrators may see them', async () => {
    const { database, files } = server.engine;
    await new Engine({ database, modules, files, queue: null }).workspaces.create('older');
    for (const noun of ['general', 'mail', 'log']) await ask(`delete from ws_older.${noun}_settings`);
    // Of a version that had no rules for logs: not even their table.
    await ask('drop table ws_older.log_settings');
    await ask(`update kontor.workspaces set shapes = '{}' where name = 'older'`);
    // As a page that was there before it got these fields.
    await ask('update ws_older.security_settings set second_factor = null, sign_in = null, ban_minutes = 7');
    await ask(`delete from ws_older.permission_grants where target like '%_settings'`);
    await ask(`delete from ws_older.permission_grants where parent in (select id from ws_older.permission_sets where name = 'Accountant')`);
    await ask(`delete from ws_older.permission_sets where name = 'Accountant'`);
    await ask(`delete from kontor.patches where workspace = 'older'`);
    const engines = [1, 2].map(() => new Engine({ database, modules, files, queue: null }));
    const opened = await Promise.all(engines.map((engine) => engine.workspace('older')));
    for (const [i, engine] of engines.entries()) {
      const system = engine.system(opened[i]!, { kind: 'system' });
      expect((await system.records.list('security_settings', { count: 'exact' })).count).toBe(1);
      expect((await system.settings('mail_settings')).encryption).toBe('starttls');
      expect((await system.records.list('log_settings', { count: 'exact' })).count).toBe(1);
      expect(await system.settings('security_settings')).toMatchObject({ second_factor: 'off', sign_in: true, ban_minutes: 7 });
      const { records } = await system.records.list('permission_sets', { filter: 'name = "Administrator"', fields: ['grants'] });
      const targets = (records[0]!.grants as { target: string }[]).map(({ target }) => target);
      for (const noun of ['mail_settings', 'log_settings', 'module_settings'])
        expect(targets.filter((target) => target === noun)).toHaveLength(1);
      // A preset of later: no empty set, and only one.
      const late = await system.records.list('permission_sets', { filter: 'name = "Accountant"', fields: ['grants'] });
      expect(late.records.map(({ grants }) => (grants as { target: string }[]).some(({ target }) => target === 'invoices'))).toEqual([
        true,
      ]);
    }
    await engines[0]!.workspaces.drop('older');
  });
});

describe('a secret', () => {
  const SECRET = 'Tr0ub4dor&3';

  it('is sealed, and told to nobody: not read, not in history, export, log, search or filters', async () => {
    const { id, version } = await only('mail_settings');
    const answer = await root.patch(`records/mail_settings/${id}`, {
      password: SECRET,
      host: 'localhost',
      sender_address: 'crm@example.com',
    });
    expect((answer.body as { record: { password: unknown } }).record.password).toBe(true);
    const stale = await root.patch(`records/mail_settings/${id}`, { password: `${SECRET}2` }, { 'if-match': `"${version}"` });
    expect(stale.status).toBe(412);
    const answers = await Promise.all(
      [
        `records/mail_settings/${id}`,
        'records/mail_settings',
        `records/mail_settings/${id}/history`,
        `search?q=${encodeURIComponent(SECRET)}`,
      ].map((path) => root.get(path)),
    );
    const exported = await root.get('records/mail_settings/export?fields=host,password');
    const { rows } = await server.system.space.db.query({
      text: `select password from "${server.system.space.space}".mail_settings`,
      values: [],
    } as never);
    const sealed = String(rows[0]?.[0]);
    expect(sealed).toMatch(/^v1\./);
    for (const text of [...answers, answer, stale, exported].map(({ text }) => text).concat(server.logged)) {
      expect(text).not.toContain(SECRET);
      expect(text).not.toContain(sealed);
    }
    expect((await root.get('records/mail_settings?filter=password%20%3D%20%22x%22')).status).toBe(400);
    expect((await root.get('records/mail_settings?sort=password')).status).toBe(400);
    expect((await root.post('records/mail_settings/aggregate', { measures: [{ fn: 'min', field: 'password' }] })).status).toBe(400);
    expect(((await root.get('records/mail_settings?filter=password%20is%20not%20empty')).body as Listed).records).toHaveLength(1);
  });

  it('is opened by the engine only, stays when other fields are saved, and goes when it is emptied', async () => {
    const { id } = await only('mail_settings');
    const read = () => server.system.secret('mail_settings', id, 'password');
    expect(await read()).toBe(SECRET);
    await root.patch(`records/mail_settings/${id}`, { port: 25 });
    expect(await read()).toBe(SECRET);
    const ofRoot = server.engine.context(server.system.space, await server.engine.actor(server.system.space, { user: root.id }), {
      kind: 'user',
    });
    await expect(ofRoot.secret('mail_settings', id, 'password')).rejects.toThrow('Only the engine');
    await root.patch(`records/mail_settings/${id}`, { password: null });
    expect(await read()).toBeNull();
  });
});
