// A whole Kontor on a port of its own, with a workspace, people, and a browser to look at it with.

import { existsSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { beforeEach, inject, onTestFinished } from 'vitest';
import { type Instance, openInstance } from '../../app/instance.ts';
import type { BoundContext } from '../../engine/index.ts';
import { dayIn } from '../../schema/index.ts';
import { createServer } from '../../server/start.ts';
import { processDatabase } from '../database.ts';

export interface House {
  /** Address of the application, e.g. `http://127.0.0.1:40123/b-1`. */
  readonly address: string;
  /** The engine's own hand: no limits. */
  readonly system: BoundContext;
  /** Of the first record, e.g. of the one that the filter means. */
  idOf(entity: string, filter?: string): Promise<string>;
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

/** What the files that run in one process share: an own database, and the server over it. */
interface Premises {
  readonly instance: Instance;
  readonly origin: string;
}

/** A day before or after today, on the clocks of the people of a house: near midnight this computer may have another one. */
export function day(distance: number): string {
  const today = dayIn('Europe/Helsinki', Date.now());
  return new Date(Date.parse(today) + distance * 86_400_000).toISOString().slice(0, 10);
}

let premises: Promise<Premises> | null = null;
/** Shared as well. */
let browser: Promise<Browser> | null = null;
let houses = 0;

/**
 * What the tests of a describe() stand on: made before the first of them, and made anew after one that failed. So a second
 * try finds nothing of what the first one left, and the test after it neither. `prepare` sets all that it needs to know itself.
 */
export function setUp(prepare: () => Promise<unknown>): void {
  let stands = false;
  beforeEach(async ({ task }) => {
    if (!stands) await prepare();
    stands = false;
    return () => {
      stands = task.result?.state === 'pass';
    };
  });
}

/** In setUp(): a workspace of its own, on a server that other files use too. Jobs run as they do in the real thing. */
export async function openHouse(): Promise<House> {
  premises ??= openPremises();
  const { instance, origin } = await premises;
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
    idOf: (entity, filter) => idOf(system, entity, filter),
    async open(path, { as = signIn, ...options } = {}) {
      const context = await (await openBrowser()).newContext({
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
  return { instance, origin: `http://127.0.0.1:${port}` };
}

/** Another one where the last has crashed. It ends by itself when the process that holds it has ended. */
async function openBrowser(): Promise<Browser> {
  const open = await browser?.catch(() => null);
  if (open?.isConnected()) return open;
  browser = chromium.launch({ executablePath: program, args: quiet, handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false });
  return browser;
}

async function makeBoss(system: BoundContext): Promise<void> {
  await system.records.create('users', {
    ...signIn,
    name: 'Bea Boss',
    department: await idOf(system, 'departments'),
    permission_sets: [await idOf(system, 'permission_sets', 'root = true')],
  });
}

async function idOf({ records }: BoundContext, entity: string, filter?: string): Promise<string> {
  const found = await records.list(entity, { fields: ['id'], limit: 1, ...(filter ? { filter } : {}) });
  return String(found.records[0]?.id);
}
