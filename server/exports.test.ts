// Exports: what a list shows, within reach, as a file that can be read back.

import { writeFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { testServer } from '../tests/http.ts';
import { runCommand } from './cli.ts';

const server = await testServer();
const { system, engine, name } = server;
const root = await server.person('root', 'Root');
const reader = await server.person('reader', 'Read only');
const account = await system.records.create('accounts', { name: 'Ä "quoted"; Oy' });
for (let i = 0; i < 1203; i++) {
  await system.records.create('contacts', {
    last_name: `Person ${String(i).padStart(4, '0')}`,
    account: i === 0 ? account.id : null,
    owner: i < 3 ? reader.id : root.id,
  });
}

const lines = (text: string): string[] => text.replace('\ufeff', '').trimEnd().split('\r\n');

describe('records/{entity}/export', () => {
  it('writes every record that matches, over all pages [CS-073]', async () => {
    const answer = await root.get('records/contacts/export?fields=last_name,account.name&sort=last_name');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="contacts-\d{4}-\d\d-\d\d\.csv"/);
    const rows = lines(answer.text);
    expect(rows).toHaveLength(1204);
    expect(rows.slice(0, 3)).toEqual(['Last name,Account: Name', 'Person 0000,"Ä ""quoted""; Oy"', 'Person 0001,']);
    expect(new Set(rows).size).toBe(1204);
    expect(rows.at(-1)).toBe('Person 1202,');
  });

  it('follows filter, search, delimiter and saved view [CS-087]', async () => {
    const filter = encodeURIComponent('last_name < "Person 0003"');
    expect(lines((await root.get(`records/contacts/export?fields=last_name&filter=${filter}&sort=-last_name&delimiter=;`)).text)).toEqual([
      'Last name',
      'Person 0002',
      'Person 0001',
      'Person 0000',
    ]);
    expect(lines((await root.get('records/contacts/export?fields=last_name&q=0042')).text)).toEqual(['Last name', 'Person 0042']);
    const view = (
      await root.post('records/saved_views', { entity: 'contacts', name: 'few', columns: 'last_name', filter: 'last_name = "Person 0007"' })
    ).body as { record: { id: string } };
    expect(lines((await root.get(`records/contacts/export?view=${view.record.id}`)).text)[1]).toContain('Person 0007');
  });

  it('writes Excel, which the import reads', async () => {
    const answer = await server.app.request(`/${name}/api/v1/records/contacts/export?format=xlsx&fields=last_name`, {
      headers: { cookie: root.cookie },
    });
    expect(answer.headers.get('content-type')).toContain('spreadsheetml');
    const form = new FormData();
    form.set('entity', 'contacts');
    form.set('file', new Blob([await answer.arrayBuffer()]), 'contacts.xlsx');
    const { body } = await root.send('POST', 'imports/inspect', { body: form });
    expect(body).toMatchObject({
      file: { kind: 'xlsx', rows: 1203, sheet: 'Contacts' },
      columns: [{ name: 'Last name', guess: { field: 'last_name' } }],
    });
  });

  it('needs its own right, and reaches no further than that [CS-073] [CS-087]', async () => {
    expect((await reader.get('records/contacts/export')).status).toBe(403);
    const sets = await system.records.create('permission_sets', {
      name: 'exports own',
      grants: [
        { target: 'contacts', verb: 'view', scopes: ['all'] },
        { target: 'contacts', verb: 'export', scopes: ['own'] },
      ],
    });
    await system.records.update('users', reader.id, { permission_sets: [sets.id] });
    expect(((await reader.get('records/contacts?count=exact')).body as { count: number }).count).toBe(1203);
    expect(lines((await reader.get('records/contacts/export?fields=last_name')).text)).toHaveLength(4);
  });

  it.each(['fields=nope', 'fields=account.nope', 'fields=last_name.x', 'filter=nope%3D1', 'sort=nope', 'format=pdf', 'columns=x'])(
    'refuses %s before the first byte',
    async (query) => {
      const answer = await root.get(`records/contacts/export?${query}`);
      expect([answer.status, answer.headers.get('content-type')]).toEqual([400, 'application/problem+json']);
    },
  );
});

describe('kontor export', () => {
  it('writes a file that can be imported again', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'kontor-export-'));
    afterAll(() => rm(folder, { recursive: true }));
    const said: string[] = [];
    const machine = {
      dataFolder: '/nonexistent',
      openEngine: async () => ({ engine, close: async () => {} }),
      print: (text: string) => void said.push(text),
      complain: (text: string) => void said.push(text),
      readSecret: async () => '',
    };
    const path = join(folder, 'contacts.csv');
    expect(
      await runCommand(
        ['export', name, 'contacts', path, '--fields', 'last_name', '--filter', 'last_name < "Person 0002"', '--sort', 'last_name'],
        machine,
      ),
    ).toBe(0);
    expect(lines(await readFile(path, 'utf8'))).toEqual(['Last name', 'Person 0000', 'Person 0001']);
    expect(await runCommand(['export', name, 'contacts', join(folder, 'contacts.pdf')], machine)).toBe(2);
    writeFileSync(path, 'Last name\nPerson 0000\nPerson 9999\n');
    expect(await runCommand(['import', name, 'contacts', path, '--match', 'last_name', '--mode', 'skip'], machine)).toBe(0);
    expect(said.at(-1)).toMatch(/1 created, 1 skipped/);
  });
});
