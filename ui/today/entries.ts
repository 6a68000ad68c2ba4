// What is to be done today, from three sources in one order: contacts to come back to (contacts that are tasks among them), tasks
// that are due, events of the day. Days are those of the user's time zone.

import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import type { EntityDescription, RecordValues, Reference } from '../../client/index.ts';
import { addDays } from '../../schema/index.ts';
import { localToday } from '../fields/date-text.ts';
import { titleOf } from '../fields/lookup.ts';
import { useLive } from '../live.tsx';
import { fieldOf, keys, queryClient, useSetup } from '../queries.ts';
import { client } from '../workspace.ts';
import { instantAt } from '../zone.ts';

/** Whose work: mine, that of nobody, of everybody I see, or the id of a person or an owner group. */
export type Whose = 'mine' | 'nobody' | 'everybody' | (string & {});

export interface Entry {
  readonly key: string;
  readonly entity: EntityDescription;
  readonly record: RecordValues;
  readonly title: string;
  /** The day it was due, `YYYY-MM-DD`. */
  readonly day: string;
  /** Of an event: when it begins. */
  readonly at: string | null;
}

export interface Owned {
  readonly id: string | null;
  readonly title: string;
  readonly count: number;
}

/** More than anybody does in a day; the count beside it is exact. */
const MOST = 200;

interface Source {
  readonly entity: EntityDescription;
  readonly due: string;
  readonly fields: readonly string[];
  readonly sort: string;
}

function useSources(today: string): readonly Source[] {
  const { entities } = useSetup();
  return useMemo(() => {
    const seen = (name: string, ...fields: string[]) =>
      entities.find((entity) => entity.name === name && entity.can.view && fields.every((field) => fieldOf(entity, field)));
    const [contacts, activities] = [seen('contacts', 'next_action_on'), seen('activities', 'due_on', 'status', 'starts_at')];
    const tomorrow = instantAt(addDays(today, 1));
    const known = (entity: EntityDescription, ...names: string[]) => ['id', 'version', ...names.filter((name) => fieldOf(entity, name))];
    const sources: Source[] = [];
    if (contacts)
      sources.push({
        entity: contacts,
        due: `next_action_on <= "${today}"`,
        fields: known(
          contacts,
          ...contacts.title,
          'kind',
          'status',
          'title',
          'account',
          'phone',
          'mobile',
          'email',
          'next_action_on',
          'owner',
        ),
        sort: 'next_action_on',
      });
    if (activities)
      sources.push({
        entity: activities,
        due: `status = "open" and (due_on <= "${today}" or starts_at < "${tomorrow}")`,
        fields: known(
          activities,
          'subject',
          'kind',
          'type',
          'priority',
          'due_on',
          'starts_at',
          'ends_at',
          'place',
          'related_to',
          'contact',
          'account',
          'description',
          'owner',
        ),
        sort: 'due_on,starts_at',
      });
    return sources;
  }, [entities, today]);
}

export function useEntries(whose: Whose): { entries: readonly Entry[] | undefined; more: number; error: unknown } {
  const today = localToday();
  const sources = useSources(today);
  const { data, error } = useQuery({
    queryKey: ['today', 'entries', whose, sources.map(({ entity }) => entity.name).join(), today],
    queryFn: async ({ signal }) => {
      const pages = await Promise.all(
        sources.map(({ entity, due, fields, sort }) =>
          client.records(entity.name).list({ filter: `${ownedBy(whose)}(${due})`, fields, sort, limit: MOST, count: 'exact' }, { signal }),
        ),
      );
      return pages.map(({ records, count }, i) => ({
        name: sources[i]?.entity.name,
        records,
        more: Math.max(0, (count ?? 0) - records.length),
      }));
    },
  });
  useRefresh();
  const entries = useMemo(() => {
    const all = data?.flatMap(({ name, records }) => {
      const entity = sources.find((source) => source.entity.name === name)?.entity;
      return entity ? records.map((record) => toEntry(entity, record)) : [];
    });
    return all?.sort((a, b) => order(a).localeCompare(order(b)));
  }, [data, sources]);
  return { entries, more: data?.reduce((sum, { more }) => sum + more, 0) ?? 0, error };
}

/** How much there is to be done, by owner; one request. */
export function useOwners(): readonly Owned[] | undefined {
  const today = localToday();
  const sources = useSources(today);
  useRefresh();
  return useQuery({
    // Who sees none of these nouns has nothing to ask.
    enabled: sources.length > 0,
    queryKey: ['today', 'owners', sources.map(({ entity }) => entity.name).join(), today],
    queryFn: async ({ signal }) => {
      const { answers } = await client.aggregates(
        sources.map(({ entity, due }) => ({ entity: entity.name, filter: due, group_by: ['owner'], measures: [{ fn: 'count' as const }] })),
        { signal },
      );
      const owners = new Map<string | null, Owned>();
      for (const row of answers.flatMap((answer) => ('rows' in answer ? answer.rows : []))) {
        const owner = row.owner as Reference | null;
        const before = owners.get(owner?.id ?? null);
        owners.set(owner?.id ?? null, {
          id: owner?.id ?? null,
          title: owner?.title ?? '',
          count: (before?.count ?? 0) + Number(row.count),
        });
      }
      return [...owners.values()].sort((a, b) => b.count - a.count || a.title.localeCompare(b.title));
    },
  }).data;
}

export function refreshToday(): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: ['today'] });
}

/** What others do is seen here without asking; and the day ends. */
function useRefresh(): void {
  useLive('contacts', () => void refreshToday());
  useLive('activities', () => void refreshToday());
  useEffect(() => {
    const midnight = Date.parse(instantAt(addDays(localToday(), 1))) + 1000 - Date.now();
    const timer = setTimeout(() => void refreshToday(), midnight);
    return () => clearTimeout(timer);
  }, []);
}

function ownedBy(whose: Whose): string {
  if (whose === 'everybody') return '';
  if (whose === 'mine') return 'owner = me() and ';
  return whose === 'nobody' ? 'owner is empty and ' : `owner = "${whose.replace(/[^\w-]/g, '')}" and `;
}

function toEntry(entity: EntityDescription, record: RecordValues): Entry {
  const at = record.starts_at ? String(record.starts_at) : null;
  const day = at ? localToday(new Date(at)) : String(record.next_action_on ?? record.due_on ?? '');
  return { key: `${entity.name}/${record.id}`, entity, record, title: titleOf(entity, record) || record.id, day, at };
}

/** By day; within it what has an hour comes first, by the hour. */
function order({ day, at, entity, title }: Entry): string {
  return `${day} ${at ?? '9'} ${entity.name === 'contacts' ? 0 : 1} ${title}`;
}

export const queryKeysOf = (entry: Entry) => [keys.record(entry.entity.name, entry.record.id), keys.entity(entry.entity.name)];
