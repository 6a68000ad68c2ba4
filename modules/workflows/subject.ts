// The record that a workflow runs for, and what is worked out of it.

import type { Values } from '../../engine/index.ts';
import { type BoundContext, valuesOf } from '../../engine/index.ts';
import { type Entity, type Field, fieldTypes } from '../../schema/index.ts';
import type { Assignment } from './parts.ts';

export interface Subject {
  readonly id: string;
  /** Values of a record that was deleted, as they were; null: it is there. */
  readonly gone: Values | null;
  /** Who changed it. */
  readonly by: string | null;
}

/** By subject the values as a write takes them; null where the record is not there. @throws ExpressionError */
export async function assigned(
  context: BoundContext,
  entity: Entity,
  noun: Entity,
  subjects: readonly Subject[],
  assignments: readonly Assignment[],
): Promise<(Values | null)[]> {
  const fields = assignments.map(({ field }) => noun.fields[field]!);
  const asked = assignments.map(({ value }, i) => ({ text: value, expect: fieldTypes[fields[i]!.type]!.expression(fields[i]!) }));
  const found = await valuesOf(context, entity.name, subjects.map(recordOf), asked);
  return found.map((values) => values && Object.fromEntries(values.map((value, i) => [fields[i]!.name, writtenAs(fields[i]!, value)])));
}

export function recordOf({ id, gone }: Subject) {
  return { id, instead: gone };
}

function writtenAs(field: Field, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (field.type === 'any_reference') return value;
  if (typeof value === 'object' && 'id' in value) return value.id;
  if (field.type === 'integer') return Number(value);
  return value;
}
