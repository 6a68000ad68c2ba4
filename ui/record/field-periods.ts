// The history of one field as periods: from the change that set a value to the one that replaced it.

import type { ChangeEntry } from '../../client/index.ts';

export interface Period {
  readonly id: string;
  readonly before: unknown;
  readonly after: unknown;
  readonly who: string;
  /** RFC 3339. */
  readonly at: string;
  /** How long `after` was, or has been, in use. */
  readonly milliseconds: number;
  /** It stands there now. */
  readonly current: boolean;
  /** No person did it: a job, a rule, an import. */
  readonly automatic: boolean;
}

const AUTOMATIC = new Set(['job', 'system', 'import', 'demo', 'workflow']);

/** `changes` newest first, those of the field among them; newest first again. */
export function periodsOf(changes: readonly ChangeEntry[], field: string, now: Date): Period[] {
  const own = changes.filter(({ before, after }) => field in (before ?? {}) || field in (after ?? {}));
  return own.map((change, index) => {
    const next = own[index - 1];
    return {
      id: change.id,
      before: change.before?.[field] ?? null,
      after: change.after?.[field] ?? null,
      who: change.actor.title,
      at: change.at,
      milliseconds: (next ? Date.parse(next.at) : now.getTime()) - Date.parse(change.at),
      current: index === 0,
      automatic: AUTOMATIC.has(change.cause.kind),
    };
  });
}

const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
] as const;

/** The two greatest units, in the reader's words: `3 days 4 hours`. */
export function duration(milliseconds: number, language: string): string {
  let rest = Math.max(0, milliseconds);
  const parts: string[] = [];
  for (const [unit, size] of units) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count === 0 && (parts.length > 0 || unit !== 'second')) {
      if (parts.length > 0) break;
      continue;
    }
    parts.push(new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(count));
    if (parts.length === 2) break;
  }
  return parts.join(' ');
}
