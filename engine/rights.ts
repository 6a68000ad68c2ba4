// Compiles what a user or key may do, from the records that say so, once per epoch: permission sets -> rules.

import { createHash } from 'node:crypto';
import type { Entity, Schema } from '../schema/index.ts';
import { cut } from '../schema/index.ts';
import {
  ADMINISTRATION,
  administratorsFields,
  hiddenParts,
  isEverything,
  mergedPeople,
  ownersReach,
  type Reach,
  scopeReach,
} from './access.ts';
import { choicesOf } from './choices.ts';
import type { BoundContext } from './context.ts';
import { Refusal } from './errors.ts';
import { inactiveNouns, pointersTo } from './inactive.ts';
import type { FieldRight, Organisation, PermissionSet, SharingLevel } from './organisation.ts';
import { People } from './people.ts';
import { knownSettings } from './settings.ts';
import type { Context, FieldCut, Grant, Rights, Rule, RuleSource, Scope, Values } from './types.ts';

interface UserRecord {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly department: Ref | null;
  readonly role: Ref | null;
  readonly account: Ref | null;
  readonly permission_sets: readonly Ref[] | null;
  readonly grants?: readonly Grant[] | null;
  readonly field_rights?: readonly FieldRight[] | null;
  readonly own_rights_only?: boolean | null;
  readonly report_units?: readonly Ref[] | null;
  readonly time_zone?: string | null;
}

interface Ref {
  readonly id: string;
  readonly title: string | null;
}

/**
 * Reads the user and all that decides about him through `system` and compiles it.
 * @throws Refusal 401 when there is no such user or the account is not enabled: an open session ends with the next request.
 */
export async function compileRights(system: BoundContext, userId: string, key?: string): Promise<{ name: string; rights: Rights }> {
  // Taken first: what changes while this reads makes the result stale, not wrong.
  const { epoch } = system.actor.rights;
  const user = await readUser(system, userId);
  const own = key === undefined ? null : await readKeyRights(system, key, userId);
  const organisation = await system.space.organisation(system);
  const given = sourcesOf(user, organisation);
  const sets = given.map(({ set }) => set);
  // Rights of a root user are given by hand, to one user at a time: a set that comes with a role makes nobody root.
  const root = given.some(({ set, role }) => set.root === true && role === undefined);
  const customer = !root && sets.some((set) => set.customer_mode === true);
  const people = peopleOf(user, organisation);
  const rules = root ? new Map<string, Rule[]>() : compileRules(system.schema, given);
  if (!root) addSharing(rules, system.schema, organisation, user.id);
  const features = compileFeatures(sets);
  const cuts = compileCuts(given);
  const fields = new Map([...cuts].map(([key, { right }]) => [key, right]));
  const binds = await readBinds(system, user, organisation);
  const leads = organisation.leads(user.id) || (await managesAny(system, user.id));
  const hidden = hiddenParts({ root, customer, features, fields }, user.department?.id ?? null, system.schema);
  const inactive = await inactiveNouns(system.space);
  const schema = cut(system.schema, new Set([...hidden, ...pointersTo(system.schema, inactive)]), inactive);
  const chosen = choicesOf(organisation, people, user.role?.id ?? null);
  const choices = root ? { ...chosen, currencies: null } : chosen;
  const shape = {
    root,
    customer,
    fields: [...fields],
    hidden: [...hidden],
    ...(inactive.size > 0 && { inactive: [...inactive].sort() }),
    rules: [...rules].map(([verb, all]) => [verb, all.map((rule) => rule.when), isOfMany(rules, people, verb)]),
    reports: people.isCrowd('reports'),
    ...(choices.currencies && { currencies: [...choices.currencies].sort() }),
  };
  const same = createHash('sha256').update(JSON.stringify(shape)).digest('base64url').slice(0, 22);
  const grants = sets.flatMap((set) => set.grants ?? []);
  const bound = !root && user.own_rights_only === true;
  const origins = {
    root: given.filter(({ set, role }) => set.root === true && role === undefined).map((source) => sourceOf(source)),
    customer: customer ? given.filter(({ set }) => set.customer_mode === true).map((source) => sourceOf(source)) : [],
    features: featureSources(given),
  };
  const reports = await reportsOf(system, root, people);
  const marked = organisation.watched.size > 0 ? { watched: organisation.watched } : {};
  const held = given.flatMap(({ set, entity }) => (entity === 'permission_sets' ? [set.id] : []));
  const all = { rules, features, sets: held, grants, bound, origins, people, choices, reports, fields, cuts, binds, schema, ...marked };
  const rights: Rights = { epoch, key: same, root, customer, active: true, leads, ...all };
  return { name: user.name, rights: own ? limited(rights, own, system.schema) : rights };
}

/** The part of its user's rights that a key holds: what either does not reach, it does not reach (row CS-284). */
function limited(rights: Rights, own: PermissionSet, whole: Schema): Rights {
  const source: Source = { set: own, entity: 'api_keys' };
  const rules = compileRules(whole, [source]);
  const mine = compileFeatures([own]);
  const cuts = new Map(rights.root ? [] : rights.cuts);
  for (const [field, cut] of compileCuts([source])) if (cuts.get(field)?.right !== 'hidden') cuts.set(field, cut);
  const fields = new Map([...cuts].map(([field, { right }]) => [field, right]));
  const features = new Set([...mine].filter((feature) => rights.root || rights.features.has(feature)));
  const hidden = [...fields].flatMap(([field, right]) => (right === 'hidden' ? [field] : []));
  if (!features.has(ADMINISTRATION)) hidden.push(...administratorsFields(rights.schema));
  const named = compileFeatures([own], 'service:');
  const shape = [
    rights.key,
    [...fields],
    hidden,
    [...rules].map(([verb, all]) => [verb, all.map((rule) => rule.when), isOfMany(rules, rights.people, verb)]),
  ];
  return {
    ...rights,
    key: createHash('sha256').update(JSON.stringify(shape)).digest('base64url').slice(0, 22),
    root: false,
    limit: { key: own.id, ofRoot: rights.root, rules, services: named },
    features,
    // It passes on no more than it holds itself, and nothing where its user may not pass on everything he holds.
    grants: rights.bound ? [] : (own.grants ?? []),
    bound: true,
    leads: false,
    fields,
    cuts,
    schema: cut(rights.schema, new Set(hidden), new Set()),
  };
}

/** Null for a key that may do all that its user may. */
async function readKeyRights(system: Context, id: string, userId: string): Promise<PermissionSet | null> {
  const fields = ['name', 'user', 'revoked', 'limited', 'grants', 'field_rights'];
  const found = await system.records.list('api_keys', { filter: `id = "${id}"`, fields, limit: 1 });
  const key = found.records[0] as (Values & PermissionSet & { user: Ref; revoked: boolean; limited: boolean }) | undefined;
  if (!key || key.revoked || key.user.id !== userId) throw new Refusal(401, 'not_signed_in', 'This key is not valid any more.');
  if (!key.limited) return null;
  return { id, name: key.name, root: false, customer_mode: false, grants: key.grants, field_rights: key.field_rights };
}

/** Where reports are for the sales organisation, whoever stands outside reads none, and the others what belongs to their units. */
async function reportsOf({ space, schema }: BoundContext, root: boolean, people: People): Promise<Rights['reports']> {
  if (root || !schema.entities['security_settings']?.fields['reports_by_unit']) return 'all';
  const { reports_by_unit: byUnit } = await knownSettings(space, 'security_settings');
  if (byUnit !== true) return 'all';
  return people.ids('reports').length > 0 ? 'units' : 'none';
}

/** Whether the owners that rules of a verb speak of are so many that the statement is another one. */
function isOfMany(rules: ReadonlyMap<string, readonly Rule[]>, people: People, verb: string): boolean {
  const always = `${verb.slice(0, verb.indexOf('.'))}.*`;
  const all = [...(rules.get(verb) ?? []), ...(verb === always ? [] : (rules.get(always) ?? []))];
  return people.isCrowd(mergedPeople(all));
}

/** A permission set that somebody has, and the role it came with. */
interface Source {
  readonly set: PermissionSet;
  readonly entity: 'permission_sets' | 'users' | 'api_keys';
  readonly role?: string | undefined;
}

/** What is given by hand, then what comes with the role, then the user's individual rights. */
function sourcesOf(user: UserRecord, organisation: Organisation): Source[] {
  const found: Source[] = [];
  const add = (id: string, role?: Ref) => {
    const set = organisation.sets.get(id);
    if (set && !found.some((known) => known.set === set))
      found.push({ set, entity: 'permission_sets', role: role && (role.title ?? role.id) });
  };
  for (const { id } of user.permission_sets ?? []) add(id);
  if (user.role) for (const id of organisation.roleSets.get(user.role.id) ?? []) add(id, user.role);
  const { grants = null, field_rights = null } = user;
  if (grants?.length || field_rights?.length) {
    const set = { id: user.id, name: user.name, root: false, customer_mode: false, grants, field_rights };
    found.push({ set, entity: 'users' });
  }
  return found;
}

/** Whose records each scope and each sharing rule means for this user. */
function peopleOf({ id, department, role, report_units }: UserRecord, organisation: Organisation): People {
  const { departments, roles } = organisation;
  const units = organisation.reportUnits(
    id,
    (report_units ?? []).map((unit) => unit.id),
  );
  const parts = new Map([
    ['own', [id]],
    ['own_groups', organisation.groupsOf(id)],
    ['same_unit', organisation.inDepartments(department ? [department.id] : [])],
    ['sub_units', organisation.inDepartments(departments.below(department?.id ?? null))],
    ['role_branch', organisation.inRoles(roles.below(role?.id ?? null))],
    ['reports', organisation.inUnits(units)],
  ]);
  for (const rule of organisation.sharing) if (organisation.isIn(id, rule.target)) parts.set(rule.id, organisation.ownersIn(rule.source));
  return new People(parts, organisation.owners);
}

/** Whether somebody manages a department or an owner group. */
async function managesAny(system: Context, userId: string): Promise<boolean> {
  const filter = {
    kind: 'binary',
    op: '=',
    left: { kind: 'path', path: ['manager'] },
    right: { kind: 'text', value: userId },
  } as const;
  for (const entity of ['departments', 'owner_groups']) {
    if (!system.schema.entities[entity]?.fields['manager']) continue;
    const { records } = await system.records.list(entity, { filter, fields: ['id'], limit: 1 });
    if (records.length > 0) return true;
  }
  return false;
}

async function readUser(system: Context, userId: string): Promise<UserRecord> {
  const wanted = [
    ...['name', 'status', 'department', 'role', 'account', 'permission_sets', 'time_zone'],
    ...['grants', 'field_rights', 'own_rights_only', 'report_units'],
  ];
  const fields = wanted.filter((name) => system.schema.entities['users']!.fields[name]);
  const found = await system.records.list('users', {
    filter: { kind: 'binary', op: '=', left: { kind: 'path', path: ['id'] }, right: { kind: 'text', value: userId } },
    fields,
    limit: 1,
  });
  const user = found.records[0] as (Values & UserRecord) | undefined;
  if (user?.status !== 'enabled') throw new Refusal(401, 'not_signed_in', 'This account is not enabled.');
  return user;
}

function compileRules(schema: Schema, given: readonly Source[]): Map<string, Rule[]> {
  const rules = new Map<string, Rule[]>();
  for (const source of given) {
    for (const grant of source.set.grants ?? []) {
      for (const entity of Object.values(schema.entities)) {
        if (entity.parent || !isMeant(grant.target, entity)) continue;
        for (const scope of grant.scopes ?? []) {
          const reach = scopeReach(entity, scope);
          if (reach) addRule(rules, `${entity.name}.${grant.verb}`, ruleOf(source, grant, scope, reach));
        }
      }
    }
  }
  return rules;
}

function isMeant(target: string, entity: Entity): boolean {
  return target === entity.name || (target === '*' && entity.area === 'business');
}

function ruleOf({ set, entity, role }: Source, grant: Grant, scope: Scope, reach: Reach): Rule {
  const what = `${grant.verb === '*' ? 'all of' : grant.verb} ${grant.target === '*' ? 'all business records' : grant.target}, ${scope}`;
  const held = role === undefined ? '' : ` of the role "${role}"`;
  const name = entity === 'api_keys' ? 'API key' : 'permission set';
  const because = entity === 'users' ? `individual right: ${what}` : `${name} "${set.name}"${held}: ${what}`;
  return { because, scope, source: sourceOf({ set, entity, role }, grant.id), ...reach };
}

function sourceOf({ set, entity, role }: Source, line?: string): RuleSource {
  const kind = entity === 'users' ? 'individual_right' : entity === 'api_keys' ? 'api_key' : 'permission_set';
  return { kind, record: { entity, id: set.id, title: set.name }, ...(line && { line }), ...(role && { role }) };
}

function addRule(rules: Map<string, Rule[]>, key: string, rule: Rule): void {
  const known = rules.get(key) ?? [];
  rules.set(key, isEverything(rule.when) ? [rule, ...known] : [...known, rule]);
}

const OPENED: Readonly<Record<SharingLevel['level'], readonly string[]>> = {
  private: [],
  read: ['view'],
  read_write: ['view', 'update'],
  read_write_delete: ['view', 'update', 'delete'],
};

/** The lowest level of a noun and sharing rules widen what was granted; they grant nothing (row CS-013). */
function addSharing(rules: Map<string, Rule[]>, schema: Schema, organisation: Organisation, user: string): void {
  const widen = (target: string, verbs: readonly string[], scope: Scope, source: RuleSource, because: string, reach: Reach) => {
    for (const entity of Object.values(schema.entities)) {
      if (entity.parent || !entity.owned || !isMeant(target, entity)) continue;
      for (const verb of verbs) {
        const key = `${entity.name}.${verb}`;
        if (rules.has(key) || rules.has(`${entity.name}.*`)) addRule(rules, key, { because, scope, source, ...reach });
      }
    }
  };
  for (const { id, entity, level } of organisation.levels) {
    const source: RuleSource = { kind: 'sharing_level', record: { entity: 'sharing_levels', id, title: entity } };
    widen(entity, OPENED[level], 'all', source, `lowest level of ${named(entity)}: ${level.replaceAll('_', '/')}`, {
      when: { kind: 'boolean', value: true },
    });
  }
  for (const { id, name, entity, level, target } of organisation.sharing) {
    if (!organisation.isIn(user, target)) continue;
    const source: RuleSource = { kind: 'sharing_rule', record: { entity: 'sharing_rules', id, title: name } };
    widen(entity, OPENED[level], 'own', source, `sharing rule "${name}": ${level.replaceAll('_', '/')} ${named(entity)}`, ownersReach(id));
  }
}

function named(target: string): string {
  return target === '*' ? 'all business records' : target;
}

function compileFeatures(sets: readonly PermissionSet[], prefix: 'feature:' | 'service:' = 'feature:'): Set<string> {
  const grants = sets.flatMap((set) => set.grants ?? []);
  return new Set(grants.filter((grant) => grant.target.startsWith(prefix)).map((grant) => grant.target.slice(prefix.length)));
}

/** The lines that give each feature. */
function featureSources(given: readonly Source[]): Map<string, RuleSource[]> {
  const found = new Map<string, RuleSource[]>();
  for (const source of given) {
    for (const { target, id } of source.set.grants ?? []) {
      if (!target.startsWith('feature:')) continue;
      const name = target.slice('feature:'.length);
      found.set(name, [...(found.get(name) ?? []), sourceOf(source, id)]);
    }
  }
  return found;
}

/** A field is cut only when every set that speaks of it cuts it; the mildest word wins, as with grants. */
function compileCuts(given: readonly Source[]): Map<string, FieldCut> {
  const cuts = new Map<string, FieldCut>();
  for (const source of given) {
    for (const line of source.set.field_rights ?? []) {
      const others = given.filter(({ set }) => set !== source.set && grantsAnything(set, line.target));
      if (others.some(({ set }) => !set.field_rights?.some(({ target, field }) => target === line.target && field === line.field)))
        continue;
      const key = `${line.target}.${line.field}`;
      const known = cuts.get(key);
      const right = known?.right === 'read' ? 'read' : line.right;
      cuts.set(key, { right, sources: [...(known?.sources ?? []), sourceOf(source, (line as { id?: string }).id)] });
    }
  }
  return cuts;
}

function grantsAnything(set: PermissionSet, target: string): boolean {
  return (set.grants ?? []).some((grant) => grant.target === target || grant.target === '*');
}

async function readBinds(
  system: Context,
  user: UserRecord,
  organisation: Organisation,
): Promise<Record<string, string | readonly string[] | null>> {
  const groups = organisation.groupsOf(user.id);
  const department = user.department?.id ?? null;
  return {
    me: user.id,
    my_groups: groups,
    my_department: department,
    my_departments: organisation.departments.below(department),
    my_units: organisation.unitsOf(user.id, department),
    my_role: user.role?.id ?? null,
    my_roles: organisation.roles.below(user.role?.id ?? null),
    my_account: user.account?.id ?? null,
    my_calendars: await sharedCalendars(system, user, groups),
    zone: user.time_zone ?? 'UTC',
  };
}

/** Users who share their calendar with this one: by name, by role or with a group. */
async function sharedCalendars(system: Context, user: UserRecord, groups: readonly string[]): Promise<string[]> {
  if (!system.schema.entities['calendar_shares']) return [];
  const given = [user.id, ...groups, ...(user.role ? [user.role.id] : [])].map((id) => JSON.stringify(id)).join(', ');
  const filter = `with_user in (${given}) or with_group in (${given}) or with_role in (${given})`;
  const { records } = await system.records.list('calendar_shares', { filter, fields: ['user'], limit: 500 });
  return [...new Set(records.flatMap(({ user: whose }) => (whose ? [(whose as Ref).id] : [])))];
}
