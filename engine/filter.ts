// Filters on their way in: text or tree -> checked against what the actor may read, with literals apart from the shape.

import type { Entity, Expression, ExpressionType, Shape, Typed, TypedNode } from '../schema/index.ts';
import { check, ExpressionError, parse, shape } from '../schema/index.ts';
import { malformed } from './errors.ts';
import type { Rights } from './types.ts';
import type { Workspace } from './workspace.ts';

export interface Filter {
  readonly typed: Typed;
  /** Equal for filters that differ in literals only: they share one statement. */
  readonly shape: string;
  readonly literals: Shape['literals'];
}

const BOOLEAN: ExpressionType = { kind: 'boolean' };

/** @throws Refusal 400 with position and nearest right name. */
export function readFilter(
  workspace: Workspace,
  rights: Rights,
  entity: Entity,
  filter: string | Expression | null | undefined,
): Filter | null {
  if (filter === null || filter === undefined || filter === '') return null;
  if (typeof filter !== 'string') return checked(rights, entity, filter, BOOLEAN);
  const key = `${rights.key}|${entity.name}|${filter}`;
  const known = workspace.filters.get(key) as Filter | undefined;
  if (known) return known;
  const made = readExpression(rights, entity, filter, BOOLEAN, 'filter');
  workspace.filters.set(key, made);
  return made;
}

/** @throws Refusal 400 that names the parameter the text came in. */
export function readExpression(
  rights: Rights,
  entity: Entity,
  text: string,
  expect: ExpressionType | undefined,
  parameter: string,
): Filter {
  try {
    return checked(rights, entity, parse(text), expect);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    const where = error.at ? ` (at ${error.at[0]})` : '';
    throw malformed(error.message, [{ field: parameter, code: 'expression', message: `${error.message}${where}` }], 'expression', {
      at: error.at ? [...error.at] : null,
      suggestion: error.suggestion ?? null,
    });
  }
}

function checked(rights: Rights, entity: Entity, expression: Expression, expect: ExpressionType | undefined): Filter {
  const typed = check(expression, rights.schema, entity.name, expect, { internal: rights.key === 'system' });
  const { key, literals } = shape(typed);
  return { typed, shape: key, literals };
}

/** Whether a filter asks about a field that decides what the entity hides: who asks for it is to get it. */
export function speaksOf(typed: Typed, entity: Entity): boolean {
  const asked = new Set(entity.hidden ? pathsIn(entity.hidden) : []);
  return fieldsIn(typed.root).some((name) => asked.has(name));
}

/** Names of the entity's own fields in a tree as it was written. */
function pathsIn(tree: unknown): string[] {
  if (typeof tree !== 'object' || tree === null) return [];
  if ('kind' in tree && tree.kind === 'path' && 'path' in tree && Array.isArray(tree.path)) return tree.path.slice(0, 1) as string[];
  return Object.values(tree).flatMap(pathsIn);
}

function fieldsIn(node: TypedNode): string[] {
  switch (node.kind) {
    case 'field':
      return node.steps.length === 0 ? [node.field] : [];
    case 'call':
    case 'and':
    case 'or':
      return node.args.flatMap(fieldsIn);
    case 'not':
      return fieldsIn(node.arg);
    default:
      return [];
  }
}
