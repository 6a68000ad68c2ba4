// With the database away: every address says so, with the time to come back, and the process lives on.

import { afterAll, describe, expect, it } from 'vitest';
import { createPool } from '../db/pool.ts';
import { Engine, folderStore } from '../engine/index.ts';
import { createLogger } from './log.ts';
import { createServer } from './start.ts';

const database = createPool({ connectionString: 'postgres://nobody@127.0.0.1:1/nothing', patience: 50 });
const engine = new Engine({ database, modules: [], files: folderStore('/nonexistent'), queue: null });
const { app } = createServer({ engine, logger: createLogger('silent'), version: '1.2.3', clientFolder: '/nonexistent' });
afterAll(() => database.close());

describe('with the database away', () => {
  it('is not healthy', async () => {
    const answer = await app.request('/health');
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '2']);
    expect(await answer.json()).toEqual({ status: 'unavailable', version: '1.2.3', database: 'down' });
  });

  it.each([
    ['GET', '/demo/api/v1/session', undefined],
    ['GET', '/demo/api/v1/records/contacts', undefined],
    ['POST', '/demo/api/v1/session', '{"login":"demo","password":"demo"}'],
  ])('%s %s can be tried again', async (method, path, body) => {
    const answer = await app.request(path, {
      method,
      headers: { 'content-type': 'application/json', host: 'x' },
      ...(body ? { body } : {}),
    });
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '2']);
    expect(await answer.json()).toMatchObject({ status: 503, code: 'database_unavailable' });
  });

  it('still counts and does not call a workspace unknown', async () => {
    expect((await app.request('/metrics')).status).toBe(200);
    const page = await app.request('/demo/');
    expect(page.status).toBe(503);
    expect(await page.text()).toContain('not built');
  });
});
