// Many counts, sums and groups at once: one request for all the charts of a dashboard.

import { z } from 'zod';
import { type AggregateQuery, aggregateTogether, inWalks } from '../engine/index.ts';
import { endpoint } from './endpoint.ts';
import { problem } from './problem.ts';
import { atInstant, instant, values } from './shapes.ts';

const plainMeasure = z.strictObject({
  fn: z.enum(['count', 'count_distinct', 'sum', 'avg', 'min', 'max']),
  field: z.string().optional(),
  where: z.string().optional(),
  as: z.string().max(120).optional(),
});

export const aggregateQuery = z.strictObject({
  filter: z.string().nullish(),
  group_by: z.array(z.string()).max(8).optional(),
  measures: z.array(plainMeasure.extend({ per: plainMeasure.optional() })).max(20),
  over: z.string().optional(),
  q: z.string().optional(),
  sort: z.string().optional(),
  limit: z.int().min(1).max(10_000).optional(),
  /** The instant as which records are counted. */
  as_of: instant.optional(),
  /** As in a report: within the units whose data you read there. Charts ask so. */
  reporting: z.boolean().optional(),
});

/** The wire's words in the engine's. */
export function asAsked({ group_by: groupBy, ...others }: z.output<typeof aggregateQuery>): AggregateQuery {
  const rest = atInstant(others);
  return groupBy === undefined ? rest : { ...rest, groupBy };
}

const MOST = 50;
/** At a time: a dashboard must not take every connection there is. */
const LANES = 4;

export const aggregateMany = endpoint({
  method: 'POST',
  path: '/aggregates',
  summary: 'Count, sum and group records, many questions at once',
  description: 'Answers stand in the order of the questions. One that is refused says so in its place; the others are answered.',
  tag: 'Records',
  rule: 'records',
  whileSeeing: 'allowed',
  body: z.strictObject({
    queries: z
      .array(aggregateQuery.extend({ entity: z.string() }))
      .min(1)
      .max(MOST),
  }),
  answers: { 200: z.object({ answers: z.array(z.union([z.object({ rows: z.array(values) }), z.object({ problem: values })])) }) },
  async handler({ context, body: { queries }, requestId }) {
    const questions = queries.map(({ entity, ...query }) => ({ entity, ...asAsked(query) }));
    const answers: unknown[] = [];
    const alone = async (at: number) => {
      const { entity, ...query } = questions[at]!;
      try {
        answers[at] = { rows: await context.records.aggregate(entity, query) };
      } catch (error) {
        const told = problem(error, requestId);
        // A fault of ours is a fault of the whole: it is logged and answered as one.
        if (told.status >= 500) throw error;
        answers[at] = { problem: { ...told.body, status: told.status } };
      }
    };
    const together = async (walk: readonly number[]) => {
      const [first = 0] = walk;
      const all = await context
        .read((reader) =>
          aggregateTogether(
            reader,
            questions[first]!.entity,
            walk.map((at) => questions[at]!),
          ),
        )
        .catch((error: unknown) => {
          if (problem(error, requestId).status >= 500) throw error;
          return null;
        });
      if (all) for (const [i, at] of walk.entries()) answers[at] = { rows: all[i] };
      // Which of them was refused is told when each is asked alone.
      else for (const at of walk) await alone(at);
    };
    const walks = inWalks(questions);
    let next = 0;
    const lane = async () => {
      for (let walk = walks[next++]; walk; walk = walks[next++]) await (walk.length > 1 ? together(walk) : alone(walk[0]!));
    };
    await Promise.all(Array.from({ length: Math.min(LANES, walks.length) }, lane));
    return { body: { answers } };
  },
});
