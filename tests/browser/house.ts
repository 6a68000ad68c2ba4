// A whole Kontor on a port of its own, with a workspace, people, and a browser to look at it with.

import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll } from 'vitest';
import { openInstance } from '../../app/instance.ts';
import type { BoundContext } from '../../engine/index.ts';
import { createServer } from '../../server/start.ts';
import { testDatabase } from '../database.ts';

export interface House {
  /** Address of the application, e.g. `http://127.0.0.1:40123/b-1`. */
  readonly address: string;
  /** The engine's own hand: no limits. */
  readonly system: BoundContext;
  /** A page of somebody who may do everything, signed in. What goes wrong in it fails the test that asks `page.faults`. */
  open(path: string, options?: BrowserContextOptions & { as?: { login: string; password: string } }): Promise<Page>;
  /** Errors of pages: uncaught ones, and what the console was told as an error. */
  readonly faults: readonly string[];
}

const program = process.env.KONTOR_CHROMIUM ?? '/usr/bin/chromium';
const built = fileURLToPath(new URL('../../dist/index.html', import.meta.url));

/** Why there can be no browser test here; null where there can. To be said in the title of what is skipped. */
export const missing = !existsSync(program)
  ? `no Chromium at ${program}`
  : !existsSync(built)
    ? 'the client is not built (npm run build)'
    : null;

const quiet = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
];

/** What the pages are signed in with. */
export const signIn = { login: 'boss', password: 'correct horse battery' } as const;

/** To be awaited once a test file. Jobs run as they do in the real thing. */
export async function openHouse(): Promise<House> {
  const { connectionString, name: databaseName } = await testDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'kontor-browser-'));
  const settings = { dataFolder: folder, databaseUrl: connectionString };
  const instance = await openInstance({ settings, queue: 'work', log: () => undefined });
  const name = `b-${databaseName.replace(/^test_/, '').replaceAll('_', '-')}`;
  await instance.engine.workspaces.create(name);
  const workspace = await instance.engine.workspace(name);
  if (!workspace) throw new Error('The workspace is not there.');
  const system = instance.engine.system(workspace, { kind: 'system', detail: 'test' });
  await makeBoss(system);

  const server = createServer({ engine: instance.engine, logger: pino({ level: 'silent' }), version: '0.0.0-test' });
  const listening = await server.listen(0, '127.0.0.1');
  const origin = `http://127.0.0.1:${listening.port}`;
  const browser = await chromium.launch({ executablePath: program, args: quiet });
  const faults: string[] = [];
  afterAll(async () => {
    await browser.close();
    await listening.stop();
    await instance.close();
    await rm(folder, { recursive: true, force: true });
  });

  return {
    address: `${origin}/${name}`,
    system,
    faults,
    async open(path, { as = signIn, ...options } = {}) {
      const context = await browser.newContext({
        viewport: { width: 1280, height: 900 },
        locale: 'en-GB',
        serviceWorkers: 'block',
        ...options,
      });
      await context.request.post(`${origin}/${name}/api/v1/session`, { data: as, headers: { origin } });
      const page = await context.newPage();
      page.setDefaultTimeout(15_000);
      page.on('pageerror', (error) => faults.push(error.message));
      // A refusal (4xx) or a lost line is told by the page; the browser's own word about it is none of ours.
      page.on('console', (line) => line.type() === 'error' && !/status of 4\d\d|net::ERR_/.test(line.text()) && faults.push(line.text()));
      await page.goto(`${origin}/${name}${path}`);
      return page;
    },
  };
}

async function makeBoss(system: BoundContext): Promise<void> {
  const first = async (entity: string, filter?: string) => {
    const { records } = await system.records.list(entity, { fields: ['id'], limit: 1, ...(filter ? { filter } : {}) });
    return String(records[0]?.id);
  };
  await system.records.create('users', {
    ...signIn,
    name: 'Bea Boss',
    department: await first('departments'),
    permission_sets: [await first('permission_sets', 'root = true')],
  });
}
