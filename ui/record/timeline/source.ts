// What a timeline is made of: sources that each tell a page of what happened, newest first. Further channels join as further sources.

import type { ComponentType } from 'react';
import type { AnyReference, EntityDescription, RecordValues } from '../../../client/index.ts';
import { client } from '../../workspace.ts';

/** One thing that happened. */
export interface TimelineItem<T = unknown> {
  readonly key: string;
  readonly kind: string;
  /** RFC 3339. */
  readonly at: string;
  /** The record it happened at, where that is not the one whose page this is. */
  readonly place: AnyReference | null;
  readonly data: T;
}

export interface TimelineQuery {
  readonly entity: EntityDescription;
  readonly id: string;
  /** Records below whose doings are told too, e.g. contacts and deals of an account. Empty unless the reader wants them. */
  readonly below: readonly AnyReference[];
  /** Names of the back references that these came by. */
  readonly belowNames: readonly string[];
  readonly after: string | null;
  readonly limit: number;
  readonly signal: AbortSignal;
}

export interface TimelineSource<T = unknown> {
  /** Also the last part of the keys `timeline.kind.<kind>`. */
  readonly kind: string;
  /** Nouns whose changes make the timeline ask again. */
  readonly nouns: readonly string[];
  /** Whether it has anything to say of this noun, for who is signed in. */
  offered(entity: EntityDescription, entities: readonly EntityDescription[]): boolean;
  load(query: TimelineQuery): Promise<{ readonly items: readonly TimelineItem<T>[]; readonly next: string | null }>;
  readonly Entry: ComponentType<EntryProps<T>>;
}

export interface EntryProps<T = unknown> {
  readonly entity: EntityDescription;
  readonly item: TimelineItem<T>;
}

/** A filter: the field points to the record or, where these are wanted, to one of those below. */
export function pointsTo(fields: readonly string[], id: string, below: readonly AnyReference[]): string {
  const ids = [id, ...below.map((record) => record.id)].map((one) => JSON.stringify(one));
  return fields.map((field) => (ids.length === 1 ? `${field} = ${ids[0]}` : `${field} in (${ids.join(', ')})`)).join(' or ');
}

interface RecordSource extends Pick<TimelineSource<RecordValues>, 'kind' | 'Entry'> {
  readonly noun: string;
  /** Its field that points to what it is about. */
  readonly about: string;
  readonly fields: readonly string[];
  /** Other filters than by this field. */
  filter?(query: TimelineQuery): string;
}

/** Records of a noun that point to what they are about, each told when it was made. */
export function recordSource({ kind, Entry, noun, about, fields, filter }: RecordSource): TimelineSource<RecordValues> {
  return {
    kind,
    nouns: [noun],
    Entry,
    offered: ({ name }, entities) =>
      entities.some(
        (one) => one.name === noun && one.can.view && one.fields.some((field) => field.name === about && field.to.includes(name)),
      ),
    async load(query) {
      const { id, below, after, limit, signal } = query;
      const wanted = filter?.(query) ?? pointsTo([about], id, below);
      const page = await client
        .records(noun)
        .list({ filter: wanted, fields, sort: '-created_at', limit, ...(after ? { after } : {}) }, { signal });
      const placeOf = (place: AnyReference | null) => (place && place.id !== id ? place : null);
      return {
        items: page.records.map((record) => ({
          key: record.id,
          kind,
          at: String(record.created_at),
          place: placeOf(record[about] as AnyReference | null),
          data: record,
        })),
        next: page.next,
      };
    },
  };
}
