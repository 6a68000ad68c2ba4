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

/** Where names are looked up: a noun, or the rows of one. */
interface Place {
  readonly plural: string;
  readonly fields: readonly FieldDescription[];
  readonly backs: readonly { readonly name: string; readonly entity: string }[];
}

type Nouns = readonly EntityDescription[];

function unknownField(expression: Expression, entities: Nouns, entity: EntityDescription): Mistake | null {
  return unknownIn(expression, entities, placeOf(entity));
}

function placeOf({ plural, fields, back_references: backs }: EntityDescription): Place {
  return { plural, fields, backs };
}

function unknownIn(expression: Expression, entities: Nouns, place: Place): Mistake | null {
  switch (expression.kind) {
    case 'path':
      return walk(expression.path, expression.at?.[0] ?? 0, entities, place).mistake;
    case 'unary':
    case 'is_empty':
      return unknownIn(expression.arg, entities, place);
    case 'binary':
      return first([expression.left, expression.right], entities, place);
    case 'in':
      return first([expression.arg, ...expression.list], entities, place);
    case 'between':
      return first([expression.arg, expression.low, expression.high], entities, place);
    case 'call':
      return first(expression.args, entities, place);
    case 'aggregate': {
      const { mistake, ends } = walk(expression.over, expression.overAt?.[0] ?? expression.at?.[0] ?? 0, entities, place);
      if (mistake || !ends) return mistake;
      const inside: Place = { ...ends, fields: [...ends.fields, parentField] };
      return first(
        [expression.value, expression.where].filter((part) => part !== null),
        entities,
        inside,
      );
    }
    default:
      return null;
  }
}

/** In a row, `parent` is the record; what stands behind it the server decides. */
const parentField = { name: 'parent', to: [] as readonly string[] } as FieldDescription;

function first(parts: readonly Expression[], entities: Nouns, place: Place): Mistake | null {
  for (const part of parts) {
    const mistake = unknownIn(part, entities, place);
    if (mistake) return mistake;
  }
  return null;
}

/** Follows a path; `ends` is where it leads, undefined beyond what this page knows (parts of money). */
function walk(path: readonly string[], from: number, entities: Nouns, begin: Place): { mistake: Mistake | null; ends: Place | undefined } {
  let places: readonly Place[] = [begin];
  let start = from;
  for (const step of path) {
    const [place] = places;
    if (!place) return { mistake: null, ends: undefined };
    const field = places.map((one) => one.fields.find((candidate) => candidate.name === step)).find((found) => found !== undefined);
    const back = places.flatMap((one) => one.backs).find((candidate) => candidate.name === step);
    if (!field && !back) {
      const names = places.flatMap((one) => one.fields.map((candidate) => candidate.name));
      const mistake: Mistake = {
        name: step,
        message: `${place.plural} have no field “${step}”`,
        at: [start, start + step.length],
        suggestion: nearest(step, names),
      };
      return { mistake, ends: undefined };
    }
    start += step.length + 1;
    if (field?.fields) places = [{ plural: field.label, fields: field.fields, backs: [] }];
    else {
      const targets = field ? field.to : [back?.entity];
      places = entities.filter((candidate) => targets.includes(candidate.name)).map(placeOf);
    }
  }
  return { mistake: null, ends: places[0] };
}
