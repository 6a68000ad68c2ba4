// Scheduled reports on their way: what is due moves on and gets a job in one transaction, and each receiver is noted in the
// transaction that queues his mail. So a restart sends nothing twice and skips nothing; what was missed meanwhile goes out once.

import { buffer } from 'node:stream/consumers';
import {
  actorOf,
  type Context,
  type JobRun,
  type KeptReport,
  keepReportFor,
  linkTo,
  mailState,
  Refusal,
  type ReportFormat,
  readKept,
  sendMail,
  type Values,
} from '../../engine/index.ts';
import { clip, type Reference, type ReportAnswers, type ReportDefinition } from '../../schema/index.ts';
import { notify } from '../notifications/module.ts';
import { inDays } from './kept.ts';
import { mailWords, said } from './mail-words.ts';
import { addressesIn, maySendOutside, planOf } from './schedule.ts';
import { nextRun } from './when.ts';

const PAGE = 100;

/** Runs every minute in which something is due. */
export async function sendDue(run: JobRun): Promise<void> {
  const context = run.context.system('starts the reports that are due');
  const due = await context.records.list('report_schedules', {
    filter: 'next_at <= now() and not paused',
    fields: ['id', 'version', 'every', 'weekday', 'day', 'time', 'time_zone'],
    sort: 'next_at',
    limit: PAGE,
  });
  let done = 0;
  for (const { id, version, ...plan } of due.records) {
    if (run.cancelled()) return;
    const next_at = new Date(nextRun(planOf(plan), Date.now())).toISOString();
    await context
      .transaction(async (inner) => {
        await inner.records.update('report_schedules', String(id), { next_at }, { version: Number(version) });
        await inner.enqueue('report_mail', { schedule: String(id) });
      })
      .catch(ignoreQuicker);
    await run.progress(++done);
  }
}

/** Somebody else was quicker, or it was changed or deleted meanwhile: the next minute sees. */
function ignoreQuicker(error: unknown): void {
  if (!(error instanceof Refusal && [404, 412].includes(error.status))) throw error;
}

/** Largest file that goes along; more is what mail servers refuse. */
const MOST_ATTACHED = 15_000_000;

interface Receiver {
  readonly key: string;
  readonly address: string | null;
  readonly name: string;
  /** Whose rights cut it. */
  readonly cutFor: string;
  readonly language: string;
  readonly zone: string;
  /** Null for an outside address. */
  readonly user: string | null;
}

export async function sendReport(run: JobRun): Promise<void> {
  const context = run.context.system('sends a report to those whom its maker named');
  const { schedule: id } = run.params as { schedule: string };
  const schedule = await context.records.get('report_schedules', id, SCHEDULE).catch(notThere);
  if (!schedule) return;
  const owner = schedule.user as Reference;
  const report = (schedule.report as Reference).id;
  await context.records.update('report_schedules', id, { last_state: 'running', last_at: new Date().toISOString() });
  // Whoever may no longer see the report, or has left, has nothing sent any more.
  if ((await context.reachedBy([owner.id], 'reports', report)).length === 0)
    return end(context, schedule, { paused: true, sent: 0, problems: ['The report is not there for its sender any more.'] });
  const { name, definition } = await context.records.get('reports', report, ['name', 'definition']);
  const asked = { definition: definition as ReportDefinition, answers: (schedule.answers as ReportAnswers | null) ?? {} };
  const receivers = await receiversOf(context, schedule);
  const problems: string[] = [];
  let sent = 0;
  for (const receiver of receivers) {
    if (run.cancelled()) return;
    const problem = await sendTo(context, run.id, schedule, { name: String(name), asked }, receiver).catch(toProblem);
    if (problem === null) sent += 1;
    else problems.push(`${receiver.name}: ${problem}`);
    await run.progress(sent + problems.length, receivers.length);
  }
  await end(context, schedule, { sent, problems });
}

const SCHEDULE = ['user', 'report', 'name', 'format', 'delivery', 'recipients', 'outside', 'answers', 'ledger'];

function notThere(error: unknown): null {
  if (error instanceof Refusal && error.status === 404) return null;
  throw error;
}

function toProblem(error: unknown): string {
  if (error instanceof Refusal) return error.message;
  throw error;
}

async function receiversOf(context: Context, schedule: Values): Promise<Receiver[]> {
  const { records } = context;
  const owner = (schedule.user as Reference).id;
  const ids = [...new Set([owner, ...((schedule.recipients as readonly Reference[] | null) ?? []).map(({ id }) => id)])];
  const found = await records.list('users', {
    filter: { kind: 'in', not: false, arg: { kind: 'path', path: ['id'] }, list: ids.map((value) => ({ kind: 'text', value })) },
    fields: ['id', 'name', 'email', 'language', 'time_zone', 'status'],
    limit: 500,
  });
  const people = new Map(found.records.map((person) => [String(person.id), person]));
  const sender = people.get(owner);
  const receiver = (person: Values, rest: Pick<Receiver, 'key' | 'address' | 'name' | 'user'>): Receiver => ({
    ...rest,
    cutFor: String(person.id),
    language: typeof person.language === 'string' ? person.language : 'en',
    zone: typeof person.time_zone === 'string' ? person.time_zone : 'UTC',
  });
  const named = ((schedule.recipients as readonly Reference[] | null) ?? []).flatMap(({ id }): Values[] => {
    const person = people.get(id);
    return person ? [person] : [];
  });
  const inside = named
    .filter(({ status }) => status === 'enabled')
    .map((person) => {
      const id = String(person.id);
      const address = typeof person.email === 'string' ? person.email : null;
      return receiver(person, { key: id, address, name: String(person.name), user: id });
    });
  const outside = sender
    ? addressesIn(schedule.outside).map((address) => receiver(sender, { key: address, address, name: address, user: null }))
    : [];
  return [...inside, ...outside];
}

interface Sent {
  readonly name: string;
  readonly asked: { readonly definition: ReportDefinition; readonly answers: ReportAnswers };
}

/** Null where it went out, now or before a restart; else why not. */
async function sendTo(context: Context, job: string, schedule: Values, { name, asked }: Sent, receiver: Receiver): Promise<string | null> {
  const { address, user, cutFor, language, zone } = receiver;
  const id = String(schedule.id);
  const note = `${job} ${receiver.key}`;
  if ((await ledgerOf(context, id)).includes(note)) return null;
  if (address === null) return 'has no mail address';
  const owner = schedule.user as Reference;
  if (user === null && !(await mayOutside(context, owner.id))) return 'reports may not be sent to outside addresses any more';
  const format = String(schedule.format) as ReportFormat;
  const kept = await keepReportFor(context, cutFor, { ...asked, language }, { name, format });
  const page = await linkTo(context, 'reports/files');
  // A link is for whoever can sign in; others have it with the mail or not at all.
  const asLink = user !== null && page !== null && (schedule.delivery === 'link' || kept.size > MOST_ATTACHED);
  if (!asLink && kept.size > MOST_ATTACHED) return 'the file is too large for a mail';
  const content = asLink ? null : await buffer(readKept(context, kept));
  const words = mailWords(language);
  const date = new Intl.DateTimeFormat(language, { timeZone: zone, dateStyle: 'medium', timeStyle: 'short' }).format(new Date());
  const values = { name: receiver.name, report: name, date, link: page ?? '', owner: owner.title ?? '' };
  const lines = [
    ...(user === null ? [] : [words.greeting, '']),
    asLink ? words.link : words.attached,
    ...(user === null ? [] : [words.cut]),
    '',
    words.from,
  ];
  await context.transaction(async (inner) => {
    const ledger = await ledgerOf(inner, id);
    if (ledger.includes(note)) return;
    await sendMail(inner, {
      ...{ to: address, subject: name, text: lines.map((line) => said(line, values)).join('\n'), purpose: 'report' },
      ...(user === null ? {} : { user }),
      ...(content === null ? {} : { attachments: [{ name: kept.name, content }] }),
    });
    if (asLink) await keepFor(inner, user, String((schedule.report as Reference).id), name, format, kept, note);
    await inner.records.update('report_schedules', id, { ledger: [...ledger, note].slice(-500) });
  });
  return null;
}

async function keepFor(context: Context, user: string, report: string, name: string, format: string, kept: KeptReport, job: string) {
  const values = { report_name: name, report_id: report, format, user, job, expires_at: inDays(30) };
  await context.records.create('report_files', { ...kept, ...values });
}

async function mayOutside(context: Context, owner: string): Promise<boolean> {
  return maySendOutside(await actorOf(context, owner));
}

async function ledgerOf(context: Context, id: string): Promise<readonly string[]> {
  const { ledger } = await context.records.get('report_schedules', id, ['ledger']);
  return (ledger as readonly string[] | null) ?? [];
}

interface Outcome {
  readonly sent: number;
  readonly problems: readonly string[];
  readonly paused?: boolean;
}

async function end(context: Context, schedule: Values, { sent, problems, paused }: Outcome): Promise<void> {
  const off = (await mailState(context)) === 'off';
  const last_state = sent === 0 ? 'failed' : problems.length > 0 ? 'partly' : off ? 'written' : 'sent';
  await context.records.update('report_schedules', String(schedule.id), {
    last_state,
    last_result: clip(problems.join('\n'), 4000) || null,
    ...(paused ? { paused } : {}),
  });
  if (problems.length === 0) return;
  const name = String(schedule.name);
  const report = (schedule.report as Reference).id;
  await notify(context, [(schedule.user as Reference).id], {
    kind: 'report',
    title: `${name} was not sent to all`,
    text: clip(problems.join('\n'), 2000),
    link: `/reports/${report}`,
    values: { name, failed: true },
  });
}
