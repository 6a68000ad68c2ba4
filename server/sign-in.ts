// The way in, gate by gate. Every gate may refuse, whoever is refused is written down with the reason, and only the last step opens a session.

import { LRUCache } from 'lru-cache';
import { type BoundContext, beginSession, endSession, Refusal, type SignedIn, type Workspace } from '../engine/index.ts';
import { cookieName } from './authentication.ts';
import { browserOf } from './browser.ts';
import { type Device, deviceOf } from './device.ts';
import type { Answer, Call, Credential } from './endpoint.ts';
import type { Origin } from './origin.ts';
import type { HttpRefusal } from './problem.ts';
import type { Server } from './server.ts';

export type Doorman = Pick<Server, 'engine' | 'limits' | 'authentication' | 'metrics' | 'clock'>;

/** One try to get in, as the gates see it. */
export interface Attempt {
  readonly server: Doorman;
  readonly workspace: Workspace;
  /** The engine's own hand: nobody is signed in yet who could have rights. */
  readonly system: BoundContext;
  readonly origin: Origin;
  readonly device: Device;
  /** A session the browser has already: a new one replaces it. */
  readonly credential: Credential | null;
  /** How somebody wants to prove who it is: `password`, `openid`, `passkey`. */
  readonly way: string;
  /** As it was typed; empty where the proof itself tells who it is. */
  readonly login: string;
  /** The token that this browser keeps; null before it was ever given one. */
  readonly browser: string | null;
}

/** An attempt whose proof was good. */
export interface Proven extends Attempt {
  readonly user: SignedIn;
}

/** Refuses by throwing `Refused`. */
export type Gate = (attempt: Attempt) => void | Promise<void>;
/** Says who it is, or refuses. */
export type ProofGate = (attempt: Attempt) => Promise<SignedIn>;
/** Refuses, or answers something else than a session: that a second step is needed. */
export type LaterGate = (attempt: Proven) => Promise<Answer | null>;

/** What a gate throws: the reason for the log, and what the one at the door hears. */
export class Refused extends Error {
  readonly reason: string;
  readonly refusal: Refusal | HttpRefusal;
  /** Whose account it was about, where that is known. */
  readonly user: string | null;

  constructor(reason: string, refusal: Refusal | HttpRefusal, user: string | null = null) {
    super(reason);
    this.reason = reason;
    this.refusal = refusal;
    this.user = user;
  }
}

/** Same words for an unknown login, a wrong password and a disabled account. */
export function wrongCredentials(): Refusal {
  return new Refusal(401, 'wrong_credentials', 'The login or the password is wrong.');
}

export function attemptOf(server: Doorman, { workspace, origin, credential, http }: Call, way: string, login: string): Attempt {
  const system = server.engine.system(workspace, { kind: 'system', detail: 'sign-in' });
  return { server, workspace, system, origin, device: deviceOf(http), browser: browserOf(http), credential, way, login };
}

/** From the street to the session. `first` comes before the proof, `later` after it. */
export async function signIn(
  attempt: Attempt,
  gates: { first: readonly Gate[]; proof: ProofGate; later: readonly LaterGate[] },
): Promise<Answer> {
  let user: SignedIn | null = null;
  try {
    for (const gate of gates.first) await gate(attempt);
    user = await gates.proof(attempt);
    const proven = { ...attempt, user };
    for (const gate of gates.later) {
      const other = await gate(proven);
      if (other === null) continue;
      await note(attempt, { user: user.id, result: 'waits' });
      return other;
    }
  } catch (error) {
    throw await refused(attempt, error, user);
  }
  return openSession({ ...attempt, user });
}

/** The last step, also of those who came by a second one. */
export async function openSession(attempt: Proven): Promise<Answer> {
  const { server, workspace, origin, device, credential, user, way } = attempt;
  if (credential?.kind === 'session') await endAt(server, workspace, credential.id);
  await note(attempt, { user: user.id, result: 'signed_in' });
  const arrival = { address: origin.address, device: device.name, fingerprint: device.fingerprint, way };
  const { token, expires } = await beginSession(workspace, user, arrival, server.clock);
  const lasts = Math.floor((expires - server.clock()) / 1000);
  const { id, name, login } = user;
  return {
    headers: { 'Set-Cookie': sessionCookie(workspace, token, lasts, origin.secure) },
    body: { user: { id, name, login } },
  };
}

/** Writes a refusal down and answers what is to be thrown; anything else is a fault and none of the log's business. */
export async function refused(attempt: Attempt, error: unknown, user: SignedIn | null = null): Promise<unknown> {
  if (!(error instanceof Refused)) return error;
  attempt.server.metrics.refused.inc({ reason: error.reason });
  if (isRepeated(attempt, error.reason)) return error.refusal;
  await note(attempt, { user: error.user ?? user?.id ?? null, result: 'refused', reason: error.reason });
  return error.refusal;
}

/** A closed door is knocked at as often as somebody likes: that is written down once a minute. */
const knocks = new LRUCache<string, true>({ max: 10_000, ttl: 60_000 });

function isRepeated({ workspace, origin, login }: Attempt, reason: string): boolean {
  if (!['banned', 'too_often', 'address_denied'].includes(reason)) return false;
  const key = JSON.stringify([workspace.name, origin.address, login.toLowerCase(), reason]);
  if (knocks.has(key)) return true;
  knocks.set(key, true);
  return false;
}

async function note(
  attempt: Attempt,
  { user, result, reason = null }: { user: string | null; result: string; reason?: string | null },
): Promise<void> {
  const { workspace, system, origin, device, login, way } = attempt;
  // Instances may do without the log; see app/kontor.config.ts.
  if (!Object.hasOwn(workspace.state.schema.entities, 'sign_ins')) return;
  await system.records.create('sign_ins', {
    login: login.slice(0, 250),
    user,
    result,
    reason,
    way,
    address: origin.address,
    device: device.name,
  });
}

export async function endAt(server: Pick<Doorman, 'authentication'>, workspace: Workspace, id: string): Promise<void> {
  await endSession(workspace, id);
  server.authentication.forget(workspace, id);
}

/** Out of reach of scripts, of other workspaces, and of requests that other sites' pages start. */
export function sessionCookie(workspace: Workspace, token: string, seconds: number, secure: boolean): string {
  return `${cookieName}=${token}; Path=/${workspace.name}; HttpOnly; SameSite=Lax; Max-Age=${seconds}${secure ? '; Secure' : ''}`;
}
