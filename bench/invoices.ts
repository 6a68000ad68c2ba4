// `kontor bench --only invoices`: entering and issuing an invoice of ten lines beside the plain server's audited create, one order
// invoiced to thousands of customers, and invoices printed as PDF.

import { type Instance, openInstance } from '../app/instance.ts';
import { idOf } from './data.ts';
import { fillPlain, fillWorkspace, issueKey } from './fill.ts';
import { client, type Figures, finishedJob, type LoadRequest, load, median, once, type Settings, type Target } from './load.ts';
import { plainRequests } from './requests.ts';
import { cpu, startKontor, startPlain, stop } from './servers.ts';

const workspace = 'invoicing';
const LINES = 10;
/** PostgreSQL plans what is new to a connection anew for its first five runs: so many requests each come before anything is measured. */
const WARM = 10;
/** A fifth of them are customers, and each of those gets an invoice; also where the folder holds a million. */
const MOST_CONTACTS = 25_000;

/**
 * A PDF takes the process tens of milliseconds at a stretch, and those asked for together are done together: of sixteen none would
 * be done when a short round on a busy machine is over.
 */
const PRINTERS = 2;

const lines = Array.from({ length: LINES }, (_, i) => ({
  description: `Line ${i + 1}`,
  quantity: String(i + 1),
  unit_price: { amount: `${10 + i}.35`, currency: 'EUR' },
}));

export async function measureInvoices(folder: string, given: Settings): Promise<void> {
  const settings = { ...given, contacts: Math.min(given.contacts, MOST_CONTACTS) };
  const { key, plan } = await prepare(folder, settings.contacts);
  const [kontor, plain] = [await startKontor(folder), await startPlain(folder, 'pg')];
  try {
    const target = { base: kontor.base, headers: { authorization: `Bearer ${key}` } };
    const records = `/${workspace}/api/v1/records`;
    const issue = Array.from({ length: 1000 }, (_, i): LoadRequest => {
      const account = idOf('accounts', 1 + (i % (settings.contacts / 5)));
      return { method: 'POST', path: `${records}/invoices`, body: { account, status: 'unpaid', lines } };
    });
    console.log(
      `\n${LINES} lines, ${settings.connections} connections, ${settings.rounds} rounds of ${settings.seconds} s, client ${client}\n`,
    );
    console.log('| operation | a second | CPU ms | goal |\n| --- | ---: | ---: | ---: |');
    const theirs = await measure(folder, plain.child, { base: plain.base, headers: {} }, plainRequests(settings.contacts).create, settings);
    row('plain: audited create', theirs, '');
    const ours = await measure(folder, kontor.child, target, issue, settings);
    row('issue an invoice', ours, (theirs.perSecond / 4).toFixed(0));
    const mass = await massInvoicing(folder, kontor.child, target, plan);
    row(`mass invoicing of ${mass.count.toLocaleString('en')}, without PDF`, mass, '300');
    const prints = await printing(target, records);
    row('PDF', await measure(folder, kontor.child, target, prints, { ...settings, connections: PRINTERS }), '20');
  } finally {
    await stop(plain.child);
    await stop(kontor.child);
  }
}

function row(name: string, { perSecond, cpu: used, failed }: Figures, goal: string): void {
  console.log(`| ${name} | ${perSecond.toFixed(0)} | ${used?.toFixed(2) ?? ''} | ${goal} |${failed > 0 ? ` ${failed} failed` : ''}`);
}

type Child = Parameters<typeof cpu>[1];

async function measure(
  folder: string,
  child: Child,
  target: Target,
  requests: readonly LoadRequest[],
  settings: Settings,
): Promise<Figures> {
  const answer = await once(target, requests[0]!);
  if (answer.status >= 300) throw new Error(`${requests[0]!.path} answered ${answer.status} ${answer.text.slice(0, 300)}`);
  await warmUp(target, requests, settings);
  const measured: Figures[] = [];
  for (let round = 0; round < settings.rounds; round++) {
    const before = await cpu(folder, child);
    const figures = await load(target, requests, settings.connections, settings.seconds);
    const used = (await cpu(folder, child)) - before;
    measured.push({ ...figures, cpu: used / (figures.perSecond * settings.seconds) });
  }
  return median(measured);
}

async function warmUp(target: Target, requests: readonly LoadRequest[], { connections, seconds }: Settings): Promise<void> {
  for (let served = 0; served < connections * WARM; ) {
    const { perSecond } = await load(target, requests, connections, seconds);
    if (perSecond === 0) throw new Error(`${requests[0]!.path}: no answer in ${seconds} s; measure for longer.`);
    served += perSecond * seconds;
  }
}

async function massInvoicing(folder: string, child: Child, target: Target, plan: string): Promise<Figures & { count: number }> {
  const before = await cpu(folder, child);
  const path = `/${workspace}/api/v1/records/invoicing_plans/${plan}`;
  const { text } = await once(target, { method: 'POST', path: `${path}/actions/start`, body: { again: true } });
  const { result } = JSON.parse(text) as { result: { job: string } };
  const { seconds, done } = await finishedJob(target, workspace, result.job);
  const used = (await cpu(folder, child)) - before;
  return { count: done, perSecond: done / seconds, cpu: used / done, p50: 0, p99: 0, failed: 0 };
}

async function printing(target: Target, records: string): Promise<LoadRequest[]> {
  const { text } = await once(target, { method: 'GET', path: `${records}/invoices?fields=id&limit=100` });
  const found = (JSON.parse(text) as { records: { id: string }[] }).records;
  return found.map(({ id }): LoadRequest => ({ method: 'POST', path: `${records}/invoices/${id}/actions/print`, body: {} }));
}

/** Answers a root user's key and the plan of a mass invoicing. */
async function prepare(folder: string, contacts: number): Promise<{ key: string; plan: string }> {
  const instance = await openInstance({ settings: { dataFolder: folder, databaseUrl: '' }, queue: 'none', log: () => {} });
  try {
    const { engine } = instance;
    if (!(await engine.workspaces.list()).includes(workspace)) {
      const { rows } = await engine.database.as(null).query({ text: `select to_regclass('plain.contacts')`, values: [] });
      if (!rows[0]?.[0]) await fillPlain(instance, contacts);
      await engine.workspaces.create(workspace);
      await fillWorkspace(instance, workspace, contacts);
      await makePlan(instance);
      const { space } = (await engine.workspace(workspace))!;
      // Not the whole folder, which may hold a million contacts besides.
      await engine.database.as(null).query({ text: `vacuum analyze ${space}.users, ${space}.accounts`, values: [], alone: true });
    }
    const { records } = engine.system((await engine.workspace(workspace))!, { kind: 'system', detail: 'bench' });
    const plans = await records.list('invoicing_plans', { fields: ['id'], limit: 1 });
    return { key: await issueKey(instance, workspace), plan: String(plans.records[0]!.id) };
  } finally {
    await instance.close();
  }
}

async function makePlan({ engine }: Instance): Promise<void> {
  const system = engine.system((await engine.workspace(workspace))!, { kind: 'system', detail: 'bench' });
  const { records } = system;
  const account = idOf('accounts', 1);
  await records.update('accounts', account, { vat_number: 'FI12345671' });
  const { id } = await system.settings('document_settings');
  await records.update('document_settings', String(id), { company: account });
  const owner = idOf('users', 1);
  const order = await records.create('sales_orders', {
    account,
    owner,
    subject: 'Yearly fee',
    status: 'confirmed',
    invoices_begin: 'unpaid',
    lines,
  });
  const view = await records.create('saved_views', { entity: 'accounts', name: 'Everybody', owner });
  await records.create('invoicing_plans', { every: 'once', sales_order: order.id, target: view.id, owner });
}
