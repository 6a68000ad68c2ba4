// Who sent this request: the session cookie or the API key, remembered in memory for as long as the workspace's epoch says it holds.

import type { Context as Request } from 'hono';
import { LRUCache } from 'lru-cache';
import {
  type Clock,
  type Engine,
  findKey,
  findSession,
  hashToken,
  isSeeingToken,
  keyPrefix,
  mayBeUsedFrom,
  mayStillSee,
  Refusal,
  type SecurityRules,
  type Seeing,
  type Session,
  securityRules,
  touchSession,
  type Workspace,
} from '../engine/index.ts';
import { deviceOf } from './device.ts';
import { type Credential, seerOf } from './endpoint.ts';

export const cookieName = 'kontor_session';
/** One tab looks through other eyes with what stands here; the cookie, which it shares with its neighbours, stays its owner's. */
export const seeingHeader = 'kontor-seeing';

/** What a request proves itself by. */
export interface Token {
  readonly kind: 'session' | 'key';
  readonly text: string;
  /** Of a tab that looks as somebody else: the own session of the browser. */
  readonly under?: string;
}

/** Where the token comes from now; sessions may be bound to where they were begun. */
export interface From {
  readonly request: Request;
  readonly address: string;
}

export interface Authentication {
  tokenOf(request: Request): Token | null;
  /** Null when the token is unknown, ended or expired. @throws Refusal 403 for a key that may not be used from there. */
  identify(workspace: Workspace, token: Token, from: From): Promise<Credential | null>;
  /** Forgets at once, in this process; others notice by the epoch. */
  forget(workspace: Workspace, id: string): void;
}

interface Found {
  readonly credential: Credential;
  /** What must be the same as at sign-in; null: nothing. */
  readonly bound: { readonly device: string; readonly address: string | null } | null;
  /** The session without which this one is worth nothing. */
  readonly parent?: string;
  /** Milliseconds since 1970; absent for keys. */
  readonly expires?: number;
  /** Where a key may be used from. */
  readonly ranges?: readonly string[];
}

interface Known extends Found {
  readonly epoch: string;
  /** Milliseconds since 1970 after which it is looked up again. */
  readonly until: number;
}

/** However steady the epoch: idle time is measured and expiry is looked at once a minute. */
const longestMemory = 60_000;

/** Keeps what it has found for as long as the epoch stands. */
export function createAuthentication(engine: Engine, clock: Clock): Authentication {
  const known = new LRUCache<string, Known>({ max: 20_000 });
  return {
    tokenOf,
    async identify(workspace, token, from) {
      const id = hashToken(token.text);
      const place = `${workspace.name}/${id}`;
      const epoch = workspace.state.epoch.rights;
      const remembered = known.get(place);
      if (remembered !== undefined && remembered.epoch === epoch && remembered.until > clock()) return allowed(remembered, token, from);
      const found = token.kind === 'key' ? await identifyKey(workspace, id, clock) : await identifySession(engine, workspace, id, clock);
      if (found === null || !(await mayAct(engine, workspace, found.credential))) {
        known.delete(place);
        return null;
      }
      const fresh = { ...found, epoch, until: Math.min(clock() + longestMemory, found.expires ?? Infinity) };
      known.set(place, fresh);
      return allowed(fresh, token, from);
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
  const text = readCookie(request.req.header('cookie') ?? '', cookieName);
  const eyes = request.req.header(seeingHeader);
  if (eyes !== undefined) return { kind: 'session', text: isSeeingToken(eyes) ? eyes : '', under: hashToken(text ?? '') };
  return text === null ? null : { kind: 'session', text };
}

/** Null where there is none of that name. */
export function readCookie(header: string, name: string): string | null {
  for (const part of header.split(';')) {
    const equals = part.indexOf('=');
    if (equals > 0 && part.slice(0, equals).trim() === name) return part.slice(equals + 1).trim();
  }
  return null;
}

async function identifySession(engine: Engine, workspace: Workspace, id: string, clock: Clock): Promise<Found | null> {
  const session: Session | null = await findSession(workspace, id, clock);
  if (session === null) return null;
  if (session.seeing !== null && !(await isStillSeen(engine, workspace, session, session.seeing, clock))) return null;
  await touchSession(workspace, session, clock);
  const { user, began, fingerprint, address, expires } = session;
  const seeing = session.seeing === null ? {} : { seeing: { seer: session.seeing.seer, until: expires } };
  const parent = session.seeing === null ? {} : { parent: session.seeing.parent };
  const { bind } = await rulesOf(engine, workspace);
  const bound = bind === 'no' || fingerprint === null ? null : { device: fingerprint, address: bind === 'address' ? address : null };
  return { credential: { kind: 'session', id, user, began, ...seeing }, bound, expires, ...parent };
}

/** Looked at anew whenever anybody's rights change. */
async function isStillSeen(engine: Engine, workspace: Workspace, { user }: Session, seeing: Seeing, clock: Clock): Promise<boolean> {
  const parent = await findSession(workspace, seeing.parent, clock);
  if (parent === null) return false;
  const [seer, target] = await Promise.all([engine.actor(workspace, { user: seeing.seer }), engine.actor(workspace, { user })]);
  if (!mayStillSee(seeing, parent, { seer: seer.rights, target: target.rights })) return false;
  await touchSession(workspace, parent, clock);
  return true;
}

function allowed(found: Found, token: Token, from: From): Credential | null {
  if (found.ranges && !mayBeUsedFrom({ ranges: found.ranges }, from.address))
    throw new Refusal(403, 'address_not_allowed', 'This key may not be used from your address.');
  return found.parent !== token.under || isBoundElsewhere(found, from) ? null : found.credential;
}

/** A cookie that was copied to another browser, or, where that is asked for, to another address. */
function isBoundElsewhere({ bound }: Found, { request, address }: From): boolean {
  if (bound === null) return false;
  return bound.device !== deviceOf(request).fingerprint || (bound.address !== null && bound.address !== address);
}

/** While sign-in is switched off nobody but root goes on, with a key neither (row TT-04). */
async function mayAct(engine: Engine, workspace: Workspace, credential: Credential): Promise<boolean> {
  if ((await rulesOf(engine, workspace)).signIn) return true;
  const user = seerOf(credential) ?? credential.user;
  return (await engine.actor(workspace, { user })).rights.root;
}

function rulesOf(engine: Engine, workspace: Workspace): Promise<SecurityRules> {
  return securityRules(engine.system(workspace, { kind: 'system', detail: 'who a request is from' }));
}

async function identifyKey(workspace: Workspace, id: string, clock: Clock): Promise<Found | null> {
  const key = await findKey(workspace, id, clock);
  if (key === null) return null;
  const { user, ranges, perMinute } = key;
  return { credential: { kind: 'key', id: key.id, user, perMinute }, bound: null, ranges };
}
