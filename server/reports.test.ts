// Reports over HTTP: run, paged, as files; cut by the rights of whoever asks.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { work } from '../engine/index.ts';
import { testServer } from '../tests/http.ts';

const server = await testServer();
const { system, name: workspace } = server;
const root = await server.person('root', 'Root');
const agent = await server.person('agent', 'Agent');
const reader = await server.person('reader', 'Read only');
const folder = await mkdtemp(join(tmpdir(), 'kontor-reports-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

const accounts: string[] = [];
for (const name of ['Åbo Öl', 'Москва', '=SUM(A1)'])
  accounts.push(String((await system.records.create('accounts', { name, employees: 10 })).id));
for (let i = 0; i < 30; i++) {
  const values = {
    name: `Deal ${i}`,
    account: accounts[i % 3],
    stage: i % 2 ? 'won' : 'proposal',
    amount: `${i}.50`,
    opened_on: '2026-01-01',
  };
  await system.records.create('deals', { ...values, owner: i < 12 ? agent.id : root.id });
}
const definition = {
  entity: 'accounts',
  links: [{ name: 'deals', required: true }],
  columns: [
    { id: 'account', level: 0, value: 'name' },
    { id: 'employees', level: 0, value: 'employees', totals: ['sum'] },
    { id: 'deal', level: 1, value: 'name' },
    { id: 'amount', level: 1, value: 'amount', totals: ['sum', 'avg'] },
    { id: 'double', level: 1, value: 'amount * 2', label: 'Twice' },
    { id: 'day', level: 1, value: 'opened_on' },
  ],
  groups: [
    { level: 1, value: 'stage' },
    { level: 0, value: 'name' },
  ],
};
const made = await root.post('records/reports', { name: 'Deals by stage', shared: 'everybody', definition });
const { id } = (made.body as { record: { id: string } }).record;

type Head = { totals: { rows: number; keys: string[]; values: Record<string, Record<string, { amount: string } | string>> }[] };
const headOf = async (who: typeof root, query = '') => (await who.get(`reports/${id}${query}`)).body as { head: Head };

describe('reports/{id}', () => {
  it('counts each record once on its own level, however many rows it has [CS-230]', async () => {
    const { head } = await headOf(root);
    expect(head.totals[0]).toMatchObject({
      rows: 30,
      values: { employees: { sum: '30' }, amount: { sum: { amount: '450.00', currency: 'EUR' } } },
    });
    const won = head.totals.find(({ keys }) => keys.length === 1 && keys[0] === 'won');
    expect(won).toMatchObject({ rows: 15, values: { employees: { sum: '30' } } });
  });

  it('shows each viewer his own cut of a shared report [CS-234] [CS-018]', async () => {
    const rowsOf = async (who: typeof root) => {
      const { body } = await who.get(`reports/${id}/rows`);
      return (body as { rows: { cells: unknown[] }[] }).rows.length;
    };
    for (const who of [root, agent, reader]) {
      const listed = (await who.get('records/deals?limit=100&fields=account.name')).body as { records: { account: { name?: string } }[] };
      const seen = listed.records.filter(({ account }) => typeof account.name === 'string').length;
      expect(await rowsOf(who)).toBe(seen);
      expect((await headOf(who)).head.totals[0]!.rows).toBe(seen);
    }
  });

  it('pages without repeating or skipping [CS-230]', async () => {
    const seen: string[] = [];
    for (let after: string | null = ''; after !== null; ) {
      const { body } = await root.get(`reports/${id}/rows?limit=7${after ? `&after=${after}` : ''}`);
      const { rows, next } = body as { rows: { ids: string[] }[]; next: string | null };
      seen.push(...rows.map(({ ids }) => ids.join()));
      after = next;
    }
    expect(new Set(seen).size).toBe(30);
    expect((await root.get(`reports/${id}/rows?after=nonsense`)).status).toBe(400);
  });

  it('is not there for whom it is not shared with', async () => {
    const own = await root.post('records/reports', { name: 'Own', definition });
    const { id: hidden } = (own.body as { record: { id: string } }).record;
    for (const path of ['', '/rows', '/file']) expect((await agent.get(`reports/${hidden}${path}`)).status).toBe(404);
  });
});

describe('reports/{id}/file', () => {
  it('is data for other programs as CSV, read with a key [CS-231]', async () => {
    const { id: bi } = await system.records.create('api_keys', { name: 'BI', user: root.id });
    const issued = await root.post(`records/api_keys/${bi}/actions/issue`);
    const { key } = (issued.body as { result: { key: string } }).result;
    const answer = await server.stranger.get(`reports/${id}/file?format=csv&delimiter=;`, { authorization: `Bearer ${key}` });
    expect(answer.status).toBe(200);
    const rows = answer.text.replace('\ufeff', '').trimEnd().split('\r\n');
    expect(rows[0]).toBe('Stage;Name;Account: Name;Employees;Deal: Name;Amount;Twice;Opened on');
    expect(rows.length).toBe(31);
    expect(rows.filter((row) => row.includes("'=SUM(A1)")).length).toBe(10);
  });

  it('needs the right to export [CS-087]', async () => {
    expect((await reader.get(`reports/${id}/file`)).status).toBe(403);
  });

  it('is a sheet with real numbers and totals [CS-087] [CS-230]', async () => {
    const answer = await server.app.request(`/${workspace}/api/v1/reports/${id}/file?format=xlsx`, { headers: { cookie: root.cookie } });
    expect(answer.status).toBe(200);
    const bytes = new Uint8Array(await answer.arrayBuffer());
    await writeFile(join(folder, 'report.xlsx'), bytes);
    const form = new FormData();
    form.set('entity', 'deals');
    form.set('file', new Blob([bytes]), 'report.xlsx');
    const request = new Request('http://localhost', { method: 'POST', body: form });
    const inspected = await root.send('POST', 'imports/inspect', {
      body: await request.arrayBuffer(),
      headers: { 'content-type': request.headers.get('content-type')! },
    });
    const { columns } = inspected.body as { columns: { name: string; samples: string[] }[] };
    expect(columns.map(({ name }) => name)).toContain('Amount');
  });

  it('is paper in A4 and Letter, with the letters of the north and of Cyrillic [CS-230]', async () => {
    for (const size of ['A4', 'LETTER']) {
      const answer = await server.app.request(`/${workspace}/api/v1/reports/${id}/file?format=pdf&size=${size}`, {
        headers: { cookie: root.cookie },
      });
      expect(answer.headers.get('content-type')).toBe('application/pdf');
      const bytes = Buffer.from(await answer.arrayBuffer());
      expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
      expect(bytes.toString('latin1')).toMatch(size === 'A4' ? /MediaBox \[0 0 841.89 595.28\]/ : /MediaBox \[0 0 792 612\]/);
      expect(bytes.toString('latin1')).toContain('Inter');
      await writeFile(join(process.env.KONTOR_PICTURES ?? folder, `report-${size}.pdf`), bytes);
    }
  });
});

describe('a file as of an instant', () => {
  it('says of when it is, in its name and inside; in the language of who reads it [CS-230] [CS-234]', async () => {
    const { rows } = await server.engine.database.as(null).query({ text: 'select clock_timestamp()::text', values: [] });
    const asOf = `${rows[0]![0]!.replace(' ', 'T').replace(/\+00$/, '')}Z`;
    const { records } = await system.records.list('deals', { filter: 'name = "Deal 4"', fields: ['id'] });
    await system.records.update('deals', String(records[0]!.id), { name: 'Renamed', stage: 'won' });
    const fileAs = async (format: string, more = '') => {
      const path = `/${workspace}/api/v1/reports/${id}/file?format=${format}&as_of=${asOf}${more}`;
      const answer = await server.app.request(path, { headers: { cookie: root.cookie } });
      return {
        name: decodeURIComponent(answer.headers.get('content-disposition') ?? ''),
        bytes: Buffer.from(await answer.arrayBuffer()),
      };
    };
    const csv = await fileAs('csv');
    const lines = csv.bytes.toString().replace('\ufeff', '').trimEnd().split('\r\n');
    expect(lines[0]).toBe('Stage,Name,Account: Name,Employees,Deal: Name,Amount,Twice,Opened on,As of');
    expect(lines.slice(1).every((line) => line.endsWith(asOf))).toBe(true);
    expect(lines.filter((line) => line.includes('Deal 4,'))).toHaveLength(1);
    expect(csv.name).toContain('Deals by stage (as of ');
    const finnish = (await fileAs('csv', '&language=fi')).bytes.toString();
    expect(finnish).toContain('Vaihe,Nimi,Asiakas: Nimi,');
    expect(finnish).toContain('Voitettu');
    expect((await fileAs('xlsx')).name).toContain('(as of ');
    expect((await fileAs('pdf')).bytes.subarray(0, 5).toString()).toBe('%PDF-');
  });
});

describe('a large report', () => {
  const made = async (who: typeof root, body: object = { format: 'csv', language: 'de' }) => {
    const { status, body: answer } = await who.post(`reports/${id}/files`, body);
    if (status !== 202) return { status, file: '' };
    const { job } = answer as { job: string };
    await work(server.engine, { workspace, job });
    // Again, as after a crash between the file and the note that the job is done: it is kept once.
    const { records } = await system.records.list('report_files', { filter: `user = "${who.id}"`, fields: ['id'], sort: '-id' });
    return { status, file: String(records[0]?.id) };
  };

  it('is made in the background, told, and kept for its maker alone, cut by his rights [CS-230] [CS-234]', async () => {
    const { status, file } = await made(agent);
    expect(status).toBe(202);
    const { text, headers } = await agent.get(`reports/files/${file}`);
    expect(headers.get('content-disposition')).toContain('.csv');
    const direct = await agent.get(`reports/${id}/file?format=csv&language=de`);
    expect(text.trimEnd().split('\r\n').length).toBe(direct.text.trimEnd().split('\r\n').length);
    expect(text).toBe(direct.text);
    const told = await system.records.list('notifications', { filter: 'kind = "report"', fields: ['user', 'link'] });
    expect(told.records).toMatchObject([{ user: { id: agent.id }, link: '/reports/files' }]);
    expect((await root.get(`reports/files/${file}`)).status).toBe(404);
    expect((await root.get('records/report_files')).body).toMatchObject({ records: [] });
    expect((await made(reader)).status).toBe(403);
  });

  it('is handed out again only with the rights it was made with, and of a report that is still shared [CS-234]', async () => {
    const { department } = (await system.records.get('users', agent.id, ['department'])) as { department: { id: string } };
    const other = String((await system.records.create('departments', { name: 'Elsewhere', parent: department.id })).id);
    const { file } = await made(agent, { format: 'xlsx' });
    expect((await agent.get(`reports/files/${file}`)).status).toBe(200);
    await system.records.update('users', agent.id, { department: other });
    expect((await agent.get(`reports/files/${file}`)).status).toBe(403);
    await system.records.update('users', agent.id, { department: department.id });
    expect((await agent.get(`reports/files/${file}`)).status).toBe(200);
    await system.records.update('reports', id, { shared: 'private' });
    expect((await agent.get(`reports/files/${file}`)).status).toBe(403);
    await system.records.update('reports', id, { shared: 'everybody' });
    await system.records.update('report_files', file, { expires_at: '2020-01-01T00:00:00Z' });
    const job = await system.enqueue('report_files_sweep', null);
    await work(server.engine, { workspace, job });
    expect((await agent.get(`reports/files/${file}`)).status).toBe(404);
  });
});

describe('a field that is hidden from somebody', () => {
  it('is in no report: neither in its columns, totals, rows and files nor in what is computed of it [CS-023]', async () => {
    const cut = await server.person('cut', 'Read only');
    const may = (target: string, verb: string) => ({ target, verb, scopes: ['all'] });
    const grants = [may('*', 'view'), may('*', 'export'), may('reports', '*')];
    const hides = { name: 'Without amounts', grants, field_rights: [{ target: 'deals', field: 'amount', right: 'hidden' }] };
    const set = await system.records.create('permission_sets', hides);
    await system.records.update('users', cut.id, { permission_sets: [set.id] });
    const { head } = (await cut.get(`reports/${id}`)).body as { head: { columns: { id: string }[]; totals: unknown[]; absent: unknown[] } };
    expect(head.columns.map((column) => column.id)).toEqual(['account', 'employees', 'deal', 'day']);
    expect(head.absent).toHaveLength(2);
    const answers = [`reports/${id}`, `reports/${id}/rows`, `reports/${id}/file?format=csv`];
    for (const path of answers) {
      const { status, text } = await cut.get(path);
      expect(status).toBe(200);
      // Deal 7 is worth 7.50, twice that 15.00; the definition goes on naming its columns.
      expect(text).not.toMatch(/7\.50|15\.00|450\.00/);
    }
    const asked = { ...definition, groups: [], columns: [definition.columns[0]!], filter: 'deals.amount > 1' };
    expect((await cut.post('reports/preview', { definition: asked })).status).toBeGreaterThanOrEqual(400);
  });
});

describe('the data somebody reads in reports', () => {
  it('governs charts, key figures, shared views and their files as well [CS-018]', async () => {
    const { records } = system;
    const [member, outsider] = [await server.person('member', 'Staff'), await server.person('outsider', 'Staff')];
    const top = (await records.list('departments', { filter: 'parent is empty', fields: ['id'] })).records[0]!;
    const unit = await records.create('departments', {
      name: 'Group',
      kind: 'sales_group',
      parent: top.id,
      members: [{ user: member.id }],
    });
    for (const owner of [member, outsider]) await records.create('leads', { name: 'Scoped', owner: owner.id });
    const filter = 'name = "Scoped"';
    const shared = String(
      (await records.create('saved_views', { name: 'All', entity: 'leads', filter, shared: 'everybody', owner: root.id })).id,
    );
    const mine = String((await records.create('saved_views', { name: 'Mine', entity: 'leads', filter, owner: member.id })).id);
    const settings = String((await system.settings('security_settings')).id);
    await records.update('security_settings', settings, { reports_by_unit: true });

    const question = { filter, measures: [{ fn: 'count' }] };
    const counted = async (who: typeof root, reporting = true) => {
      const { status, body } = await who.post('records/leads/aggregate', { ...question, reporting });
      return status === 200 ? (body as { rows: { count: number }[] }).rows[0]!.count : status;
    };
    const charted = async (who: typeof root) => {
      const { body } = await who.post('aggregates', { queries: [{ ...question, entity: 'leads', reporting: true }] });
      const [answer] = (body as { answers: { rows?: { count: number }[]; problem?: { status: number } }[] }).answers;
      return answer?.rows?.[0]?.count ?? answer?.problem?.status;
    };
    const listed = async (who: typeof root, view: string) => {
      const { status, body } = await who.get(`records/leads?view=${view}&count=exact`);
      return status === 200 ? (body as { count: number }).count : status;
    };
    const filed = async (who: typeof root) => {
      const { status, text } = await who.get(`records/leads/export?view=${shared}&fields=name`);
      return status === 200 ? text.trim().split('\n').length - 1 : status;
    };
    const answers = (who: typeof root) => Promise.all([counted(who), charted(who), listed(who, shared), filed(who)]);
    expect(await answers(root)).toEqual([2, 2, 2, 2]);
    expect(await answers(member)).toEqual([1, 1, 1, 1]);
    expect(await answers(outsider)).toEqual([403, 403, 403, 403]);
    // Daily work goes on as it is granted.
    expect([await counted(member, false), await listed(member, mine), await counted(outsider, false)]).toEqual([2, 2, 2]);

    await records.update('users', outsider.id, { report_units: [unit.id] });
    expect(await answers(outsider)).toEqual([1, 1, 1, 1]);
    await records.update('security_settings', settings, { reports_by_unit: false });
    expect(await answers(outsider)).toEqual([2, 2, 2, 2]);
  });
});
