// How an administrator set up the page of a noun's records; as usual where nobody has.

import { useQuery } from '@tanstack/react-query';
import type { RecordValues } from '../../client/index.ts';
import type { ChartSpec } from '../charts/spec.ts';
import { keys, useEntity } from '../queries.ts';
import { client } from '../workspace.ts';

/** Where something stands on the page of a record. */
export interface Place {
  /** The tab it is in; null: always in view, beside the tabs. */
  readonly tab?: string | null;
  readonly hidden?: boolean;
  /** Default: full. */
  readonly width?: Width;
}

export type Width = 'half' | 'full';

/** A part of the page: one that every page has, or, with a list, a chart of the records in it. */
export interface PartSetting extends Place {
  readonly part: string;
  readonly title?: string;
  /** Related list whose records are charted. */
  readonly list?: string;
  readonly chart?: ChartSpec;
}

/** A related list as it is, or, with a title, one of an administrator's making. Without a tab it is in the common one. */
export interface RelatedSetting extends Place {
  readonly list: string;
  readonly title?: string;
  /** Expression text: which of the records. */
  readonly filter?: string | null;
  /** Names of fields; absent: the first columns of the noun's list. */
  readonly columns?: readonly string[];
  readonly sort?: string;
}

export interface Card {
  /** Null while nothing is set. */
  readonly id: string | null;
  readonly discussion: boolean;
  readonly comment_order: 'newest' | 'oldest';
  readonly commenters: 'readers' | 'editors' | 'nobody';
  readonly comment_notices: 'mentioned' | 'owner' | 'participants';
  /** Null: as usual, the states. */
  readonly steps: readonly string[] | null;
  /** Null: as usual, the first columns of the list. */
  readonly quick_view: readonly string[] | null;
  readonly change_log: readonly string[];
  readonly related: readonly RelatedSetting[];
  /** In their order; those nobody speaks of stand behind them as usual. */
  readonly parts: readonly PartSetting[];
}

const usual: Card = {
  id: null,
  discussion: true,
  comment_order: 'newest',
  commenters: 'readers',
  comment_notices: 'participants',
  steps: null,
  quick_view: null,
  change_log: [],
  related: [],
  parts: [],
};

const query = { limit: 500 };

/** Settings of all nouns in one small answer, which stays: they change seldom, and then the live connection says so. */
export function useCards(): readonly RecordValues[] {
  const told = useEntity('card_settings')?.can.view ?? false;
  const { data } = useQuery({
    queryKey: keys.list('card_settings', query),
    queryFn: ({ signal }) => client.records('card_settings').list(query, { signal }),
    staleTime: 5 * 60_000,
    enabled: told,
  });
  return data?.records ?? [];
}

export function useCard(entity: string): Card {
  return cardOf(useCards(), entity);
}

export function cardOf(records: readonly RecordValues[], entity: string): Card {
  const record = records.find((one) => one.entity === entity);
  if (!record) return usual;
  const set = Object.fromEntries(Object.entries(record).filter(([name, value]) => name in usual && value !== null));
  return { ...usual, ...set } as Card;
}
