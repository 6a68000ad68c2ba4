// A whole Kontor on a port of its own, with a workspace, people, and a browser to look at it with.

import { existsSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { inject, onTestFinished } from 'vitest';
import { type Instance, openInstance } from '../../app/instance.ts';
import type { BoundContext } from '../../engine/index.ts';
import { createServer } from '../../server/start.ts';
import { processDatabase } from '../database.ts';

export interface House {
  /** Address of the application, e.g. `http://127.0.0.1:40123/b-1`. */
  readonly address: string;
  /** The engine's own hand: no limits. */
  readonly system: BoundContext;
  /** In a test: a page of somebody who may do everything, signed in; it is closed with the test. What goes wrong in it fails the test that asks `page.faults`. */
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

/** The last list is the one that counts: Playwright's own, and the pages that Chromium draws for the address line of every window. */
const left = [
  ...['AvoidUnnecessaryBeforeUnloadCheckSync', 'DestroyProfileOnBrowserClose', 'HttpsUpgrades', 'HttpsFirstBalancedModeAutoEnable'],
  ...['LensOverlay', 'MediaRouter', 'PaintHolding', 'ThirdPartyStoragePartitioning', 'OptimizationHints', 'NetworkTimeServiceQuerying'],
  ...['AimEnabled', 'PreconnectToSearch'],
  ...['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup', 'WebUIOmniboxFullPopup', 'PreloadTopChromeWebUI'],
];
const quiet = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync', `--disable-features=${left.join(',')}`],
];

/** How long a page is waited for: costs time only when a test fails, and never fails one because the machine is busy. */
const patience = 45_000;

/** What the pages are signed in with. */
export const signIn = { login: 'boss', password: 'correct horse battery' } as const;

/** What the files that run in one process share: an own database, the server over it, and the browser. */
interface Premises {
  readonly instance: Instance;
  readonly origin: string;
  readonly browser: Browser;
}

let premises: Promise<Premises> | null = null;
let houses = 0;

/** To be awaited once a test file: a workspace of its own, on a server that other files use too. Jobs run as they do in the real thing. */
export async function openHouse(): Promise<House> {
  premises ??= openPremises();
  const { instance, origin, browser } = await premises;
  houses++;
  const name = `b-${process.pid}-${houses}`;
  await instance.engine.workspaces.create(name);
  const workspace = await instance.engine.workspace(name);
  if (!workspace) throw new Error('The workspace is not there.');
  const system = instance.engine.system(workspace, { kind: 'system', detail: 'test' });
  await makeBoss(system);
  const faults: string[] = [];
  return {
    address: `${origin}/${name}`,
    system,
    faults,
    async open(path, { as = signIn, ...options } = {}) {
      const context = await browser.newContext({
        viewport: { width: 1280, height: 900 },
        locale: 'en-GB',
        serviceWorkers: 'block',
        // Nothing slides in or fades out: what is said to be there is there.
        reducedMotion: 'reduce',
        ...options,
      });
      // Pages that nobody looks at any more would go on following every change.
      onTestFinished(() => context.close());
      context.setDefaultTimeout(patience);
      const answer = await context.request.post(`${origin}/${name}/api/v1/session`, { data: as, headers: { origin } });
      if (!answer.ok()) throw new Error(`${as.login} cannot sign in: ${answer.status()} ${await answer.text()}`);
      const page = await context.newPage();
      page.on('pageerror', (error) => faults.push(error.message));
      // A refusal (4xx) or a lost line is told by the page; the browser's own word about it is none of ours.
      page.on('console', (line) => line.type() === 'error' && !/status of 4\d\d|net::ERR_/.test(line.text()) && faults.push(line.text()));
      await page.goto(`${origin}/${name}${path}`);
      return page;
    },
  };
}

/** Open until the process ends; the database and the folder go with the run. */
async function openPremises(): Promise<Premises> {
  const folder = await mkdtemp(join(inject('runFolder'), 'browser-'));
  const settings = { dataFolder: folder, databaseUrl: await processDatabase() };
  const instance = await openInstance({ settings, queue: 'work', log: () => undefined });
  const server = createServer({ engine: instance.engine, logger: pino({ level: 'silent' }), version: '0.0.0-test' });
  const { port } = await server.listen(0, '127.0.0.1');
  // It ends by itself when the process that holds it has ended.
  const browser = await chromium.launch({
    executablePath: program,
    args: quiet,
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
  return { instance, origin: `http://127.0.0.1:${port}`, browser };
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
