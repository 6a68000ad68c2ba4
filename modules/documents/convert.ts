// One document made of another: a copy, the order of a quote, the invoice of an order. Rows are kept, and the chain is linked.

import type { ActionCall, Values } from '../../engine/index.ts';
import { type Entity, type Field, fieldTypes, type Schema } from '../../schema/index.ts';
import { CONTENT } from './fields.ts';

/** What a line says; the rest follows from it. */
const LINE = [
  ...['product', 'description', 'quantity', 'unit', 'unit_price', 'discount', 'tax_class'],
  ...['subtotal_after', 'contact', 'organization', 'bundle'],
];

/** A new document with what this one says; `more` goes over it. The screen goes there. */
export async function makeOf({ context, record, entity: from }: ActionCall, to: string, more: Values = {}): Promise<Values> {
  const made = await context.records.create(to, { ...contentOf(context.schema, from, to, record), ...more });
  return { open: { entity: to, id: made.id } };
}

/** Its own number, date and dates are those of the new document. */
export function contentOf(schema: Schema, from: string, to: string, record: Values): Values {
  const [source, target] = [schema.entities[from]!, schema.entities[to]!];
  const names = [...CONTENT, 'contact', 'owner', ...ownFields(source, target)].filter(
    (name) => !['series', 'issued_on', 'lines'].includes(name),
  );
  const values = inputOf(source, record, names);
  return { ...values, lines: linesFor(schema, from, to, record) };
}

/** Its lines alone, as they are written in the other kind of document. */
export function linesFor(schema: Schema, from: string, to: string, record: Values): Values[] {
  const [source, target] = [from, to].map((name) => schema.entities[schema.entities[name]!.fields.lines!.to[0]!]!);
  const names = [...LINE, ...ownFields(source!, target!)];
  return (record.lines as readonly Values[]).map((line) => inputOf(source!, line, names));
}

/** Fields that administrators have made at both. */
function ownFields(source: Entity, target: Entity): string[] {
  return Object.values(source.fields).flatMap(({ name, custom, type }) => (custom && target.fields[name]?.type === type ? [name] : []));
}

/** What was read, as it is written: references by their ids. */
function inputOf({ fields }: Entity, record: Values, names: readonly string[]): Values {
  return Object.fromEntries(names.flatMap((name) => (name in record && fields[name] ? [[name, asInput(fields[name], record[name])]] : [])));
}

function asInput(field: Field, value: unknown): unknown {
  const { kind } = fieldTypes[field.type]!.expression(field);
  if (value === null || value === undefined) return null;
  if (kind === 'reference' && field.type !== 'any_reference') return (value as { id: string }).id;
  return kind === 'references' ? (value as { id: string }[]).map(({ id }) => id) : value;
}
