// A view is checked when it is saved: columns, filter, sort and settings must be there for the one who saves it.

import type { Context, Draft } from '../../engine/index.ts';
import { check, type Entity, ExpressionError, type Field, nearest, parse, type Schema } from '../../schema/index.ts';

interface Place {
  readonly entity: Entity;
  readonly schema: Schema;
  refuse(code: string, message: string): void;
}

export function checkView(draft: Draft, context: Context): void {
  if (draft.verb === 'delete') return;
  const { rights } = context.actor;
  const { entities } = rights.schema;
  const { entity: name, columns, filter, sort, settings } = draft.values;
  const entity = entities[String(name)];
  if (!entity || entity.parent) {
    draft.refuse('entity', 'unknown', missing(String(name), Object.keys(entities)));
    return;
  }
  const at = (field: string): Place => ({
    entity,
    schema: rights.schema,
    refuse: (code, message) => draft.refuse(field, code, message),
  });
  for (const path of pathsOf(columns)) checkPath(at('columns'), path);
  for (const path of pathsOf(sort)) checkPath(at('sort'), path.replace(/^-/, ''));
  if (filter) checkFilter(at('filter'), String(filter));
  if (settings !== null && settings !== undefined) checkSettings(at('settings'), settings);
}

function pathsOf(text: unknown): string[] {
  return String(text ?? '')
    .split(',')
    .map((path) => path.trim())
    .filter(Boolean);
}

function checkPath(place: Place, path: string, part = ''): void {
  let entity: Entity | undefined = place.entity;
  for (const step of path.split('.')) {
    const found: Field | undefined = entity && Object.hasOwn(entity.fields, step) ? entity.fields[step] : undefined;
    if (!found) {
      place.refuse('unknown', part + missing(step, Object.keys(entity?.fields ?? {})));
      return;
    }
    entity = found.to.length === 1 ? place.schema.entities[String(found.to[0])] : undefined;
  }
}

function checkFilter(place: Place, filter: string, part = ''): void {
  try {
    check(parse(filter), place.schema, place.entity.name, { kind: 'boolean' });
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    place.refuse('expression', part + error.message);
  }
}

type Part = (place: Place, value: unknown, name: string) => void;

/** Of how many figures a view has at most (row CS-066), and how many filters fit above a list. */
const MOST = { figures: 3, quick: 8, card: 8, related: 20, frozen: 6 };

const parts: Readonly<Record<string, Part>> = {
  widths: (place, value, name) => eachOf(place, value, name, (width) => typeof width === 'number' && width >= 40 && width <= 1000),
  frozen: (place, value, name) => {
    if (!Number.isInteger(value) || Number(value) < 0 || Number(value) > MOST.frozen)
      place.refuse('malformed', `“${name}” is a number of columns from 0 to ${MOST.frozen}.`);
  },
  quick: (place, value, name) => paths(place, value, name, MOST.quick),
  related: (place, value, name) => paths(place, value, name, MOST.related),
  group: (place, value, name) => {
    const path = typeof value === 'string' ? /^(?:(?:year|quarter|month|week|day)\()?([\w.]+)\)?$/.exec(value)?.[1] : undefined;
    if (path) checkPath(place, path, `${name}: `);
    else place.refuse('malformed', `“${name}” is a field, or a part of a date: stage, month(closed_on).`);
  },
  figures: (place, value, name) => {
    if (!Array.isArray(value) || value.length > MOST.figures) {
      place.refuse('too_many', `“${name}” is a list of at most ${MOST.figures} figures.`);
      return;
    }
    for (const [index, figure] of value.entries()) checkFigure(place, figure, `${name}[${index}]`);
  },
  board: (place, value, name) => {
    const board = objectOf(place, value, name, ['field', 'card', 'total', 'limits']);
    if (board?.field !== undefined) paths(place, [board.field], `${name}.field`, 1);
    if (board?.total !== undefined) paths(place, [board.total], `${name}.total`, 1);
    if (board?.card !== undefined) paths(place, board.card, `${name}.card`, MOST.card);
    if (board?.limits !== undefined)
      eachOf(place, board.limits, `${name}.limits`, (limit) => Number.isInteger(limit) && Number(limit) >= 1 && Number(limit) <= 10_000);
  },
  // What these faces keep is theirs to read; a wrong word there shows nothing that one may not see.
  calendar: (place, value, name) => void objectOf(place, value, name),
  chart: (place, value, name) => void objectOf(place, value, name),
};

function checkSettings(place: Place, settings: unknown): void {
  const known = objectOf(place, settings, 'settings', Object.keys(parts));
  for (const [name, value] of Object.entries(known ?? {})) parts[name]?.(place, value, name);
}

const KINDS = ['count', 'sum', 'average', 'compare', 'share'];

function checkFigure(place: Place, value: unknown, name: string): void {
  const figure = objectOf(place, value, name, ['id', 'name', 'kind', 'field', 'filter', 'against']);
  if (!figure) return;
  if (typeof figure.name !== 'string' || figure.name.trim() === '' || figure.name.length > 80)
    place.refuse('required', `${name}: a figure has a name of at most 80 characters.`);
  if (!KINDS.includes(String(figure.kind))) place.refuse('unknown', `${name}: ${missing(String(figure.kind), KINDS)}`);
  if (figure.field !== undefined) paths(place, [figure.field], `${name}.field`, 1);
  else if (figure.kind === 'sum' || figure.kind === 'average') place.refuse('required', `${name}: “${figure.kind}” needs a field.`);
  for (const key of ['filter', 'against']) {
    const text = figure[key];
    if (text === undefined || text === '') continue;
    if (typeof text === 'string' && text.length <= 5000) checkFilter(place, text, `${name}.${key}: `);
    else place.refuse('malformed', `“${name}.${key}” is an expression.`);
  }
  if ((figure.kind === 'compare' && !figure.against) || (figure.kind === 'share' && !figure.filter))
    place.refuse('required', `${name}: “${figure.kind}” needs a condition to compare with.`);
}

function paths(place: Place, value: unknown, name: string, most: number): void {
  if (!Array.isArray(value) || value.length > most || value.some((path) => typeof path !== 'string')) {
    place.refuse('malformed', `“${name}” is a list of at most ${most} fields.`);
    return;
  }
  for (const path of value as string[]) checkPath(place, path, `${name}: `);
}

function eachOf(place: Place, value: unknown, name: string, fits: (one: unknown) => boolean): void {
  const object = objectOf(place, value, name);
  const wrong = Object.keys(object ?? {}).find((key) => !fits(object?.[key]));
  if (wrong !== undefined) place.refuse('malformed', `“${name}.${wrong}” is not a number that fits.`);
}

function objectOf(place: Place, value: unknown, name: string, keys?: readonly string[]): Readonly<Record<string, unknown>> | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    place.refuse('malformed', `“${name}” is an object.`);
    return null;
  }
  const odd = keys && Object.keys(value).find((key) => !keys.includes(key));
  if (odd !== undefined) place.refuse('unknown', `${name}: ${missing(odd, keys ?? [])}`);
  return value as Record<string, unknown>;
}

function missing(name: string, candidates: readonly string[]): string {
  const meant = nearest(name, candidates);
  return `There is no “${name}”.${meant ? ` Did you mean “${meant}”?` : ''}`;
}
