// `kontor bench --ui`: what a person waits for in the browser, from the input to the frame that shows its result.

import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import type { Browser, BrowserContext, Page, Response } from 'playwright-core';
import { cpu, type Started, startKontor, stop } from './servers.ts';
import { type Clock, installClock, markFirstRow } from './ui-clock.ts';
import { dashboardName, demoPlace, type Place, prepareMany, twelveWidgets } from './ui-data.ts';
import { LINES, lineKeys, makeLongQuote, obeyed, openCell } from './ui-lines.ts';
import { type Operation, operations } from './ui-operations.ts';

const program = process.env.KONTOR_CHROMIUM ?? '/usr/bin/chromium';
const flags = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
];

interface House {
  readonly folder: string;
  readonly kontor: Started;
  readonly place: Place;
  readonly browser: Browser;
  readonly address: string;
  readonly runs: number;
  /** Milliseconds a screen may take; more on many rows. */
  readonly goal: number;
}

/** @returns the exit code. */
export async function benchUi(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      ui: { type: 'boolean' },
      contacts: { type: 'string' },
      data: { type: 'string' },
      runs: { type: 'string', default: '20' },
      only: { type: 'string' },
      operation: { type: 'string', default: '' },
    },
  });
  if (!existsSync(program))
    throw new Error(`the screens are measured in Chromium, and there is none at ${program} (KONTOR_CHROMIUM names another place)`);
  const { chromium } = await import('playwright-core').catch(() => {
    throw new Error('the browser is driven by playwright-core, which is not installed (npm install, without --omit=dev)');
  });
  const folder = values.data ?? (await mkdtemp(join(tmpdir(), 'kontor-bench-ui-')));
  const place = values.contacts ? await prepareMany(folder, Number(values.contacts)) : demoPlace;
  const kontor = await startKontor(folder, place === demoPlace);
  const browser = await chromium.launch({ executablePath: program, args: flags });
  try {
    const address = `${kontor.base}/${place.workspace}`;
    const house: House = { folder, kontor, place, browser, address, runs: Number(values.runs), goal: values.contacts ? 300 : 100 };
    const chosen = (part: string) => !values.only || values.only.split(',').includes(part);
    console.log(`\n${values.contacts ? `${Number(values.contacts).toLocaleString('en')} contacts` : 'Demo data'}, ${values.runs} runs\n`);
    if (chosen('first')) await measureStart(house);
    if (chosen('operations'))
      await measureOperations(
        house,
        operations.filter(({ name }) => name.includes(values.operation)),
      );
    if (chosen('dashboard')) await measureDashboard(house);
    if (chosen('scroll')) await measureScrolling(house);
    if (chosen('lines')) await measureLines(house);
    return 0;
  } finally {
    await browser.close();
    await stop(kontor.child);
    if (!values.data) await rm(folder, { recursive: true, force: true });
  }
}

/** From an empty cache, as somebody comes for the first time. */
async function measureStart(house: House): Promise<void> {
  const paints: number[] = [];
  const rows: number[] = [];
  const work: number[] = [];
  const scripts: number[] = [];
  for (let run = 0; run < Math.min(house.runs, 10); run++) {
    const context = await visit(house);
    await context.addInitScript(markFirstRow);
    const page = await context.newPage();
    const pageCpu = await watchCpu(page);
    const answers = new Map<string, Response>();
    page.on('response', (answer) => answers.set(answer.url(), answer));
    await page.goto(`${house.address}/contacts`);
    await page.waitForFunction(() => performance.getEntriesByName('first row').length > 0);
    work.push(await pageCpu());
    const { painted, stood, asked } = await page.evaluate(() => {
      const at = (mark: string) => performance.getEntriesByName(mark)[0]?.startTime ?? Number.NaN;
      const stood = at('first row');
      const files = performance.getEntriesByType('resource').filter(({ name, startTime }) => name.endsWith('.js') && startTime < stood);
      return { painted: at('first-contentful-paint'), stood, asked: files.map(({ name }) => name) };
    });
    paints.push(painted);
    rows.push(stood);
    // All that was asked for before: it shared the line and the processor with the rows, whenever it came.
    const bodies = await Promise.all(asked.map((url) => answers.get(url)?.body() ?? Buffer.of()));
    scripts.push(bodies.reduce((sum, body) => sum + gzipSync(body).length, 0) / 1024);
    await context.close();
  }
  console.log('| first visit, nothing in the cache | median | slowest, most | goal |\n| --- | ---: | ---: | ---: |');
  const print = (what: string, values: readonly number[], goal = '') =>
    console.log(`| ${what} | ${middle(values)} | ${whole(Math.max(...values))} | ${goal} |`);
  print('first paint, ms', paints, '1000');
  print('rows of the first list, ms', rows);
  print('CPU of the page until then, ms', work);
  print('JavaScript asked for until then, KB gzip', scripts, '300');
}

async function measureOperations(house: House, operations: readonly Operation[]): Promise<void> {
  console.log('\n| from the input to the picture | median ms | p95 ms | goal | CPU of the page ms | CPU of the server ms |');
  console.log('| --- | ---: | ---: | ---: | ---: | ---: |');
  for (const operation of operations) {
    const context = await visit(house);
    const page = await context.newPage();
    page.setDefaultTimeout(60_000);
    const pageCpu = await watchCpu(page);
    await page.goto(`${house.address}/today`);
    await rest(page);
    const took: number[] = [];
    const used = { page: 0, server: 0 };
    // One more than is counted: the first fetches code and fills caches that the others find.
    for (let run = 0; run <= house.runs; run++) {
      await operation.before(page, run);
      await rest(page);
      const before = { page: await pageCpu(), server: await cpu(house.folder, house.kontor.child) };
      const milliseconds = await measured(page, operation, run);
      await operation.after?.(page, run);
      if (run === 0 && !operation.cold) continue;
      took.push(milliseconds);
      used.page += (await pageCpu()) - before.page;
      used.server += (await cpu(house.folder, house.kontor.child)) - before.server;
    }
    const cells = [middle(took), whole(part(took, 0.95)), house.goal, whole(used.page / took.length), whole(used.server / took.length)];
    console.log(`| ${operation.name} | ${cells.join(' | ')} |`);
    await context.close();
  }
}

async function measured(page: Page, { act, done }: Operation, run: number): Promise<number> {
  await page.evaluate((condition) => (window as unknown as { clock: Clock }).clock.begin(condition), done(run));
  await act(page, run);
  const took = await page.waitForFunction(() => (window as unknown as { clock: Clock }).clock.took);
  return Number(await took.jsonValue());
}

/** From the click on its name until the last of its widgets stands, all of them in view. */
async function measureDashboard(house: House): Promise<void> {
  const context = await visit(house, { width: 1280, height: 2000 });
  const id = await makeDashboard(context, house);
  const page = await context.newPage();
  const took: number[] = [];
  let server = 0;
  for (let run = 0; run <= Math.min(house.runs, 10); run++) {
    await page.goto(`${house.address}/home/sales`);
    await page.locator(`a[href$="/home/${id}"]`).waitFor();
    await rest(page);
    const before = await cpu(house.folder, house.kontor.child);
    const done = `location.pathname.endsWith('${id}') && document.querySelectorAll('#content section[data-kind]').length === 12 &&
      !document.querySelector('#content .mantine-Skeleton-root') &&
      [...document.querySelectorAll('#content section[data-kind]')].every((one) => one.querySelector('canvas, svg, table, ul, a, button'))`;
    const milliseconds = await measured(
      page,
      { name: '', before: async () => undefined, act: (page) => page.locator(`a[href$="/home/${id}"]`).click(), done: () => done },
      run,
    );
    if (run === 0) continue;
    took.push(milliseconds);
    server += (await cpu(house.folder, house.kontor.child)) - before;
  }
  console.log(
    '\n| a dashboard of twelve widgets | median ms | slowest ms | goal | CPU of the server ms |\n| --- | ---: | ---: | ---: | ---: |',
  );
  console.log(`| to the last widget | ${middle(took)} | ${whole(Math.max(...took))} | 1500 | ${whole(server / took.length)} |`);
  await context.close();
}

async function makeDashboard(context: BrowserContext, { address }: House): Promise<string> {
  const headers = { origin: new URL(address).origin };
  const list = await context.request.get(
    `${address}/api/v1/records/dashboards?fields=id&filter=${encodeURIComponent(`name = "${dashboardName}"`)}`,
  );
  const { records } = (await list.json()) as { records: { id: string }[] };
  if (records[0]) return records[0].id;
  const data = { name: dashboardName, widgets: twelveWidgets() };
  const made = await context.request.post(`${address}/api/v1/records/dashboards`, { data, headers });
  if (!made.ok()) throw new Error(`the dashboard was refused: ${await made.text()}`);
  return ((await made.json()) as { record: { id: string } }).record.id;
}

async function measureScrolling(house: House): Promise<void> {
  const context = await visit(house);
  const page = await context.newPage();
  console.log('\n| scrolling | frames | p50 ms | p95 ms | longest ms | above 17 ms | longest blank row ms |');
  console.log('| --- | ---: | ---: | ---: | ---: | ---: | ---: |');
  // A wheel that is turned steadily; a fling; the scrollbar dragged so that every frame shows other rows.
  for (const [name, perSecond] of [
    ['2,400 pixels a second', 2400],
    ['12,000 pixels a second', 12_000],
  ] as const) {
    await page.goto(`${house.address}/contacts`);
    await page.locator('[role=grid] a').first().waitFor();
    await rest(page);
    const { frames, blank } = await page.evaluate((speed) => (window as unknown as { clock: Clock }).clock.scroll(speed, 8000), perSecond);
    const late = frames.filter((frame) => frame > 17.5).length / frames.length;
    const cells = [
      frames.length,
      part(frames, 0.5).toFixed(1),
      part(frames, 0.95).toFixed(1),
      whole(Math.max(...frames)),
      `${(late * 100).toFixed(0)} %`,
      whole(blank),
    ];
    console.log(`| ${name} | ${cells.join(' | ')} |`);
  }
  const jumps: number[] = [];
  for (let run = 0; run < house.runs; run++) {
    const place = (run * 0.37 + 0.21) % 1;
    jumps.push(await page.evaluate((part) => (window as unknown as { clock: Clock }).clock.jump(part), place));
    await rest(page);
  }
  console.log(
    `\nJump to anywhere by the scrollbar, until all rows in view stand: median ${middle(jumps)} ms, slowest ${whole(Math.max(...jumps))} ms`,
  );
  await context.close();
}

/** Opened for editing, then key by key in one cell. */
async function measureLines(house: House): Promise<void> {
  const context = await visit(house);
  const id = await makeLongQuote(context, house.address);
  const page = await context.newPage();
  page.setDefaultTimeout(120_000);
  const pageCpu = await watchCpu(page);
  await page.goto(`${house.address}/quotes/${id}?edit=1`);
  await page.locator('[data-field=lines] tbody [role=gridcell]').first().waitFor();
  await rest(page);
  console.log(`\n| ${LINES.toLocaleString('en')} line items, a key in a cell | median ms | p95 ms | goal | CPU of the page ms |`);
  console.log('| --- | ---: | ---: | ---: | ---: |');
  for (const key of lineKeys) {
    await openCell(page, key.column);
    const took: number[] = [];
    let used = 0;
    for (let run = 0; run <= house.runs; run++) {
      const done = await obeyed(page, key);
      await rest(page);
      const before = await pageCpu();
      const milliseconds = await measured(
        page,
        { name: key.name, before: async () => undefined, act: (page) => page.keyboard.press(key.key), done: () => done },
        run,
      );
      if (run === 0) continue;
      took.push(milliseconds);
      used += (await pageCpu()) - before;
    }
    console.log(`| ${key.name} | ${[middle(took), whole(part(took, 0.95)), 50, whole(used / took.length)].join(' | ')} |`);
  }
  await context.close();
}

/** Somebody signed in, with an empty cache. */
async function visit({ browser, address, place }: House, viewport = { width: 1280, height: 800 }): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport, locale: 'en-GB', serviceWorkers: 'block', bypassCSP: true });
  const { login, password } = place;
  const answer = await context.request.post(`${address}/api/v1/session`, {
    data: { login, password },
    headers: { origin: new URL(address).origin },
  });
  if (answer.status() !== 200) throw new Error(`signing in as ${login} was answered with ${answer.status()}: ${await answer.text()}`);
  await context.addInitScript(installClock);
  return context;
}

/** What was begun before is not measured with what follows. */
async function rest(page: Page): Promise<void> {
  await page.waitForFunction(() => (window as unknown as { clock: Clock }).clock.quiet());
  await page.waitForFunction(() => new Promise((resolve) => requestIdleCallback(() => resolve(true), { timeout: 1000 })));
}

/** Asks how many milliseconds the page's main thread has worked. */
async function watchCpu(page: Page): Promise<() => Promise<number>> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  return async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return (metrics.find(({ name }) => name === 'ThreadTime')?.value ?? 0) * 1000;
  };
}

function part(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

const middle = (values: readonly number[]) => whole(part(values, 0.5));
const whole = (value: number) => value.toFixed(0);
