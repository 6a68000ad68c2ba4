// A workflow while an administrator shapes it, made of its record and made into one again.

import type { Values } from '../../client/index.ts';

export const EVENTS = ['created', 'changed', 'saved', 'deleted'] as const;
export const KINDS = ['update', 'create', 'mail', 'notify', 'http'] as const;
export const UNITS = ['minutes', 'hours', 'days', 'weeks'] as const;
export const METHODS = ['POST', 'PUT', 'PATCH', 'DELETE', 'GET'] as const;

export type Event = (typeof EVENTS)[number];
export type Kind = (typeof KINDS)[number];

/** `value`: an expression over the record that set it off. */
export interface Assignment {
  readonly field: string;
  readonly value: string;
}

/** `path`: where in the answer of the address the value stands, `order.id`. */
export interface AnswerPart {
  readonly field: string;
  readonly path: string;
}

export interface DraftStep {
  /** React's, not stored. */
  readonly key: number;
  readonly id?: string;
  readonly kind: Kind;
  readonly delay: number;
  readonly delay_unit: (typeof UNITS)[number];
  readonly target: string;
  readonly noun: string;
  readonly assign: readonly Assignment[];
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly method: string;
  readonly address: string;
  /** One a line: `Name: value`. */
  readonly headers: string;
  readonly body: string;
  readonly answer: readonly AnswerPart[];
}

export interface DraftWorkflow {
  readonly name: string;
  readonly description: string;
  readonly entity: string;
  readonly active: boolean;
  readonly event: Event;
  readonly fields: readonly string[];
  readonly condition: string;
  readonly becomes: boolean;
  readonly in_bulk: boolean;
  /** As the widget of secrets has it. */
  readonly secret: unknown;
  readonly steps: readonly DraftStep[];
}

/** What a step of the kind consists of. */
const PARTS: Readonly<Record<Kind, readonly (keyof DraftStep)[]>> = {
  update: ['target', 'assign'],
  create: ['noun', 'assign'],
  mail: ['to', 'subject', 'text'],
  notify: ['to', 'subject', 'text'],
  http: ['method', 'address', 'headers', 'body', 'answer'],
};
const ALL = [...new Set(Object.values(PARTS).flat())];

let last = 0;

export function newStep(kind: Kind, given: Partial<DraftStep> = {}): DraftStep {
  return {
    ...{ kind, delay: 0, delay_unit: 'days', target: '', noun: '', assign: [], to: '', subject: '', text: '' },
    ...{ method: 'POST', address: '', headers: '', body: '', answer: [] },
    ...given,
    key: ++last,
  };
}

export function newWorkflow(entity: string): DraftWorkflow {
  return {
    ...{ name: '', description: '', entity, active: true, event: 'created', fields: [] },
    ...{ condition: '', becomes: false, in_bulk: true, secret: null, steps: [] },
  };
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : '');
const listOf = <T>(value: unknown): readonly T[] => (Array.isArray(value) ? (value as T[]) : []);

export function draftOf(record: Values): DraftWorkflow {
  return {
    name: textOf(record.name),
    description: textOf(record.description),
    entity: textOf(record.entity),
    active: record.active === true,
    event: textOf(record.event) as Event,
    fields: listOf(record.fields),
    condition: textOf(record.condition),
    becomes: record.becomes === true,
    in_bulk: record.in_bulk !== false,
    secret: record.secret ?? null,
    steps: listOf<Values>(record.steps).map(stepOf),
  };
}

function stepOf(row: Values): DraftStep {
  const texts = (['target', 'noun', 'to', 'subject', 'text', 'method', 'address', 'headers', 'body'] as const).map((name) => [
    name,
    textOf(row[name]),
  ]);
  return newStep(textOf(row.kind) as Kind, {
    ...Object.fromEntries(texts),
    ...(typeof row.id === 'string' ? { id: row.id } : {}),
    delay: Number(row.delay ?? 0),
    delay_unit: (row.delay_unit ?? 'days') as DraftStep['delay_unit'],
    assign: listOf(row.assign),
    answer: listOf(row.answer),
  });
}

/** What is sent. A secret only where another one is given, or taken away. */
export function toRecord({ secret, ...draft }: DraftWorkflow, before?: DraftWorkflow): Values {
  const changes = draft.event === 'changed' || draft.event === 'saved';
  return {
    ...draft,
    ...(secret === (before?.secret ?? null) ? {} : { secret }),
    description: draft.description || null,
    fields: changes && draft.fields.length > 0 ? draft.fields : null,
    condition: draft.condition || null,
    becomes: changes && draft.becomes && draft.condition !== '',
    steps: draft.steps.map(toRow),
  };
}

function toRow({ key: _, id, kind, delay, delay_unit, ...rest }: DraftStep): Values {
  const own = PARTS[kind];
  const parts = ALL.map((name) => [name, own.includes(name) ? stored(rest[name as keyof typeof rest]) : null]);
  return { ...(id ? { id } : {}), kind, delay, delay_unit, ...Object.fromEntries(parts) };
}

function stored(value: unknown): unknown {
  return value === '' || (Array.isArray(value) && value.length === 0) ? null : value;
}

/** As it is stored; two that are alike are stored alike. */
export const fingerprint = (draft: DraftWorkflow): string => JSON.stringify(toRecord(draft));
