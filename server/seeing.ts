// Seeing the program as another user: begun by administrators, shown with a banner, written down, and never more than looked at.

import { z } from 'zod';
import {
  type BoundContext,
  beginSeeing,
  describeUser,
  endSeeing,
  findEnabledUser,
  hashToken,
  isSeeingToken,
  notGranted,
  Refusal,
  type Seen,
  type Values,
  type Workspace,
  whyNotSeeAs,
} from '../engine/index.ts';
import { deviceOf } from './device.ts';
import { type Call, type Credential, type Endpoint, endpoint } from './endpoint.ts';
import type { Server } from './server.ts';

const tag = 'Session';

type Watched = Pick<Server, 'engine' | 'clock' | 'authentication'>;

export function seeingEndpoints(server: Watched): readonly Endpoint[] {
  return [
    endpoint({
      method: 'POST',
      path: '/users/{user}/see',
      summary: 'See the program as another user',
      description:
        'For administrators, and of nobody with more rights than the own ones. For 30 minutes, or until the rights of either change, whoever sends `token` as `Kontor-Seeing` beside his own cookie only looks: everything that writes, and files of many records, are refused.',
      tag,
      rule: { feature: 'administration' },
      answers: {
        200: z.object({
          user: z.object({ id: z.uuid(), name: z.string(), login: z.string() }),
          until: z.iso.datetime(),
          token: z.string(),
        }),
      },
      handler: (call) => begin(server, call),
    }),
    endpoint({
      method: 'DELETE',
      path: '/session/seen',
      summary: 'See the program as oneself again',
      tag,
      rule: 'public',
      whileSeeing: 'allowed',
      answers: { 204: null },
      handler: (call) => end(server, call),
    }),
  ];
}

async function begin({ engine, clock }: Watched, call: Call<{ readonly user: string }>) {
  const { context, credential, workspace, actor, http, origin } = call;
  const { id } = (await context.records.get('users', call.params.user, ['id'])) as { id: string };
  if (credential?.kind !== 'session' || id === actor.id) throw notGranted('Seen as is another user than oneself, and by people only.');
  const target = await findEnabledUser(workspace, id);
  if (target === null) throw new Refusal(409, 'not_enabled', 'This account is not enabled.');
  const { rights } = await engine.actor(workspace, { user: id });
  const refusal = whyNotSeeAs(actor.rights, rights, target.name);
  if (refusal !== null) throw new Refusal(403, 'more_rights', refusal);
  const { name: device, fingerprint } = deviceOf(http);
  const arrival = { address: origin.address, device, fingerprint, way: 'see_as' };
  const eyes = { parent: credential.id, seer: { id: String(actor.id), rights: actor.rights }, target: { ...target, rights } };
  await note(context, arrival, { user: id, login: target.login, by: actor.id, result: 'seen' });
  const { token, expires } = await beginSeeing(workspace, eyes, arrival, clock);
  return { body: { user: { id, name: target.name, login: target.login }, until: new Date(expires).toISOString(), token } };
}

async function end({ engine, clock, authentication }: Watched, call: Call) {
  const { workspace, origin, http } = call;
  const token = authentication.tokenOf(http);
  const seen = token && isSeeingToken(token.text) ? await endSeeing(workspace, hashToken(token.text)) : null;
  // A tab that was opened from this one has ended it.
  if (seen === null) return { status: 204 };
  const { login } = await describeUser(workspace, seen.user);
  const reason = seen.expires <= clock() ? 'time_over' : null;
  const place = { address: origin.address, device: deviceOf(http).name };
  await note(await contextOf(engine, call, seen), place, { user: seen.user, login, by: seen.seer, result: 'seen_over', reason });
  return { status: 204 };
}

/** Whoever looked ends it, also when he was switched off meanwhile. */
async function contextOf(engine: Watched['engine'], { workspace, requestId }: Call, { seer }: Seen): Promise<BoundContext> {
  const cause = { kind: 'user', detail: requestId } as const;
  return engine.actor(workspace, { user: seer }).then(
    (actor) => engine.context(workspace, actor, cause),
    () => engine.system(workspace, cause),
  );
}

async function note(context: BoundContext, { address, device }: { address: string; device: string }, values: Values): Promise<void> {
  // Instances may do without the log; see app/kontor.config.ts.
  if (!Object.hasOwn(context.space.state.schema.entities, 'sign_ins')) return;
  const { records } = context.system('notes who sees the program as whom');
  await records.create('sign_ins', { ...values, way: 'see_as', address, device });
}

/** Who looks through the eyes of the caller, for the frame of the application. */
export async function seenBy(workspace: Workspace, credential: Credential | null): Promise<{ by: string; until: string } | null> {
  if (credential?.kind !== 'session' || !credential.seeing) return null;
  const { seer, until } = credential.seeing;
  return { by: (await describeUser(workspace, seer)).name, until: new Date(until).toISOString() };
}
