// Answers of check() and parse(), and the wordings that all field types share.

import type { Checked, Field, Json } from '../types.ts';

export type Refused = Extract<Checked<unknown>, { ok: false }>;

/** The value in canonical form; null is empty. */
export function accept<V>(value: V | null): Checked<V> {
  return { ok: true, value };
}

/** `code` for programs, `message` for people: it follows the name of the field. */
export function refuse(code: string, message: string): Refused {
  return { ok: false, code, message };
}

export const empty: Checked<never> = { ok: true, value: null };

/** `must be text, not a number`. */
export function wrongType(expected: string, input: unknown): Refused {
  return refuse('type', `must be ${expected}, not ${kindOf(input)}`);
}

function kindOf(input: unknown): string {
  if (input === null || input === undefined) return 'nothing';
  if (Array.isArray(input)) return 'a list';
  const kinds: Record<string, string> = { string: 'text', number: 'a number', boolean: 'true or false', object: 'an object' };
  return kinds[typeof input] ?? `a ${typeof input}`;
}

/** What a person sees of a value in an error: short, in quotes. */
export function quote(text: string): string {
  return `"${text.length > 60 ? `${text.slice(0, 57)}...` : text}"`;
}

/** Adds null to a JSON Schema where the field may be empty. */
export function orNull(schema: { [key: string]: Json }, field: Field): { [key: string]: Json } {
  if (field.required) return schema;
  if (typeof schema.type === 'string' && !('enum' in schema)) return { ...schema, type: [schema.type, 'null'] };
  return { anyOf: [schema, { type: 'null' }] };
}

export function isPlainObject(input: unknown): input is Record<string, unknown> {
  return typeof input === 'object' && input !== null && !Array.isArray(input);
}
