// A saved view as parameters of a list: what the request says itself goes before what the view says. What the view asks of fields
// that the caller may not read is left out, and said so (row CS-084): asked, a condition would tell a value by what it finds.

import { type Context, invalid, type ListQuery, notFound } from '../engine/index.ts';
import { check, type Entity, type Expression, ExpressionError, parse, print, type Schema } from '../schema/index.ts';

export interface Viewed {
  readonly query: ListQuery;
  /** How many columns and conditions are left out; absent where all are there. */
  readonly leftOut?: { readonly columns: number; readonly conditions: number };
}

export async function withView(context: Context, entity: string, id: string, query: ListQuery): Promise<Viewed> {
  const view = await context.records.get('saved_views', id, ['entity', 'columns', 'filter', 'sort', 'shared', 'owner']);
  if (view.entity !== entity) {
    throw invalid([{ field: 'view', code: 'other_entity', message: `is a view of ${String(view.entity)}` }]);
  }
  const { schema } = context.actor.rights;
  const noun = Object.hasOwn(schema.entities, entity) ? schema.entities[entity] : undefined;
  if (!noun) throw notFound(`"${entity}"`);
  const columns = names(text(view.columns));
  const readable = columns.filter((path) => isThere(schema, noun, path));
  const sort = names(text(view.sort)).filter((path) => isThere(schema, noun, path.replace(/^-/, '')));
  const filter = readableFilter(text(view.filter), schema, entity);
  const filters = [filter.text, query.filter ?? null].filter((one) => one !== null && one !== '');
  const leftOut = { columns: columns.length - readable.length, conditions: filter.left };
  const { actor } = context;
  // What somebody shares is read as his reports are (row CS-018).
  const isOthers = view.shared !== 'private' && (view.owner as { id?: string } | null)?.id !== actor.id;
  return {
    query: {
      ...query,
      ...(isOthers ? { reporting: true } : {}),
      ...(query.fields === undefined && columns.length > 0 ? { fields: readable.includes('id') ? readable : ['id', ...readable] } : {}),
      ...(query.sort === undefined && sort.length > 0 ? { sort: sort.join(',') } : {}),
      ...(filters.length > 0
        ? { filter: filters.length === 1 ? (filters[0] ?? null) : filters.map((one) => `(${String(one)})`).join(' and ') }
        : {}),
    },
    ...(leftOut.columns + leftOut.conditions > 0 ? { leftOut } : {}),
  };
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function names(list: string): string[] {
  return list
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
}

function isThere(schema: Schema, start: Entity, path: string): boolean {
  let places: readonly Entity[] = [start];
  for (const step of path.split('.')) {
    const field = places.find((entity) => Object.hasOwn(entity.fields, step))?.fields[step];
    if (!field) return false;
    places = field.to.flatMap((name) => schema.entities[name] ?? []);
  }
  return true;
}

/** Conditions joined by `and` and `or` stand or fall one by one. */
function readableFilter(filter: string, schema: Schema, entity: string): { readonly text: string; readonly left: number } {
  if (filter === '') return { text: '', left: 0 };
  let left = 0;
  const keep = (expression: Expression): Expression | null => {
    if (expression.kind === 'binary' && (expression.op === 'and' || expression.op === 'or')) {
      const [a, b] = [keep(expression.left), keep(expression.right)];
      return a && b ? { ...expression, left: a, right: b } : (a ?? b);
    }
    try {
      check(expression, schema, entity, { kind: 'boolean' });
      return expression;
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      left += 1;
      return null;
    }
  };
  const kept = keep(parse(filter));
  return { text: left === 0 ? filter : kept ? print(kept) : '', left };
}
