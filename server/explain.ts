// "Why?": which rule lets somebody see or change a record, and which one is missing for a no.

import { z } from 'zod';
import { explainRecord, Refusal, type Rights, type Workspace } from '../engine/index.ts';
import { endpoint } from './endpoint.ts';
import type { Server } from './server.ts';

/** What a rule comes from: a line of a record, or a record. */
export const source = z.object({
  kind: z.enum(['permission_set', 'individual_right', 'api_key', 'sharing_rule', 'sharing_level', 'noun']),
  record: z.object({ entity: z.string(), id: z.string(), title: z.string() }).nullable(),
  line: z.string().optional(),
  role: z.string().optional(),
});

/** Null for an account that is not enabled. */
export function rightsOfUser({ engine }: Pick<Server, 'engine'>, workspace: Workspace, user: string): Promise<Rights | null> {
  return engine.actor(workspace, { user }).then(
    ({ rights }) => rights,
    (error: unknown) => {
      if (error instanceof Refusal && error.status === 401) return null;
      throw error;
    },
  );
}

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
            z.object({
              verb: z.string(),
              allowed: z.boolean(),
              because: z.array(z.string()),
              missing: z.array(z.string()),
              reasons: z.array(z.object({ kind: z.string(), scope: z.string().optional(), source: source.optional(), text: z.string() })),
            }),
          ),
          fields: z.array(z.object({ field: z.string(), right: z.enum(['hidden', 'read']), sources: z.array(source) })),
        }),
      },
      async handler({ context, workspace, params: { entity, id }, query }) {
        const rightsOf = (user: string) => rightsOfUser(server, workspace, user);
        return { body: { ...(await explainRecord(context, rightsOf, entity, id, query.user ?? null)) } };
      },
    }),
  ];
}
