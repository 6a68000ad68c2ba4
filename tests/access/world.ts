// A random company for the access proof: departments, roles, people, permission sets and records, as plain values.

import type { Values } from '../../engine/index.ts';

/** Mulberry32: small, seeded, good enough to draw worlds. */
export function randomFrom(seed: number) {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const int = (below: number) => Math.floor(next() * below);
  return {
    int,
    chance: (share: number) => next() < share,
    of: <T>(items: readonly T[]): T => items[int(items.length)] as T,
    some: <T>(items: readonly T[], share: number): T[] => items.filter(() => next() < share),
  };
}

export type Random = ReturnType<typeof randomFrom>;

export interface Node {
  readonly id: string;
  parent: string | null;
}

export interface Person {
  readonly id: string;
  readonly login: string;
  department: string;
  role: string | null;
  account: string | null;
  sets: string[];
  /** Individual rights. */
  grants: readonly Grant[];
  field_rights: readonly FieldRight[];
  /** Units chosen for his reports. */
  report_units: readonly string[];
  enabled: boolean;
}

export interface FieldRight {
  readonly target: string;
  readonly field: string;
  readonly right: 'hidden' | 'read';
}

export interface Group {
  readonly id: string;
  members: readonly string[];
  roles: readonly string[];
  groups: readonly string[];
}

/** A part of the house in a sharing rule. */
export interface Side {
  readonly kind: 'unit' | 'role' | 'group';
  readonly id: string;
  readonly below: boolean;
}

export interface Sharing {
  id: string;
  readonly entity: string;
  readonly level: 'read' | 'read_write';
  readonly source: Side;
  readonly target: Side;
}

export interface Level {
  readonly id: string;
  readonly entity: string;
  level: 'private' | 'read' | 'read_write' | 'read_write_delete';
}

export interface Grant {
  readonly target: string;
  readonly verb: string;
  readonly scopes: readonly string[];
}

export interface PermissionSet {
  readonly id: string;
  readonly root: boolean;
  readonly customer_mode: boolean;
  grants: readonly Grant[];
  readonly field_rights: readonly FieldRight[];
}

export interface Thing {
  readonly entity: string;
  readonly id: string;
  readonly owner: string | null;
  readonly account: string | null;
  readonly values: Values;
  /** Who created it. */
  by?: string | null;
}

/** What somebody says about a record: as visible as that. */
export interface Remark {
  readonly id: string;
  readonly about: Thing;
  readonly by: string | null;
}

export interface World {
  readonly departments: readonly Node[];
  readonly roles: readonly Node[];
  /** Permission sets by role. */
  readonly roleSets: Map<string, readonly string[]>;
  readonly groups: readonly Group[];
  /** Whether reports are for the sales organisation, and who belongs to it. */
  readonly byUnit: boolean;
  readonly memberships: readonly { readonly unit: string; readonly user: string; readonly manager: boolean }[];
  readonly levels: readonly Level[];
  readonly sharing: Sharing[];
  readonly people: readonly Person[];
  readonly sets: readonly PermissionSet[];
  readonly things: readonly Thing[];
  /** Comments, about one record each. */
  readonly remarks: readonly Remark[];
  /** Relations: of two records, both of which one must see. */
  readonly pairs: readonly { readonly id: string; readonly ends: readonly [Thing, Thing] }[];
  /** Notifications by the person they were made for. */
  readonly notices: readonly { readonly id: string; readonly user: string }[];
  /** Calendars shared with a person, a role or a group. */
  readonly calendars: readonly { readonly user: string; readonly with: string }[];
  /** A moment when `gone` were there still and accounts had another name. */
  readonly moment: string;
  readonly gone: readonly Thing[];
  /** Id of a saved report, shared with everybody. */
  readonly report: string;
  /** A file of it, and whom it was made for. */
  readonly kept: { readonly id: string; readonly user: string };
}

/** The nouns of the proof. */
export const nouns = ['accounts', 'contacts', 'deals', 'activities', 'leads'] as const;

const verbs = ['view', 'view', 'view', 'create', 'update', 'delete', 'export', 'bulk', 'merge', '*'];
const scopes = ['own', 'own_groups', 'same_unit', 'sub_units', 'role_branch', 'all'];
const cuttable: Readonly<Record<string, readonly string[]>> = {
  accounts: ['city', 'phone', 'employees'],
  contacts: ['email', 'phone', 'city'],
  deals: ['amount', 'probability', 'next_step'],
  activities: ['type', 'due_on'],
  leads: ['email', 'source'],
};

export function drawGrants(random: Random): Grant[] {
  return Array.from({ length: 1 + random.int(6) }, () => ({
    target: random.chance(0.25) ? '*' : random.of(nouns),
    verb: random.of(verbs),
    scopes: [...new Set([random.of(scopes), ...random.some(scopes, 0.2)])],
  }));
}

export function drawFieldRights(random: Random) {
  const lines = Array.from({ length: random.int(4) }, () => {
    const target = random.of(Object.keys(cuttable));
    return { target, field: random.of(cuttable[target]!), right: random.of(['hidden', 'read'] as const) };
  });
  return [...new Map(lines.map((line) => [`${line.target}.${line.field}`, line])).values()];
}

export function drawLevel(random: Random): Level['level'] {
  return random.of(['private', 'private', 'private', 'read', 'read_write', 'read_write_delete']);
}

type Parts = Pick<World, 'departments' | 'roles' | 'groups'>;

function drawSide(random: Random, { departments, roles, groups }: Parts): Side {
  const kind = random.of(['unit', 'role', 'group'] as const);
  const nodes: readonly { readonly id: string }[] = { unit: departments, role: roles, group: groups }[kind];
  return { kind, id: random.of(nodes).id, below: kind !== 'group' && random.chance(0.4) };
}

export function drawSharing(random: Random, parts: Parts): Omit<Sharing, 'id'> {
  return {
    entity: random.chance(0.2) ? '*' : random.of(nouns),
    level: random.of(['read', 'read_write']),
    source: drawSide(random, parts),
    target: drawSide(random, parts),
  };
}

/** As the program keeps it. */
export function sharingValues({ entity, level, source, target }: Omit<Sharing, 'id'>): Values {
  return {
    ...{ entity, level, [`source_${source.kind}`]: source.id, source_below: source.below },
    ...{ [`target_${target.kind}`]: target.id, target_below: target.below },
  };
}

/** A tree of `count` nodes; `make` stores one and answers its id. */
export async function drawTree(
  random: Random,
  count: number,
  make: (parent: string | null, i: number) => Promise<string>,
  root: string | null,
): Promise<Node[]> {
  const nodes: Node[] = root ? [{ id: root, parent: null }] : [];
  while (nodes.length < count) {
    const parent = nodes.length > 0 ? random.of(nodes).id : null;
    nodes.push({ id: await make(parent, nodes.length), parent });
  }
  return nodes;
}
