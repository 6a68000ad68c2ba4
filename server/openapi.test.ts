// OpenAPI of a workspace: valid by the official schema, complete, and cut to what the caller may see.

import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, it } from 'vitest';
import { testServer } from '../tests/http.ts';
import { endpointsOf } from './registry.ts';

interface Document {
  paths: Record<string, Record<string, { operationId?: string; tags?: string[]; parameters?: unknown[] }>>;
  components: { schemas: Record<string, { properties: Record<string, object>; required?: string[] }> };
}

const server = await testServer();
const root = await server.person('root', 'Root');
const reader = await server.person('reader', 'Read only');
const document = (await root.get('openapi.json')).body as Document;

describe('openapi.json', () => {
  it('is valid OpenAPI 3.1', async () => {
    const result = await new Validator().validate({ ...structuredClone(document) });
    expect(result.errors ?? []).toEqual([]);
    expect(result.valid).toBe(true);
  });

  it('names every operation once', () => {
    const ids = Object.values(document.paths).flatMap((path) => Object.values(path).flatMap((operation) => operation.operationId ?? []));
    expect(ids.length).toBeGreaterThan(60);
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
  });

  it('points at nothing that is not there', () => {
    const pointers = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, pointer = '']) => pointer);
    const at = (pointer: string) =>
      pointer.split('/').reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], document);
    expect(pointers.filter((pointer) => at(pointer) === undefined)).toEqual([]);
  });

  it('describes what is read and what is written', () => {
    const { Contact, ContactInput, ContactChange } = document.components.schemas;
    expect(Contact?.properties).toMatchObject({ id: { format: 'uuid' }, account: expect.any(Object), version: expect.any(Object) });
    expect(ContactInput?.required).toContain('last_name');
    expect(ContactInput?.properties).not.toHaveProperty('created_at');
    expect(ContactInput?.properties).not.toHaveProperty('id');
    expect(ContactChange).not.toHaveProperty('required');
    expect(JSON.stringify(document)).not.toMatch(/password_hash|key_hash|storage_key/);
  });

  it('holds each endpoint of the registry, or a path of its own for each entity [CS-271]', () => {
    const described = new Set(
      Object.entries(document.paths).flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method} ${path}`)),
    );
    const endpoints = endpointsOf({} as never);
    const missing = endpoints
      .map(({ method, path }) => `${method.toLowerCase()} ${path}`)
      .filter(
        (one) =>
          ![one, one.replace('{entity}', 'deals'), one.replace('{entity}/{id}/actions/{action}', 'contacts/{id}/actions/follow_up')].some(
            (path) => described.has(path),
          ),
      );
    expect(missing).toEqual(['get /openapi.json']);
  });

  it('is cut to what the caller may see and do [SC-10]', async () => {
    const { paths, components } = (await reader.get('openapi.json')).body as Document;
    expect(Object.keys(paths['/records/contacts'] ?? {})).toEqual(['get']);
    expect(paths).not.toHaveProperty('/records/permission_sets');
    expect(components.schemas).not.toHaveProperty('PermissionSet');
    expect((await server.stranger.get('openapi.json')).status).toBe(401);
  });
});

describe('the try-it page', () => {
  it('loads everything from here, under a policy that lets nothing else in [CS-271] [NV-48]', async () => {
    const page = await server.stranger.get(`/${server.name}/api/docs`);
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(page.text).not.toMatch(/https?:|<script>/);
    for (const [, part] of page.text.matchAll(/(?:src|href)="([^"]+)"/g)) {
      expect((await server.stranger.get(`/${server.name}/api/${part}`)).status).toBe(200);
    }
    expect((await server.stranger.get(`/${server.name}/api/docs/package.json`)).status).toBe(404);
    expect((await server.stranger.get('/nobody/api/docs')).status).toBe(404);
  });
});

describe('every endpoint', () => {
  const endpoints = endpointsOf({} as never);
  // A feed's secret is in its address: calendars elsewhere cannot sign in.
  const open = [
    'POST /session',
    'DELETE /session',
    'GET /openid',
    'POST /openid/{provider}/start',
    'GET /openid/{provider}/back',
    ...['POST /passkeys/challenge', 'POST /session/passkey'],
    ...['POST /session/second-factor', 'POST /session/second-factor/challenge', 'POST /session/second-factor/again'],
    ...['GET /session/ways', 'POST /session/forgotten', 'POST /session/link', 'POST /session/password'],
    // Whoever saw the program as somebody else goes back, also when the time is over.
    'DELETE /session/seen',
    'GET /feeds/{feed}/{secret}',
    // The same of a customer's page, and of services that prove themselves by their signature.
    ...['GET /open/{page}/{secret}', 'POST /open/{page}/{secret}'],
  ];

  it('has a rule, and only signing in and out and what has a secret address are public [NV-03]', () => {
    expect(endpoints.filter(({ rule }) => rule === undefined)).toEqual([]);
    expect(endpoints.filter(({ rule }) => rule === 'public').map(({ method, path }) => `${method} ${path}`)).toEqual(open);
  });

  it.each(endpoints.map(({ method, path }) => [method, path] as const).filter(([method, path]) => !open.includes(`${method} ${path}`)))(
    'refuses a stranger: %s %s',
    async (method, path) => {
      const answer = await server.stranger.send(method, path.replace(/^\//, '').replaceAll(/\{\w+\}/g, 'x'));
      expect([answer.status, answer.headers.get('content-type')]).toEqual([401, 'application/problem+json']);
    },
  );
});
