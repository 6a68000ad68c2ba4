// `kontor bench --workspaces 1,10,100`: what one process costs with few and with many companies, each with the same small data.

import { readFile } from 'node:fs/promises';
import { type Instance, openInstance } from '../app/instance.ts';
import { openDatabase } from '../db/index.ts';
import { fillPlain, fillWorkspace, issueKey } from './fill.ts';
import { client, load, once, type Settings } from './load.ts';
import { type Operation, requestsOf } from './requests.ts';
import { memory, type Started, startKontor, stop } from './servers.ts';

type Load = Pick<Settings, 'seconds' | 'connections'>;

const CONTACTS = 2000;
const measured: readonly Operation[] = ['list', 'get', 'search', 'update'];
const nameOf = (i: number) => `bench-${i + 1}`;

/** One row for each of these numbers of workspaces, from few to many, in one data folder that grows. */
export async function measureWorkspaces(folder: string, counts: readonly number[], settings: Load): Promise<void> {
  console.log(
    `${CONTACTS.toLocaleString('en')} contacts each, ${settings.connections} connections that ask all workspaces in turn, ${settings.seconds} s each, client ${client}\n`,
  );
  console.log(
    `| workspaces | /health s | idle MB | transactions a minute at rest | first request ms | ${measured.join(' req/s | ')} req/s | loaded MB | connections | MB of theirs |`,
  );
  console.log(`| ---: |${' ---: |'.repeat(measured.length + 7)}`);
  for (const count of [...counts].sort((a, b) => a - b)) {
    const key = await grow(folder, count);
    const kontor = await startKontor(folder);
    try {
      console.log(`| ${[count, ...(await measure(folder, kontor, count, key, settings))].join(' | ')} |`);
    } finally {
      await stop(kontor.child);
    }
  }
}

async function measure(folder: string, kontor: Started, count: number, key: string, settings: Load): Promise<string[]> {
  const idle = await memory(kontor.child);
  const watch = await openWatch(folder);
  try {
    const rest = await watch.atRest();
    const requests = requestsOf(CONTACTS, (i) => `/${nameOf(i % count)}/api/v1/records`);
    const target = { base: kontor.base, headers: { authorization: `Bearer ${key}` } };
    const began = performance.now();
    for (let i = 0; i < count; i++) await once(target, requests.get[i]!);
    const first = (performance.now() - began) / count;
    const rates: string[] = [];
    for (const operation of measured) {
      await load(target, requests[operation], settings.connections, 3);
      const figures = await load(target, requests[operation], settings.connections, settings.seconds);
      rates.push(figures.failed > 0 ? `${figures.failed} failed` : figures.perSecond.toFixed(0));
    }
    const { connections, megabytes } = await watch.connections();
    return [
      kontor.took.toFixed(2),
      String(idle),
      String(rest),
      first.toFixed(0),
      ...rates,
      String(await memory(kontor.child)),
      String(connections),
      megabytes,
    ];
  } finally {
    await watch.close();
  }
}

/** Makes what is missing up to so many workspaces; one key opens them all. */
async function grow(folder: string, count: number): Promise<string> {
  const instance = await openInstance({ settings: { dataFolder: folder, databaseUrl: '' }, queue: 'none', log: () => {} });
  const { engine } = instance;
  try {
    const known = await engine.workspaces.list();
    if (known.length === 0) await fillPlain(instance, CONTACTS);
    for (let i = 0; i < count; i++) {
      if (known.includes(nameOf(i))) continue;
      await engine.workspaces.create(nameOf(i));
      await fillWorkspace(instance, nameOf(i));
    }
    const key = await issueKey(instance, nameOf(0));
    for (let i = 1; i < count; i++) await copyKey(instance, nameOf(0), nameOf(i));
    await engine.database.as(null).query({ text: 'vacuum analyze', values: [], alone: true });
    return key;
  } finally {
    await instance.close();
  }
}

async function copyKey(instance: Instance, from: string, to: string): Promise<void> {
  await issueKey(instance, to);
  const [source, target] = await Promise.all([from, to].map(async (name) => (await instance.engine.workspace(name))!.space));
  const newest = (space: string) => `(select id from ${space}.api_keys order by id desc limit 1)`;
  await instance.engine.database.as(null).query({
    text: `update ${target}.api_keys set key_hash = (select key_hash from ${source}.api_keys where id = ${newest(source!)}) where id = ${newest(target!)}`,
    values: [],
  });
}

/** What PostgreSQL says about its guests. */
async function openWatch(folder: string) {
  const { database, close } = await openDatabase({ dataFolder: folder, join: true });
  const ask = async (text: string) => (await database.as(null).query({ text, values: [] })).rows;
  const committed = async () =>
    Number((await ask('select sum(xact_commit) from pg_stat_database where datname = current_database()'))[0]?.[0] ?? 0);
  return {
    /** Transactions in a minute in which nobody asks for anything. */
    async atRest(): Promise<number> {
      const before = await committed();
      await new Promise((resolve) => setTimeout(resolve, 60_000));
      return (await committed()) - before;
    },
    async connections(): Promise<{ connections: number; megabytes: string }> {
      const rows = await ask(
        "select pid from pg_stat_activity where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()",
      );
      const each = await Promise.all(rows.map(([pid]) => ownMegabytes(String(pid))));
      const known = each.filter((size) => size !== null);
      return { connections: rows.length, megabytes: known.length > 0 ? known.reduce((sum, size) => sum + size, 0).toFixed(0) : '' };
    },
    close,
  };
}

/** Memory that a process shares with nobody; null where this account may not know. */
async function ownMegabytes(pid: string): Promise<number | null> {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => null);
  return text === null ? null : Number(/Private_Dirty:\s+(\d+)/.exec(text)?.[1] ?? 0) / 1024;
}
