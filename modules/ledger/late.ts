// What waited for an exchange rate is posted when it arrives: typed in, imported, or from the central bank.

import { type Context, eachAmong, eachRecord, type Hooks, type JobRun, type Values } from '../../engine/index.ts';
import { idOf } from '../../schema/index.ts';
import { kinds, LOT, postLot } from './earlier.ts';
import { post } from './post.ts';
import { ratesIn } from './rates.ts';
import { readRules } from './rule.ts';
import { stopWaiting } from './wait.ts';

export const whenRatesArrive: Hooks = {
  async afterSaveAll(drafts, context) {
    const days = Map.groupBy(
      drafts.filter(({ verb }) => verb !== 'delete'),
      ({ values }) => idOf(values.currency)!,
    );
    // Elevated: whoever enters rates need not be allowed to see the books.
    const system = context.system('looks whether postings wait for an exchange rate');
    const helped: string[] = [];
    for await (const { id, code } of eachAmong(system, 'currencies', 'id', days.keys(), { fields: ['id', 'code'] })) {
      const first = days
        .get(String(id))!
        .reduce((day, { values }) => (String(values.valid_on) < day ? String(values.valid_on) : day), '9999');
      helped.push(`currency = "${code}" and booked_on >= "${first}"`);
    }
    if (helped.length === 0) return;
    const filter = helped.map((one) => `(${one})`).join(' or ');
    const { records } = await system.records.list('ledger_waits', { fields: ['id'], filter, limit: 1 });
    if (records.length > 0) await context.enqueue('post_late', null);
  },
};

interface Waiting {
  readonly id: string;
  readonly origin: string;
  readonly source: { readonly entity: string; readonly id: string } | null;
}

/** The job. In the order in which it happened: an invoice before its payment. */
export async function postLate(run: JobRun): Promise<void> {
  const system = run.context.system('posts what waited for an exchange rate');
  const ready = await readReady(system);
  for (let done = 0; done < ready.length && !run.cancelled(); done += LOT) {
    await postLot(run, system, ready.slice(done, done + LOT), postWaiting);
    await run.progress(Math.min(done + LOT, ready.length), ready.length);
  }
}

async function readReady(system: Context): Promise<readonly Waiting[]> {
  const rates = ratesIn(system);
  const ready: Waiting[] = [];
  const fields = ['id', 'origin', 'source', 'currency', 'booked_on'];
  for await (const one of eachRecord(system, 'ledger_waits', { fields }))
    if (await rates(String(one.currency), String(one.booked_on))) ready.push(one as Values & Waiting);
  return ready;
}

/** What has to wait on, e.g. for the rate of another day, does so anew. */
async function postWaiting(inner: Context, waiting: readonly Waiting[]): Promise<void> {
  await stopWaiting(
    inner,
    waiting.map(({ origin }) => origin),
  );
  const rules = await readRules(inner);
  for (const { entity, origin, filter, fields, events } of kinds) {
    const ids = waiting.flatMap(({ source, ...one }) => (source?.entity === entity && origin(source.id) === one.origin ? [source.id] : []));
    const found = eachAmong(inner, entity, 'id', ids, { filter, fields: ['id', ...fields] });
    const records = await Array.fromAsync(found, (values) => ({ id: String(values.id), values }));
    if (records.length > 0) await post(inner, await events(records, inner, rules), rules);
  }
}
