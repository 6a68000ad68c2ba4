// Calls about the activity log.

import type { Signal } from './records.ts';
import type { Query, Transport } from './transport.ts';
import type { ChangeEntry } from './types.ts';

/** `user` is an id; `from` and `to` are instants, from the one and before the other; `q` are words in the values; without any: everything one may see. */
export interface LogQuery {
  readonly entity?: string | undefined;
  readonly record?: string | undefined;
  readonly user?: string | undefined;
  /** `create`, `update`, `delete` or an action's name; several with commas between them. */
  readonly verb?: string | undefined;
  readonly cause?: string | undefined;
  readonly job?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly q?: string | undefined;
}

export interface LogAnswer {
  readonly changes: readonly (ChangeEntry & { readonly summary: string })[];
  /** Where to go on; there may be more even where a page is empty. */
  readonly next: string | null;
  /** How far back was looked. */
  readonly reached: string | null;
}

export interface LogCalls {
  list(query: LogQuery & { after?: string | undefined; limit?: number }, options?: Signal): Promise<LogAnswer>;
  exportUrl(query: LogQuery, format: 'csv' | 'xlsx'): string;
}

/** The part of a client that `createClient` offers as `log`. */
export function logCalls({ send, url }: Transport): LogCalls {
  return {
    list: (query, options) => send('GET', 'changes', { query: query as Query, ...options }),
    exportUrl: (query, format) => url('changes/export', { ...query, format } as Query),
  };
}
