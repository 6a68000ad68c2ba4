// Passkeys: the device signs a challenge of ours, for this site only, after it has made sure who holds it. Two factors in one, and no password.

import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { z } from 'zod';
import { type BoundContext, countFailure, findEnabledUser, hashToken, Refusal, type SignedIn, UnreadableSecret } from '../engine/index.ts';
import { type Answer, type Call, type Endpoint, endpoint } from './endpoint.ts';
import { accepted, firstGates, laterGates } from './gates.ts';
import { type Attempt, attemptOf, type Doorman, Refused, signIn } from './sign-in.ts';

const tag = 'Session';
const cookieName = 'kontor_passkey';
const minutes = 5;
/** Making a key is for who has just proved who it is. */
const fresh = 10 * 60_000;

/** What was asked; sealed in a cookie, so that only this browser answers it. */
interface Challenge {
  readonly challenge: string;
  /** For whom a key is to be made; null: somebody wants to sign in. */
  readonly user: string | null;
  readonly until: number;
}

/** What the browser's functions answer; the library looks at every part of it. */
const response = z.looseObject({ id: z.string().max(1500), response: z.looseObject({}) });

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
          proof: async (attempt) =>
            accepted(attempt, await holderOf(attempt, call, call.body.response as unknown as AuthenticationResponseJSON)),
          later: laterGates,
        }),
    }),
  ];
}

async function challengeSignIn(server: Doorman, call: Call): Promise<Answer> {
  const { id } = await siteOf(call, systemOf(server, call));
  // No list of keys: it would tell whose account exists. The device offers its own.
  const options = await generateAuthenticationOptions({ rpID: id, userVerification: 'required' });
  return asked(server, call, options, { challenge: options.challenge, user: null });
}

async function challengeNew(server: Doorman, call: Call): Promise<Answer> {
  const { credential } = call;
  if (credential?.kind !== 'session') throw new Refusal(401, 'not_signed_in', 'Sign in first.');
  if (server.clock() - credential.began > fresh)
    throw new Refusal(403, 'not_fresh', 'Sign in again first: a passkey is made only shortly after signing in.');
  const system = systemOf(server, call);
  const { name, login } = await system.records.get('users', credential.user, ['name', 'login']);
  const known = await system.records.list('passkeys', { fields: ['credential'], filter: `user = "${credential.user}"`, limit: 100 });
  const { id } = await siteOf(call, system);
  const options = await generateRegistrationOptions({
    rpID: id,
    rpName: `Kontor ${call.workspace.name}`,
    userID: new TextEncoder().encode(credential.user),
    userName: String(login),
    userDisplayName: String(name),
    attestationType: 'none',
    excludeCredentials: known.records.map((one) => ({ id: String(one.credential) })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
  return asked(server, call, options, { challenge: options.challenge, user: credential.user });
}

function asked(server: Doorman, { workspace, origin }: Call, options: object, challenge: Omit<Challenge, 'until'>): Answer {
  const text = JSON.stringify({ ...challenge, until: server.clock() + minutes * 60_000 } satisfies Challenge);
  const sealed = server.engine.secrets.seal(text, placeOf(workspace.name));
  const flags = `Path=/${workspace.name}/api/v1; HttpOnly; SameSite=Strict; Max-Age=${minutes * 60}${origin.secure ? '; Secure' : ''}`;
  return { headers: { 'Set-Cookie': `${cookieName}=${sealed}; ${flags}` }, body: { options } };
}

async function keep(server: Doorman, call: Call, name: string, given: RegistrationResponseJSON): Promise<Answer> {
  const system = systemOf(server, call);
  const me = call.actor.id ?? '';
  const challenge = await takeChallenge(server, call);
  const { id, origin } = await siteOf(call, system);
  const verified =
    challenge?.user === me
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

async function holderOf(attempt: Attempt, call: Call, given: AuthenticationResponseJSON): Promise<SignedIn> {
  const { system, server, workspace } = attempt;
  const challenge = await takeChallenge(server, call);
  const filter = `credential_hash = "${hashToken(given.id)}"`;
  const [key] = (await system.records.list('passkeys', { fields: ['user', 'credential', 'public_key', 'counter'], filter, limit: 1 }))
    .records;
  if (challenge === null || challenge.user !== null || key === undefined) throw wrong();
  const user = (key.user as { id: string }).id;
  const { id, origin } = await siteOf(call, system);
  const verified = await verifyAuthenticationResponse({
    response: given,
    expectedChallenge: challenge.challenge,
    expectedOrigin: origin,
    expectedRPID: id,
    requireUserVerification: true,
    credential: {
      id: String(key.credential),
      publicKey: new Uint8Array(Buffer.from(String(key.public_key), 'base64url')),
      counter: Number(key.counter ?? 0),
    },
  }).catch(() => null);
  const found = verified?.verified ? await findEnabledUser(workspace, user) : null;
  if (!verified || found === null) throw wrong(user);
  const used = { counter: verified.authenticationInfo.newCounter, last_used_at: new Date(server.clock()).toISOString() };
  await system.records.update('passkeys', String(key.id), used);
  return found;
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
    return (await countFailure(workspace, key, { minutes: minutes + 1, now: server.clock() })).count === 1 ? challenge : null;
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
