// Compiles what a user or key may do, from the records that say so, once per epoch: permission sets -> rules.

import { createHash } from 'node:crypto';
import type { Schema } from '../schema/index.ts';
import { cut } from '../schema/index.ts';
import { hiddenParts, isEverything, scopeExpression } from './access.ts';
import { Refusal } from './errors.ts';
import type { Context, Rights, Rule, Scope } from './types.ts';
import type { State } from './workspace.ts';

interface Grant {
  readonly target: string;
  readonly verb: string;
  readonly scopes: readonly Scope[] | null;
}

interface PermissionSet {
  readonly id: string;
  readonly name: string;
  readonly root: boolean | null;
  readonly customer_mode: boolean | null;
  readonly grants: readonly Grant[] | null;
  readonly field_rights: readonly { readonly target: string; readonly field: string; readonly right: 'hidden' | 'read' }[] | null;
}

interface UserRecord {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly department: Ref | null;
  readonly role: Ref | null;
  readonly account: Ref | null;
  readonly permission_sets: readonly Ref[] | null;
  readonly time_zone?: string | null;
}

interface Ref {
  readonly id: string;
  readonly title: string | null;
}

/** Rights of the engine itself: everything, internal fields included. */
export function systemRights({ schema, epoch }: Pick<State, 'schema' | 'epoch'>): Rights {
  return {
    epoch,
    key: 'system',
    root: true,
    customer: false,
    active: true,
    rules: new Map(),
    features: new Set(),
    fields: new Map(),
    binds: {},
    schema,
  };
}

/**
 * Reads the user and all that decides about him through `system` and compiles it.
 * @throws Refusal 401 when there is no such user or the account is not enabled: an open session ends with the next request.
 */
export async function compileRights(system: Context, userId: string): Promise<{ name: string; rights: Rights }> {
  // Taken first: what changes while this reads makes the result stale, not wrong.
  const { epoch } = system.actor.rights;
  const user = await readUser(system, userId);
  const sets = await readSets(system, user);
  const root = sets.some((set) => set.root === true);
  const customer = !root && sets.some((set) => set.customer_mode === true);
  const rules = root ? new Map<string, Rule[]>() : compileRules(system.schema, sets);
  const features = compileFeatures(sets);
  const fields = compileFields(sets);
  const binds = await readBinds(system, user);
  const leads = await managesAny(system, user.id);
  const hidden = hiddenParts({ root, fields }, user.department?.id ?? null, system.schema);
  const schema = cut(system.schema, hidden, new Set());
  const shape = {
    root,
    customer,
    fields: [...fields],
    hidden: [...hidden],
    rules: [...rules].map(([verb, all]) => [verb, all.map((rule) => rule.when)]),
  };
  const key = createHash('sha256').update(JSON.stringify(shape)).digest('base64url').slice(0, 22);
  return { name: user.name, rights: { epoch, key, root, customer, active: true, leads, rules, features, fields, binds, schema } };
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
  const wanted = ['name', 'status', 'department', 'role', 'account', 'permission_sets', 'time_zone'];
  const fields = wanted.filter((name) => system.schema.entities['users']!.fields[name]);
  const found = await system.records.list('users', {
    filter: { kind: 'binary', op: '=', left: { kind: 'path', path: ['id'] }, right: { kind: 'text', value: userId } },
    fields,
    limit: 1,
  });
  const user = found.records[0] as unknown as UserRecord | undefined;
  if (user?.status !== 'enabled') throw new Refusal(401, 'not_signed_in', 'This account is not enabled.');
  return user;
}

async function readSets(system: Context, user: UserRecord): Promise<readonly PermissionSet[]> {
  const ids = (user.permission_sets ?? []).map((set) => set.id);
  if (ids.length === 0) return [];
  const filter = {
    kind: 'in',
    not: false,
    arg: { kind: 'path', path: ['id'] },
    list: ids.map((value) => ({ kind: 'text' as const, value })),
  } as const;
  const fields = ['name', 'root', 'customer_mode', 'grants', 'field_rights'];
  const { records } = await system.records.list('permission_sets', { filter, fields, sort: 'name', limit: 500 });
  return records as unknown as readonly PermissionSet[];
}

function compileRules(schema: Schema, sets: readonly PermissionSet[]): Map<string, Rule[]> {
  const rules = new Map<string, Rule[]>();
  for (const set of sets) {
    for (const grant of set.grants ?? []) {
      for (const entity of Object.values(schema.entities)) {
        if (entity.parent || (grant.target !== entity.name && !(grant.target === '*' && entity.area === 'business'))) continue;
        for (const scope of grant.scopes ?? []) {
          const when = scopeExpression(entity, scope);
          if (!when) continue;
          const because = `permission set "${set.name}": ${grant.verb === '*' ? 'all of' : grant.verb} ${grant.target === '*' ? 'all business records' : grant.target}, ${scope}`;
          const key = `${entity.name}.${grant.verb}`;
          const known = rules.get(key) ?? [];
          if (isEverything(when)) rules.set(key, [{ because, scope, when }, ...known]);
          else rules.set(key, [...known, { because, scope, when }]);
        }
      }
    }
  }
  return rules;
}

function compileFeatures(sets: readonly PermissionSet[]): Set<string> {
  const grants = sets.flatMap((set) => set.grants ?? []);
  return new Set(grants.filter((grant) => grant.target.startsWith('feature:')).map((grant) => grant.target.slice('feature:'.length)));
}

/** A field is cut only when every set that speaks of it cuts it; the mildest word wins, as with grants. */
function compileFields(sets: readonly PermissionSet[]): Map<string, 'hidden' | 'read'> {
  const fields = new Map<string, 'hidden' | 'read'>();
  for (const set of sets) {
    for (const { target, field, right } of set.field_rights ?? []) {
      const key = `${target}.${field}`;
      const others = sets.filter((other) => other !== set && grantsAnything(other, target));
      if (others.some((other) => !other.field_rights?.some((line) => line.target === target && line.field === field))) continue;
      if (fields.get(key) !== 'read') fields.set(key, right);
    }
  }
  return fields;
}

function grantsAnything(set: PermissionSet, target: string): boolean {
  return (set.grants ?? []).some((grant) => grant.target === target || grant.target === '*');
}

async function readBinds(system: Context, user: UserRecord): Promise<Record<string, string | readonly string[] | null>> {
  const groups = await system.records.list('owner_groups', { filter: memberOf(user.id), fields: ['id'], limit: 500 });
  return {
    me: user.id,
    my_groups: groups.records.map((group) => group['id'] as string),
    my_department: user.department?.id ?? null,
    my_departments: await below(system, 'departments', user.department?.id),
    my_units: await upwards(system, 'departments', user.department?.id),
    my_roles: await below(system, 'roles', user.role?.id),
    my_account: user.account?.id ?? null,
    my_calendars: await sharedCalendars(
      system,
      user,
      groups.records.map(({ id }) => String(id)),
    ),
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

function memberOf(id: string) {
  return {
    kind: 'call',
    name: 'contains',
    args: [
      { kind: 'path', path: ['members'] },
      { kind: 'text', value: id },
    ],
  } as const;
}

/** All descendants of a node of a tree entity, itself not among them. Level by level: trees are shallow. */
async function below(system: Context, entity: string, id: string | undefined): Promise<string[]> {
  const found: string[] = [];
  for (let level = id ? [id] : []; level.length > 0; ) {
    const filter = {
      kind: 'in',
      not: false,
      arg: { kind: 'path', path: ['parent'] },
      list: level.map((value) => ({ kind: 'text' as const, value })),
    } as const;
    const next = await everyId(system, entity, filter);
    level = next.filter((child) => child !== id && !found.includes(child));
    found.push(...level);
  }
  return found;
}

/** A node of a tree entity and all above it. */
async function upwards(system: Context, entity: string, id: string | undefined): Promise<string[]> {
  const found: string[] = [];
  for (let at = id; at && !found.includes(at); ) {
    found.push(at);
    const filter = {
      kind: 'binary',
      op: '=',
      left: { kind: 'path', path: ['id'] },
      right: { kind: 'text', value: at },
    } as const;
    const { records } = await system.records.list(entity, { filter, fields: ['parent'], limit: 1 });
    at = (records[0]?.['parent'] as Ref | null | undefined)?.id;
  }
  return found;
}

async function everyId(
  system: Context,
  entity: string,
  filter: NonNullable<Parameters<Context['records']['list']>[1]>['filter'],
): Promise<string[]> {
  const ids: string[] = [];
  for (let after: string | null = null; ; ) {
    const page = await system.records.list(entity, { filter: filter ?? null, fields: ['id'], sort: 'id', limit: 500, after });
    ids.push(...page.records.map((record) => record['id'] as string));
    if (!page.next) return ids;
    after = page.next;
  }
}
