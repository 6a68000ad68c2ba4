// What one asks of the activity log, and where a page of it ends.

import { type Entity, fold, type Schema } from '../../schema/index.ts';
import { granted } from '../access.ts';
import { readInstant } from '../as-of.ts';
import { malformed, notGranted } from '../errors.ts';
import { LOGS } from '../kept-logs.ts';
import { badCursor } from '../order.ts';
import { isId, readable } from '../read.ts';
import type { Rights, Verb } from '../types.ts';

/** What is absent does not narrow; lists mean one of them. */
export interface LogQuery {
  readonly entities?: readonly string[] | undefined;
  /** Id of a record. */
  readonly record?: string | undefined;
  /** Id of a user. */
  readonly actor?: string | undefined;
  /** `create`, `update`, `delete`, names of actions. */
  readonly verbs?: readonly string[] | undefined;
  /** `user`, `api`, `import`, `job` ... */
  readonly causes?: readonly string[] | undefined;
  readonly job?: string | undefined;
  /** Instants: from this one, and before that one. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Text in what an entry says. */
  readonly q?: string | undefined;
  readonly after?: string | null | undefined;
  readonly limit?: number | undefined;
}

/** Before this place. Without `seq`: before the instant. */
export interface Place {
  /** As PostgreSQL writes it, with microseconds. */
  readonly at: string;
  readonly seq: string | null;
}

const MOST = 500;

/** Entries of a page, 1 to 500; 50 unless told. */
export function limitOf({ limit }: LogQuery): number {
  return Math.min(Math.max(limit ?? 50, 1), MOST);
}

/**
 * Nouns whose changes are asked for. The logs that are nouns themselves have pages of their own.
 * @throws Refusal 403 and 404 for one that is named and out of reach
 */
export function entitiesOf(rights: Rights, { entities, record }: LogQuery, verb: Verb): Entity[] {
  if (entities?.length) return entities.map((name) => assertGranted(rights, readable(rights, name), verb));
  const isAsked = ({ name, parent }: Entity) => parent === null && (record !== undefined || !LOGS.includes(name));
  const isReached = (entity: Entity) => granted(rights, entity, 'view') && granted(rights, entity, verb);
  return Object.values(rights.schema.entities).filter((entity) => isAsked(entity) && isReached(entity));
}

function assertGranted(rights: Rights, entity: Entity, verb: Verb): Entity {
  if (!granted(rights, entity, verb)) throw notGranted(`You may not ${verb} ${entity.plural.toLowerCase()}.`);
  return entity;
}

/** Where the page begins. @throws Refusal 400 for a cursor or instant that is none */
export function placeOf({ after, to }: LogQuery): Place {
  if (after) return readPlace(after);
  return { at: to === undefined ? 'infinity' : readInstant(to), seq: null };
}

/** As the cursor of a page. */
export function writePlace({ at, seq }: Place): string {
  return Buffer.from(JSON.stringify([at, seq])).toString('base64url');
}

function readPlace(text: string): Place {
  try {
    const [at, seq] = JSON.parse(Buffer.from(text, 'base64url').toString()) as unknown[];
    const isSeq = seq === null || (typeof seq === 'string' && /^\d{1,18}$/.test(seq));
    if (typeof at === 'string' && /^\d{4,6}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?\+00$/.test(at) && isSeq) return { at, seq };
  } catch {
    // Told below.
  }
  throw badCursor();
}

/** @throws Refusal 400 that names the parameter */
export function checkIds({ record, actor, job }: LogQuery): void {
  for (const [field, id] of Object.entries({ record, user: actor, job }))
    if (id !== undefined && !isId(id))
      throw malformed(`"${field}" is not an id.`, [{ field, code: 'not_an_id', message: 'not an id' }], 'not_an_id');
}

/**
 * Texts of which a stored change has one wherever what it says has the text asked for: labels of fields and options stand there under
 * their names.
 */
export function needlesOf(schema: Schema, text: string): string[] {
  const asked = fold(text.trim());
  const found = new Set([asked]);
  for (const { fields } of Object.values(schema.entities)) {
    for (const { name, label, options } of Object.values(fields)) {
      if (fold(label).includes(asked)) found.add(`"${name}"`);
      for (const option of options) if (fold(option.label).includes(asked)) found.add(fold(option.value));
    }
  }
  // As it stands in JSON.
  return [...found].map((one, i) => (i === 0 ? JSON.stringify(one).slice(1, -1) : one));
}
