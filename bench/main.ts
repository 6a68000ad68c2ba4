// `kontor bench`: loads a data set, starts Kontor and a plain server over the same PostgreSQL, and prints how they compare.

import { once as onceEmitted } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { openInstance } from '../app/instance.ts';
import { idOf, surname } from './data.ts';
import { fillPlain, fillWorkspace, issueKey } from './fill.ts';
import { measureInvoices } from './invoices.ts';
import { client, type Figures, finishedJob, type LoadRequest, load, median, once, type Settings, type Target } from './load.ts';
import { measureReports } from './reports.ts';
import { type Operation, operations, plainRequests, requestsOf } from './requests.ts';
import { measureRights } from './rights.ts';
import { cpu, memory, mostMemory, startKontor, startPlain, stop } from './servers.ts';
import { measureWorkspaces } from './workspaces.ts';

const workspace = 'bench';

interface Asked extends Settings {
  readonly operations: readonly Operation[];
}

/** @returns the exit code. */
export async function bench(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      contacts: { type: 'string', default: '1000000' },
      seconds: { type: 'string', default: '6' },
      rounds: { type: 'string', default: '3' },
      connections: { type: 'string', default: '16' },
      data: { type: 'string' },
      only: { type: 'string' },
      operations: { type: 'string', default: operations.join() },
      workspaces: { type: 'string' },
    },
  });
  const settings = {
    contacts: Number(values.contacts),
    seconds: Number(values.seconds),
    rounds: Number(values.rounds),
    connections: Number(values.connections),
    operations: operations.filter((operation) => values.operations.split(',').includes(operation)),
  };
  const folder = values.data ?? (await mkdtemp(join(tmpdir(), 'kontor-bench-')));
  try {
    if (values.workspaces) {
      await measureWorkspaces(folder, values.workspaces.split(',').map(Number), settings);
      return 0;
    }
    if (values.only === 'rights') {
      await measureRights(folder, settings);
      return 0;
    }
    if (values.only === 'invoices') {
      await measureInvoices(folder, settings);
      return 0;
    }
    const key = await prepare(folder, settings);
    if (!values.only || values.only === 'requests') await compareRequests(folder, key, settings);
    if (!values.only || values.only === 'reports') await measureReports(folder, workspace, key, settings);
    if (!values.only || values.only === 'bulk') await measureBulk(folder, key, settings);
    return 0;
  } finally {
    if (!values.data) await rm(folder, { recursive: true, force: true });
  }
}

/** Fills the data folder once; answers an API key of a root user. */
async function prepare(folder: string, { contacts }: Settings): Promise<string> {
  const instance = await openInstance({ settings: { dataFolder: folder, databaseUrl: '' }, queue: 'none', log: () => {} });
  try {
    const { engine } = instance;
    if (!(await engine.workspaces.list()).includes(workspace)) {
      const began = performance.now();
      await fillPlain(instance, contacts);
      await engine.workspaces.create(workspace);
      await fillWorkspace(instance, workspace);
      await engine.database.as(null).query({ text: 'vacuum analyze', values: [], alone: true });
      console.log(`Data: ${contacts.toLocaleString('en')} contacts in both, in ${seconds(began)}`);
    }
    return await issueKey(instance, workspace);
  } finally {
    await instance.close();
  }
}

/** Kontor, the plain server with the usual pool of `pg`, which the goals are set by, and the same with our own pool. */
const servers = ['plain', 'kontor', 'plain, our pool'] as const;

async function compareRequests(folder: string, key: string, settings: Asked): Promise<void> {
  const kontor = await startKontor(folder);
  const [usual, ours] = [await startPlain(folder, 'pg'), await startPlain(folder, 'kontor')];
  try {
    const kontors = requestsOf(settings.contacts, () => `/${workspace}/api/v1/records`);
    const plains = plainRequests(settings.contacts);
    const requests = { kontor: kontors, plain: plains, 'plain, our pool': plains };
    const children = { kontor: kontor.child, plain: usual.child, 'plain, our pool': ours.child };
    const targets = {
      kontor: { base: kontor.base, headers: { authorization: `Bearer ${key}` } },
      plain: { base: usual.base, headers: {} },
      'plain, our pool': { base: ours.base, headers: {} },
    };
    for (const operation of settings.operations)
      await look(operation, targets.kontor, kontors[operation][3]!, targets.plain, plains[operation][3]!);
    const figures = new Map<string, Figures[]>();
    for (let round = 0; round < settings.rounds; round++) {
      for (const operation of settings.operations) {
        for (const name of servers) {
          await load(targets[name], requests[name][operation], settings.connections, 1);
          const before = await cpu(folder, children[name]);
          const measured = await load(targets[name], requests[name][operation], settings.connections, settings.seconds);
          const used = (await cpu(folder, children[name])) - before;
          const figure = { ...measured, cpu: used / (measured.perSecond * settings.seconds) };
          figures.set(`${name} ${operation}`, [...(figures.get(`${name} ${operation}`) ?? []), figure]);
        }
      }
    }
    printRequests(figures, settings);
    console.log(`Memory of the Kontor process after the load: ${await memory(kontor.child)} MB`);
  } finally {
    await stop(ours.child);
    await stop(usual.child);
    await stop(kontor.child);
  }
}

/** A wrong answer is not a fast answer: one of each kind is looked at before anything is timed. */
async function look(operation: Operation, kontor: Target, ours: LoadRequest, plain: Target, theirs: LoadRequest): Promise<void> {
  const [a, b] = [await once(kontor, ours), await once(plain, theirs)];
  if (a.status >= 300 || b.status >= 300)
    throw new Error(`${operation}: Kontor answered ${a.status} ${a.text.slice(0, 300)}, plain ${b.status} ${b.text.slice(0, 300)}`);
  if (operation !== 'list') return;
  const [count, total] = [(JSON.parse(a.text) as { count: number }).count, (JSON.parse(b.text) as { total: number }).total];
  // Equal on new data. Updates change the state at random and creates add rows, of whoever does more of them in the same time more.
  if (count !== total) console.log(`Note: for one list Kontor counts ${count}, plain ${total}: earlier runs wrote into this folder`);
}

/** Of the server with the usual pool. `whole` is a record with all its fields, beside the dozen of the plain server. */
const goals: Partial<Record<Operation, number>> = { list: 0.7, get: 0.5, search: 0.7, update: 0.4, create: 0.4 };

function printRequests(figures: ReadonlyMap<string, readonly Figures[]>, settings: Asked): void {
  const { connections, rounds, seconds: each, contacts, operations: chosen } = settings;
  console.log(
    `\n${contacts.toLocaleString('en')} contacts, ${connections} connections, ${rounds} rounds of ${each} s, medians, client ${client}\n`,
  );
  console.log(
    '| operation | plain req/s | Kontor req/s | ratio | goal | ratio, our pool | plain CPU ms | Kontor CPU ms | plain p50 ms | Kontor p50 ms | Kontor p99 ms | errors |',
  );
  console.log('| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |');
  for (const operation of chosen) {
    const [plain, kontor, fast] = servers.map((name) => median(figures.get(`${name} ${operation}`)!)) as [Figures, Figures, Figures];
    const cells = [
      plain.perSecond.toFixed(0),
      kontor.perSecond.toFixed(0),
      (kontor.perSecond / plain.perSecond).toFixed(2),
      goals[operation] ?? '',
      (kontor.perSecond / fast.perSecond).toFixed(2),
      plain.cpu?.toFixed(2) ?? '',
      kontor.cpu?.toFixed(2) ?? '',
      plain.p50.toFixed(2),
      kontor.p50.toFixed(2),
      kontor.p99.toFixed(2),
      plain.failed + kontor.failed + fast.failed,
    ];
    console.log(`| ${operation} | ${cells.join(' | ')} |`);
  }
}

/** Import of a file and a mass edit, as jobs of a running server, and what they do to its memory. */
async function measureBulk(folder: string, key: string, { contacts }: Settings): Promise<void> {
  const kontor = await startKontor(folder);
  try {
    console.log(`\nReady on this data folder after ${kontor.took.toFixed(2)} s (with the database)`);
    const idle = await memory(kontor.child);
    console.log(`Idle memory of the process: ${idle} MB`);
    const target = { base: kontor.base, headers: { authorization: `Bearer ${key}` } };
    const rows = Math.min(contacts, 1_000_000);
    const file = join(folder, 'bench.csv');
    await writeCsv(file, rows);
    const { result: job, most } = await mostMemory(kontor.child, async () => {
      const form = new FormData();
      form.append('entity', 'contacts');
      form.append('mapping', JSON.stringify({ First: 'first_name', Last: 'last_name', Mail: 'email', Phone: 'phone', City: 'city' }));
      form.append('file', new Blob([await readFile(file)]), 'bench.csv');
      const response = await fetch(`${kontor.base}/${workspace}/api/v1/imports`, { method: 'POST', headers: target.headers, body: form });
      const answer = (await response.json()) as { job?: string };
      if (!answer.job) throw new Error(`The import did not start: ${JSON.stringify(answer)}`);
      return finishedJob(target, workspace, answer.job);
    });
    await rm(file, { force: true });
    console.log(
      `Import of ${rows.toLocaleString('en')} contacts: ${(rows / job.seconds).toFixed(0)} a second, ${job.seconds.toFixed(1)} s, memory at most ${most - idle} MB over idle`,
    );
    const count = Math.min(100_000, contacts);
    const ids = Array.from({ length: count }, (_, i) => idOf('contacts', 1 + i));
    const response = await fetch(`${kontor.base}/${workspace}/api/v1/records/contacts/bulk`, {
      method: 'POST',
      headers: { ...target.headers, 'content-type': 'application/json' },
      body: JSON.stringify({ update: { ids, set: { country: 'Norway' } } }),
    });
    const edit = await finishedJob(target, workspace, ((await response.json()) as { job: string }).job);
    console.log(`Mass edit of ${count.toLocaleString('en')} contacts with history: ${edit.seconds.toFixed(1)} s`);
  } finally {
    await stop(kontor.child);
  }
}

async function writeCsv(path: string, rows: number): Promise<void> {
  const out = createWriteStream(path);
  out.write('First,Last,Mail,Phone,City\n');
  let state = 11;
  const below = (limit: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 4294967296) * limit);
  };
  for (let i = 0; i < rows; ) {
    let chunk = '';
    for (const end = Math.min(rows, i + 5000); i < end; i++)
      chunk += `Imported,${surname(below)},i${i}@example.org,+4470${String(below(1e8)).padStart(8, '0')},Leeds\n`;
    if (!out.write(chunk)) await onceEmitted(out, 'drain');
  }
  out.end();
  await finished(out);
}

function seconds(began: number): string {
  return `${((performance.now() - began) / 1000).toFixed(0)} s`;
}
