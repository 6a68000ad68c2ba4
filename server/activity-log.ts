// The activity log: who did what and when, over all that the caller reaches.

import { z } from 'zod';
import { exportLog, readLog, todayOf } from '../engine/index.ts';
import { download, types } from './download.ts';
import { endpoint } from './endpoint.ts';
import { change, commaList, instant, limit } from './shapes.ts';

const tag = 'Logs';
const asked = {
  entity: commaList.optional(),
  record: z.string().optional(),
  user: z.string().optional(),
  verb: commaList.optional(),
  cause: commaList.optional(),
  job: z.string().optional(),
  from: instant.optional(),
  to: instant.optional(),
  q: z.string().max(200).optional(),
};

export const activityLog = endpoint({
  method: 'GET',
  path: '/changes',
  summary: 'Activity log: who did what and when',
  description:
    'Newest first, of records and fields that you reach now. `entity`, `verb` and `cause` take several with commas between them; `q` looks for a text in what was done, by whom and to what. A page may hold less than `limit`, even nothing, and still have a `next`: `reached` says how far back was looked.',
  tag,
  rule: 'records',
  query: z.object({ ...asked, after: z.string().optional(), limit: limit(500).optional() }),
  answers: {
    200: z.object({
      changes: z.array(change.extend({ summary: z.string() })),
      next: z.string().nullable(),
      reached: z.iso.datetime().nullable(),
    }),
  },
  async handler({ context, query }) {
    const { entries, next, reached } = await context.read((reader) => readLog(reader, wordsOf(query)));
    return { body: { changes: entries, next, reached } };
  },
});

export const exportActivityLog = endpoint({
  method: 'GET',
  path: '/changes/export',
  summary: 'The activity log as CSV or Excel',
  description: 'Changes of records that you may export.',
  tag,
  rule: 'records',
  query: z.object({ ...asked, format: z.enum(['csv', 'xlsx']).default('csv') }),
  answers: { 200: 'text/csv' },
  async handler({ context, query: { format, ...query } }) {
    const file = await exportLog(context, wordsOf(query), { format });
    const name = `activity-log-${todayOf(context.actor)}.${format}`;
    return download({ name, contentType: types[format], content: file });
  },
});

/** The wire's words in the engine's. */
function wordsOf({
  entity,
  user,
  verb,
  cause,
  ...rest
}: z.output<z.ZodObject<typeof asked>> & { after?: string | undefined; limit?: number | undefined }) {
  return { ...rest, entities: entity, actor: user, verbs: verb, causes: cause };
}
