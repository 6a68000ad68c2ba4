// Signing in, who is signed in, signing out.

import { z } from 'zod';
import { beginSession, checkSignIn, describeUser, endSession, Refusal, type Workspace } from '../engine/index.ts';
import { cookieName } from './authentication.ts';
import { type Endpoint, endpoint } from './endpoint.ts';
import type { Server } from './server.ts';

const tag = 'Session';
const user = z.object({ id: z.uuid(), name: z.string(), login: z.string() });

export function sessionEndpoints(server: Pick<Server, 'limits' | 'authentication' | 'metrics' | 'clock'>): readonly Endpoint[] {
  const end = async (workspace: Workspace, id: string): Promise<void> => {
    await endSession(workspace, id);
    server.authentication.forget(workspace, id);
  };

  const signIn = endpoint({
    method: 'POST',
    path: '/session',
    summary: 'Sign in',
    description: 'Sets the cookie `kontor_session`. An unknown login, a wrong password and a disabled account answer alike.',
    tag,
    rule: 'public',
    body: z.strictObject({ login: z.string().trim().min(1).max(250), password: z.string().min(1).max(10_000) }),
    answers: { 200: z.object({ user }) },
    async handler({ workspace, body: { login, password }, origin, credential }) {
      const account = login.toLowerCase();
      await server.limits.signIn(workspace.name, account, origin.address);
      const found = await checkSignIn(workspace, login, password);
      if (found === null) {
        server.metrics.refused.inc({ reason: 'credentials' });
        throw new Refusal(401, 'wrong_credentials', 'The login or the password is wrong.');
      }
      await server.limits.signedIn(workspace.name, account, origin.address);
      if (credential?.kind === 'session') await end(workspace, credential.id);
      const { token, expires } = await beginSession(workspace, found, server.clock);
      const lasts = Math.floor((expires - server.clock()) / 1000);
      const { id, name } = found;
      return {
        headers: { 'Set-Cookie': cookie(workspace, token, lasts, origin.secure) },
        body: { user: { id, name, login: found.login } },
      };
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
      if (credential?.kind === 'session') await end(workspace, credential.id);
      return { status: 204, headers: { 'Set-Cookie': cookie(workspace, '', 0, origin.secure), 'Clear-Site-Data': '"cache"' } };
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
  unread: true,
  answers: { 200: z.object({ user }) },
  async handler({ workspace, actor }) {
    return { body: { user: await describeUser(workspace, actor.id ?? '') } };
  },
});

/** Out of reach of scripts, of other workspaces, and of requests that other sites' pages start. */
function cookie(workspace: Workspace, token: string, seconds: number, secure: boolean): string {
  return `${cookieName}=${token}; Path=/${workspace.name}; HttpOnly; SameSite=Lax; Max-Age=${seconds}${secure ? '; Secure' : ''}`;
}
