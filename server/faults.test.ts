// What fails in the server is told to administrators: what and where, and never a value.

import { expect, it } from 'vitest';
import { verifyHistory, work } from '../engine/index.ts';
import { testServer } from '../tests/http.ts';

const server = await testServer();
const { records, space } = server.system;
const clerk = await server.person('clerk', 'Administrator', 'Staff');
const sql = (text: string) => server.engine.database.transaction(null, (tx) => tx.query({ text, values: [] }));

it('faults of requests and jobs stand in a log for administrators, once, without what was typed [PX-36]', async () => {
  await sql(`alter table "${space.space}".comments rename column text to text_of`);
  const ask = () => clerk.get(`records/comments?filter=${encodeURIComponent('text = "ada@example.com"')}`);
  const answer = await ask();
  expect((await ask()).status).toBe(500);
  await sql(`alter table "${space.space}".comments rename column text_of to text`);
  const job = await server.system.enqueue('seal_history', { mail: 'ada@example.com' });
  await sql(`alter table "${space.space}".seals rename to seals_of`);
  await expect(work(server.engine, { workspace: server.name, job })).rejects.toThrow();
  await sql(`alter table "${space.space}".seals_of rename to seals`);
  const listed = await clerk.get('records/faults?sort=created_at&limit=10');
  expect(listed.body).toMatchObject({
    records: [
      { kind: 'request', place: 'GET /api/v1/records/{entity}', code: '42703', reference: (answer.body as { request: string }).request },
      { kind: 'job', place: 'seal_history', code: '42P01', reference: job },
    ],
  });
  expect((await records.list('faults', { filter: 'stack is not empty' })).records).toHaveLength(2);
  expect(listed.text).not.toContain('ada@');
  const staff = await server.person('staff', 'Staff');
  expect((await staff.get('records/faults')).status).toBe(403);
  expect((await verifyHistory(server.system)).findings).toEqual([]);
});
