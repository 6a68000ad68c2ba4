// The job that looks what e-invoices have come: each file is kept with what became of it before the carrier is told that it is here.

import { Readable } from 'node:stream';
import { type BoundContext, CarrierFailure, type Context, type JobRun, recordFile, UPLOAD_LIMIT } from '../../engine/index.ts';
import { type Connection, connectionOf } from './connection.ts';

const PAUSE = 10 * 60_000;

export async function fetchArrived(run: JobRun): Promise<void> {
  const context = run.context.system('takes in the e-invoices that have come') as BoundContext;
  const due = await context.records.list('billing_companies', {
    fields: ['id'],
    filter: 'look_at <= now()',
    sort: 'created_at',
    limit: 500,
  });
  for (const { id } of due.records) {
    if (run.cancelled()) return;
    await context.records.update('billing_companies', String(id), { look_at: new Date(Date.now() + PAUSE).toISOString() });
    try {
      const connection = await connectionOf(context, String(id));
      for (const one of await connection.port.arrived(connection.account)) await takeIn(context, connection, one);
    } catch (error) {
      if (!(error instanceof CarrierFailure)) throw error;
      run.error({ field: '', code: error.code, message: error.message, id: String(id) });
    }
  }
}

async function takeIn(context: Context, { name: source, port, account }: Connection, one: { id: string; name: string }): Promise<void> {
  const content = await port.open(account, one.id);
  const stored = await context.store.put(context.workspace, Readable.from([Buffer.from(content)]), UPLOAD_LIMIT);
  // A name in a folder may come again with another content.
  const arrival = [source, account.address, one.id, stored.sha256].join(' ').slice(0, 400);
  const known = await context.records.list('received_e_invoices', {
    fields: ['id'],
    filter: `arrival = ${JSON.stringify(arrival)}`,
    limit: 1,
  });
  if (known.records.length === 0) {
    await context.transaction(async (inner) => {
      const file = await recordFile(inner, one.name, stored);
      await inner.records.create('received_e_invoices', { file: file.id, source, arrival });
    });
  }
  await port.taken(account, one.id);
}
