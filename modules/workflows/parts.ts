// What stands in the fields of a step, read: assignments, receivers, ways to linked records.

import type { Context, Values } from '../../engine/index.ts';
import { type Entity, type Field, fieldTypes, nearest, type Schema } from '../../schema/index.ts';

export interface Assignment {
  readonly field: string;
  /** An expression over the record that started the workflow. */
  readonly value: string;
}

export interface FromAnswer {
  readonly field: string;
  /** `data.items.0.id` */
  readonly path: string;
}

/** What is wrong, at which field of the workflow: `steps.1.assign.0.value`. */
export interface Mistake {
  readonly field: string;
  readonly code: string;
  readonly message: string;
}

/** Null: it has not the shape. */
export function pairsIn<K extends 'value' | 'path'>(given: unknown, second: K): readonly (Record<K, string> & { field: string })[] | null {
  if (given === null || given === undefined) return [];
  if (!Array.isArray(given)) return null;
  const isPair = (one: unknown) => {
    const { field, [second]: other } = (one ?? {}) as Values;
    return typeof field === 'string' && typeof other === 'string';
  };
  return given.every(isPair) ? (given as (Record<K, string> & { field: string })[]) : null;
}

export const assignmentsOf = (step: Values): readonly Assignment[] => pairsIn(step.assign, 'value') ?? [];
export const answersOf = (step: Values): readonly FromAnswer[] => pairsIn(step.answer, 'path') ?? [];

/** Parts between commas, semicolons and lines; those inside brackets and quotation marks do not part. */
export function listed(text: unknown): string[] {
  const parts = [''];
  let depth = 0;
  let quoted = false;
  for (const letter of String(text ?? '')) {
    if (letter === '"') quoted = !quoted;
    if (!quoted && letter === '(') depth++;
    if (!quoted && letter === ')') depth--;
    if (!quoted && depth === 0 && /[,;\n]/.test(letter)) parts.push('');
    else parts[parts.length - 1] += letter;
  }
  return parts.map((part) => part.trim()).filter(Boolean);
}

const ADDRESS = /^[^\s@<>"',;()]+@[^\s@<>"',;()]+\.[^\s@<>"',;()]+$/;

export const isAddress = (text: string): boolean => ADDRESS.test(text);

/** One step of a way: a field that refers to one or many, or what refers to the record. */
export interface WayStep {
  readonly name: string;
  /** The noun it starts at, and the one it leads to. */
  readonly from: string;
  readonly to: string;
  /** The field of the others that refers here; null: the record's own field. */
  readonly by: string | null;
}

/** @returns what is wrong instead, in words */
export function wayTo(schema: Schema, entity: Entity, path: string): readonly WayStep[] | string {
  const steps: WayStep[] = [];
  let at = entity;
  for (const name of path.split('.')) {
    const step = stepFrom(schema, at, name);
    if (!step) return `${at.plural} lead nowhere by “${name}”.${meant(name, waysFrom(schema, at))}`;
    steps.push(step);
    at = schema.entities[step.to]!;
  }
  return steps.length > 3 ? 'A way has three steps at most.' : steps;
}

export function stepFrom(schema: Schema, entity: Entity, name: string): WayStep | null {
  const field = entity.fields[name];
  const isLink = field && linksToOne(field);
  if (isLink && schema.entities[field.to[0]!]) return { name, from: entity.name, to: field.to[0]!, by: null };
  const back = field ? undefined : entity.backReferences[name];
  const others = back && schema.entities[back.entity];
  return others && !others.parent ? { name, from: entity.name, to: back.entity, by: back.field } : null;
}

function waysFrom(schema: Schema, entity: Entity): string[] {
  return [...Object.keys(entity.fields), ...Object.keys(entity.backReferences)].filter((name) => stepFrom(schema, entity, name));
}

/** One noun only: what may be one of several has no fields in common. */
function linksToOne(field: Field): boolean {
  if (field.type === 'children' || field.internal) return false;
  const { kind } = fieldTypes[field.type]!.expression(field);
  return (kind === 'reference' || kind === 'references') && field.to.length === 1 && field.name !== 'id';
}

export function meant(name: string, candidates: Iterable<string>): string {
  const near = nearest(name, candidates);
  return near ? ` Did you mean “${near}”?` : '';
}

/** Nouns whose changes start workflows, and that workflows write. */
export function isFollowable(entity: Entity | undefined): entity is Entity {
  return entity !== undefined && entity.area === 'business' && !entity.parent && !entity.personal && !entity.single;
}

/** What only the house writes, no workflow does. */
export function isWritable(entity: Entity, verb: 'create' | 'update'): boolean {
  const rule = entity.access[verb];
  const isClosed = rule?.kind === 'boolean' && rule.value === false;
  return isFollowable(entity) && !isClosed && !(verb === 'update' && entity.appendOnly);
}

/** Why no workflow sets this field; null where it may. */
export function whyNotSet(field: Field): string | null {
  if (field.byHand) return `“${field.label}” is not set by automation.`;
  if (field.formula) return `“${field.label}” is computed.`;
  if (field.readOnly || field.internal || (field.system && field.name !== 'owner')) return `“${field.label}” is set by Kontor.`;
  const type = fieldTypes[field.type]!;
  if (type.sealed || ['children', 'file', 'image', 'json', 'password'].includes(field.type))
    return `“${field.label}” is not set by workflows.`;
  return null;
}

const UNITS: Readonly<Record<string, number>> = { minutes: 60_000, hours: 3_600_000, days: 86_400_000, weeks: 604_800_000 };

/** Milliseconds that a step waits. */
export function delayOf(step: Values | undefined): number {
  return Number(step?.delay ?? 0) * (UNITS[String(step?.delay_unit)] ?? 0);
}

export const stepsOf = (workflow: Values): readonly Values[] => (workflow.steps as readonly Values[] | null) ?? [];

export async function workflowOf(context: Context, id: string): Promise<Readonly<Values> | null> {
  return (await context.kept('workflows')).find((one) => one.id === id) ?? null;
}
