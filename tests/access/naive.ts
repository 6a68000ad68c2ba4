// The naive evaluator: section 7.1 of the permission model in plain loops, with no line of the engine. Slow and obvious on purpose.

import type { Group, Node, PermissionSet, Person, Side, Thing, World } from './world.ts';

/** Nouns whose records belong to a customer's company; the others do not exist in customer mode. */
const BELONGING = new Set(['accounts', 'contacts', 'deals', 'activities', 'files']);

export class Naive {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  /** Is the verb granted on the noun at all? A refusal is then 403, not 404. */
  granted(person: Person, entity: string, verb: string): boolean {
    if (!person.enabled) return false;
    if (this.isRoot(person)) return true;
    if (this.isCustomer(person) && !BELONGING.has(entity)) return false;
    if (verb !== 'view' && verb !== 'create' && this.#scopes(person, entity, 'view').length === 0) return false;
    return this.#scopes(person, entity, verb).length > 0;
  }

  may(person: Person, thing: Thing, verb: string): boolean {
    if (!this.granted(person, thing.entity, verb)) return false;
    if (this.isRoot(person)) return true;
    if (this.isCustomer(person)) {
      const own = thing.entity === 'accounts' ? thing.id : thing.account;
      if (!person.account || own !== person.account) return false;
    }
    const wanted = verb === 'view' || verb === 'create' ? [verb] : [verb, 'view'];
    return wanted.every(
      (one) =>
        this.#scopes(person, thing.entity, one).some((scope) => this.#fits(person, thing, scope)) ||
        this.#isOpened(person, thing, one) ||
        (one === 'view' && thing.entity === 'activities' && this.#isShared(person, thing)),
    );
  }

  /** Whether reports are for this person at all. */
  readsReports(person: Person): boolean {
    return this.isRoot(person) || !this.#world.byUnit || this.#countsFor(person).length > 0;
  }

  /** In a report, rows are those of the reader's units. */
  mayReport(person: Person, thing: Thing): boolean {
    if (!this.may(person, thing, 'view')) return false;
    if (this.isRoot(person) || !this.#world.byUnit) return true;
    return this.#countsFor(person).some((other) => other.id === thing.owner);
  }

  #countsFor(person: Person): Person[] {
    const { departments, memberships, people } = this.#world;
    const inside = (unit: string) =>
      person.report_units.length > 0
        ? person.report_units.some((chosen) => chosen === unit || isBelow(departments, unit, chosen))
        : memberships.some((one) => one.user === person.id && (one.unit === unit || (one.manager && isBelow(departments, unit, one.unit))));
    return people.filter((other) => inside(other.department) || memberships.some((one) => one.user === other.id && inside(one.unit)));
  }

  /** By the lowest level of its noun, or by a sharing rule. */
  #isOpened(person: Person, { entity, owner }: Thing, verb: string): boolean {
    const concerned = (one: { entity: string; level: string }) => (one.entity === '*' || one.entity === entity) && opens(one.level, verb);
    if (this.#world.levels.some(concerned)) return true;
    const owners = this.#world.people.filter((other) => other.id === owner);
    return this.#world.sharing.some(
      (rule) =>
        concerned(rule) &&
        this.#isPart(person, rule.target) &&
        (rule.source.id === owner || owners.some((other) => this.#isPart(other, rule.source))),
    );
  }

  #isPart(person: Person, { kind, id, below }: Side): boolean {
    const { departments, roles, groups } = this.#world;
    if (kind === 'unit') return person.department === id || (below && isBelow(departments, person.department, id));
    if (kind === 'role') return person.role === id || (below && person.role !== null && isBelow(roles, person.role, id));
    return this.#isMember(person, groups.find((group) => group.id === id)!);
  }

  #isMember(person: Person, { members, roles, groups }: Group): boolean {
    if (members.includes(person.id) || (person.role !== null && roles.includes(person.role))) return true;
    return this.#world.groups.some((inner) => groups.includes(inner.id) && this.#isMember(person, inner));
  }

  /** What is said about a record is for whoever sees it; a customer never hears of it. Grants have no say. */
  hears(person: Person, about: Thing): boolean {
    return person.enabled && !this.isCustomer(person) && this.may(person, about, 'view');
  }

  isInside(person: Person): boolean {
    return person.enabled && !this.isCustomer(person);
  }

  /** A calendar that was shared, unless the event is private; and what one is invited to. */
  #isShared(person: Person, { owner, values }: Thing): boolean {
    if ((values.participants as string[] | undefined)?.includes(person.id)) return true;
    return values.private !== true && this.#world.calendars.some((share) => share.user === owner && this.#isGiven(person, share.with));
  }

  #isGiven(person: Person, to: string): boolean {
    if (to === person.id || to === person.role) return true;
    return this.#world.groups.some((group) => group.id === to && this.#isMember(person, group));
  }

  /** Whose busy hours somebody may know: one's own level, those below, and calendars that are shared. Customers none. */
  knowsHoursOf(person: Person, other: Person): boolean {
    if (!person.enabled || !other.enabled || !this.granted(person, 'activities', 'view')) return false;
    if (this.isRoot(person) || person.id === other.id) return true;
    if (this.isCustomer(person) || other.account) return false;
    if (this.#world.calendars.some((share) => share.user === other.id && this.#isGiven(person, share.with))) return true;
    if (person.role === other.role) return true;
    return person.role !== null && other.role !== null && isBelow(this.#world.roles, other.role, person.role);
  }

  administers(person: Person): boolean {
    return this.isRoot(person) || this.#setsOf(person).some((set) => set.grants.some(({ target }) => target === 'feature:administration'));
  }

  isRoot(person: Person): boolean {
    return this.#world.sets.some((set) => set.root && person.sets.includes(set.id));
  }

  /** `hidden`, `read`, or null for a field that nothing cuts: a set that grants on the noun and does not cut the field frees it. */
  fieldRight(person: Person, entity: string, field: string): 'hidden' | 'read' | null {
    if (this.isRoot(person)) return null;
    let mildest: 'hidden' | 'read' | null = null;
    const sets = this.#setsOf(person);
    for (const set of sets) {
      const line = set.field_rights.find((one) => one.target === entity && one.field === field);
      const speaks = set.grants.some((grant) => grant.target === entity || grant.target === '*');
      if (!line && speaks) return null;
      if (line && mildest !== 'read') mildest = line.right;
    }
    return mildest;
  }

  #fits(person: Person, thing: Thing, scope: string): boolean {
    const { people, groups, departments, roles } = this.#world;
    const owner = people.find((other) => other.id === thing.owner);
    switch (scope) {
      case 'all':
        return true;
      case 'own':
        return thing.owner === person.id || thing.by === person.id;
      case 'own_groups':
        return groups.some((group) => group.id === thing.owner && this.#isMember(person, group));
      case 'same_unit':
        return owner !== undefined && owner.department === person.department;
      case 'sub_units':
        return owner !== undefined && isBelow(departments, owner.department, person.department);
      case 'role_branch':
        return owner !== undefined && owner.role !== null && person.role !== null && isBelow(roles, owner.role, person.role);
      default:
        throw new Error(scope);
    }
  }

  #scopes(person: Person, entity: string, verb: string): string[] {
    const found: string[] = [];
    for (const set of this.#setsOf(person)) {
      for (const grant of set.grants) {
        if ((grant.target === entity || grant.target === '*') && (grant.verb === verb || grant.verb === '*')) found.push(...grant.scopes);
      }
    }
    return found;
  }

  isCustomer(person: Person): boolean {
    return !this.isRoot(person) && this.#setsOf(person).some((set) => set.customer_mode);
  }

  /** Own sets, those of the role, and the individual rights as one more. */
  #setsOf(person: Person) {
    const { sets, roleSets } = this.#world;
    const ofRole = (person.role && roleSets.get(person.role)) || [];
    const { grants, field_rights } = person;
    const own = { id: person.id, root: false, customer_mode: false, grants, field_rights };
    return [...sets.filter((set) => person.sets.includes(set.id) || ofRole.includes(set.id)), own];
  }
}

/** A key with rights of its own: whatever its user and the key may both do. No other thing gives it anything. */
export class NaiveKey extends Naive {
  readonly #user: Naive;
  readonly #key: Naive;

  constructor(world: World, own: Pick<PermissionSet, 'grants' | 'field_rights'>) {
    super(world);
    this.#user = new Naive(world);
    const set = { id: 'key', root: false, customer_mode: false, ...own };
    this.#key = new Naive({ ...world, sets: [set], roleSets: new Map(), levels: [], sharing: [] });
  }

  override granted(person: Person, entity: string, verb: string): boolean {
    return this.#user.granted(person, entity, verb) && this.#key.granted(holder(person), entity, verb);
  }

  override may(person: Person, thing: Thing, verb: string): boolean {
    return this.#user.may(person, thing, verb) && this.#key.may(holder(person), thing, verb);
  }

  override fieldRight(person: Person, entity: string, field: string): 'hidden' | 'read' | null {
    const both = [this.#user.fieldRight(person, entity, field), this.#key.fieldRight(holder(person), entity, field)];
    return both.includes('hidden') ? 'hidden' : both.includes('read') ? 'read' : null;
  }

  override administers(): boolean {
    return false;
  }

  override isRoot(): boolean {
    return false;
  }
}

function holder(person: Person): Person {
  return { ...person, sets: ['key'], grants: [], field_rights: [] };
}

function opens(level: string, verb: string): boolean {
  if (verb === 'view') return level !== 'private';
  if (verb === 'update') return level === 'read_write' || level === 'read_write_delete';
  return verb === 'delete' && level === 'read_write_delete';
}

/** Strictly below. */
function isBelow(tree: readonly Node[], id: string, above: string): boolean {
  for (let node = tree.find((one) => one.id === id); node?.parent; node = tree.find((one) => one.id === node!.parent)) {
    if (node.parent === above) return true;
  }
  return false;
}
