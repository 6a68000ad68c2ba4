// The job that hands e-invoices over and asks how far they are. Each is taken in a transaction of its own; a carrier that is handed the
// same sending again, after a crash in between, knows it by its id.

import { buffer } from 'node:stream/consumers';
import {
  type BoundContext,
  CarrierFailure,
  type Context,
  claim,
  type JobRun,
  openFile,
  type Progress,
  type Values,
} from '../../engine/index.ts';
import { clip, idOf } from '../../schema/index.ts';
import { connectionOf } from './connection.ts';
import type { Outcome } from './delivery.ts';
import { remedyFor } from './guide.ts';

const MINUTE = 60_000;
/** Pauses before the second try, the third and so on: two days in all. */
const PAUSES = [1, 5, 15, 60, 180, 360, 820, 1440].map((minutes) => minutes * MINUTE);
/** Between questions how far it is: soon at first, then every six hours. A month later nobody tells any more. */
const QUESTIONS = [1, 2, 5, 10, 30, 60, 120].map((minutes) => minutes * MINUTE);
const RARELY = 360 * MINUTE;
const MOST_QUESTIONS = 130;
/** Whoever has taken one and is not heard of for so long is dead. */
const LEASE = 10 * MINUTE;
const PAGE = 100;

const NOUN = 'e_invoice_deliveries';

export async function carry(run: JobRun): Promise<void> {
  const context = run.context.system('carries the e-invoices that wait') as BoundContext;
  let done = 0;
  while (!run.cancelled()) {
    const { records } = await context.records.list(NOUN, {
      filter: 'status in ("waiting", "under_way") and next_at <= now()',
      fields: ['id', 'version', 'attempts'],
      sort: 'next_at',
      limit: PAGE,
    });
    for (const { id, version, attempts } of records) {
      const taken = { attempts: Number(attempts) + 1, next_at: inTime(LEASE) };
      if (await claim(context.records, NOUN, String(id), Number(version), taken)) await carryOne(context, String(id));
      await run.progress(++done);
    }
    if (records.length < PAGE) return;
  }
}

async function carryOne(context: BoundContext, id: string): Promise<void> {
  const delivery = await context.records.get(NOUN, id);
  try {
    if (delivery.status === 'waiting') await handOver(context, delivery);
    else await ask(context, delivery);
  } catch (error) {
    if (!(error instanceof CarrierFailure)) throw error;
    await failed(context, delivery, error);
  }
}

async function handOver(context: BoundContext, delivery: Values): Promise<void> {
  const { port, account } = await connectionOf(context, String(idOf(delivery.billing_company)));
  const { name, contentType, key } = await openFile(context, String(idOf(delivery.sent)));
  const isPdf = contentType === 'application/pdf';
  const reference = await port.hand(account, {
    id: String(delivery.id),
    name,
    contentType: isPdf ? contentType : 'application/xml',
    kind: String(delivery.format),
    from: String(delivery.from ?? ''),
    to: String(delivery.to ?? ''),
    content: await buffer(context.store.read(context.workspace, key)),
  });
  await note(context, delivery, 'handed_over', {
    ...{ status: 'under_way', stage: 'sender_operator', operator_reference: reference, attempts: 0, next_at: inTime(QUESTIONS[0] ?? 0) },
    ...NO_ERROR,
  });
}

async function ask(context: BoundContext, delivery: Values): Promise<void> {
  const { port, account } = await connectionOf(context, String(idOf(delivery.billing_company)));
  const progress = await port.track(account, String(delivery.operator_reference));
  // A carrier that does not tell has it, and that is all there is to know.
  if (!progress) return void (await context.records.update(NOUN, String(delivery.id), { next_at: null }));
  const isNews = progress.stage !== delivery.stage || progress.state !== 'under_way';
  const next_at = progress.state === 'under_way' ? nextQuestion(Number(delivery.attempts)) : null;
  const values = { status: progress.state, stage: progress.stage, next_at, ...errorOf(progress) };
  if (isNews) await note(context, delivery, progress.state, values, progress.text);
  else await context.records.update(NOUN, String(delivery.id), values);
}

const NO_ERROR = { error_code: null, error_text: null, remedy: null };

function errorOf({ state, code = 'refused', text }: Progress): Values {
  if (state !== 'failed') return NO_ERROR;
  return { error_code: code, error_text: text ?? 'The carrier says no more.', remedy: remedyFor(code) };
}

/** What may pass is tried again, first soon, then more and more rarely. */
async function failed(context: Context, delivery: Values, { code, message, final }: CarrierFailure): Promise<void> {
  const attempts = Number(delivery.attempts);
  const isOnItsWay = delivery.status === 'under_way';
  const pause = isOnItsWay ? RARELY : PAUSES[attempts - 1];
  const error = { error_code: code, error_text: message, remedy: remedyFor(code) };
  // A question without an answer says nothing about the sending.
  if (isOnItsWay) return void (await context.records.update(NOUN, String(delivery.id), { next_at: final ? null : nextQuestion(attempts) }));
  if (!final && pause !== undefined)
    return void (await context.records.update(NOUN, String(delivery.id), { ...error, next_at: inTime(pause) }));
  await note(context, delivery, 'failed', { ...error, status: 'failed', next_at: null }, message);
}

async function note({ records }: Context, delivery: Values, outcome: Outcome, values: Values, said?: string): Promise<void> {
  const steps = [
    ...(delivery.steps as readonly Values[]),
    { at: inTime(0), stage: values.stage ?? delivery.stage, outcome, text: said ? clip(said, 2000) : null },
  ];
  await records.update(NOUN, String(delivery.id), { ...values, steps });
}

function nextQuestion(asked: number): string | null {
  return asked > MOST_QUESTIONS ? null : inTime(QUESTIONS[asked] ?? RARELY);
}

function inTime(milliseconds: number): string {
  return new Date(Date.now() + milliseconds).toISOString();
}
