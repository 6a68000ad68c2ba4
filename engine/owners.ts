// Whom somebody may choose as the owner of records of a noun, found while he types (row CS-016).

import type { Entity } from '../schema/index.ts';
import { granted, isEverything, mergedPeople, rulesFor } from './access.ts';
import type { BoundContext } from './context.ts';
import { notGranted } from './errors.ts';
import { entityOf } from './read.ts';
import type { OwnerChoice, Rights, Values } from './types.ts';

/** A user or group. */
export interface OfferedOwner {
  readonly entity: string;
  readonly id: string;
  readonly title: string;
  /** Tells people of one name apart. */
  readonly detail: string;
}

/** What an administrator decided about the owners of a noun, as far as it binds this person. */
export interface OwnerDecision {
  readonly fixed: boolean;
  readonly standard: { readonly id: string; readonly title: string } | null;
}

/** `q`: words of the name, as a search looks for them; empty: any. */
export interface OwnersAsked {
  readonly q: string;
  readonly limit: number;
  /** Of a record that is about to be made, or of one that is there; default: of any. */
  readonly record?: 'new' | (string & {}) | undefined;
}

/** Users and groups in the actor's reach that a write would accept. @throws Refusal 403 where he gives no record an owner */
export async function offeredOwners(context: BoundContext, name: string, asked: OwnersAsked): Promise<OfferedOwner[]> {
  const { rights } = context.actor;
  const entity = entityOf(rights, name);
  if (!granted(rights, entity, 'create') && !granted(rights, entity, 'update'))
    throw notGranted(`You may not change ${entity.plural.toLowerCase()}.`);
  const choice = rights.root ? undefined : rights.choices.owners.get(name);
  if (choice?.fixed) return [];
  const among = choice?.among ?? 'anybody';
  const lists = [typeof among === 'string' ? null : among, ...(await ownersInReach(context, entity, asked.record))];
  const nouns = (entity.fields['owner']?.to ?? []).flatMap((to) => offeredNoun(rights, to, among));
  const found = await Promise.all(nouns.map((noun) => offersOf(context, noun, lists, asked)));
  return found.flat();
}

/** Nobody gives a record to whose records he does not reach, unless it is in his reach whoever owns it (row PX-04). */
async function ownersInReach(
  context: BoundContext,
  entity: Entity,
  record: OwnersAsked['record'],
): Promise<(ReadonlySet<string> | null)[]> {
  const { rights, id: me } = context.actor;
  if (rights.root) return [];
  const isMade = record !== undefined && record !== 'new';
  const maker = isMade ? (await context.records.get(entity.name, record, ['created_by']))['created_by'] : null;
  const isMine = record === 'new' || (isMade && (maker as { id?: string } | null)?.id === me);
  return (record === 'new' ? ['create'] : ['update', 'view']).map((verb) => {
    const rules = rulesFor(rights, entity, verb);
    const isWide = rules.some(({ when, people, also }) => isEverything(when) || people === undefined || (isMine && also !== undefined));
    return isWide ? null : new Set(rights.people.ids(mergedPeople(rules)));
  });
}

function offeredNoun(rights: Rights, name: string, among: OwnerChoice['among']): Entity[] {
  const noun = Object.hasOwn(rights.schema.entities, name) ? rights.schema.entities[name] : undefined;
  const isMeant = typeof among !== 'string' || among === 'anybody' || among === (name === 'users' ? 'users' : 'groups');
  return noun && isMeant && granted(rights, noun, 'view') ? [noun] : [];
}

/** Those that are in each of the lists; null is no list. */
async function offersOf(
  { records }: BoundContext,
  noun: Entity,
  lists: readonly (ReadonlySet<string> | null)[],
  { q, limit }: OwnersAsked,
): Promise<OfferedOwner[]> {
  const [first, ...others] = lists.filter((list) => list !== null);
  const ids = first && [...first].filter((id) => others.every((list) => list.has(id)));
  if (ids?.length === 0) return [];
  const conditions = [
    // Whoever has left keeps what he owns and gets nothing new.
    ...(noun.fields['status'] && noun.name === 'users' ? ['status = "enabled"'] : []),
    ...(ids ? [`id in (${ids.map((id) => `"${id}"`).join(', ')})`] : []),
  ];
  const details = ['login', 'department'].filter((field) => noun.fields[field] && !noun.title.includes(field));
  const fields = ['id', ...noun.title, ...details];
  const found = await records.list(noun.name, { q, fields, limit, filter: conditions.join(' and ') || null });
  return found.records.map((record) => ({
    entity: noun.name,
    id: String(record['id']),
    title: textOf(record, noun.title, ' ') || String(record['id']),
    detail: textOf(record, details, ' · '),
  }));
}

function textOf(record: Values, fields: readonly string[], between: string): string {
  const words = fields.map((field) => {
    const value = record[field];
    return typeof value === 'object' && value !== null ? (value as { title?: string | null }).title : value;
  });
  return words.filter(Boolean).join(between);
}

/** By noun; nothing of nouns whose owners are as everywhere. */
export async function ownerDecisions(context: BoundContext): Promise<Record<string, OwnerDecision>> {
  const { rights } = context.actor;
  const decided = [...rights.choices.owners].filter(([name, { fixed, standard }]) => rights.schema.entities[name] && (fixed || standard));
  if (decided.length === 0) return {};
  const { records } = context.system('names the owner that new records get');
  const filter = 'owner_default is not empty';
  const settings = await records.list('data_settings', { fields: ['entity', 'owner_default'], filter, limit: 500 });
  const standards = new Map(settings.records.map((one) => [one['entity'], one['owner_default'] as OwnerDecision['standard']]));
  return Object.fromEntries(
    decided.map(([name, { fixed }]) => {
      const standard = standards.get(name);
      return [name, { fixed: fixed && !rights.root, standard: standard ? { id: standard.id, title: standard.title } : null }];
    }),
  );
}
