// The functions of modules, kept apart from the schema, which is plain data.

import type {
  ActionDefinition,
  FeedDefinition,
  FollowerDefinition,
  HooksOfRuntime,
  JobDefinition,
  ModuleDefinition,
  PageDefinition,
  ServiceDefinition,
} from '../define.ts';
import type { Mistakes } from './mistakes.ts';
import { checkName } from './names.ts';
import type { Source } from './sources.ts';

/** What modules do, by name. `letterhead` is that of the first module that has one; what is absent in a job is null or false. */
export interface Behaviour {
  /** By entity, in the order of modules: the entity's own first. */
  readonly hooks: Readonly<Record<string, readonly HooksOfRuntime[]>>;
  /** `actions.deals.win(call)` */
  readonly actions: Readonly<Record<string, Readonly<Record<string, ActionDefinition['run']>>>>;
  readonly jobs: Readonly<
    Record<
      string,
      {
        readonly module: string;
        readonly schedule: string | null;
        readonly due: string | null;
        readonly tellsItself: boolean;
        readonly run: JobDefinition['run'];
      }
    >
  >;
  readonly followers: Readonly<Record<string, FollowerDefinition>>;
  readonly services: Readonly<Record<string, ServiceDefinition>>;
  readonly feeds: Readonly<Record<string, FeedDefinition>>;
  readonly pages: Readonly<Record<string, PageDefinition>>;
  readonly letterhead: ModuleDefinition['letterhead'] | null;
  readonly jobEnds: readonly NonNullable<ModuleDefinition['onJobEnd']>[];
  readonly merges: readonly NonNullable<ModuleDefinition['onMerge']>[];
  /** In the order of needs. */
  readonly upgrade: readonly { readonly module: string; readonly run: NonNullable<ModuleDefinition['upgrade']> }[];
  readonly setup: readonly { readonly module: string; readonly run: NonNullable<ModuleDefinition['setup']> }[];
  readonly demo: readonly { readonly module: string; readonly run: NonNullable<ModuleDefinition['demo']> }[];
}

/** Complains of names that two modules give to a job, service, feed or page. */
export function behaviourOf(modules: readonly ModuleDefinition[], sources: ReadonlyMap<string, Source>, mistakes: Mistakes): Behaviour {
  const jobs: Record<string, Behaviour['jobs'][string]> = {};
  for (const module of modules) {
    for (const [name, { schedule, due, tellsItself, run }] of Object.entries(module.jobs ?? {})) {
      const place = { module: module.name };
      if (!checkName(name, 'a job', place, mistakes)) continue;
      const other = jobs[name];
      if (other) mistakes.add(place, `the job "${name}" is defined already, by the module ${other.module}`);
      if (schedule !== undefined && schedule.trim().split(/\s+/).length !== 5)
        mistakes.add(place, `the schedule "${schedule}" of ${name} needs five fields`);
      jobs[name] = { module: module.name, schedule: schedule ?? null, due: due ?? null, tellsItself: tellsItself === true, run };
    }
  }
  return Object.freeze({
    hooks: Object.fromEntries(
      [...sources].filter(([, { hooks }]) => hooks.length > 0).map(([name, { hooks }]) => [name, Object.freeze(hooks)]),
    ),
    actions: Object.fromEntries(
      [...sources].filter(([, { actions }]) => actions.size > 0).map(([name, { actions }]) => [name, runsOf(actions)]),
    ),
    jobs,
    followers: named(modules, 'followers', mistakes),
    services: named(modules, 'services', mistakes),
    feeds: named(modules, 'feeds', mistakes),
    pages: named(modules, 'pages', mistakes),
    letterhead: modules.find(({ letterhead }) => letterhead)?.letterhead ?? null,
    jobEnds: modules.flatMap(({ onJobEnd }) => (onJobEnd ? [onJobEnd] : [])),
    merges: modules.flatMap(({ onMerge }) => (onMerge ? [onMerge] : [])),
    upgrade: modules.flatMap(({ name, upgrade }) => (upgrade ? [{ module: name, run: upgrade }] : [])),
    setup: modules.flatMap(({ name, setup }) => (setup ? [{ module: name, run: setup }] : [])),
    demo: modules.flatMap(({ name, demo }) => (demo ? [{ module: name, run: demo }] : [])),
  });
}

type Named = FollowerDefinition | ServiceDefinition | FeedDefinition | PageDefinition;

function named<Part extends 'followers' | 'services' | 'feeds' | 'pages'>(
  modules: readonly ModuleDefinition[],
  part: Part,
  mistakes: Mistakes,
): Behaviour[Part] {
  const found: Record<string, Named> = {};
  for (const module of modules) {
    for (const [name, definition] of Object.entries<Named>(module[part] ?? {})) {
      const place = { module: module.name };
      if (!checkName(name, `one of the ${part}`, place, mistakes)) continue;
      if (Object.hasOwn(found, name)) mistakes.add(place, `"${name}" of its ${part} is defined already by another module`);
      found[name] = definition;
    }
  }
  return Object.freeze(found) as Behaviour[Part];
}

function runsOf(actions: Source['actions']): Record<string, ActionDefinition['run']> {
  return Object.fromEntries([...actions].map(([name, { definition }]) => [name, definition.run]));
}
