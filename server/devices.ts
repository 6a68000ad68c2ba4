// The caller's known devices: browsers in which no second step is asked for any more.

import { z } from 'zod';
import { forgetDevices, listDevices, notFound } from '../engine/index.ts';
import { browserOf } from './browser.ts';
import { type Endpoint, endpoint } from './endpoint.ts';
import type { Doorman } from './sign-in.ts';

const tag = 'Session';
const device = z.object({
  id: z.string(),
  device: z.string(),
  address: z.string(),
  began: z.string(),
  seen: z.string(),
  current: z.boolean(),
});

export function deviceEndpoints(server: Pick<Doorman, 'clock'>): readonly Endpoint[] {
  const list = endpoint({
    method: 'GET',
    path: '/devices',
    summary: 'Your known devices',
    description: 'Browsers in which you have passed the second step of signing in.',
    tag,
    rule: 'session',
    unread: true,
    answers: { 200: z.object({ devices: z.array(device) }) },
    handler: async ({ workspace, actor, http }) => ({
      body: { devices: await listDevices(workspace, actor.id ?? '', browserOf(http), server.clock) },
    }),
  });

  const forgetOne = endpoint({
    method: 'DELETE',
    path: '/devices/{id}',
    summary: 'Forget a known device',
    description: 'The next sign-in in it asks for the second step again.',
    tag,
    rule: 'session',
    unread: true,
    answers: { 204: null },
    async handler({ workspace, actor, params }) {
      if (!/^[0-9a-f-]{36}$/.test(params.id) || (await forgetDevices(workspace, actor.id ?? '', params.id)) === 0)
        throw notFound('This device');
      return { status: 204 };
    },
  });

  const forgetAll = endpoint({
    method: 'DELETE',
    path: '/devices',
    summary: 'Forget all known devices',
    tag,
    rule: 'session',
    unread: true,
    answers: { 204: null },
    async handler({ workspace, actor }) {
      await forgetDevices(workspace, actor.id ?? '');
      return { status: 204 };
    },
  });

  return [list, forgetOne, forgetAll];
}
