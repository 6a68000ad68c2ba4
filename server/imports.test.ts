// Imports over HTTP: looked at, started from JSON or from one form, refused rows given back.

import { describe, expect, it } from 'vitest';
import { work } from '../engine/index.ts';
import { testServer } from '../tests/http.ts';

const server = await testServer();
const root = await server.person('root', 'Root');
const reader = await server.person('reader', 'Read only');

const csv = 'Company;Phone;Staff\nNordic Oy;+358 9 123456;12\nBaltic AS;+372 123456;many\n;+1 555 123456;3\n';

function form(fields: Record<string, string>, content: string = csv, name = 'companies.csv'): FormData {
  const data = new FormData();
  for (const [field, value] of Object.entries(fields)) data.set(field, value);
  data.set('file', new Blob([content]), name);
  return data;
}

async function finish(answer: { status: number; body: unknown; text: string }) {
  expect([answer.status, answer.text]).toEqual([202, expect.any(String)]);
  const { job } = answer.body as { job: string };
  await work(server.engine, { workspace: server.name, job });
  return (await root.get(`jobs/${job}`)).body as {
    id: string;
    state: string;
    result: Record<string, number>;
    errors: { row: number; field: string }[];
  };
}

const count = async (): Promise<unknown> => ((await root.get('records/accounts?count=exact&limit=1')).body as { count: number }).count;

describe('an import with an Idempotency-Key', () => {
  const send = (content: string, key: string, more: Record<string, string> = {}) =>
    root.send('POST', 'imports', { body: form({ entity: 'accounts', ...more }, content), headers: { 'idempotency-key': key } });

  it('is started once, also when its form comes again', async () => {
    const had = Number(await count());
    const once = await send('Company\nOnce Oy\n', 'import-1');
    const again = await send('Company\nOnce Oy\n', 'import-1');
    expect([again.status, again.text, again.headers.get('idempotent-replayed')]).toEqual([202, once.text, 'true']);
    await finish(once);
    expect(await count()).toBe(had + 1);
  });

  it('is refused with another file, other wishes, or another way of asking', async () => {
    const once = await send('Company\nTwice Oy\n', 'import-2');
    expect(once.status).toBe(202);
    const others = [
      await send('Company\nThrice Oy\n', 'import-2'),
      await send('Company\nTwice Oy\n', 'import-2', { dry_run: 'true' }),
      await root.post('imports', { entity: 'accounts', file: 'x', mapping: [] }, { 'idempotency-key': 'import-2' }),
    ];
    for (const { body } of others) expect(body).toMatchObject({ status: 422, code: 'idempotency_key_reused' });
    expect((await send('Company\n', 'a b')).status).toBe(400);
  });

  it('holds for an inspected file too', async () => {
    const { file } = (await root.send('POST', 'imports/inspect', { body: form({ entity: 'accounts' }, 'Company\nSeen Oy\n') })).body as {
      file: { id: string };
    };
    const request = { entity: 'accounts', file: file.id, mapping: [{ column: 0, field: 'name' }] };
    const once = await root.post('imports', request, { 'idempotency-key': 'import-3' });
    expect((await root.post('imports', request, { 'idempotency-key': 'import-3' })).text).toBe(once.text);
    expect((await root.post('imports', { ...request, dry_run: true }, { 'idempotency-key': 'import-3' })).status).toBe(422);
  });
});

describe('imports', () => {
  it('are looked at first, then done; the refused rows come back as a file [CS-072] [CS-086]', async () => {
    const inspected = await root.send('POST', 'imports/inspect', { body: form({ entity: 'accounts' }) });
    expect(inspected.status).toBe(200);
    const inspection = inspected.body as {
      entity: string;
      file: { id: string; rows: number; delimiter: string };
      columns: { name: string; guess: { field: string } }[];
    };
    expect(inspection).toMatchObject({ entity: 'accounts', file: { rows: 3, delimiter: ';' } });
    expect(inspection.columns.map(({ name, guess }) => [name, guess.field])).toEqual([
      ['Company', 'name'],
      ['Phone', 'phone'],
      ['Staff', null],
    ]);
    const again = await root.post(`imports/${inspection.file.id}/inspect`, { entity: 'accounts', fields: { Staff: 'employees' } });
    expect(again.body).toMatchObject({ columns: [{}, {}, { guess: { field: 'employees' } }] });
    const mapping = [
      { column: 'Company', field: 'name' },
      { column: 1, field: 'phone', format: null },
      { column: 'Staff', field: 'employees' },
    ];
    const job = await finish(await root.post('imports', { entity: 'accounts', file: inspection.file.id, mapping }));
    expect(job).toMatchObject({ state: 'done', result: { created: 1, failed: 2 } });
    expect(job.errors.map(({ row, field }) => [row, field])).toEqual([
      [3, 'employees'],
      [4, 'name'],
    ]);
    const refused = await root.get(`jobs/${job.id}/errors.csv`);
    expect(refused.text.split('\r\n').slice(0, 2)).toEqual([
      expect.stringContaining('Company;Phone;Staff;reason'),
      expect.stringContaining('Baltic AS;+372 123456;many;'),
    ]);
    expect((await reader.get(`jobs/${job.id}/errors.csv`)).status).toBe(404);
  });

  it('start from one form, with columns as an object, a dry run, and a rule for duplicates', async () => {
    const before = await count();
    const fields = {
      entity: 'accounts',
      mapping: JSON.stringify({ Company: 'name', Phone: 'phone' }),
      match: JSON.stringify({ fields: ['name'], mode: 'update' }),
    };
    const content = 'Company,Phone\nNordic Oy,+358 9 222222\nFinnish Oy,+358 9 333333\n';
    const dry = await finish(await root.send('POST', 'imports', { body: form({ ...fields, dry_run: 'true' }, content) }));
    expect(dry).toMatchObject({ state: 'done', result: { created: 1, updated: 1 } });
    expect(await count()).toBe(before);
    const wet = await finish(await root.send('POST', 'imports', { body: form(fields, content) }));
    expect(wet.result).toMatchObject({ created: 1, updated: 1 });
    expect(await count()).toBe(Number(before) + 1);
    const undo = await finish(await root.post(`jobs/${wet.id}/undo`));
    expect(undo.state).toBe('done');
    expect(await count()).toBe(before);
  });

  it('take the suggested mapping when none is given', async () => {
    const job = await finish(await root.send('POST', 'imports', { body: form({ entity: 'accounts' }, 'Name,City\nSolo Oy,Turku\n') }));
    expect(job.result).toMatchObject({ created: 1 });
  });

  it.each<[string, Record<string, string>, string, number]>([
    ['no entity', {}, csv, 400],
    ['unknown entity', { entity: 'nothings' }, csv, 404],
    ['unknown form field', { entity: 'accounts', colour: 'red' }, csv, 400],
    ['mapping that is no JSON', { entity: 'accounts', mapping: '{' }, csv, 400],
    ['mapping to nowhere', { entity: 'accounts', mapping: '{"Company":"nmae"}' }, csv, 400],
    ['mapping from nowhere', { entity: 'accounts', mapping: '{"Compny":"name"}' }, csv, 400],
    ['rule of nonsense', { entity: 'accounts', match: '{"mode":"merge"}' }, csv, 400],
    ['flag of nonsense', { entity: 'accounts', dry_run: 'perhaps' }, csv, 400],
    ['empty file', { entity: 'accounts' }, '', 422],
    ['no table', { entity: 'accounts' }, 'PK\u0003\u0004 no workbook', 422],
  ])('refuse %s', async (_, fields, content, status) => {
    const answer = await root.send('POST', 'imports', { body: form(fields, content) });
    expect([answer.status, answer.text]).toEqual([status, expect.any(String)]);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
  });

  it('need the right to import', async () => {
    expect((await reader.send('POST', 'imports/inspect', { body: form({ entity: 'accounts' }) })).status).toBe(403);
    expect((await reader.send('POST', 'imports', { body: form({ entity: 'accounts' }) })).status).toBe(403);
  });
});
