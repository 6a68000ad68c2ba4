// Answers to a report's questions, as the expressions that stand in their place.

import {
  check,
  type Expression,
  evaluate,
  parse,
  type ReportAnswers,
  type ReportDefinition,
  type ReportQuestion,
} from '../../schema/index.ts';
import { Refusal } from '../errors.ts';
import { environment } from '../slots.ts';
import type { Rights } from '../types.ts';

/** What was answered, as expressions; null: nothing. */
export type Given = ReadonlyMap<string, Expression | null>;

/** A question as it is put to whoever runs the report. */
export interface AskedQuestion extends ReportQuestion {
  /** What it was answered with, by him or by default. */
  readonly answer: string | number | boolean | null;
}

/** Each question with its answer: the one given, else the default. */
export function askedQuestions(rights: Rights, definition: ReportDefinition, answers: ReportAnswers): AskedQuestion[] {
  return (definition.questions ?? []).map((question) => {
    const given = Object.hasOwn(answers, question.name) ? answers[question.name] : undefined;
    const answer = given === undefined ? defaultOf(rights, definition.entity, question) : given === '' ? null : (given ?? null);
    return { ...question, answer };
  });
}

/** @throws Refusal 422 where an answer is missing or of the wrong kind. */
export function givenAnswers(questions: readonly AskedQuestion[]): Given {
  const problems = questions.flatMap((question) => {
    const message = question.answer === null ? (question.required ? 'is to be answered' : null) : wrongAnswer(question);
    const code = question.answer === null ? 'required' : 'type';
    return message ? [{ field: `answers.${question.name}`, code, message: `“${question.label}” ${message}` }] : [];
  });
  if (problems.length > 0) throw new Refusal(422, 'answers_needed', 'The report asks something first.', problems);
  return new Map(questions.map((question) => [question.name, asExpression(question)]));
}

function asExpression({ answer, type }: AskedQuestion): Expression | null {
  if (answer === null) return null;
  if (type === 'checkbox') return { kind: 'boolean', value: answer === true || answer === 'true' };
  if (type !== 'number') return { kind: 'text', value: String(answer) };
  const text = String(answer);
  const number: Expression = { kind: 'number', value: text.replace(/^-/, '') };
  return text.startsWith('-') ? { kind: 'unary', op: '-', arg: number } : number;
}

function wrongAnswer({ answer, type }: AskedQuestion): string | null {
  const text = String(answer);
  if (text.length > 500) return 'has at most 500 characters';
  if (type === 'number') return /^-?\d{1,30}(\.\d{1,12})?$/.test(text) ? null : 'is a number';
  if (type === 'date') return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) ? null : 'is a date like 2026-03-31';
  if (type === 'checkbox') return text === 'true' || text === 'false' ? null : 'is yes or no';
  if (type === 'reference') return /^[0-9a-f-]{36}$/i.test(text) ? null : 'is the id of a record';
  return null;
}

function defaultOf(rights: Rights, entity: string, { default: text, type }: ReportQuestion): AskedQuestion['answer'] {
  if (text === undefined || text === '') return null;
  if (!text.startsWith('=')) return type === 'checkbox' ? text === 'true' : text;
  const { now, zone, ...binds } = environment(rights) as { now: string; zone: string };
  const value = evaluate(check(parse(text.slice(1)), rights.schema, entity), {}, { now, zone, binds });
  return value === undefined || value === null ? null : typeof value === 'boolean' ? value : String(value);
}
