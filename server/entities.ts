// What this workspace knows, as the caller may see it: nouns, fields, actions, and who the caller is.

import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import {
  type Actor,
  activeLanguages,
  describeUser,
  granted,
  knownSettings,
  mayAssignMany,
  mayMerge,
  menuFor,
  notFound,
  ownerDecisions,
  type ToldWords,
  titleFrom,
  type Values,
  type Workspace,
  wordsFor,
  zoneOf,
} from '../engine/index.ts';
import { describe, type Entity, OWN_VERBS } from '../schema/index.ts';
import { endpoint } from './endpoint.ts';
import { seenBy } from './seeing.ts';
import { values } from './shapes.ts';

const tag = 'Schema';

/** What an administrator left of the screens on a phone; null and what is absent: as elsewhere. */
const onPhones = z.object({
  modules: z.array(z.string()).nullable(),
  shown: z.record(z.string(), z.array(z.string())),
  start: z.string().nullable(),
});

/** `currency_signs`: how amounts are marked, by the currency's letters. */
const named = z.object({
  name: z.string(),
  title: z.string(),
  currency_signs: z.record(z.string(), z.string()),
  languages: z.array(z.string()),
  phone: onPhones,
});

/** As an administrator arranged it; null: as it comes. */
const menu = z
  .object({
    headers: z.array(
      z.object({
        title: z.string().optional(),
        items: z.array(
          z.object({
            ...{ module: z.string().optional(), page: z.string().optional(), url: z.string().optional() },
            ...{ title: z.string().optional(), new_tab: z.boolean().optional() },
          }),
        ),
      }),
    ),
    put_away: z.array(z.string()),
  })
  .nullable();

/** Descriptions by rights and schema: who has the same rights sees the same, and the client asks on every start. */
const described = new LRUCache<string, readonly object[]>({ max: 200 });

export const listEntities = endpoint({
  method: 'GET',
  path: '/entities',
  summary: 'All nouns you may see, and who you are',
  tag,
  rule: 'session',
  keys: true,
  unread: true,
  answers: { 200: z.object({ entities: z.array(values), me: values, workspace: named, words: values, menu }) },
  async handler({ workspace, actor, context, credential }) {
    const { rights } = actor;
    const user = await describeUser(workspace, actor.id ?? '');
    const features = rights.root ? Object.keys(rights.schema.features) : [...rights.features];
    return {
      body: {
        entities: describeAll(workspace, actor),
        me: {
          ...user,
          zone: await zoneOf(workspace, actor.id ?? ''),
          root: rights.root,
          features,
          assigns: mayAssignMany(actor),
          owners: await ownerDecisions(context),
          seen: await seenBy(workspace, credential),
        },
        workspace: { name: workspace.name, ...(await lookOf(workspace)) },
        words: wordsAsSeen(workspace, actor),
        menu: await menuFor(workspace, rights),
      },
    };
  },
});

export const getEntity = endpoint({
  method: 'GET',
  path: '/entities/{entity}',
  summary: 'One noun with its fields and actions',
  tag,
  rule: 'session',
  keys: true,
  unread: true,
  answers: { 200: values },
  async handler({ workspace, actor, params }) {
    const { entities } = actor.rights.schema;
    const entity = Object.hasOwn(entities, params.entity) ? entities[params.entity] : undefined;
    if (entity === undefined || entity.parent !== null || !isVisible(actor, entity)) throw notFound(`"${params.entity}"`);
    return { body: describeOne(workspace, actor, entity) };
  },
});

async function lookOf(workspace: Workspace): Promise<Omit<z.output<typeof named>, 'name'>> {
  const [settings, phone] = await Promise.all([settingsOf(workspace, 'general_settings'), settingsOf(workspace, 'phone_settings')]);
  return {
    title: titleFrom(workspace.name, settings['name']),
    currency_signs: (settings['currency_signs'] as Record<string, string> | null | undefined) ?? {},
    languages: [...(await activeLanguages(workspace))],
    phone: { modules: phone['modules'] ?? null, shown: phone['shown'] ?? {}, start: phone['start'] ?? null } as z.output<typeof onPhones>,
  };
}

/** Nothing where no module has brought them. */
async function settingsOf(workspace: Workspace, name: string): Promise<Values> {
  return workspace.state.schema.entities[name] ? knownSettings(workspace, name) : {};
}

function describeAll(workspace: Workspace, actor: Actor): readonly object[] {
  const key = `${workspace.name}/${workspace.state.epoch.schema}/${actor.rights.key}/${fixedOwners(actor).join()}`;
  const known = described.get(key);
  if (known !== undefined) return known;
  const all = Object.values(actor.rights.schema.entities)
    .filter((entity) => entity.parent === null && isVisible(actor, entity))
    .map((entity) => describeOne(workspace, actor, entity));
  described.set(key, all);
  return all;
}

/** By rights and schema, as descriptions are. */
const told = new LRUCache<string, ToldWords>({ max: 200 });

function wordsAsSeen({ name, state }: Workspace, { rights }: Actor): ToldWords {
  const key = `${name}/${state.epoch.schema}/${rights.key}`;
  const known = told.get(key) ?? wordsFor(state, rights);
  told.set(key, known);
  return known;
}

function describeOne({ state }: Workspace, actor: Actor, entity: Entity): object {
  const can = { ...Object.fromEntries(OWN_VERBS.map((verb) => [verb, may(actor, entity, verb)])), merge: mayMerge(actor.rights, entity) };
  const { actions, ...rest } = describe(actor.rights.schema, entity, readOnlyFields(actor));
  return {
    ...rest,
    actions: actions.filter((action) => may(actor, entity, action.verb)),
    can,
    search_pending: state.searching.has(entity.name),
  };
}

function readOnlyFields({ rights }: Actor): ReadonlySet<string> {
  const cut = rights.root ? [] : [...rights.fields].filter(([, right]) => right === 'read').map(([field]) => field);
  return new Set([...cut, ...fixedOwners({ rights })]);
}

/** Owners that an administrator decided to leave as they are (row CS-016). */
function fixedOwners({ rights }: Pick<Actor, 'rights'>): string[] {
  return rights.root ? [] : [...rights.choices.owners].flatMap(([entity, { fixed }]) => (fixed ? [`${entity}.owner`] : []));
}

function isVisible(actor: Actor, entity: Entity): boolean {
  return may(actor, entity, 'view') || may(actor, entity, 'create');
}

function may({ rights }: Actor, entity: Entity, verb: string): boolean {
  return granted(rights, entity, verb) && (verb !== 'delete' || entity.deletable !== 'never');
}
