// Who may reach what: the only function that knows grants, scopes, customer mode and roles. `records.*` is its only caller.

import { type Entity, type Expression, type Field, OWN_VERBS, print, type Schema } from '../schema/index.ts';
import type { Limit, Rights, Rule, Scope, Verb } from './types.ts';

/** The feature of whoever runs the house. */
export const ADMINISTRATION = 'administration';

/** Key of the engine's own rights. */
export const SYSTEM = 'system';

/** Nobody makes settings, nor deletes them: there is one record, and it stays. */
const COMES_WITH_WORKSPACE: readonly Verb[] = ['create', 'delete', 'import', 'bulk', 'merge'];

const EVERYTHING: Expression = { kind: 'boolean', value: true };

/**
 * The records of `entity` that `rights` may reach with `verb`, as an expression over the entity; null when the verb is not
 * granted at all (403). Changing verbs reach no further than `view` does (row PX-04).
 */
export function scope(rights: Rights, entity: Entity, verb: Verb): Expression | null {
  const whole = scopeOfUser(rights, entity, verb);
  if (!rights.limit || !whole) return whole;
  const limited = limitedTo(rights, rights.limit, entity, verb);
  return all([whole, limited, verb === 'view' || verb === 'create' ? limited : limitedTo(rights, rights.limit, entity, 'view')]);
}

/** What an API key was granted, nouns that are everybody's own included. */
function limitedTo(rights: Rights, { rules }: Limit, entity: Entity, verb: Verb): Expression | null {
  const granted = [...(rules.get(`${entity.name}.${verb}`) ?? []), ...(rules.get(`${entity.name}.*`) ?? [])];
  return anyOf(rights, granted, verb === 'view' ? entity.shared : null);
}

function scopeOfUser(rights: Rights, entity: Entity, verb: Verb): Expression | null {
  if (!rights.active || (rights.readOnly && verb !== 'view')) return null;
  if (rights.key === SYSTEM) return EVERYTHING;
  // What nobody may do is written by the house alone: logs. Settings come with the workspace.
  if (isNothing(entity.access[verb]) || (entity.single && COMES_WITH_WORKSPACE.includes(verb))) return null;
  if ((rights.root || rights.limit?.ofRoot) && !entity.personal) return EVERYTHING;
  const granted = admitted(rights, entity, verb);
  if (!granted) return null;
  const seen = verb === 'view' || verb === 'create' ? granted : admitted(rights, entity, 'view');
  if (!seen) return null;
  const counted =
    rights.reporting && entity.owned && entity.area === 'business' ? ownedBy('reports', rights.people.isCrowd('reports')) : EVERYTHING;
  const open = entity.rootOnly ? [notTrue(entity.rootOnly)] : [];
  return all([granted, seen, counted, ...open, ...(rights.customer ? [entity.customer] : [])]);
}

/** The same rights where a report is read. Null: reports are not for this person. */
export function reportRights(rights: Rights): Rights | null {
  if (rights.reports === 'none') return null;
  return rights.reports === 'all' ? rights : { ...rights, key: `${rights.key}#reports`, reporting: true };
}

/** Whether the verb is granted on any record at all: what menus, buttons and 403 ask. */
export function granted(rights: Rights, entity: Entity, verb: Verb): boolean {
  return scope(rights, entity, verb) !== null;
}

/** Which of the verbs that every noun has mean anything for this one. */
export function verbsOf(entity: Entity): Verb[] {
  return OWN_VERBS.filter((verb) => {
    if (entity.single && COMES_WITH_WORKSPACE.includes(verb)) return false;
    return verb === 'delete' ? entity.deletable !== 'never' : verb !== 'merge' || isMergeable(entity);
  });
}

/** Configuration and what belongs to one person alone is not merged. */
export function isMergeable(entity: Entity): boolean {
  return entity.area === 'business' && entity.parent === null && !entity.personal && entity.access['view'] === undefined;
}

/** Every rule that could admit a record, for `explain`. */
export function rulesFor(rights: Rights, entity: Entity, verb: Verb): readonly Rule[] {
  const own = entity.access[verb];
  if (own) {
    const because = `rule of ${entity.plural.toLowerCase()}: ${print(own)}`;
    return [{ because, scope: 'own', source: { kind: 'noun', record: null }, when: own }];
  }
  return [...(rights.rules.get(`${entity.name}.${verb}`) ?? []), ...(rights.rules.get(`${entity.name}.*`) ?? [])];
}

function admitted(rights: Rights, entity: Entity, verb: Verb): Expression | null {
  if (rights.customer && !entity.customer) return null;
  const own = entity.access[verb];
  if (own && hangsOnNothing(rights, entity, own)) return null;
  return anyOf(rights, rulesFor(rights, entity, verb), verb === 'view' ? entity.shared : null);
}

/** Whether it takes a record of a noun that is not granted at all: who sees no invoice sees no list of what hangs on invoices either. */
function hangsOnNothing(rights: Rights, entity: Entity, rule: Expression): boolean {
  if (rule.kind === 'binary' && rule.op === 'and')
    return hangsOnNothing(rights, entity, rule.left) || hangsOnNothing(rights, entity, rule.right);
  if (rule.kind !== 'call' || rule.name !== 'reachable') return false;
  const [on] = rule.args;
  const field = on?.kind === 'path' ? entity.fields[on.path[0] ?? ''] : undefined;
  const noun = field?.type === 'reference' && rights.schema.entities[field.to[0] ?? ''];
  return noun ? noun.name !== entity.name && !granted(rights, noun, 'view') : false;
}

function anyOf(rights: Rights, rules: readonly Rule[], besides: Expression | null = null): Expression | null {
  if (rules.length === 0) return null;
  if (rules.some((rule) => isEverything(rule.when))) return EVERYTHING;
  const admitting = asOne(rights, rules);
  if (besides) admitting.push(besides);
  const different = new Map(admitting.map((when) => [JSON.stringify(when), when]));
  return [...different.values()].reduce((left, right) => ({ kind: 'binary', op: 'or', left, right }));
}

/** All owners that rules speak of are one list: asked once a row, and of one index. */
function asOne({ people }: Rights, rules: readonly Rule[]): Expression[] {
  const names = mergedPeople(rules);
  const others = rules.flatMap((rule) => (rule.people ? (rule.also ?? []) : rule.when));
  return names === '' ? others : [ownedBy(names, people.isCrowd(names)), ...others];
}

/** Names of sets of owners in a fixed order, so that equal rules are equal statements. */
export function mergedPeople(rules: readonly Rule[]): string {
  return [...new Set(rules.flatMap(({ people }) => people ?? []))].sort().join('+');
}

/** What a scope admits; `people` and `also` as in `Rule`. */
export type Reach = Pick<Rule, 'when' | 'people' | 'also'>;

/** What a scope means for an entity; null when nothing of that entity can ever match it. */
export function scopeReach(entity: Entity, name: Scope): Reach | null {
  if (name === 'all') return { when: EVERYTHING };
  if (entity.name === 'users') return only(ofUsers(name));
  if (entity.name === 'departments') return only(ofDepartments(name));
  if (!entity.owned) return null;
  // Row PX-04: own is what was assigned to somebody, and what he created.
  return name === 'own' && !isKeptByHouse(entity) ? ownersReach(name, equals(['created_by'], 'me')) : ownersReach(name);
}

/** Nobody makes, changes or deletes its records: whoever happened to be at work when the house wrote one has not created it. */
function isKeptByHouse({ access }: Entity): boolean {
  return [access.create, access.update, access.delete].every(isNothing);
}

/** Records of a set of owners, and others besides. */
export function ownersReach(people: string, also?: Expression): Reach {
  const owned = ownedBy(people, false);
  return { people, also, when: also ? { kind: 'binary', op: 'or', left: owned, right: also } : owned };
}

function only(when: Expression | null): Reach | null {
  return when && { when };
}

/** A user belongs to itself. */
function ofUsers(name: Scope): Expression | null {
  if (name === 'own') return equals(['id'], 'me');
  if (name === 'same_unit') return equals(['department'], 'my_department');
  if (name === 'sub_units') return within(['department'], 'my_departments');
  return name === 'role_branch' ? within(['role'], 'my_roles') : null;
}

function ofDepartments(name: Scope): Expression | null {
  if (name === 'same_unit') return equals(['id'], 'my_department');
  return name === 'sub_units' ? within(['id'], 'my_departments') : null;
}

function ownedBy(names: string, crowd: boolean): Expression {
  if (names === 'own') return equals(['owner'], 'me');
  const list: Expression = { kind: 'call', name: crowd ? 'crowd' : 'people', args: [{ kind: 'text', value: names }] };
  return { kind: 'in', not: false, arg: { kind: 'path', path: ['owner'] }, list: [list] };
}

/** Whether an owner is searched among many. */
export function asksCrowd(expression: Expression): boolean {
  if (expression.kind === 'binary') return asksCrowd(expression.left) || asksCrowd(expression.right);
  return expression.kind === 'in' && expression.list.some((item) => item.kind === 'call' && item.name === 'crowd');
}

/** The condition that admits every record. */
export function isEverything(expression: Expression): boolean {
  return expression.kind === 'boolean' && expression.value;
}

function isNothing(expression: Expression | undefined): boolean {
  return expression?.kind === 'boolean' && !expression.value;
}

function all(parts: readonly (Expression | null)[]): Expression | null {
  const kept = new Map<string, Expression>();
  for (const part of parts) {
    if (!part) return null;
    if (!isEverything(part)) kept.set(JSON.stringify(part), part);
  }
  if (kept.size === 0) return EVERYTHING;
  return [...kept.values()].reduce((left, right) => ({ kind: 'binary', op: 'and', left, right }));
}

function notTrue(arg: Expression): Expression {
  return { kind: 'unary', op: 'not', arg };
}

function equals(path: readonly string[], bind: string): Expression {
  return { kind: 'binary', op: '=', left: { kind: 'path', path }, right: { kind: 'call', name: bind, args: [] } };
}

function within(path: readonly string[], bind: string): Expression {
  return { kind: 'in', not: false, arg: { kind: 'path', path }, list: [{ kind: 'call', name: bind, args: [] }] };
}

/** Whether the field is made for some of those only who see its noun. */
export function isForSome({ departments, forCustomers, forAdministrators }: Field): boolean {
  return departments.length > 0 || !forCustomers || forAdministrators;
}

type Audience = Pick<Rights, 'root' | 'customer' | 'features' | 'fields'>;

/** Departments, customers and administrators, as whoever made the field has ticked them (rows SC-28, PX-05). */
function isFor({ customer, features }: Audience, department: string | null, field: Field): boolean {
  const { departments, forCustomers, forAdministrators } = field;
  if (departments.length > 0 && !(department && departments.includes(department))) return false;
  return (forCustomers || !customer) && (!forAdministrators || features.has(ADMINISTRATION));
}

/** Fields, as `entity.field`, that only administrators see. */
export function administratorsFields({ entities }: Schema): string[] {
  return Object.values(entities).flatMap(({ name, fields }) =>
    Object.values(fields).flatMap((field) => (field.forAdministrators ? [`${name}.${field.name}`] : [])),
  );
}

/** Fields an actor may not read, for `cut()`. */
export function hiddenParts(rights: Audience, department: string | null, schema: Schema): Set<string> {
  const hidden = new Set<string>();
  for (const entity of Object.values(schema.entities)) {
    for (const field of Object.values(entity.fields)) {
      const key = `${entity.name}.${field.name}`;
      const cut = !rights.root && (!isFor(rights, department, field) || rights.fields.get(key) === 'hidden');
      if (field.internal || (field.custom && !field.usable) || cut) hidden.add(key);
    }
  }
  return hidden;
}
