// Lines of rights as ticks: what is on, what turns it on or off, and what a wider line gives already.

import type { CatalogueTarget, GrantLine, RightsCatalogue, Scope } from '../../client/index.ts';

/** One tick: a scope of a verb of a noun, or a feature. */
export interface Tick {
  readonly target: string;
  readonly verb: string;
  /** Null for features. */
  readonly scope: Scope | null;
  /** Whether the one who gives may give it. */
  readonly gives: boolean;
}

export type Lines = readonly GrantLine[];

export function isFeature(target: string): boolean {
  return target.startsWith('feature:');
}

/** Stands in the lines itself. */
export function isOwn(lines: Lines, { target, verb, scope }: Omit<Tick, 'gives'>): boolean {
  if (isFeature(target)) return lines.some((line) => line.target === target);
  return lines.some((line) => line.target === target && line.verb === verb && scope !== null && (line.scopes ?? []).includes(scope));
}

/** A wider line gives it: another one of all business records, of all verbs or of all scopes. */
export function isCovered(lines: Lines, { target, verb, scope }: Omit<Tick, 'gives'>, business: boolean): boolean {
  if (isFeature(target) || scope === null) return false;
  return lines.some((line) => {
    const wider = (line.target === '*' && target !== '*' && business) || (line.verb === '*' && verb !== '*');
    const same = line.target === target || (line.target === '*' && business);
    if (!same || !(line.verb === verb || line.verb === '*')) return false;
    const scopes = line.scopes ?? [];
    return (scope !== 'all' && scopes.includes('all')) || (wider && scopes.includes(scope));
  });
}

export function isOn(lines: Lines, tick: Omit<Tick, 'gives'>, business: boolean): boolean {
  return isOwn(lines, tick) || isCovered(lines, tick, business);
}

/** One line for a verb of a noun; a line without scopes goes. */
export function put(lines: Lines, { target, verb, scope }: Omit<Tick, 'gives'>, on: boolean): Lines {
  if (isFeature(target)) {
    const others = lines.filter((line) => line.target !== target);
    return on ? (others.length < lines.length ? lines : [...lines, { target, verb: '*', scopes: [] }]) : others;
  }
  if (scope === null) return lines;
  const matching = (line: GrantLine) => line.target === target && line.verb === verb;
  if (on && !lines.some(matching)) return [...lines, { target, verb, scopes: [scope] }];
  return lines.flatMap((line) => {
    if (!matching(line)) return [line];
    const scopes = (line.scopes ?? []).filter((one) => one !== scope);
    if (on) scopes.push(scope);
    return scopes.length > 0 ? [{ ...line, scopes }] : [];
  });
}

export interface GroupState {
  readonly on: number;
  readonly of: number;
  /** All of them, and there are some. */
  readonly all: boolean;
}

export function stateOf(lines: Lines, ticks: readonly Tick[], isBusiness: (target: string) => boolean): GroupState {
  const on = ticks.filter((tick) => isOn(lines, tick, isBusiness(tick.target))).length;
  return { on, of: ticks.length, all: on > 0 && on === ticks.length };
}

/** Turns on every right of a group that may be given, or, when all are on, turns them off (row SC-26). */
export function toggleAll(lines: Lines, ticks: readonly Tick[], isBusiness: (target: string) => boolean): Lines {
  const on = !stateOf(lines, ticks, isBusiness).all;
  return ticks
    .filter((tick) => tick.gives && (!on || !isOn(lines, tick, isBusiness(tick.target))))
    .reduce((all, tick) => putRight(all, tick, on), lines);
}

/**
 * As in the groups of the dialogue: to see what belongs to a department one sees one's own, and without the menu entry nothing of the
 * noun is seen.
 */
export function putRight(lines: Lines, tick: Tick, on: boolean): Lines {
  const { target, verb, scope } = tick;
  if (verb !== 'view' || scope === null) return put(lines, tick, on);
  if (on && (scope === 'same_unit' || scope === 'sub_units') && !hasAll(lines, target))
    return put(put(lines, { target, verb, scope: 'own' }, true), tick, true);
  if (!on && scope === 'own') return lines.filter((line) => line.target !== target || line.verb !== verb);
  return put(lines, tick, on);
}

function hasAll(lines: Lines, target: string): boolean {
  return isOwn(lines, { target, verb: 'view', scope: 'all' });
}

export type GroupName = 'functions' | 'menu' | 'same' | 'below';

export interface Right extends Tick {
  /** For React and for tests. */
  readonly key: string;
  /** Of what: a noun, or a feature. */
  readonly of: string;
  /** Name of an action. */
  readonly action?: string | undefined;
}

/** Features that nobody gets by default (row SC-20). */
const NEVER_BY_DEFAULT = ['set_authorization'];

/** The four groups of the dialogue (rows SC-10 to SC-13, SC-20). */
export function groupsOf({ targets, features }: RightsCatalogue, byDefault: boolean): Readonly<Record<GroupName, readonly Right[]>> {
  // What everybody works with comes first.
  const of = (area: string) => targets.filter((noun) => noun.area === area && noun.target !== '*');
  const nouns = [...of('business'), ...of('administration')];
  const ofScope = (choose: (noun: CatalogueTarget) => Scope | null): Right[] =>
    nouns.flatMap((noun) => {
      const view = noun.verbs.find(({ verb }) => verb === 'view');
      const scope = choose(noun);
      if (!view || scope === null) return [];
      return [rightOf(noun, 'view', scope, view.gives)];
    });
  const actions = nouns.flatMap((noun) =>
    noun.verbs.flatMap(({ verb, label, gives }) => {
      const scope = widest(noun);
      return label && scope ? [{ ...rightOf(noun, verb, scope, gives), action: label }] : [];
    }),
  );
  return {
    functions: [
      ...features
        .filter(({ name }) => !byDefault || !NEVER_BY_DEFAULT.includes(name))
        .map(({ name, label, gives }) => ({
          ...{ key: `feature:${name}`, target: `feature:${name}`, verb: '*', scope: null, gives },
          of: label,
        })),
      ...actions,
    ],
    menu: ofScope(({ scopes }) => (scopes.includes('own') ? 'own' : scopes.includes('all') ? 'all' : null)),
    same: ofScope(({ scopes }) => (scopes.includes('same_unit') ? 'same_unit' : null)),
    below: ofScope(({ scopes }) => (scopes.includes('sub_units') ? 'sub_units' : null)),
  };
}

function rightOf(noun: CatalogueTarget, verb: string, scope: Scope, gives: readonly Scope[]): Right {
  return { key: `${noun.target}.${verb}.${scope}`, of: noun.label, target: noun.target, verb, scope, gives: gives.includes(scope) };
}

/** Changing reaches no further than seeing does, so a function may be given for all. */
function widest({ scopes }: CatalogueTarget): Scope | null {
  return scopes.includes('all') ? 'all' : (scopes[0] ?? null);
}
