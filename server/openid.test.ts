// Signing in with a real OpenID Connect provider on loopback, and what a thief or a stranger would try.

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';
import { afterAll, expect, it } from 'vitest';
import { testServer } from '../tests/http.ts';

const server = await testServer();
const root = await server.person('root', 'Root');
const listening = await server.listen();
const base = `http://127.0.0.1:${listening.port}`;
const api = `${base}/${server.name}/api/v1`;

/** Who is signed in at the provider, as each test says. */
let somebody = { sub: 'nobody', email: 'nobody@example.com', email_verified: true };

const http = createServer();
await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
const issuer = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
const made = await root.post('records/sign_in_providers', { name: 'Loopback', issuer, client_id: 'kontor', client_secret: 'very secret' });
const provider = (made.body as { record: { id: string } }).record.id;
const op = new Provider(issuer, {
  clients: [{ client_id: 'kontor', client_secret: 'very secret', redirect_uris: [`${api}/openid/${provider}/back`] }],
  pkce: { required: () => true },
  claims: { openid: ['sub', 'email', 'email_verified'], email: [], profile: [] },
  conformIdTokenClaims: false,
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
  findAccount: (_context, id) => ({ accountId: id, claims: async () => ({ ...somebody, sub: id }) }),
  async loadExistingGrant({ oidc }) {
    const grant = new op.Grant({ clientId: oidc.client!.clientId, accountId: oidc.session!.accountId! });
    grant.addOIDCScope('openid email profile');
    await grant.save();
    return grant;
  },
});
// Insecure only because it is loopback: its notices are not ours.
op.on('server_error', (_context, error) => console.error(error));
http.on('request', async (request, response) => {
  if (request.url?.startsWith('/interaction/')) await op.interactionFinished(request, response, { login: { accountId: somebody.sub } });
  else await op.callback()(request, response);
});
afterAll(async () => {
  await listening.stop();
  http.closeAllConnections();
  http.close();
});

/** A browser without pages: follows to the provider and back, and keeps cookies by host. */
class Browser {
  readonly #cookies = new Map<string, string>();

  async fetch(address: string, init: RequestInit = {}): Promise<Response> {
    const { host, origin } = new URL(address);
    const mine = [...this.#cookies]
      .filter(([key]) => key.startsWith(`${host} `))
      .map(([key, value]) => `${key.slice(host.length + 1)}=${value}`);
    const headers = { origin, 'content-type': 'application/json', ...(mine.length > 0 ? { cookie: mine.join('; ') } : {}) };
    const answer = await fetch(address, { redirect: 'manual', ...init, headers });
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (/max-age=0|expires=thu, 01 jan 1970/i.test(cookie)) this.#cookies.delete(`${host} ${name}`);
      else this.#cookies.set(`${host} ${name}`, value);
    }
    return answer;
  }

  async begin(link = false): Promise<string> {
    const answer = await this.fetch(`${api}/openid/${provider}/start`, { method: 'POST', body: JSON.stringify({ link }) });
    return ((await answer.json()) as { address: string }).address;
  }

  /** Answers where it stands at the end, without fetching a page of ours. */
  async follow(address: string): Promise<string> {
    for (let at = address; ; ) {
      if (!at.startsWith(issuer) && !at.includes('/back')) return at.slice(base.length);
      const answer = await this.fetch(at);
      const to = answer.headers.get('location');
      if (to === null) throw new Error(`${answer.status} at ${at}: ${await answer.text()}`);
      at = new URL(to, at).href;
    }
  }

  async who(): Promise<string | null> {
    const answer = await this.fetch(`${api}/session`);
    return answer.ok ? ((await answer.json()) as { user: { login: string } }).user.login : null;
  }
}

async function person(login: string, set: string, email: string): Promise<void> {
  const one = await server.person(login, set);
  await server.system.records.update('users', one.id, { email });
}

async function reasons(): Promise<unknown[]> {
  const { body } = await root.get(`records/sign_ins?fields=reason&sort=-created_at&limit=5&filter=${encodeURIComponent('way = "openid"')}`);
  return (body as { records: { reason: string }[] }).records.map(({ reason }) => reason);
}

it('offers its name, and never tells the secret again [NV-01]', async () => {
  expect((await server.stranger.get('openid')).body).toEqual({ providers: [{ id: provider, name: 'Loopback' }] });
  expect((await root.get(`records/sign_in_providers/${provider}`)).text).not.toContain('very secret');
  expect((await root.post('records/sign_in_providers', { name: 'Open', issuer: 'http://example.com', client_id: 'x' })).status).toBe(422);
});

it('signs in who has the verified address, links the account, and goes by the link from then on [NV-01]', async () => {
  await person('anna', 'Staff', 'anna@example.com');
  somebody = { sub: 'anna-at-provider', email: 'Anna@example.com', email_verified: true };
  const browser = new Browser();
  expect(await browser.follow(await browser.begin())).toBe(`/${server.name}/`);
  expect(await browser.who()).toBe('anna');
  somebody = { ...somebody, email: 'changed@example.com' };
  const second = new Browser();
  await second.follow(await second.begin());
  expect(await second.who()).toBe('anna');
});

it('refuses unknown people, unverified addresses and disabled accounts, and writes it down [NV-01] [NV-03]', async () => {
  await person('bertil', 'Staff', 'bertil@example.com');
  const tries = [
    { sub: 'stranger', email: 'stranger@example.com', email_verified: true },
    { sub: 'liar', email: 'bertil@example.com', email_verified: false },
  ];
  for (const one of tries) {
    somebody = one;
    const browser = new Browser();
    expect(await browser.follow(await browser.begin())).toBe(`/${server.name}/?refused=openid_unknown`);
    expect(await browser.who()).toBeNull();
  }
  expect(await reasons()).toEqual(expect.arrayContaining(['openid_unknown', 'openid_unknown']));
});

it('for root alone lets the owner in and nobody else [NV-01]', async () => {
  await root.patch(`records/sign_in_providers/${provider}`, { audience: 'root' });
  await person('owner', 'Root', 'owner@example.com');
  await person('clerk', 'Staff', 'clerk@example.com');
  const at = async (login: string) => {
    somebody = { sub: `google-${login}`, email: `${login}@example.com`, email_verified: true };
    const browser = new Browser();
    return [await browser.follow(await browser.begin()), await browser.who()];
  };
  expect(await at('owner')).toEqual([`/${server.name}/`, 'owner']);
  expect(await at('clerk')).toEqual([`/${server.name}/?refused=openid_root_only`, null]);
  await root.patch(`records/sign_in_providers/${provider}`, { audience: 'staff' });
});

it('a way back that began in another browser, was changed, or is used twice opens nothing', async () => {
  somebody = { sub: 'anna-at-provider', email: 'anna@example.com', email_verified: true };
  const victim = new Browser();
  const begun = await victim.begin();
  // The thief's page sends the victim's browser along the thief's own way (login CSRF), or has caught the address.
  const thief = new Browser();
  expect(await thief.follow(begun)).toBe(`/${server.name}/?refused=openid_expired`);
  const other = new Browser();
  const address = new URL(await other.begin());
  address.searchParams.set('state', 'planted');
  expect(await other.follow(address.href)).toBe(`/${server.name}/?refused=openid_failed`);
  expect([await thief.who(), await other.who()]).toEqual([null, null]);
  // No address of a stranger's choosing in it.
  const away = await fetch(`${api}/openid/${provider}/back?code=x&state=y&return=https://evil.example`, { redirect: 'manual' });
  expect(away.headers.get('location')).toBe(`/${server.name}/?refused=openid_expired`);
});

it('is linked by its person on the own page, shortly after signing in, and belongs to one account', async () => {
  const carl = new Browser();
  await person('carl', 'Staff', 'carl@example.com');
  await carl.fetch(`${api}/session`, { method: 'POST', body: JSON.stringify({ login: 'carl', password: 'correct horse' }) });
  somebody = { sub: 'carl-private', email: 'c@private.example', email_verified: true };
  expect(await carl.follow(await carl.begin(true))).toBe(`/${server.name}/account`);
  const again = new Browser();
  await again.follow(await again.begin());
  expect(await again.who()).toBe('carl');
  somebody = { sub: 'anna-at-provider', email: 'anna@example.com', email_verified: true };
  const fresh = new Browser();
  await fresh.fetch(`${api}/session`, { method: 'POST', body: JSON.stringify({ login: 'carl', password: 'correct horse' }) });
  expect(await fresh.follow(await fresh.begin(true))).toBe(`/${server.name}/?refused=openid_taken`);
  const start = await new Browser().fetch(`${api}/openid/${provider}/start`, { method: 'POST', body: '{"link":true}' });
  expect(start.status).toBe(401);
});

it('names the address that administrators wrote down, whatever host a request claims to be for', async () => {
  const { records } = await server.system.records.list('general_settings', { fields: ['id'] });
  await server.system.records.update('general_settings', String(records[0]?.id), { address: 'https://crm.example.com' });
  const answer = await server.stranger.post(`openid/${provider}/start`, {}, { host: 'evil.example' });
  const { address } = answer.body as { address: string };
  expect(new URL(address).searchParams.get('redirect_uri')).toBe(`https://crm.example.com/${server.name}/api/v1/openid/${provider}/back`);
  const sent = ['code_challenge', 'state', 'nonce'].map((name) => new URL(address).searchParams.get(name)?.length ?? 0);
  expect(Math.min(...sent)).toBeGreaterThan(40);
});
