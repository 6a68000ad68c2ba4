// Why somebody may, or may not: each rule is tried on the record by PostgreSQL, so the answer is the decision itself.

import { prepare, sql } from '../db/index.ts';
import type { Expression } from '../schema/index.ts';
import { rulesFor, scope } from './access.ts';
import type { BoundContext } from './context.ts';
import { notFound, notGranted } from './errors.ts';
import { entityOf, isId, type Reader, ruleCondition } from './read.ts';
import { bind, environment, slot } from './slots.ts';
import type { Rights, Verb } from './types.ts';

export interface Explanation {
  readonly verb: Verb;
  readonly allowed: boolean;
  /** Rules that admit this record; taking all of them away turns a yes into a no. */
  readonly because: readonly string[];
  /** What stands in the way of a no: rules that do not fit this record, or that nothing is granted. */
  readonly missing: readonly string[];
}

/** Explains what `rights` allow on a record; the caller has made sure that he may know. */
export async function explain(reader: Reader, rights: Rights, name: string, id: string, verbs: readonly Verb[]): Promise<Explanation[]> {
  const entity = entityOf(reader.rights, name);
  if (!isId(id)) throw notFound(`This ${entity.label.toLowerCase()}`);
  const plans = verbs.map((verb) => ({ verb, rules: rulesFor(rights, entity, verb), whole: scope(rights, entity, verb) }));
  const test = (expression: Expression | null) => {
    if (!expression) return sql`false`;
    return sql`coalesce((${ruleCondition(reader, rights, entity, expression, sql.identifier('t'))}), false)`;
  };
  const columns = plans.flatMap(({ rules, whole }) => [
    test(whole),
    ...rules.map((rule) => test(rule.when)),
    test(entity.shared),
    test(entity.customer),
  ]);
  const statement = prepare(
    sql`select ${sql.join(columns, ', ')} from ${sql.identifier(reader.workspace.space, name)} t where t."id" = ${slot('id', 0)}::uuid`,
  );
  const { rows } = await reader.db.query(bind(statement, { id: [id], bind: environment(rights) }));
  if (!rows[0]) throw notFound(`This ${entity.label.toLowerCase()}`);
  const flags = rows[0].map((cell) => cell === 't');
  let at = 0;
  return plans.map(({ verb, rules }) => {
    const [allowed, ...own] = flags.slice(at, at + rules.length + 3);
    at += rules.length + 3;
    const [shared, customer] = own.slice(rules.length);
    const because = rights.root ? ['root rights'] : rules.filter((_, i) => own[i]).map((rule) => rule.because);
    const missing = rules.filter((_, i) => !own[i]).map((rule) => rule.because);
    if (verb === 'view' && shared && rules.length > 0) because.push(`shared with all who may view ${entity.plural.toLowerCase()}`);
    if (!rights.active) missing.unshift('the account is not enabled');
    if (rights.customer && !customer) missing.unshift(`customer mode: the record does not belong to the own company`);
    if (!rights.root && rules.length === 0) missing.unshift(`no permission set grants "${verb}" on ${entity.plural.toLowerCase()}`);
    return { verb, allowed: allowed!, because: allowed ? because : [], missing: allowed ? [] : missing };
  });
}

const VERBS = ['view', 'update', 'delete'] as const;

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
): Promise<Explanation[]> {
  await context.records.get(entity, id, ['id']);
  const { rights } = context.actor;
  const other = user !== null && user !== context.actor.id;
  if (other && !rights.root && !rights.features.has('administration'))
    throw notGranted('Only administrators ask about the rights of others.');
  if (other) await context.records.get('users', user, ['id']);
  const asked = other ? await rightsOf(user) : rights;
  if (asked === null) return VERBS.map((verb) => ({ verb, allowed: false, because: [], missing: ['the account is not enabled'] }));
  return context.read((reader) => explain(reader, asked, entity, id, VERBS));
}
