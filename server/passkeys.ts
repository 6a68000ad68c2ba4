// Passkeys: the device signs a challenge of ours, for this site only, after it has made sure who holds it. Two factors in one, and no password.

import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import { z } from 'zod';
import {
  type BoundContext,
  countFailure,
  findEnabledUser,
  hashToken,
  Refusal,
  type SignedIn,
  STEP_MINUTES,
  type Step,
  UnreadableSecret,
  type Values,
} from '../engine/index.ts';
import { type Answer, type Call, type Endpoint, endpoint } from './endpoint.ts';
import { accepted, firstGates, laterGates } from './gates.ts';
import { type Attempt, attemptOf, type Doorman, Refused, signIn } from './sign-in.ts';

/** Loaded with the first passkey: it brings all there is to know about certificates. */
const webauthn = () => import('@simplewebauthn/server');

const tag = 'Session';
const cookieName = 'kontor_passkey';
const minutes = 5;
/** Making a key is for who has just proved who it is. */
const fresh = 10 * 60_000;

/** What was asked; sealed in a cookie, so that only this browser answers it. */
interface Challenge {
  readonly challenge: string;
  /** What the answer is good for: a new key of this user, the second step of this sign-in, or, null, to sign in without a password. */
  readonly bound: `user ${string}` | `step ${string}` | null;
  readonly until: number;
}

/** What the browser's functions answer; the library looks at every part of it. */
export const response = z.looseObject({ id: z.string().max(1500), response: z.looseObject({}) });
/** How one of them answers a challenge. */
export type PasskeyAnswer = AuthenticationResponseJSON;

export function passkeyEndpoints(server: Doorman): readonly Endpoint[] {
  return [
    endpoint({
      method: 'POST',
      path: '/passkeys/challenge',
      summary: 'What a passkey is to sign',
      description: 'To sign in, or, when signed in shortly before, to make a new one.',
      tag,
      rule: 'public',
      body: z.strictObject({ purpose: z.enum(['sign_in', 'new']) }),
      answers: { 200: z.object({ options: z.looseObject({}) }) },
      handler: (call) => (call.body.purpose === 'new' ? challengeNew(server, call) : challengeSignIn(server, call)),
    }),
    endpoint({
      method: 'POST',
      path: '/passkeys',
      summary: 'Keep a new passkey of the own account',
      tag,
      rule: 'session',
      body: z.strictObject({ name: z.string().trim().min(1).max(120), response }),
      answers: { 201: z.object({ id: z.uuid() }) },
      handler: (call) => keep(server, call, call.body.name, call.body.response as unknown as RegistrationResponseJSON),
    }),
    endpoint({
      method: 'POST',
      path: '/session/passkey',
      summary: 'Sign in with a passkey',
      tag,
      rule: 'public',
      body: z.strictObject({ response }),
      answers: { 200: z.object({ user: z.object({ id: z.uuid(), name: z.string(), login: z.string() }) }) },
      handler: (call) =>
        signIn(attemptOf(server, call, 'passkey', ''), {
          first: firstGates,
          proof: async (attempt) => accepted(attempt, await holderOf(attempt, call, call.body.response as unknown as PasskeyAnswer)),
          later: laterGates,
        }),
    }),
  ];
}

async function challengeSignIn(server: Doorman, call: Call): Promise<Answer> {
  const { id } = await siteOf(call, systemOf(server, call));
  const { generateAuthenticationOptions } = await webauthn();
  // No list of keys: it would tell whose account exists. The device offers its own.
  const options = await generateAuthenticationOptions({ rpID: id, userVerification: 'required' });
  return asked(server, call, options, { challenge: options.challenge, bound: null, until: untilOf(server) });
}

async function challengeNew(server: Doorman, call: Call): Promise<Answer> {
  const { credential } = call;
  if (credential?.kind !== 'session') throw new Refusal(401, 'not_signed_in', 'Sign in first.');
  if (server.clock() - credential.began > fresh)
    throw new Refusal(403, 'not_fresh', 'Sign in again first: a passkey is made only shortly after signing in.');
  const system = systemOf(server, call);
  const { name, login } = await system.records.get('users', credential.user, ['name', 'login']);
  const { id } = await siteOf(call, system);
  const { generateRegistrationOptions } = await webauthn();
  const options = await generateRegistrationOptions({
    rpID: id,
    rpName: `Kontor ${call.workspace.name}`,
    userID: new TextEncoder().encode(credential.user),
    userName: String(login),
    userDisplayName: String(name),
    attestationType: 'none',
    excludeCredentials: await keysOf(system, credential.user),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
  return asked(server, call, options, { challenge: options.challenge, bound: `user ${credential.user}`, until: untilOf(server) });
}

/** A challenge for the second step of this sign-in: for the person's own keys, as long as the step lasts. */
export async function challengeStep(server: Doorman, call: Call, step: Step): Promise<Answer> {
  const system = systemOf(server, call);
  const [keys, { id }] = [await keysOf(system, step.user.id), await siteOf(call, system)];
  const { generateAuthenticationOptions } = await webauthn();
  // The password came before: that somebody holds the device is enough.
  const options = await generateAuthenticationOptions({ rpID: id, allowCredentials: keys, userVerification: 'preferred' });
  return asked(server, call, options, { challenge: options.challenge, bound: `step ${step.id}`, until: step.expires });
}

/** Whether the key of a device answered the challenge of this step, and is a key of its person. */
export async function isKeyOfStep(server: Doorman, call: Call, step: Step, given: PasskeyAnswer): Promise<boolean> {
  const challenge = await takeChallenge(server, call);
  const system = systemOf(server, call);
  const key = await findKey(system, given.id);
  if (challenge?.bound !== `step ${step.id}` || key?.user !== step.user.id) return false;
  return isSigned(server, call, system, { key, challenge, given, verified: false });
}

/** What the person's devices could sign with. */
export async function keysOf(system: BoundContext, user: string): Promise<{ id: string }[]> {
  // Instances may do without passkeys; see app/kontor.config.ts.
  if (!Object.hasOwn(system.space.state.schema.entities, 'passkeys')) return [];
  const { records } = await system.records.list('passkeys', { fields: ['credential'], filter: `user = "${user}"`, limit: 100 });
  return records.map((one) => ({ id: String(one.credential) }));
}

function untilOf(server: Doorman): number {
  return server.clock() + minutes * 60_000;
}

function asked(server: Doorman, { workspace, origin }: Call, options: object, challenge: Challenge): Answer {
  const sealed = server.engine.secrets.seal(JSON.stringify(challenge), placeOf(workspace.name));
  const seconds = Math.ceil((challenge.until - server.clock()) / 1000);
  const flags = `Path=/${workspace.name}/api/v1; HttpOnly; SameSite=Strict; Max-Age=${seconds}${origin.secure ? '; Secure' : ''}`;
  return { headers: { 'Set-Cookie': `${cookieName}=${sealed}; ${flags}` }, body: { options } };
}

async function keep(server: Doorman, call: Call, name: string, given: RegistrationResponseJSON): Promise<Answer> {
  const system = systemOf(server, call);
  const me = call.actor.id ?? '';
  const challenge = await takeChallenge(server, call);
  const { id, origin } = await siteOf(call, system);
  const { verifyRegistrationResponse } = await webauthn();
  const verified =
    challenge?.bound === `user ${me}`
      ? await verifyRegistrationResponse({
          response: given,
          expectedChallenge: challenge.challenge,
          expectedOrigin: origin,
          expectedRPID: id,
        }).catch(() => null)
      : null;
  if (!verified?.verified) throw new Refusal(422, 'wrong_passkey', 'The passkey was not confirmed. Try again.');
  const { credential } = verified.registrationInfo;
  const record = await system.records.create('passkeys', {
    name,
    user: me,
    credential: credential.id,
    credential_hash: hashToken(credential.id),
    public_key: Buffer.from(credential.publicKey).toString('base64url'),
    counter: credential.counter,
  });
  return { status: 201, body: { id: String(record.id) } };
}

async function holderOf(attempt: Attempt, call: Call, given: PasskeyAnswer): Promise<SignedIn> {
  const { system, server, workspace } = attempt;
  const challenge = await takeChallenge(server, call);
  const key = await findKey(system, given.id);
  if (challenge === null || challenge.bound !== null || key === null) throw wrong();
  const signed = await isSigned(server, call, system, { key, challenge, given, verified: true });
  const found = signed ? await findEnabledUser(workspace, key.user) : null;
  if (found === null) throw wrong(key.user);
  return found;
}

interface Key {
  readonly id: string;
  readonly user: string;
  readonly values: Values;
}

async function findKey(system: BoundContext, credential: string): Promise<Key | null> {
  const filter = `credential_hash = "${hashToken(credential)}"`;
  const { records } = await system.records.list('passkeys', { fields: ['user', 'credential', 'public_key', 'counter'], filter, limit: 1 });
  const [values] = records;
  return values === undefined ? null : { id: String(values.id), user: (values.user as { id: string }).id, values };
}

/** @param verified whether the device must have made sure who holds it; that somebody touched it is asked for always */
async function isSigned(
  server: Doorman,
  call: Call,
  system: BoundContext,
  { key, challenge, given, verified }: { key: Key; challenge: Challenge; given: PasskeyAnswer; verified: boolean },
): Promise<boolean> {
  const { id, origin } = await siteOf(call, system);
  const { verifyAuthenticationResponse } = await webauthn();
  const answer = await verifyAuthenticationResponse({
    response: given,
    expectedChallenge: challenge.challenge,
    expectedOrigin: origin,
    expectedRPID: id,
    requireUserVerification: verified,
    credential: {
      id: String(key.values.credential),
      publicKey: new Uint8Array(Buffer.from(String(key.values.public_key), 'base64url')),
      counter: Number(key.values.counter ?? 0),
    },
  }).catch(() => null);
  if (!answer?.verified) return false;
  const used = { counter: answer.authenticationInfo.newCounter, last_used_at: new Date(server.clock()).toISOString() };
  await system.records.update('passkeys', key.id, used);
  return true;
}

function wrong(user: string | null = null): Refused {
  return new Refused('wrong_passkey', new Refusal(401, 'wrong_credentials', 'The passkey was not accepted.'), user);
}

/** Null: none was asked for here, it is too old, or it was answered already. */
async function takeChallenge(server: Doorman, { workspace, http }: Call): Promise<Challenge | null> {
  const sealed = new RegExp(`(?:^|;\\s*)${cookieName}=([\\w.-]+)`).exec(http.req.header('cookie') ?? '')?.[1];
  if (sealed === undefined) return null;
  try {
    const challenge = JSON.parse(server.engine.secrets.open(sealed, placeOf(workspace.name))) as Challenge;
    if (challenge.until < server.clock()) return null;
    const key = `passkey ${hashToken(challenge.challenge)}`;
    // Remembered longer than the challenge lives.
    const time = { minutes: STEP_MINUTES + 1, now: server.clock() };
    return (await countFailure(workspace, key, time)).count === 1 ? challenge : null;
  } catch (error) {
    if (error instanceof UnreadableSecret) return null;
    throw error;
  }
}

/** The site that keys are for: as administrators wrote it down, else as the browser has it; the browser compares it with where it is. */
async function siteOf({ origin, http }: Call, system: BoundContext): Promise<{ id: string; origin: string }> {
  const { address } = await system.settings('general_settings').catch(() => ({ address: null }));
  const written = typeof address === 'string' && address !== '';
  const url = new URL(written ? address : `${origin.secure ? 'https' : 'http'}://${http.req.header('host') ?? 'localhost'}`);
  return { id: url.hostname, origin: url.origin };
}

function systemOf(server: Doorman, { workspace }: Call): BoundContext {
  return server.engine.system(workspace, { kind: 'system', detail: 'passkeys' });
}

function placeOf(workspace: string): string {
  return `passkey challenge in ${workspace}`;
}
