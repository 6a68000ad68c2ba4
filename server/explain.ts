// "Why?": which rule lets somebody see or change a record, and which one is missing for a no.

import { z } from 'zod';
import { explainRecord, Refusal } from '../engine/index.ts';
import { endpoint } from './endpoint.ts';
import type { Server } from './server.ts';

export function explainEndpoints(server: Server) {
  return [
    endpoint({
      method: 'GET',
      path: '/records/{entity}/{id}/explain',
      summary: 'Why you, or another user, may see or change a record',
      description: 'Asking about others (`user`) needs the feature `administration`.',
      tag: 'Records',
      rule: 'records',
      query: z.object({ user: z.uuid().optional() }),
      answers: {
        200: z.object({
          explanation: z.array(
            z.object({ verb: z.string(), allowed: z.boolean(), because: z.array(z.string()), missing: z.array(z.string()) }),
          ),
        }),
      },
      async handler({ context, workspace, params: { entity, id }, query }) {
        const rightsOf = (user: string) =>
          server.engine.actor(workspace, { user }).then(
            ({ rights }) => rights,
            (error: unknown) => {
              if (error instanceof Refusal && error.status === 401) return null;
              throw error;
            },
          );
        return { body: { explanation: await explainRecord(context, rightsOf, entity, id, query.user ?? null) } };
      },
    }),
  ];
}
