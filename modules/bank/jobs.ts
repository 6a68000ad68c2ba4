// Background work: files of the bank become entries, certain proposals become payments.

import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import {
  type Context,
  eachAmong,
  eachRecord,
  granted,
  invalid,
  type JobRun,
  notGranted,
  Refusal,
  UPLOAD_LIMIT,
  type Values,
} from '../../engine/index.ts';
import type { Json } from '../../schema/index.ts';
import { entryValues } from './entry-values.ts';
import { keysOf } from './known.ts';
import { openItems } from './propose.ts';
import { readStatements } from './read.ts';
import type { Statement } from './statement.ts';

/** `{name, content, account_number?}`, the bytes in base64: answers the statement, and the job that reads it. */
export async function readBankFile({ context, input }: { context: Context; input: Values }): Promise<Values> {
  const noun = context.schema.entities.bank_statements;
  if (!noun || !granted(context.actor.rights, noun, 'update')) throw notGranted('You may not read bank statements.');
  if (typeof input.content !== 'string' || input.content === '')
    throw invalid([{ field: 'content', code: 'required', message: 'Send the bytes of the file, in base64.' }]);
  const { key } = await context.store.put(context.workspace, Readable.from([Buffer.from(input.content, 'base64')]), UPLOAD_LIMIT);
  return context.transaction(async (inner) => {
    const system = inner.system('writes the entries of a bank statement');
    const values = { name: input.name || 'Bank file', account_number: input.account_number ?? null, file: { key } };
    const { id } = await system.records.create('bank_statements', values);
    return { statement: id, job: await inner.enqueue('read_bank_statement', { statement: String(id) }) };
  });
}

/** @param statement null: entries of all statements */
export async function bookCertain(context: Context, statement: string | null): Promise<Values> {
  return { job: await context.enqueue('book_bank_entries', { statement }) };
}

/** What was read once stays: a job that begins anew goes over it and adds what is missing. */
export async function readBankStatement(run: JobRun): Promise<void> {
  const id = String((run.params as { statement?: Json } | null)?.statement);
  const system = run.context.system('writes the entries of a bank statement');
  const record = await system.records.get('bank_statements', id);
  try {
    const statements = readStatements(await textOf(system, record.file as { key: string }));
    const accounts = statements.map(({ account }) => account ?? (record.account_number as string | null) ?? '');
    const counts = await addEntries(run, system, id, statements, accounts);
    await system.records.update('bank_statements', id, { ...summaryOf(statements, accounts), ...counts, state: 'read' });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    await system.records.update('bank_statements', id, { state: 'failed', problems: error.message });
    throw error;
  }
}

/** Banks of this century write UTF-8, the others Windows' western characters. */
async function textOf({ store, workspace }: Context, { key }: { key: string }): Promise<string> {
  const bytes = await buffer(store.read(workspace, key));
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

async function addEntries(run: JobRun, system: Context, statement: string, statements: readonly Statement[], accounts: readonly string[]) {
  const items = await openItems(system);
  const total = statements.reduce((sum, { entries }) => sum + entries.length, 0);
  const counts = { entries_new: 0, entries_known: 0 };
  for (const [at, { entries }] of statements.entries()) {
    const own = accounts[at] ?? '';
    const keys = keysOf(own, entries);
    const known = new Set(await Array.fromAsync(eachAmong(system, 'bank_entries', 'key', keys, { fields: ['key'] }), ({ key }) => key));
    for (const [i, entry] of entries.entries()) {
      if (run.cancelled()) return counts;
      const values = { ...entryValues(entry, items), statement, own_account: own.slice(0, 40) || null, key: keys[i] };
      const isNew = !known.has(keys[i]) && (await addOne(system, values));
      counts[isNew ? 'entries_new' : 'entries_known']++;
      await run.progress(counts.entries_new + counts.entries_known, total);
    }
  }
  return counts;
}

/** False: another process has read the same entry since we looked. */
async function addOne({ records }: Context, values: Values): Promise<boolean> {
  try {
    await records.create('bank_entries', values);
    return true;
  } catch (error) {
    if (error instanceof Refusal && error.problems.some(({ field }) => field === 'key')) return false;
    throw error;
  }
}

function summaryOf(statements: readonly Statement[], accounts: readonly string[]): Values {
  const days = statements.flatMap(({ entries }) => entries.map(({ bookedOn }) => bookedOn)).sort();
  const [first] = statements;
  const last = statements.at(-1);
  const balance = (amount: string | undefined) => (amount === undefined ? null : { amount, currency: first?.currency ?? 'EUR' });
  const isOne = new Set(accounts).size === 1;
  return {
    account_number: isOne ? accounts[0]?.slice(0, 34) || null : null,
    first_on: days[0] ?? null,
    last_on: days.at(-1) ?? null,
    opening: isOne ? balance(first?.opening) : null,
    closing: isOne ? balance(last?.closing) : null,
    problems:
      statements
        .flatMap(({ problems }) => problems)
        .join('\n')
        .slice(0, 20_000) || null,
  };
}

/** Each in a transaction of its own; one that has become impossible is told, and the rest goes on. */
export async function bookBankEntries(run: JobRun): Promise<void> {
  const { statement } = run.params as { statement: string | null };
  const { context } = run;
  const filter = `state = "open" and match = "certain"${statement ? ` and statement = "${statement}"` : ''}`;
  let done = 0;
  for await (const { id } of eachRecord(context, 'bank_entries', { fields: ['id'], filter })) {
    if (run.cancelled()) return;
    await context.act('bank_entries', String(id), 'accept').catch((error: unknown) => {
      if (!(error instanceof Refusal)) throw error;
      run.error({ field: '', code: error.code, message: error.message, id: String(id) });
    });
    await run.progress(++done);
  }
}
