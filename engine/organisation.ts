// Who belongs where: departments, roles, groups, their people, and what all that gives. Read once per epoch, used for all whose
// rights are compiled in it.

import { compile, type Sql, sql } from '../db/index.ts';
import type { Schema } from '../schema/index.ts';
import { eachRecord } from './each-record.ts';
import { type Watched, watchedIn } from './reading.ts';
import { Tree } from './tree.ts';
import type { Context, Grant, Values } from './types.ts';
import type { Workspace } from './workspace.ts';

/** A field (`target` is its noun) that is not seen, or seen but not written. */
export interface FieldRight {
  readonly target: string;
  readonly field: string;
  readonly right: 'hidden' | 'read';
}

/** What gives rights: a permission set, or the individual rights of one user. */
export interface PermissionSet {
  readonly id: string;
  readonly name: string;
  readonly root: boolean | null;
  readonly customer_mode: boolean | null;
  readonly grants: readonly Grant[] | null;
  readonly field_rights: readonly FieldRight[] | null;
}

interface Person {
  readonly id: string;
  readonly department: string | null;
  readonly role: string | null;
}

interface Group {
  readonly members: readonly string[];
  readonly roles: readonly string[];
  readonly groups: readonly string[];
}

/** A department, a role or an owner group, and who is meant besides. */
export interface Side {
  readonly kind: 'unit' | 'role' | 'group';
  readonly id: string;
  readonly below: boolean;
}

/** Records of the people of `source` are in reach of those of `target`. */
export interface SharingRule {
  readonly id: string;
  readonly name: string;
  readonly entity: string;
  readonly level: 'read' | 'read_write';
  readonly source: Side;
  readonly target: Side;
}

/** What everybody may do with records of a noun, whatever is granted. */
export interface SharingLevel {
  readonly id: string;
  readonly entity: string;
  readonly level: 'private' | 'read' | 'read_write' | 'read_write_delete';
}

/** What an administrator decided about owners of a noun. */
export interface Owning {
  readonly entity: string;
  readonly from: string | null;
  readonly group: string | null;
  readonly standard: string | null;
  readonly fixed: boolean;
}

/** Somebody in a unit besides his own department. */
export interface Membership {
  readonly unit: string;
  readonly user: string;
  readonly manager: boolean;
}

/** As it was when its epoch was read; all answers are ids. */
export class Organisation {
  readonly sets: ReadonlyMap<string, PermissionSet>;
  readonly departments: Tree;
  readonly roles: Tree;
  /** Permission sets of each role. */
  readonly roleSets: ReadonlyMap<string, readonly string[]>;
  /** Who belongs to which unit besides his own department. */
  readonly memberships: readonly Membership[];
  /** Codes by role. */
  readonly currencies: ReadonlyMap<string, readonly string[]>;
  readonly owning: readonly Owning[];
  /** What is marked as sensitive. */
  readonly watched: Watched;
  readonly sharing: readonly SharingRule[];
  readonly levels: readonly SharingLevel[];
  /** How many may own records. */
  readonly owners: number;
  readonly #people: ReadonlyMap<string, Person>;
  readonly #groups: ReadonlyMap<string, Group>;
  readonly #byDepartment: ReadonlyMap<string, readonly string[]>;
  readonly #byRole: ReadonlyMap<string, readonly string[]>;
  /** Groups by what is directly in them. */
  readonly #holders: ReadonlyMap<string, readonly string[]>;

  constructor(read: {
    readonly sets: readonly PermissionSet[];
    readonly people: readonly Person[];
    readonly departments: ReadonlyMap<string, string | null>;
    readonly roles: ReadonlyMap<string, string | null>;
    readonly roleSets: ReadonlyMap<string, readonly string[]>;
    readonly groups: ReadonlyMap<string, Group>;
    readonly memberships: readonly Membership[];
    readonly currencies: ReadonlyMap<string, readonly string[]>;
    readonly owning: readonly Owning[];
    readonly watched: Watched;
    readonly sharing: readonly SharingRule[];
    readonly levels: readonly SharingLevel[];
  }) {
    this.sets = new Map(read.sets.map((set) => [set.id, set]));
    this.departments = new Tree(read.departments);
    this.roles = new Tree(read.roles);
    this.roleSets = read.roleSets;
    this.memberships = read.memberships;
    this.currencies = read.currencies;
    this.owning = read.owning;
    this.watched = read.watched;
    this.sharing = read.sharing;
    this.levels = read.levels;
    this.owners = read.people.length + read.groups.size;
    this.#people = new Map(read.people.map((person) => [person.id, person]));
    this.#groups = read.groups;
    this.#byDepartment = grouped(read.people, ({ department }) => department);
    this.#byRole = grouped(read.people, ({ role }) => role);
    const holders = new Map<string, string[]>();
    for (const [id, { members, roles, groups }] of read.groups)
      for (const inside of [...members, ...roles, ...groups]) holders.set(inside, [...(holders.get(inside) ?? []), id]);
    this.#holders = holders;
  }

  isPerson(id: string): boolean {
    return this.#people.has(id);
  }

  isGroup(id: string): boolean {
    return this.#groups.has(id);
  }

  inDepartments(ids: Iterable<string>): string[] {
    return [...ids].flatMap((id) => this.#byDepartment.get(id) ?? []);
  }

  inRoles(ids: Iterable<string>): string[] {
    return [...ids].flatMap((id) => this.#byRole.get(id) ?? []);
  }

  /** Groups that hold the user himself, his role, or a group that does. */
  groupsOf(user: string): string[] {
    const role = this.#people.get(user)?.role;
    const found = new Set<string>();
    const open = [user, ...(role ? [role] : [])];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      for (const group of this.#holders.get(at) ?? []) {
        if (found.has(group)) continue;
        found.add(group);
        open.push(group);
      }
    }
    return [...found];
  }

  /** Users in a group, in its roles and in the groups in it. */
  inGroup(id: string): string[] {
    const found = new Set<string>();
    const seen = new Set<string>();
    const open = [id];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      const group = this.#groups.get(at);
      if (!group || seen.has(at)) continue;
      seen.add(at);
      for (const member of [...group.members, ...this.inRoles(group.roles)]) found.add(member);
      open.push(...group.groups);
    }
    return [...found];
  }

  /** The own department, the units one is a member of, and all above them: what is shared with any of these reaches one. */
  unitsOf(user: string, department: string | null): string[] {
    const units = this.memberships.filter((membership) => membership.user === user).map(({ unit }) => unit);
    return [...new Set([department, ...units].flatMap((unit) => this.departments.upwards(unit)))];
  }

  /** Whether somebody manages a unit as its member. */
  leads(user: string): boolean {
    return this.memberships.some((membership) => membership.manager && membership.user === user);
  }

  /** Units whose data somebody reads in reports: those that were chosen for him, or those he is a member of (row CS-018). */
  reportUnits(user: string, chosen: readonly string[]): string[] {
    if (chosen.length > 0) return [...new Set(chosen.flatMap((id) => this.departments.from(id, true)))];
    const own = this.memberships.filter((membership) => membership.user === user);
    return [...new Set(own.flatMap(({ unit, manager }) => this.departments.from(unit, manager)))];
  }

  /** Whose home a unit is, and who else belongs to it. */
  inUnits(ids: readonly string[]): string[] {
    const units = new Set(ids);
    return [...this.inDepartments(units), ...this.memberships.filter(({ unit }) => units.has(unit)).map(({ user }) => user)];
  }

  /** Whose records a side means. */
  ownersIn({ kind, id, below }: Side): string[] {
    if (kind === 'unit') return this.inDepartments(this.departments.from(id, below));
    if (kind === 'role') return this.inRoles(this.roles.from(id, below));
    return [id, ...this.inGroup(id)];
  }

  isIn(user: string, { kind, id, below }: Side): boolean {
    const person = this.#people.get(user);
    if (kind === 'unit') return Boolean(person?.department && this.departments.from(id, below).includes(person.department));
    if (kind === 'role') return Boolean(person?.role && this.roles.from(id, below).includes(person.role));
    return this.groupsOf(user).includes(id);
  }
}

function grouped(people: readonly Person[], by: (person: Person) => string | null): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const person of people) {
    const key = by(person);
    if (key === null) continue;
    const known = found.get(key);
    if (known) known.push(person.id);
    else found.set(key, [person.id]);
  }
  return found;
}

/** Straight from the tables: two thousand people are read in a few milliseconds. */
export async function readOrganisation(workspace: Workspace, system: Context): Promise<Organisation> {
  const table = tableReader(workspace);
  const [people, departments, members, roles, groups, owning, marked, sharing, levels, sets] = await Promise.all([
    table('users', ['department', 'role']),
    table('departments', ['parent']),
    table('unit_members', ['parent', 'user', 'manager']),
    table('roles', ['parent', 'permission_sets', 'currencies']),
    table('owner_groups', ['members', 'roles', 'groups']),
    table('data_settings', ['entity', 'owner_from', 'owner_group', 'owner_default', 'owner_fixed']),
    table('data_settings', ['entity', 'log_reads', 'sensitive_fields']),
    table('sharing_rules', SHARING),
    table('sharing_levels', ['entity', 'level']),
    readSets(system),
  ]);
  return new Organisation({
    sets,
    people: people.map(([id, department, role]) => ({ id: String(id), department: department ?? null, role: role ?? null })),
    departments: new Map(departments.map(([id, parent]) => [String(id), parent ?? null])),
    roles: new Map(roles.map(([id, parent]) => [String(id), parent ?? null])),
    roleSets: new Map(roles.map(([id, , own]) => [String(id), listed(own)])),
    groups: new Map(
      groups.map(([id, members, inRoles, inner]) => [
        String(id),
        { members: listed(members), roles: listed(inRoles), groups: listed(inner) },
      ]),
    ),
    memberships: members.map(([, unit, user, manager]) => ({ unit: String(unit), user: String(user), manager: manager === 't' })),
    currencies: new Map(roles.map(([id, , , codes]) => [String(id), codes?.match(/[A-Z]{3}/g) ?? []])),
    owning: owning.map(([, entity, from, group, standard, fixed]) => ({
      ...{ entity: String(entity), from: from ?? null, group: group ?? null, standard: standard ?? null, fixed: fixed === 't' },
    })),
    watched: watchedIn(marked),
    sharing: sharing.flatMap(sharingRule),
    levels: levels.map(([id, entity, level]) => ({ id: String(id), entity: String(entity), level: level as SharingLevel['level'] })),
  });
}

const SHARING = [
  ...['name', 'entity', 'level', 'source_unit', 'source_role', 'source_group', 'source_below'],
  ...['target_unit', 'target_role', 'target_group', 'target_below'],
];

type Cells = readonly (string | null)[];

function sharingRule([id, name, entity, level, ...sides]: Cells): SharingRule[] {
  const side = (unit?: string | null, role?: string | null, group?: string | null, below?: string | null): Side | null => {
    if (unit) return { kind: 'unit', id: unit, below: below === 't' };
    if (role) return { kind: 'role', id: role, below: below === 't' };
    return group ? { kind: 'group', id: group, below: false } : null;
  };
  const source = side(sides[0], sides[1], sides[2], sides[3]);
  const target = side(sides[4], sides[5], sides[6], sides[7]);
  if (!source || !target) return [];
  return [
    { id: String(id), name: String(name), entity: String(entity), level: level === 'read_write' ? 'read_write' : 'read', source, target },
  ];
}

/** Ids of users who have left for good. */
export async function readLeavers(workspace: Workspace): Promise<ReadonlySet<string>> {
  const users = await tableReader(workspace)('users', ['status']);
  return new Set(users.flatMap(([id, status]) => (status === 'archived' ? [String(id)] : [])));
}

/** Ids and these fields, in this order; nothing of a noun that does not exist, null for a field that does not. */
function tableReader({ db, space, state }: Workspace): (entity: string, fields: readonly string[]) => Promise<Cells[]> {
  return async (entity, fields) => {
    if (!Object.hasOwn(state.schema.entities, entity)) return [];
    const columns = ['id', ...fields].map((name) => column(state.schema, entity, name));
    const { rows } = await db.query(compile(sql`select ${sql.join(columns, ', ')} from ${sql.identifier(space, entity)} order by "id"`));
    return rows;
  };
}

function column(schema: Schema, entity: string, name: string): Sql {
  return name === 'id' || schema.entities[entity]!.fields[name] ? sql.identifier(name) : sql`null`;
}

/** PostgreSQL writes a list of ids as `{a,b}`. */
function listed(cell: string | null | undefined): string[] {
  return cell && cell !== '{}' ? cell.slice(1, -1).split(',') : [];
}

async function readSets(system: Context): Promise<PermissionSet[]> {
  if (!system.schema.entities['permission_sets']) return [];
  const fields = ['name', 'root', 'customer_mode', 'grants', 'field_rights'];
  return (await Array.fromAsync(eachRecord(system, 'permission_sets', { fields }))) as (Values & PermissionSet)[];
}
