// What modules do beyond records, and what other programs fetch by a secret address; both are declared by modules.

import { z } from 'zod';
import { notFound, Refusal } from '../engine/index.ts';
import { type Answer, endpoint } from './endpoint.ts';
import { apiHeaders } from './headers.ts';
import { values } from './shapes.ts';

export const runService = endpoint({
  method: 'POST',
  path: '/services/{service}',
  summary: 'Do what a module offers beyond records',
  description: 'For example `calendar`, `busy` and `free_slots`. Everything is read and written within the rights of the caller.',
  tag: 'Services',
  rule: 'records',
  whileSeeing: 'allowed',
  body: values,
  bodyLimit: 8_000_000,
  idempotent: true,
  answers: { 200: z.unknown() },
  async handler({ context, params: { service }, body }) {
    const { services } = context.space.state.behaviour;
    if (!Object.hasOwn(services, service)) throw notFound('This service');
    const { limit } = context.actor.rights;
    if (limit && !limit.services.has(service)) throw new Refusal(403, 'not_granted', `This key lacks "service:${service}".`);
    return { body: await services[service]!.run({ context, input: body }) };
  },
});

export const readFeed = endpoint({
  method: 'GET',
  path: '/feeds/{feed}/{secret}',
  summary: 'Fetch what a secret address gives',
  description: 'For programs that cannot sign in, e.g. a calendar on a telephone. Whoever knows the address reads what its owner may read.',
  tag: 'Services',
  rule: 'public',
  answers: { 200: 'text/calendar' },
  async handler({ engine, workspace, params: { feed, secret }, requestId }): Promise<Answer> {
    const { feeds } = workspace.state.behaviour;
    const definition = Object.hasOwn(feeds, feed) ? feeds[feed] : undefined;
    const system = engine.system(workspace, { kind: 'system', detail: `finds whose feed ${feed} is` });
    const user = (await definition?.whose(system, secret.replace(/\.[a-z]+$/, ''))) ?? null;
    if (!definition || user === null) throw notFound('This feed');
    const text = await definition.write(await contextOf());
    return new Response(text, {
      headers: { ...apiHeaders, 'Content-Type': definition.contentType, 'Cache-Control': 'private, max-age=300' },
    });

    async function contextOf() {
      try {
        const context = engine.context(workspace, await engine.actor(workspace, { user: user! }, 'key'), {
          kind: 'api',
          detail: requestId,
        });
        await context.refreshed();
        return context;
      } catch (error) {
        // Whoever may not sign in any more has no feed either.
        if (error instanceof Refusal && error.status === 401) throw notFound('This feed');
        throw error;
      }
    }
  },
});
