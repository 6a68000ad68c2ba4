// Other spellings of fields in an expression -> their names: what is kept as a tree is read by name from then on (row CS-050).

import { fieldMeant } from '../names.ts';
import type { Entity, Schema } from '../types.ts';
import type { Expression } from './ast.ts';

/** @param expression one that check() has found right */
export function respelt(expression: Expression, schema: Schema, entity: string): Expression {
  return spell(expression, schema, schema.entities[entity]);
}

function spell(node: Expression, schema: Schema, entity: Entity | undefined): Expression {
  const part = (inner: Expression) => spell(inner, schema, entity);
  switch (node.kind) {
    case 'path':
      return { ...node, path: walk(node.path, schema, entity).names };
    case 'unary':
    case 'is_empty':
      return { ...node, arg: part(node.arg) };
    case 'binary':
      return { ...node, left: part(node.left), right: part(node.right) };
    case 'in':
      return { ...node, arg: part(node.arg), list: node.list.map(part) };
    case 'between':
      return { ...node, arg: part(node.arg), low: part(node.low), high: part(node.high) };
    case 'call':
      return { ...node, args: node.args.map(part) };
    case 'aggregate': {
      const { names, rows, end } = walk(node.over, schema, entity);
      return {
        ...node,
        over: names,
        value: node.value && spell(node.value, schema, end),
        where: node.where && spell(node.where, schema, rows),
      };
    }
    default:
      return node;
  }
}

interface Walked {
  readonly names: readonly string[];
  /** The first list on the way. */
  readonly rows: Entity | undefined;
  readonly end: Entity | undefined;
}

function walk(path: readonly string[], schema: Schema, start: Entity | undefined): Walked {
  let entity = start;
  let rows: Entity | undefined;
  const names = path.map((name, place) => {
    const back = entity?.backReferences[name];
    const field = entity && !back ? fieldMeant(entity.fields, name) : null;
    const targets = (back ? [back.entity] : (field?.to ?? [])).flatMap((to) => schema.entities[to] ?? []);
    const next = path[place + 1] ?? '';
    entity = targets.find(({ fields }) => fieldMeant(fields, next)) ?? targets[0];
    if (back || field?.type === 'children') rows ??= entity;
    return field?.name ?? name;
  });
  return { names, rows, end: entity };
}
