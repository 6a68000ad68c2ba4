// Shapes that several endpoints share, for checking and for OpenAPI.

import { z } from 'zod';

/** Field values by name; the engine checks them against the entity. */
export const values = z.record(z.string(), z.unknown());

export const commaList = z.string().transform((text) =>
  text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== ''),
);

export const limit = (greatest: number) => z.coerce.number().int().min(1).max(greatest);

/** `as_of=2026-03-01T08:00:00Z`: records as they stood then. A bare + of a zone has become a space. */
export const instant = z.string().transform((text) => text.trim().replace(/ (?=\d\d:?\d\d$)/, '+'));

/** `reporting=true` in an address: within the units whose data one reads in reports. */
export const reporting = z
  .enum(['true'])
  .transform(() => true)
  .optional();

/** The wire's `as_of` in the engine's words. */
export function atInstant<T extends { as_of?: string | undefined }>({ as_of: asOf, ...rest }: T): Omit<T, 'as_of'> & { asOf?: string } {
  return asOf === undefined ? rest : { ...rest, asOf };
}

export const change = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  actor: z.object({ id: z.uuid().nullable(), title: z.string() }),
  cause: z.object({ kind: z.string(), job: z.string().nullish(), detail: z.string().nullish() }),
  verb: z.string(),
  entity: z.string(),
  record: z.uuid(),
  before: values.nullable(),
  after: values.nullable(),
  /** Whether you may take it back. */
  undoable: z.boolean().optional(),
  /** Title of the record where it is not the one asked about. */
  title: z.string().optional(),
});

const count = z.int().optional();
const counts = { created: count, updated: count, unchanged: count, skipped: count, failed: count };

export const job = z.object({
  id: z.uuid(),
  kind: z.string(),
  state: z.enum(['queued', 'running', 'done', 'failed', 'cancelled']),
  done: z.int(),
  total: z.int().nullable(),
  errors: z.array(
    z.object({
      row: z.int().optional(),
      id: z.string().optional(),
      entity: z.string().optional(),
      field: z.string(),
      code: z.string(),
      message: z.string(),
    }),
  ),
  /** What came of it; of an import how many rows did what, a row of which nothing was new being `unchanged`. */
  result: z.looseObject({ ...counts }).nullish(),
  entity: z.string().nullish(),
  /** Rehearsed: nothing was written. */
  dry_run: z.boolean().optional(),
  /** Taken back, or about to be. */
  undone: z.boolean().optional(),
  created_at: z.string().optional(),
  started_at: z.string().nullish(),
  finished_at: z.string().nullish(),
});

export const jobStarted = z.object({ job: z.uuid() });
