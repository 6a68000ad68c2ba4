// Complaints of the server, field by field, in the person's language where the code says enough.

import i18next from 'i18next';
import { type FieldProblem, KontorError } from '../../client/index.ts';
import { errorText } from '../messages.ts';

/** By field name; dotted for line items (`lines.2.quantity`). The empty key holds what concerns no one field. */
export type Problems = Readonly<Record<string, string>>;

/** Codes whose sentence needs nothing but the field it stands beside. */
const worded = new Set([
  'required',
  'not_unique',
  'not_a_number',
  'not_a_date',
  'not_a_datetime',
  'not_a_time',
  'not_an_option',
  'not_an_email',
  'not_an_id',
  'read_only',
  'type',
  'unknown_reference',
  'out_of_scope',
  'cycle',
  'like_login',
  'unequal',
]);

/** Codes of passwords, whose sentence needs the number that the server's has. */
const counted = new Set(['too_short', 'too_simple']);

export function problemText({ code, message }: Pick<FieldProblem, 'code' | 'message'>): string {
  if (worded.has(code)) return i18next.t(`problem.${code}`);
  const count = counted.has(code) ? /\d+/.exec(message)?.[0] : undefined;
  return count === undefined ? message : i18next.t(`problem.${code}`, { count: Number(count) });
}

/** Null when the error is about something else than values. */
export function problemsIn(error: unknown): Problems | null {
  if (!(error instanceof KontorError) || error.errors.length === 0 || ![400, 409, 422].includes(error.status)) return null;
  const problems: Record<string, string> = {};
  for (const problem of error.errors) problems[problem.field] ??= problemText(problem);
  return problems;
}

/** Null when it is no matter of the form. A lost line is said in the form itself, which stays until it can be saved. */
export function complaintsIn(error: unknown): Problems | null {
  if (isLost(error)) return { '': i18next.t('form.notReached') };
  return problemsIn(error);
}

/** Whether it was done nobody knows: no answer came. */
export function isLost(error: unknown): boolean {
  return error instanceof KontorError && (error.status === 0 || error.status >= 502);
}

/** For a place with room for one sentence. */
export function problemOf(error: unknown, field: string): string {
  const problems = problemsIn(error);
  return problems?.[field] ?? Object.values(problems ?? {})[0] ?? errorText(error);
}
