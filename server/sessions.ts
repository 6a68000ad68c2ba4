// Open sessions: everybody sees and ends the own ones, whoever may change a user those of the user.

import { z } from 'zod';
import { type BoundContext, type Clock, endSessionsOf, listSessions, notFound, Refusal, type Workspace } from '../engine/index.ts';
import { type Call, type Endpoint, endpoint } from './endpoint.ts';
import type { Doorman } from './sign-in.ts';

const tag = 'Session';
const session = z.object({
  id: z.guid(),
  device: z.string().nullable(),
  address: z.string().nullable(),
  way: z.string().nullable(),
  began: z.iso.datetime(),
  seen: z.iso.datetime(),
  current: z.boolean(),
});
const sessions = z.object({ sessions: z.array(session) });

export function sessionListEndpoints({ clock }: Pick<Doorman, 'clock'>): readonly Endpoint[] {
  return [
    endpoint({
      method: 'GET',
      path: '/sessions',
      summary: 'Own open sessions',
      description: 'With device, address and when each was last used.',
      tag,
      rule: 'session',
      unread: true,
      answers: { 200: sessions },
      handler: (call) => list(call.workspace, call.actor.id ?? '', call, clock),
    }),
    endpoint({
      method: 'DELETE',
      path: '/sessions',
      summary: 'End all own sessions but this one',
      tag,
      rule: 'session',
      unread: true,
      answers: { 204: null },
      async handler({ workspace, actor, credential }) {
        await endSessionsOf(workspace, actor.id ?? '', { except: credential?.kind === 'session' ? credential.id : null });
        return { status: 204 };
      },
    }),
    endpoint({
      method: 'DELETE',
      path: '/sessions/{id}',
      summary: 'End one of the own sessions',
      tag,
      rule: 'session',
      unread: true,
      answers: { 204: null },
      handler: ({ workspace, actor, params }) => endOne(workspace, actor.id ?? '', params.id),
    }),
    endpoint({
      method: 'GET',
      path: '/users/{user}/sessions',
      summary: 'Open sessions of a user',
      description: 'For whoever may change the user.',
      tag,
      rule: 'records',
      answers: { 200: sessions },
      async handler(call) {
        await requireRuler(call, call.params.user);
        return list(call.workspace, call.params.user, call, clock);
      },
    }),
    endpoint({
      method: 'DELETE',
      path: '/users/{user}/sessions',
      summary: 'End all sessions of a user',
      tag,
      rule: 'records',
      answers: { 204: null },
      async handler(call) {
        await requireRuler(call, call.params.user);
        await endSessionsOf(call.workspace, call.params.user, { except: null });
        return { status: 204 };
      },
    }),
    endpoint({
      method: 'DELETE',
      path: '/users/{user}/sessions/{id}',
      summary: 'End one session of a user',
      tag,
      rule: 'records',
      answers: { 204: null },
      async handler(call) {
        await requireRuler(call, call.params.user);
        return endOne(call.workspace, call.params.user, call.params.id);
      },
    }),
  ];
}

async function list(workspace: Workspace, user: string, { credential }: Pick<Call, 'credential'>, clock: Clock) {
  return { body: { sessions: await listSessions(workspace, user, credential?.id ?? null, clock) } };
}

async function endOne(workspace: Workspace, user: string, id: string) {
  const ended = z.guid().safeParse(id).success ? await endSessionsOf(workspace, user, { called: id }) : 0;
  if (ended === 0) throw notFound('This session');
  return { status: 204 };
}

/** Out of reach is 404, in reach but not to be changed 403; root users are for root alone. */
async function requireRuler({ context, engine, workspace }: Pick<Call, 'context' | 'engine' | 'workspace'>, user: string): Promise<void> {
  await (context as BoundContext).records.get('users', user, ['id']);
  const { update } = await context.records.can('users', user);
  const rules = update && (context.actor.rights.root || !(await isRoot()));
  if (!rules) throw new Refusal(403, 'not_granted', 'This needs the right to change the user.');

  async function isRoot(): Promise<boolean> {
    // Somebody disabled has no rights to be asked for, and no sessions either.
    return engine.actor(workspace, { user }).then(
      ({ rights }) => rights.root,
      () => false,
    );
  }
}
