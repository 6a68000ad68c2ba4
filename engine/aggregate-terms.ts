// The words of an aggregate query -> SQL: over the record, over what it refers to, or over its rows.

import { compileCondition, compileValue, Joins, type Sql, sql, tableIn } from '../db/index.ts';
import type { Entity, ExpressionType, Field, Schema, TypedNode } from '../schema/index.ts';
import { malformed } from './errors.ts';
import { type Filter, readExpression } from './filter.ts';
import type { ReadFrame } from './read.ts';
import type { Rights } from './types.ts';

/** A child list that is counted row by row, e.g. the lines of deals. */
export interface RowsOver {
  readonly name: string;
  readonly entity: Entity;
  readonly alias: Sql;
  readonly joins: Joins;
  render(): Sql;
}

/** A word of the query as SQL. */
export interface Term {
  readonly value: Sql;
  readonly type: ExpressionType;
  /** When it is a path: the field at its end. */
  readonly field: Field | null;
  /** Currencies of the money in it. */
  readonly currencies: readonly Sql[];
  readonly ofRow: boolean;
}

export interface Terms {
  readonly frame: Pick<ReadFrame, 'schema' | 'space' | 'tables' | 'alias'>;
  readonly entity: Entity;
  readonly over: RowsOver | null;
  /** @throws Refusal 400 that names the parameter. */
  read(text: string, parameter: string): Term;
  condition(text: string, parameter: string): Sql;
}

/** @throws Refusal 400 for what is no list of rows */
export function rowsOver(frame: ReadFrame, entity: Entity, name: string): RowsOver {
  const field = Object.hasOwn(entity.fields, name) ? entity.fields[name]! : null;
  const child = field?.type === 'children' ? frame.schema.entities[field.to[0]!] : undefined;
  if (!child)
    throw malformed(
      `${entity.plural} have no rows "${name}".`,
      [{ field: 'over', code: 'unknown_field', message: `"${name}" is no list of rows.` }],
      'unknown_field',
    );
  const alias = sql.identifier(Symbol(name));
  const joins = new Joins({ ...frame.compileOptions, alias });
  const table = tableIn(frame, child.name);
  return {
    name,
    entity: child,
    alias,
    joins,
    render: () => sql` join ${table} ${alias} on ${alias}."parent" = ${frame.alias}."id"${joins.render()}`,
  };
}

/** @param over null: words are of the record alone */
export function termsOver(rights: Rights, frame: ReadFrame, entity: Entity, over: RowsOver | null): Terms {
  const ofRows = over && { ...frame.compileOptions, alias: over.alias, joins: over.joins };
  const optionsFor = (filter: Filter, ofRow: boolean) => ({
    ...((ofRow && ofRows) || frame.compileOptions),
    // Written into the query itself, which is the statement's key: nothing of it is left open.
    literals: filter.literals,
  });
  return {
    frame,
    entity,
    over,
    read(text, parameter) {
      const ofRow = over !== null && text.startsWith(`${over.name}.`);
      const home = ofRow ? over.entity : entity;
      const words = ofRow ? text.slice(over.name.length + 1) : text;
      const filter = readExpression(rights, home, words, undefined, parameter);
      const { root } = filter.typed;
      const currencies = moneyIn(root).map((path) => {
        const currency = readExpression(rights, home, `${path}.currency`, undefined, parameter);
        return compileValue(currency.typed, optionsFor(currency, ofRow));
      });
      return {
        value: compileValue(filter.typed, optionsFor(filter, ofRow)),
        type: root.type,
        field: root.kind === 'field' ? fieldOf(frame.schema, home, root) : null,
        currencies,
        ofRow,
      };
    },
    condition(text, parameter) {
      const filter = readExpression(rights, entity, text, { kind: 'boolean' }, parameter);
      return compileCondition(filter.typed, optionsFor(filter, false));
    },
  };
}

/** The field a path ends in; null when it ends in a part of one, e.g. the currency of an amount. */
function fieldOf(schema: Schema, home: Entity, node: Extract<TypedNode, { kind: 'field' }>): Field | null {
  if (node.suffix !== '') return null;
  const last = node.steps.at(-1);
  const entity = last ? schema.entities[last.to] : home;
  return entity?.fields[node.field] ?? null;
}

/** Paths of money outside of aggregates, which have one amount and no currency of their own. */
function moneyIn(node: TypedNode): string[] {
  switch (node.kind) {
    case 'field':
      return node.type.kind === 'money' ? [[...node.steps.map((step) => step.field), node.field].join('.')] : [];
    case 'call':
    case 'and':
    case 'or':
      return [...new Set(node.args.flatMap(moneyIn))];
    case 'not':
      return moneyIn(node.arg);
    default:
      return [];
  }
}
