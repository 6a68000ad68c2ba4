// Who sent this request: the session cookie or the API key, remembered in memory for as long as the workspace's epoch says it holds.

import type { Context as Request } from 'hono';
import { LRUCache } from 'lru-cache';
import {
  type Clock,
  findKey,
  findSession,
  hashToken,
  keyPrefix,
  type Session,
  touchKey,
  touchSession,
  type Workspace,
} from '../engine/index.ts';
import type { Credential } from './endpoint.ts';

export const cookieName = 'kontor_session';

export interface Token {
  readonly kind: 'session' | 'key';
  readonly text: string;
}

export interface Authentication {
  tokenOf(request: Request): Token | null;
  /** Null when the token is unknown, ended or expired. */
  identify(workspace: Workspace, token: Token): Promise<Credential | null>;
  /** Forgets at once, in this process; others notice by the epoch. */
  forget(workspace: Workspace, id: string): void;
}

interface Known {
  readonly credential: Credential;
  readonly epoch: string;
  /** Milliseconds since 1970 after which it is looked up again. */
  readonly until: number;
}

/** However steady the epoch: idle time is measured and expiry is looked at once a minute. */
const longestMemory = 60_000;

export function createAuthentication(clock: Clock): Authentication {
  const known = new LRUCache<string, Known>({ max: 20_000 });
  return {
    tokenOf,
    async identify(workspace, token) {
      const id = hashToken(token.text);
      const place = `${workspace.name}/${id}`;
      const epoch = workspace.state.epoch.rights;
      const remembered = known.get(place);
      if (remembered !== undefined && remembered.epoch === epoch && remembered.until > clock()) return remembered.credential;
      const credential = token.kind === 'key' ? await identifyKey(workspace, id, clock) : await identifySession(workspace, id, clock);
      if (credential === null) known.delete(place);
      else known.set(place, { credential, epoch, until: clock() + longestMemory });
      return credential;
    },
    forget(workspace, id) {
      known.delete(`${workspace.name}/${id}`);
    },
  };
}

/** A key beats a cookie: who sends one means it. Anything else under Authorization is not for us. */
function tokenOf(request: Request): Token | null {
  const authorization = request.req.header('authorization');
  if (authorization !== undefined) {
    const text = /^bearer +(\S+)$/i.exec(authorization)?.[1] ?? '';
    return { kind: 'key', text: text.startsWith(keyPrefix) ? text : '' };
  }
  const text = cookie(request.req.header('cookie') ?? '', cookieName);
  return text === null ? null : { kind: 'session', text };
}

function cookie(header: string, name: string): string | null {
  for (const part of header.split(';')) {
    const equals = part.indexOf('=');
    if (equals > 0 && part.slice(0, equals).trim() === name) return part.slice(equals + 1).trim();
  }
  return null;
}

async function identifySession(workspace: Workspace, id: string, clock: Clock): Promise<Credential | null> {
  const session: Session | null = await findSession(workspace, id, clock);
  if (session === null) return null;
  await touchSession(workspace, session, clock);
  return { kind: 'session', id, user: session.user };
}

async function identifyKey(workspace: Workspace, id: string, clock: Clock): Promise<Credential | null> {
  const key = await findKey(workspace, id, clock);
  if (key === null) return null;
  await touchKey(workspace, key, clock);
  return { kind: 'key', id: key.id, user: key.user };
}
