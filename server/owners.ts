// Whom one may give records of a noun to.

import { z } from 'zod';
import { offeredOwners } from '../engine/index.ts';
import { endpoint } from './endpoint.ts';
import { limit } from './shapes.ts';

export const listOwners = endpoint({
  method: 'GET',
  path: '/records/{entity}/owners',
  summary: 'Users and groups you may choose as the owner',
  description:
    'Those in your reach that a write accepts, as an administrator decided for the noun and as far as the record stays in your reach. None where the owner stays as it is.',
  tag: 'Records',
  rule: 'records',
  query: z.object({
    q: z.string().max(200).default(''),
    limit: limit(100).default(20),
    /** Of a record that is about to be made, or of this one; default: of any. */
    record: z.union([z.literal('new'), z.uuid()]).optional(),
  }),
  answers: {
    200: z.object({ owners: z.array(z.object({ entity: z.string(), id: z.uuid(), title: z.string(), detail: z.string() })) }),
  },
  async handler({ context, params, query }) {
    return { body: { owners: await offeredOwners(context, params.entity, query) } };
  },
});
