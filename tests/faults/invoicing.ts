// Kontor killed in the middle of a mass invoicing, and of undoing it: each customer has exactly the invoices due to him, or none.

import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomFrom } from '../access/world.ts';
import { call, ended, everyRecord, killInJob, type Program, start, stop } from './program.ts';

export interface InvoicingOutcome {
  /** Times it was killed while it made invoices, and while it took them back. */
  readonly kills: { making: number; undoing: number };
  readonly wrong: string[];
}

const CITY = 'Kill';
const PATIENCE = 1_200_000;

/** Invoices so many customers, killed `kills` times on the way; takes it all back, killed once; and invoices them again. */
export async function killWhileInvoicing(customers: number, kills: number, seed: number): Promise<InvoicingOutcome> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'kontor-invoicing-kills-')));
  const random = randomFrom(seed);
  const outcome: InvoicingOutcome = { kills: { making: 0, undoing: 0 }, wrong: [] };
  const pause = () => random.int(150);
  try {
    let program = await start(folder);
    const { plan, accounts } = await prepare(program, customers);
    const job = await act(program, 'invoicing_plans', plan, 'start', {});
    const made = await killInJob({ folder, program, job }, { kills, pause });
    ({ program } = made);
    outcome.kills.making = made.killed;
    await expectDone(program, job, outcome);
    const numbers = await expectOneEach(program, accounts, outcome);

    const [run] = await everyRecord<{ id: string }>(program, 'invoicing_runs', { fields: 'id', filter: `plan = "${plan}"` });
    const undo = await act(program, 'invoicing_runs', run!.id, 'undo_run', {});
    const undone = await killInJob({ folder, program, job: undo }, { kills: 1, pause });
    ({ program } = undone);
    outcome.kills.undoing = undone.killed;
    await expectDone(program, undo, outcome);
    const left = await invoicesOf(program);
    if (left.length > 0) outcome.wrong.push(`${left.length} invoices are left of the run that was undone`);

    await expectDone(program, await act(program, 'invoicing_plans', plan, 'start', {}), outcome);
    const again = await expectOneEach(program, accounts, outcome);
    if (again.join() !== numbers.join()) outcome.wrong.push('the numbers that were given back are not taken again');
    await stop(program);
    return outcome;
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  }
}

/** Customers, the view that shows them, and an order of which each of them gets an invoice that is issued at once. */
async function prepare(program: Program, customers: number): Promise<{ plan: string; accounts: readonly string[] }> {
  for (let at = 0; at < customers; at += 1000) {
    const create = Array.from({ length: Math.min(1000, customers - at) }, (_, i) => ({ name: `Customer ${at + i}`, city: CITY }));
    await good(program, 'records/accounts/bulk', { create });
  }
  const accounts = await everyRecord<{ id: string }>(program, 'accounts', { fields: 'id', filter: `city = "${CITY}"` });
  const lines = [{ description: 'Yearly fee', unit_price: { amount: '99.90', currency: 'EUR' } }];
  const order = await create(program, 'sales_orders', { account: accounts[0]!.id, status: 'confirmed', invoices_begin: 'unpaid', lines });
  const target = await create(program, 'saved_views', { entity: 'accounts', name: CITY, filter: `city = "${CITY}"` });
  const plan = await create(program, 'invoicing_plans', { every: 'once', sales_order: order, target });
  return { plan, accounts: accounts.map(({ id }) => id) };
}

async function good(program: Program, path: string, body: unknown): Promise<unknown> {
  const answer = await call(program, 'POST', path, body);
  if (answer.status >= 300) throw new Error(`${path} was answered with ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
}

async function create(program: Program, entity: string, values: object): Promise<string> {
  return ((await good(program, `records/${entity}`, values)) as { record: { id: string } }).record.id;
}

/** Answers the job that does it. */
async function act(program: Program, entity: string, id: string, action: string, input: object): Promise<string> {
  const { result } = (await good(program, `records/${entity}/${id}/actions/${action}`, input)) as { result: { job: string } };
  return result.job;
}

async function expectDone(program: Program, job: string, { wrong }: InvoicingOutcome): Promise<void> {
  const state = await ended(program, job, PATIENCE);
  if (state !== 'done') wrong.push(`a job is ${state}`);
}

function invoicesOf(program: Program): Promise<{ account: { id: string }; number: string | null; status: string }[]> {
  return everyRecord(program, 'invoices', { fields: 'account,number,status', filter: `account.city = "${CITY}"` });
}

/** Answers their numbers: one after the other, none missing. */
async function expectOneEach(program: Program, accounts: readonly string[], { wrong }: InvoicingOutcome): Promise<readonly string[]> {
  const invoices = await invoicesOf(program);
  const seen = new Map<string, number>();
  for (const { account, status } of invoices) {
    seen.set(account.id, (seen.get(account.id) ?? 0) + 1);
    if (status !== 'unpaid') wrong.push(`an invoice is ${status}`);
  }
  const odd = accounts.filter((id) => seen.get(id) !== 1);
  if (odd.length > 0) wrong.push(`${odd.length} customers have not one invoice, the first of them ${seen.get(odd[0]!) ?? 0}`);
  if (invoices.length !== accounts.length) wrong.push(`${invoices.length} invoices for ${accounts.length} customers`);
  const numbers = invoices.map(({ number }) => String(number)).sort();
  const counts = numbers.map((number) => Number(number.split('-')[1]));
  if (counts.some((count, i) => count !== counts[0]! + i)) wrong.push('the numbers have gaps');
  return numbers;
}
