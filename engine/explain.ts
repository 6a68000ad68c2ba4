// Why somebody may, or may not: each rule is tried on the record by PostgreSQL, so the answer is the decision itself.

import { prepare, sql } from '../db/index.ts';
import type { Entity, Expression } from '../schema/index.ts';
import { ADMINISTRATION, rulesFor, scope } from './access.ts';
import type { BoundContext } from './context.ts';
import { notFound, notGranted } from './errors.ts';
import { entityOf, isId, type Reader, ruleCondition } from './read.ts';
import { bind, environment, slot } from './slots.ts';
import type { Rights, Rule, RuleSource, Verb } from './types.ts';

/** What decides, in data that a screen puts into words. */
export interface Reason {
  /**
   * `rule`: a line of rights, a sharing rule, a lowest level, or what the noun says of itself. `root`, `shared` (with all who may view):
   * a yes without one. `not_granted`, `not_viewable`, `out_of_scope`, `customer_mode`, `root_only`, `not_enabled`: what stands in the way.
   */
  readonly kind:
    | 'rule'
    | 'root'
    | 'shared'
    | 'not_granted'
    | 'not_viewable'
    | 'out_of_scope'
    | 'customer_mode'
    | 'root_only'
    | 'not_enabled';
  readonly scope?: string;
  /** Take away the line of this record, or the record where it has none, and the reason is gone. */
  readonly source?: RuleSource;
  /** The same in English. */
  readonly text: string;
}

export interface Explanation {
  readonly verb: Verb;
  readonly allowed: boolean;
  /** Rules that admit this record; taking all of them away turns a yes into a no. */
  readonly because: readonly string[];
  /** What stands in the way of a no: rules that do not fit this record, or that nothing is granted. */
  readonly missing: readonly string[];
  /** `because` or `missing` as data. */
  readonly reasons: readonly Reason[];
}

/** A field that is not seen, or seen but not written. */
export interface FieldExplanation {
  readonly field: string;
  readonly right: 'hidden' | 'read';
  readonly sources: readonly RuleSource[];
}

/** Explains what `rights` allow on a record; the caller has made sure that he may know. */
async function explain(reader: Reader, rights: Rights, name: string, id: string): Promise<Explanation[]> {
  const entity = entityOf(reader.rights, name);
  if (!isId(id)) throw notFound(`This ${entity.label.toLowerCase()}`);
  const plans = verbsOf(entity).map((verb) => ({ verb, rules: rulesFor(rights, entity, verb), whole: scope(rights, entity, verb) }));
  const test = (expression: Expression | null) => {
    if (!expression) return sql`false`;
    return sql`coalesce((${ruleCondition(reader, rights, entity, expression, sql.identifier('t'))}), false)`;
  };
  const asked = [
    entity.shared,
    entity.customer,
    entity.rootOnly ?? null,
    ...plans.flatMap(({ rules, whole }) => [whole, ...rules.map(({ when }) => when)]),
  ];
  const statement = prepare(
    sql`select ${sql.join(asked.map(test), ', ')} from ${sql.identifier(reader.workspace.space, name)} t where t."id" = ${slot('id', 0)}::uuid`,
  );
  const { rows } = await reader.db.query(bind(statement, { id: [id], bind: environment(rights) }));
  if (!rows[0]) throw notFound(`This ${entity.label.toLowerCase()}`);
  const [shared, customer, rootOnly, ...flags] = rows[0].map((cell) => cell === 't');
  const viewed = flags[0] === true;
  let at = 0;
  return plans.map(({ verb, rules }) => {
    const [allowed, ...fits] = flags.slice(at, at + rules.length + 1);
    at += rules.length + 1;
    const facts = { verb, rules, fits, shared: shared === true, belongs: customer === true, rootOnly: rootOnly === true, viewed };
    const reasons = allowed ? whyYes(rights, entity, facts) : whyNo(rights, entity, facts);
    const texts = reasons.map(({ text }) => text);
    return { verb, allowed: allowed === true, because: allowed ? texts : [], missing: allowed ? [] : texts, reasons };
  });
}

/** Viewing first: the others need it. */
function verbsOf(entity: Entity): Verb[] {
  return [...new Set(['view', 'update', 'delete', ...Object.values(entity.actions).map(({ verb }) => verb)])];
}

interface Facts {
  readonly verb: Verb;
  readonly rules: readonly Rule[];
  /** Whether each rule admits the record. */
  readonly fits: readonly boolean[];
  readonly shared: boolean;
  readonly belongs: boolean;
  readonly rootOnly: boolean;
  readonly viewed: boolean;
}

function whyYes({ root, origins }: Rights, entity: Entity, { verb, rules, fits, shared }: Facts): Reason[] {
  if (root && !entity.personal) {
    const text = 'root rights';
    return origins.root.length > 0 ? origins.root.map((source) => ({ kind: 'root', source, text })) : [{ kind: 'root', text }];
  }
  const found: Reason[] = rules.filter((_, i) => fits[i]).map((rule) => reasonOf(rule, 'rule'));
  if (verb === 'view' && shared && rules.length > 0)
    found.push({ kind: 'shared', text: `shared with all who may view ${entity.plural.toLowerCase()}` });
  return found;
}

function whyNo(
  { active, root, customer, origins }: Rights,
  entity: Entity,
  { verb, rules, fits, belongs, rootOnly, viewed }: Facts,
): Reason[] {
  const found: Reason[] = [];
  const plural = entity.plural.toLowerCase();
  if (!active) found.push({ kind: 'not_enabled', text: 'the account is not enabled' });
  if (!root && rules.length === 0) found.push({ kind: 'not_granted', text: `no permission set grants "${verb}" on ${plural}` });
  if (customer && !belongs) {
    const text = 'customer mode: the record does not belong to the own company';
    for (const source of origins.customer) found.push({ kind: 'customer_mode', source, text });
  }
  if (rootOnly && !root) found.push({ kind: 'root_only', text: `this ${entity.label.toLowerCase()} is for root alone` });
  if (verb !== 'view' && !viewed) found.push({ kind: 'not_viewable', text: `may not view this ${entity.label.toLowerCase()}` });
  return [...found, ...rules.filter((_, i) => !fits[i]).map((rule) => reasonOf(rule, 'out_of_scope'))];
}

function reasonOf({ because, scope, source }: Rule, kind: Reason['kind']): Reason {
  return { kind, scope, source, text: because };
}

export interface Answer {
  readonly explanation: readonly Explanation[];
  /** Fields that are cut, with the lines that cut them. */
  readonly fields: readonly FieldExplanation[];
}

/**
 * Why the actor, or another user, may or may not do what on a record that the actor sees.
 * @param rightsOf null for an account that is not enabled
 * @throws Refusal 403 when somebody else is asked about without the feature `administration`, 404 when the record or user is out of reach.
 */
export async function explainRecord(
  context: BoundContext,
  rightsOf: (userId: string) => Promise<Rights | null>,
  entity: string,
  id: string,
  user: string | null,
): Promise<Answer> {
  await context.records.get(entity, id, ['id']);
  const { rights } = context.actor;
  const other = user !== null && user !== context.actor.id;
  if (other && !rights.root && !rights.features.has(ADMINISTRATION))
    throw notGranted('Only administrators ask about the rights of others.');
  if (other) await context.records.get('users', user, ['id']);
  const asked = other ? await rightsOf(user) : rights;
  if (asked === null) return { explanation: notEnabled(entityOf(rights, entity)), fields: [] };
  return { explanation: await context.read((reader) => explain(reader, asked, entity, id)), fields: cutFields(asked, rights, entity) };
}

function notEnabled(entity: Entity): Explanation[] {
  const reason: Reason = { kind: 'not_enabled', text: 'the account is not enabled' };
  return verbsOf(entity).map((verb) => ({ verb, allowed: false, because: [], missing: [reason.text], reasons: [reason] }));
}

/** Only fields that exist for whoever asks: nobody hears of what is hidden from him. */
function cutFields({ root, cuts }: Rights, asking: Rights, entity: string): FieldExplanation[] {
  if (root) return [];
  const known = asking.schema.entities[entity]?.fields ?? {};
  return [...cuts].flatMap(([key, { right, sources }]) => {
    const field = key.startsWith(`${entity}.`) ? key.slice(entity.length + 1) : null;
    return field !== null && Object.hasOwn(known, field) ? [{ field, right, sources }] : [];
  });
}
