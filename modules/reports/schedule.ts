// A report that goes out by mail by itself: when, to whom, as what. Each person's own; whoever gets it gets his own cut of it.

import { type Context, checkRun, clockOf, type Draft, Refusal, type Values } from '../../engine/index.ts';
import {
  checkbox,
  datetime,
  defineAction,
  defineEntity,
  integer,
  json,
  picklist,
  type ReportAnswers,
  type ReportDefinition,
  radio,
  reference,
  references,
  text,
  textArea,
  time,
  user,
} from '../../schema/index.ts';
import { FORMATS } from './kept.ts';
import { nextRun, type Plan } from './when.ts';

const mine = 'user = me()';
const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

export const reportSchedules = defineEntity('report_schedules', {
  label: 'Scheduled report',
  plural: 'Scheduled reports',
  icon: 'mail',
  title: 'name',
  area: 'administration',
  owned: false,
  menu: false,
  searchable: false,
  personal: true,
  access: { view: mine, create: mine, update: mine, delete: mine },
  fields: {
    name: text({ readOnly: true, length: 120 }),
    report: reference('reports', { required: true }),
    user: user({ label: 'Set up by', required: true, readOnly: true, indexed: true, default: 'me()' }),
    every: radio(
      [
        { value: 'day', label: 'Every day' },
        { value: 'workday', label: 'Monday to Friday' },
        { value: 'week', label: 'Every week' },
        { value: 'month', label: 'Every month' },
      ],
      { required: true, default: '"week"' },
    ),
    weekday: picklist(
      WEEKDAYS.map((label, at) => ({ value: String(at + 1), label })),
      { required: true, default: '"1"', visibleIf: 'every = "week"' },
    ),
    day: integer({
      label: 'Day of the month',
      min: 1,
      max: 31,
      default: '1',
      visibleIf: 'every = "month"',
      help: 'A shorter month has it on its last day.',
    }),
    time: time({ required: true, default: '"08:00"' }),
    time_zone: text({ length: 60, names: 'time_zone' }),
    format: picklist(FORMATS, { required: true, default: '"xlsx"' }),
    delivery: radio(
      [
        { value: 'attachment', label: 'Attached to the mail' },
        { value: 'link', label: 'A link to fetch it' },
      ],
      { required: true, default: '"attachment"' },
    ),
    recipients: references('users', { label: 'Colleagues', help: 'Each gets the report cut by his own rights.' }),
    outside: textArea({ label: 'Outside addresses', length: 2000 }),
    answers: json({ length: 5000 }),
    paused: checkbox({ default: 'false' }),
    next_at: datetime({ label: 'Next time', readOnly: true, indexed: true }),
    last_at: datetime({ label: 'Last time', readOnly: true }),
    last_state: picklist(
      [
        { value: 'running', label: 'Being made', color: 'blue' },
        { value: 'sent', label: 'Sent', color: 'green' },
        { value: 'partly', label: 'Sent to some', color: 'yellow' },
        { value: 'failed', label: 'Failed', color: 'red' },
        { value: 'written', label: 'Not sent: no mail server', color: 'gray' },
      ],
      { readOnly: true },
    ),
    last_result: textArea({ label: 'Last result', readOnly: true }),
    // Who has been sent what by which run, so that a restart sends nobody a second one.
    ledger: json({ internal: true, length: 100_000 }),
  },
  list: { columns: ['name', 'every', 'next_at', 'last_at', 'last_state', 'paused'], sort: 'name' },
  hooks: {
    async beforeSave(draft, context) {
      if (draft.verb === 'delete') return;
      checkRecipients(draft, context);
      await checkRunOf(draft, context);
      planNext(draft, context);
    },
  },
  actions: {
    run_now: defineAction({
      label: 'Send now',
      verb: 'update',
      async run({ context, id }) {
        const job = await context.enqueue('report_mail', { schedule: id });
        return { job };
      },
    }),
  },
});

/** Addresses with commas, spaces or lines between them. */
export function addressesIn(textOfAll: unknown): string[] {
  return [
    ...new Set(
      String(textOfAll ?? '')
        .split(/[\s,;]+/)
        .filter(Boolean),
    ),
  ];
}

const ADDRESS = /^[^\s@<>"',;]+@[^\s@<>"',;]+\.[^\s@<>"',;]+$/;
const MOST = 100;

function checkRecipients(draft: Draft, { actor }: Context): void {
  const { values, changed } = draft;
  const outside = addressesIn(values.outside);
  const count = outside.length + ((values.recipients as readonly unknown[] | null)?.length ?? 0);
  if ((draft.verb === 'create' || changed.has('recipients') || changed.has('outside')) && (count === 0 || count > MOST))
    draft.refuse('recipients', 'required', count === 0 ? 'Name somebody who gets it.' : `At most ${MOST} get one report.`);
  const wrong = outside.find((address) => !ADDRESS.test(address));
  if (wrong) draft.refuse('outside', 'not_an_address', `“${wrong}” is no address.`);
  if (changed.has('outside') && outside.length > 0 && !maySendOutside(actor))
    draft.refuse('outside', 'not_granted', 'You may not send reports to outside addresses.');
}

export function maySendOutside({ rights }: Pick<Context['actor'], 'rights'>): boolean {
  return rights.root || rights.features.has('reports_outside');
}

/** What it would be refused for is said now, not in the night. */
async function checkRunOf(draft: Draft, context: Context): Promise<void> {
  const { values, changed } = draft;
  if (!changed.has('report') && !changed.has('answers')) return;
  try {
    const { name, definition } = await context.records.get('reports', String(values.report), ['name', 'definition']);
    values.name = String(name);
    await checkRun(context, { definition: definition as ReportDefinition, answers: (values.answers as ReportAnswers | null) ?? {} });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    draft.refuse('report', error.code, error.problems[0]?.message ?? error.message);
  }
}

const PLANNED = ['every', 'weekday', 'day', 'time', 'time_zone', 'paused'];

function planNext(draft: Draft, { actor }: Context): void {
  const { values, changed, verb } = draft;
  if (verb === 'create' && !values.time_zone) values.time_zone = clockOf(actor);
  if (verb !== 'create' && !PLANNED.some((name) => changed.has(name))) return;
  values.next_at = values.paused === true ? null : new Date(nextRun(planOf(values), Date.now())).toISOString();
}

export function planOf({ every, weekday, day, time: at, time_zone: zone }: Values): Plan {
  return {
    every: every as Plan['every'],
    time: String(at ?? '08:00'),
    zone: String(zone ?? 'UTC'),
    weekday: Number(weekday ?? 1),
    day: Number(day ?? 1),
  };
}
