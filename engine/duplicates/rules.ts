// What makes two records likely the same: rules as data, each a list of fields that agree. One rule that holds is enough.

import { type Entity, type Field, fieldTypes, type Json, nearest } from '../../schema/index.ts';

export type How = 'exact' | 'normalised' | 'similar';

export type RulePart = {
  readonly field: string;
  /** `normalised`: without spaces and punctuation, of phone numbers the last digits. `similar`: spelt much alike. */
  readonly how: How;
};

export type DuplicateRule = readonly RulePart[];

const HOWS: readonly string[] = ['exact', 'normalised', 'similar'];
const MOST_RULES = 20;
const MOST_PARTS = 5;

/** What is wrong with rules; empty: they can be asked. */
export function duplicateRuleProblems(entity: Entity, value: unknown): string[] {
  if (value === null) return [];
  if (!Array.isArray(value) || value.length > MOST_RULES) return [`Rules are a list of at most ${MOST_RULES}.`];
  return value.flatMap((rule: unknown, i) => problemsOf(entity, rule).map((problem) => `Rule ${i + 1}: ${problem}`));
}

function problemsOf(entity: Entity, rule: unknown): string[] {
  if (!Array.isArray(rule) || rule.length === 0 || rule.length > MOST_PARTS) return [`it is a list of 1 to ${MOST_PARTS} fields.`];
  const problems = (rule as unknown[]).flatMap((part) => problemOf(entity, part) ?? []);
  if (problems.length > 0) return problems;
  if (!(rule as RulePart[]).some((part) => isFast(entity, part)))
    return ['none of its fields is found fast; add one that is searched, e.g. an e-mail, a phone number or the name.'];
  return [];
}

function problemOf(entity: Entity, part: unknown): string | null {
  if (typeof part !== 'object' || part === null) return 'a part is {"field": ..., "how": ...}.';
  const { field: name, how, ...rest } = part as Record<string, unknown>;
  const odd = Object.keys(rest)[0];
  if (odd) return `a part has no “${odd}”.`;
  const field = typeof name === 'string' && Object.hasOwn(entity.fields, name) ? entity.fields[name] : undefined;
  if (!field) {
    const near = nearest(String(name), Object.keys(entity.fields));
    return `there is no field “${String(name)}”.${near ? ` Did you mean “${near}”?` : ''}`;
  }
  if (!HOWS.includes(String(how))) return `“how” is one of ${HOWS.join(', ')}.`;
  if (!isComparable(field)) return `“${field.label}” cannot be compared.`;
  if (how !== 'exact' && !isText(field)) return `“${field.label}” is no text: it is compared exactly.`;
  return null;
}

/** Only rules about fields that the reader knows: what is hidden from him tells him nothing. */
export function rulesFor(entity: Entity, value: Json): DuplicateRule[] {
  if (!Array.isArray(value)) return [];
  return (value as DuplicateRule[]).filter((rule) => problemsOf(entity, rule).length === 0);
}

/** Compared as texts are: it may be normalised or similar. */
export function isText(field: Field): boolean {
  return fieldTypes[field.type]?.expression(field).kind === 'text';
}

function isComparable(field: Field): boolean {
  const type = fieldTypes[field.type];
  return type !== undefined && !field.internal && field.type !== 'id' && type.columns(field).length === 1 && type.operators.includes('=');
}

/** Whether an index finds the few records that agree in this field. */
export function isFast(entity: Entity, { field: name, how }: RulePart): boolean {
  const field = entity.fields[name];
  if (!field) return false;
  if (isText(field) && entity.searched.includes(name)) return true;
  if (field.type === 'phone') return how === 'normalised';
  if (how !== 'exact') return false;
  const isReference = fieldTypes[field.type]!.expression(field).kind === 'reference' && field.to.length > 0;
  return field.unique || field.indexed || isReference;
}
