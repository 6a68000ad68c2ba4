// Finds what is wrong with a filter before it is sent: grammar, and names of fields. Types are the server's to check.

import { type EntityDescription, type FieldDescription, KontorError } from '../../client/index.ts';
import { type Expression, ExpressionError, nearest, parse } from '../../schema/index.ts';

export interface Mistake {
  /** In English; `name` has its own sentence in the translations. */
  readonly message: string;
  /** The field that is not there. */
  readonly name?: string;
  readonly at: readonly [number, number] | null;
  readonly suggestion: string | null;
}

export function findMistake(text: string, entities: readonly EntityDescription[], entity: EntityDescription): Mistake | null {
  try {
    return unknownField(parse(text), entities, entity);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return { message: error.message, at: error.at, suggestion: error.suggestion };
  }
}

/** The mistake in a server's refusal of a filter; null when it refused for another reason. */
export function mistakeIn(error: unknown): Mistake | null {
  if (!(error instanceof KontorError) || error.status !== 400 || !error.errors.some((problem) => problem.field === 'filter')) return null;
  return { message: error.message, at: error.body.at ?? null, suggestion: error.body.suggestion ?? null };
}

function unknownField(expression: Expression, entities: readonly EntityDescription[], entity: EntityDescription): Mistake | null {
  switch (expression.kind) {
    case 'path':
      return checkPath(expression, entities, entity);
    case 'unary':
    case 'is_empty':
      return unknownField(expression.arg, entities, entity);
    case 'binary':
      return first([expression.left, expression.right], entities, entity);
    case 'in':
      return first([expression.arg, ...expression.list], entities, entity);
    case 'between':
      return first([expression.arg, expression.low, expression.high], entities, entity);
    case 'call':
      return first(expression.args, entities, entity);
    default:
      return null;
  }
}

function first(parts: readonly Expression[], entities: readonly EntityDescription[], entity: EntityDescription): Mistake | null {
  for (const part of parts) {
    const mistake = unknownField(part, entities, entity);
    if (mistake) return mistake;
  }
  return null;
}

function checkPath(
  expression: Extract<Expression, { kind: 'path' }>,
  entities: readonly EntityDescription[],
  entity: EntityDescription,
): Mistake | null {
  let at: EntityDescription | undefined = entity;
  let start = expression.at?.[0] ?? 0;
  for (const step of expression.path) {
    // Beyond what this page knows (parts of money, several nouns) the server decides.
    if (!at) return null;
    const field: FieldDescription | undefined = at.fields.find((candidate) => candidate.name === step);
    if (!field) {
      if (at.back_references.some((back) => back.name === step)) return null;
      const names = at.fields.map((candidate) => candidate.name);
      return {
        name: step,
        message: `${at.plural} have no field “${step}”`,
        at: [start, start + step.length],
        suggestion: nearest(step, names),
      };
    }
    start += step.length + 1;
    at = field.to.length === 1 ? entities.find((candidate) => candidate.name === field.to[0]) : undefined;
  }
  return null;
}
