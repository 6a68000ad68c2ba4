// Signing in, who is signed in, signing out.

import { z } from 'zod';
import { describeUser } from '../engine/index.ts';
import { type Endpoint, endpoint } from './endpoint.ts';
import { byPassword, firstGates, laterGates } from './gates.ts';
import { secondStep } from './second-step.ts';
import { attemptOf, type Doorman, endAt, signIn as enter, sessionCookie } from './sign-in.ts';

const tag = 'Session';
const user = z.object({ id: z.uuid(), name: z.string(), login: z.string() });

export function sessionEndpoints(server: Doorman): readonly Endpoint[] {
  const signIn = endpoint({
    method: 'POST',
    path: '/session',
    summary: 'Sign in',
    description:
      'Sets the cookie `kontor_session`. An unknown login, a wrong password and a disabled account answer alike. 202: a second step is needed; see session/second-factor.',
    tag,
    rule: 'public',
    body: z.strictObject({ login: z.string().trim().min(1).max(250), password: z.string().min(1).max(10_000) }),
    answers: {
      200: z.object({ user }),
      202: z.object({
        second_factor: z.string(),
        methods: z.array(z.string()),
        attempt: z.string(),
        expires: z.string(),
        sent_to: z.string().nullable(),
      }),
    },
    handler: (call) => {
      const { login, password } = call.body;
      return enter(attemptOf(server, call, 'password', login), {
        first: firstGates,
        proof: byPassword(password),
        later: [...laterGates, secondStep],
      });
    },
  });

  const signOut = endpoint({
    method: 'DELETE',
    path: '/session',
    summary: 'Sign out',
    tag,
    rule: 'public',
    answers: { 204: null },
    async handler({ workspace, credential, origin }) {
      if (credential?.kind === 'session') await endAt(server, workspace, credential.id);
      return { status: 204, headers: { 'Set-Cookie': sessionCookie(workspace, '', 0, origin.secure), 'Clear-Site-Data': '"cache"' } };
    },
  });

  return [signIn, whoAmI, signOut];
}

const whoAmI = endpoint({
  method: 'GET',
  path: '/session',
  summary: 'Who is signed in',
  tag,
  rule: 'session',
  keys: true,
  unread: true,
  answers: { 200: z.object({ user }) },
  async handler({ workspace, actor }) {
    return { body: { user: await describeUser(workspace, actor.id ?? '') } };
  },
});
