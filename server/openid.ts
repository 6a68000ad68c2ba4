// Signing in with an OpenID Connect provider: out with a sealed note of what was asked, back with a code, and through the gates as everybody.

import * as oidc from 'openid-client';
import { z } from 'zod';
import { type BoundContext, findEnabledUser, notFound, Refusal, type SignedIn, UnreadableSecret, type Values } from '../engine/index.ts';
import { type Answer, type Call, type Endpoint, endpoint } from './endpoint.ts';
import { accepted, firstGates, laterGates } from './gates.ts';
import { apiHeaders } from './headers.ts';
import { type Attempt, attemptOf, type Doorman, Refused, refused, signIn } from './sign-in.ts';

const tag = 'Session';
const cookieName = 'kontor_openid';
/** Milliseconds somebody may take at the provider. */
const patience = 10 * 60_000;
/** Linking is for who has just proved who it is. */
const fresh = 10 * 60_000;

/** What is remembered while somebody is at the provider; sealed in a cookie, so that only this browser brings it back. */
interface Errand {
  readonly provider: string;
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  /** Whose account is to be linked; null: somebody wants to sign in. */
  readonly link: string | null;
  readonly until: number;
}

interface Provider {
  readonly id: string;
  readonly name: string;
  readonly issuer: string;
  readonly client_id: string;
  readonly audience: string;
  readonly by_email: boolean | null;
}

export function openIdEndpoints(server: Doorman): readonly Endpoint[] {
  return [
    endpoint({
      method: 'GET',
      path: '/openid',
      summary: 'Providers one may sign in with',
      tag,
      rule: 'public',
      answers: { 200: z.object({ providers: z.array(z.object({ id: z.uuid(), name: z.string() })) }) },
      async handler(call) {
        const providers = await listProviders(systemOf(server, call));
        return { body: { providers: providers.map(({ id, name }) => ({ id, name })) } };
      },
    }),
    endpoint({
      method: 'POST',
      path: '/openid/{provider}/start',
      summary: 'Begin to sign in with a provider',
      description: 'Answers the address to go to. With `link`, the account there is linked with the own one here instead.',
      tag,
      rule: 'public',
      body: z.strictObject({ link: z.boolean().optional() }),
      answers: { 200: z.object({ address: z.url() }) },
      handler: (call) => start(server, call, call.params.provider, call.body.link === true),
    }),
    endpoint({
      method: 'GET',
      path: '/openid/{provider}/back',
      summary: 'Where the provider sends people back to',
      tag,
      rule: 'public',
      whileSeeing: 'refused',
      query: z.object({}),
      openQuery: true,
      answers: { 302: null },
      handler: (call) => back(server, call, call.params.provider),
    }),
  ];
}

async function start(server: Doorman, call: Call, id: string, wantsLink: boolean): Promise<Answer> {
  const { credential, workspace, origin } = call;
  const system = systemOf(server, call);
  const provider = await findProvider(system, id);
  let link: string | null = null;
  if (wantsLink) {
    if (credential?.kind !== 'session') throw new Refusal(401, 'not_signed_in', 'Sign in first.');
    if (server.clock() - credential.began > fresh)
      throw new Refusal(403, 'not_fresh', 'Sign in again first: an account is linked only shortly after signing in.');
    link = credential.user;
  }
  const config = await configOf(system, provider);
  const errand: Errand = {
    provider: provider.id,
    state: oidc.randomState(),
    nonce: oidc.randomNonce(),
    verifier: oidc.randomPKCECodeVerifier(),
    link,
    until: server.clock() + patience,
  };
  const address = oidc.buildAuthorizationUrl(config, {
    redirect_uri: await returnAddress(call, system, provider.id),
    scope: 'openid email profile',
    code_challenge: await oidc.calculatePKCECodeChallenge(errand.verifier),
    code_challenge_method: 'S256',
    state: errand.state,
    nonce: errand.nonce,
  });
  const sealed = server.engine.secrets.seal(JSON.stringify(errand), placeOf(workspace.name));
  return {
    headers: { 'Set-Cookie': errandCookie(workspace.name, sealed, patience / 1000, origin.secure) },
    body: { address: address.href },
  };
}

/** A browser comes along here, not a program: whatever happens, it is led to a page of ours, and to no other. */
async function back(server: Doorman, call: Call, id: string): Promise<Answer> {
  const { workspace, origin, http } = call;
  const clear = errandCookie(workspace.name, '', 0, origin.secure);
  const attempt = attemptOf(server, call, 'openid', '');
  const errand = readErrand(server, http.req.header('cookie') ?? '', workspace.name);
  try {
    if (errand === null || errand.provider !== id || errand.until < server.clock())
      throw new Refused('openid_expired', new Refusal(403, 'openid_expired', 'This took too long, or began in another browser.'));
    const provider = await findProvider(attempt.system, id);
    if (errand.link !== null) {
      const claims = await claimsOf(attempt, call, provider, errand);
      await link(attempt.system, provider, errand.link, claims);
      return seeOther(`/${workspace.name}/account`, [clear]);
    }
    const answer = await signIn(attempt, {
      first: firstGates,
      proof: async (at) => accepted(at, await personOf(at, call, provider, errand)),
      later: laterGates,
    });
    const cookie = answer instanceof Response ? null : answer.headers?.['Set-Cookie'];
    return seeOther(`/${workspace.name}/`, [clear, ...(cookie ? [cookie] : [])]);
  } catch (error) {
    const reason = error instanceof Refused ? await refused(attempt, error) : error;
    if (!(reason instanceof Refusal)) throw reason;
    return seeOther(`/${workspace.name}/?refused=${encodeURIComponent(reason.code)}`, [clear]);
  }
}

async function personOf(attempt: Attempt, call: Call, provider: Provider, errand: Errand): Promise<SignedIn> {
  const { system, workspace, server } = attempt;
  const claims = await claimsOf(attempt, call, provider, errand);
  const user = (await linkedUser(system, provider, claims.sub)) ?? (await userByEmail(system, provider, claims));
  const found = user === null ? null : await findEnabledUser(workspace, user);
  if (user === null || found === null)
    throw new Refused('openid_unknown', new Refusal(403, 'openid_unknown', 'No account here belongs to this login.'), user);
  if (provider.audience === 'root' && !(await server.engine.actor(workspace, { user })).rights.root)
    throw new Refused('openid_root_only', new Refusal(403, 'openid_root_only', 'Only root users sign in this way.'), user);
  await link(system, provider, user, claims);
  return found;
}

interface Claims {
  readonly sub: string;
  readonly email: string | null;
}

/** Exchanges the code; the library checks state, nonce, PKCE, issuer, audience, times and the signature where it matters. */
async function claimsOf(attempt: Attempt, call: Call, provider: Provider, errand: Errand): Promise<Claims> {
  const address = new URL(await returnAddress(call, attempt.system, provider.id));
  address.search = new URL(call.http.req.url).search;
  try {
    const tokens = await oidc.authorizationCodeGrant(await configOf(attempt.system, provider), address, {
      pkceCodeVerifier: errand.verifier,
      expectedState: errand.state,
      expectedNonce: errand.nonce,
      idTokenExpected: true,
    });
    const claims = tokens.claims();
    if (claims === undefined) throw new Error('no claims');
    const email = claims.email_verified === true && typeof claims.email === 'string' ? claims.email : null;
    return { sub: claims.sub, email };
  } catch (error) {
    throw new Refused('openid_failed', new Refusal(403, 'openid_failed', `The provider did not confirm it: ${(error as Error).message}`));
  }
}

async function linkedUser({ records }: BoundContext, provider: Provider, subject: string): Promise<string | null> {
  const filter = `provider = "${provider.id}" and subject = ${JSON.stringify(subject)}`;
  const [known] = (await records.list('linked_logins', { fields: ['user'], filter, limit: 1 })).records;
  return known ? (known.user as { id: string }).id : null;
}

/** Only an address that the provider verified, and that one enabled account has alone. */
async function userByEmail({ records }: BoundContext, provider: Provider, { email }: Claims): Promise<string | null> {
  if (provider.by_email !== true || email === null) return null;
  const query = { fields: ['id'], filter: `email = ${JSON.stringify(email)} and status = "enabled"`, limit: 2 };
  const { records: found } = await records.list('users', query);
  return found.length === 1 ? String(found[0]?.id) : null;
}

async function link(system: BoundContext, provider: Provider, user: string, { sub, email }: Claims): Promise<void> {
  const owner = await linkedUser(system, provider, sub);
  if (owner === user) return;
  if (owner !== null)
    throw new Refused('openid_taken', new Refusal(409, 'openid_taken', 'This login belongs to another account here.'), user);
  await system.records.create('linked_logins', { user, provider: provider.id, subject: sub, email });
}

function systemOf(server: Doorman, { workspace }: Call): BoundContext {
  return server.engine.system(workspace, { kind: 'system', detail: 'sign-in with a provider' });
}

const shown = ['id', 'name', 'issuer', 'client_id', 'audience', 'by_email'];

async function listProviders(system: BoundContext): Promise<Provider[]> {
  if (!Object.hasOwn(system.schema.entities, 'sign_in_providers')) return [];
  const query = { fields: shown, filter: 'active = true', sort: 'name', limit: 20 };
  return (await system.records.list('sign_in_providers', query)).records as (Values & Provider)[];
}

async function findProvider(system: BoundContext, id: string): Promise<Provider> {
  const provider = (await listProviders(system)).find((one) => one.id === id);
  if (provider === undefined) throw notFound('This provider');
  return provider;
}

async function configOf(system: BoundContext, { id, issuer, client_id: client }: Provider): Promise<oidc.Configuration> {
  const secret = (await system.secret('sign_in_providers', id, 'client_secret')) ?? undefined;
  const address = new URL(issuer);
  // Plain HTTP is stored for addresses of this machine alone.
  const execute = address.protocol === 'http:' ? [oidc.allowInsecureRequests] : [];
  try {
    return await oidc.discovery(address, client, secret, undefined, { execute, timeout: 10 });
  } catch {
    throw new Refusal(503, 'openid_away', 'The provider does not answer.');
  }
}

/** As administrators wrote it down; else as the browser has it, which a provider compares with what it was told. */
async function returnAddress({ workspace, origin, http }: Call, system: BoundContext, provider: string): Promise<string> {
  const { address } = await system.settings('general_settings').catch(() => ({ address: null }));
  const base =
    typeof address === 'string' && address !== '' ? address : `${origin.secure ? 'https' : 'http'}://${http.req.header('host') ?? ''}`;
  return `${new URL(base).origin}/${workspace.name}/api/v1/openid/${provider}/back`;
}

function readErrand(server: Doorman, header: string, workspace: string): Errand | null {
  const sealed = new RegExp(`(?:^|;\\s*)${cookieName}=([\\w.-]+)`).exec(header)?.[1];
  if (sealed === undefined) return null;
  try {
    return JSON.parse(server.engine.secrets.open(sealed, placeOf(workspace))) as Errand;
  } catch (error) {
    if (error instanceof UnreadableSecret) return null;
    throw error;
  }
}

function placeOf(workspace: string): string {
  return `openid errand in ${workspace}`;
}

function errandCookie(workspace: string, sealed: string, seconds: number, secure: boolean): string {
  return `${cookieName}=${sealed}; Path=/${workspace}/api/v1/openid; HttpOnly; SameSite=Lax; Max-Age=${seconds}${secure ? '; Secure' : ''}`;
}

function seeOther(path: string, cookies: readonly string[]): Response {
  const headers = new Headers({ ...apiHeaders, Location: path });
  for (const cookie of cookies) headers.append('Set-Cookie', cookie);
  return new Response(null, { status: 302, headers });
}
