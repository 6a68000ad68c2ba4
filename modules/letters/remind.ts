// Reminders of all invoices that are overdue: prepared by hand to be looked at, or sent by night.

import { type ActionCall, type Context, clockOf, eachRecord, type JobRun, Refusal, type Values } from '../../engine/index.ts';
import { templatesOf } from './draft.ts';
import { nextReminder, writeLetter } from './invoice-draft.ts';

export async function prepareAll({ context }: ActionCall): Promise<Values> {
  return { job: await context.enqueue('prepare_reminders', null) };
}

export async function sendAll({ context }: ActionCall): Promise<Values> {
  return { job: await context.enqueue('send_reminders', null) };
}

/** Drafts, for the invoices that whoever asks may see. */
export async function prepareReminders(run: JobRun): Promise<void> {
  await eachDue(run, async (context, write) => void (await write(context)));
}

/** What was prepared and looked at. */
export async function sendReminders(run: JobRun): Promise<void> {
  const { context } = run;
  let done = 0;
  const filter = 'state = "draft" and template.kind = "reminder"';
  for await (const { id } of eachRecord(context, 'invoice_letters', { fields: ['id'], filter })) {
    if (run.cancelled()) return;
    await context.act('invoice_letters', String(id), 'send').catch((error: unknown) => tell(run, error, String(id)));
    await run.progress(++done);
  }
}

/** By night, where that is switched on. A letter is written and sent in one transaction: none stays behind half done. */
export async function remindByNight(run: JobRun): Promise<void> {
  const system = run.context.system('reminds of invoices by night');
  const settings = await system.settings('reminder_settings');
  if (settings.nightly !== true) return;
  const next = new Date(Date.now() + 24 * 3_600_000);
  next.setUTCHours(4, 0, 0, 0);
  await system.records.update('reminder_settings', String(settings.id), { next_at: next.toISOString() });
  await eachDue(run, (context, write) =>
    context.transaction(async (inner) => void (await inner.act('invoice_letters', await write(inner), 'send'))),
  );
}

type Handle = (context: Context, write: (context: Context) => Promise<string>) => Promise<void>;

async function eachDue(run: JobRun, handle: Handle): Promise<void> {
  const { context } = run;
  const templates = await templatesOf(context.system('writes a letter about an invoice'), 'reminder');
  const zone = clockOf(context.actor);
  const filter = 'status = "overdue" and type = "invoice" and not no_reminders and account is not empty';
  let done = 0;
  for await (const invoice of eachRecord(context, 'invoices', { fields: ['id', 'due_on'], filter })) {
    if (run.cancelled()) return;
    const system = context.system('writes a letter about an invoice');
    const next = await nextReminder(system, invoice, templates, zone);
    const write = (inner: Context) => writeLetter(inner.system('writes a letter about an invoice'), invoice, next!);
    if (next) await handle(context, write).catch((error: unknown) => tell(run, error, String(invoice.id)));
    await run.progress(++done);
  }
}

/** The others go on. That somebody else has just written the same reminder is as it should be. */
function tell(run: JobRun, error: unknown, id: string): void {
  if (!(error instanceof Refusal)) throw error;
  const [problem] = error.problems;
  if (problem?.field === 'key') return;
  run.error({ field: problem?.field ?? '', code: problem?.code ?? error.code, message: problem?.message ?? error.message, id });
}
