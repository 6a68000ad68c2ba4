// What every address has in common: whatever comes in, a 4xx says what is wrong, never a 5xx, and every answer is armoured.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { testServer } from '../tests/http.ts';

const client = mkdtempSync(join(tmpdir(), 'kontor-client-'));
mkdirSync(join(client, 'assets'));
writeFileSync(join(client, 'index.html'), '<!doctype html><title>Kontor</title>');
writeFileSync(join(client, 'assets', 'main-Ab3_x-9Z.js'), `console.log(1);${'//'.repeat(2000)}`);
writeFileSync(join(client, 'assets', 'icon.svg'), '<svg/>');
writeFileSync(join(client, '.sources'), 'secret');
afterAll(() => rmSync(client, { recursive: true }));

const server = await testServer({ clientFolder: client });
const { stranger, name } = server;
const root = await server.person('root', 'Root');
const contact = (await root.post('records/contacts', { last_name: 'Berg' })).body as { record: { id: string } };
const one = `records/contacts/${contact.record.id}`;
const json = { 'content-type': 'application/json' };

describe('malformed requests', () => {
  const bytes = (...values: number[]) => new Uint8Array(values);
  it.each<[string, string, string, RequestInit['body'], Record<string, string>, number]>([
    ['broken JSON', 'POST', 'records/contacts', '{"last_name": }', json, 400],
    ['JSON that ends', 'POST', 'records/contacts', '{"last_name": "a', json, 400],
    ['no UTF-8', 'POST', 'records/contacts', bytes(0x7b, 0xff, 0x7d), json, 400],
    ['an array', 'POST', 'records/contacts', '[]', json, 422],
    ['a string', 'POST', 'records/contacts', '"x"', json, 422],
    ['null', 'PATCH', one, 'null', json, 422],
    ['NUL in text', 'POST', 'records/contacts', '{"last_name":"a\\u0000b"}', json, 400],
    ['half a surrogate', 'POST', 'records/contacts', '{"last_name":"\\ud83d"}', json, 400],
    ['prototype', 'POST', 'records/contacts', '{"__proto__":{"last_name":"x"}}', json, 400],
    ['constructor', 'POST', 'records/contacts', '{"last_name":"x","constructor":{"prototype":{}}}', json, 422],
    ['deep JSON', 'POST', 'records/contacts', `{"last_name":${'['.repeat(5000)}${']'.repeat(5000)}}`, json, 400],
    ['object as text', 'POST', 'records/contacts', '{"last_name":{"toString":1}}', json, 422],
    ['unknown field', 'POST', 'records/contacts', '{"last_nane":"x"}', json, 422],
    ['read-only field', 'PATCH', one, '{"created_at":"2020-01-01T00:00:00Z"}', json, 422],
    ['form', 'POST', 'records/contacts', 'last_name=x', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['plain text', 'POST', 'records/contacts', '{"last_name":"x"}', { 'content-type': 'text/plain' }, 415],
    ['compressed', 'POST', 'records/contacts', '{"last_name":"x"}', { ...json, 'content-encoding': 'gzip' }, 415],
    ['too large', 'POST', 'records/contacts', `{"last_name":"${'x'.repeat(1_100_000)}"}`, json, 413],
    ['body for nobody', 'POST', 'jobs/0193b3a0-0000-7000-8000-000000000000/cancel', '{"a":1}', json, 400],
    ['unknown parameter', 'GET', 'records/contacts?limitt=5', undefined, {}, 400],
    ['repeated parameter', 'GET', 'records/contacts?limit=5&limit=6', undefined, {}, 400],
    ['parameter on none', 'GET', 'session?x=1', undefined, {}, 400],
    ['limit of text', 'GET', 'records/contacts?limit=many', undefined, {}, 400],
    ['limit too large', 'GET', 'records/contacts?limit=501', undefined, {}, 400],
    ['limit zero', 'GET', 'records/contacts?limit=0', undefined, {}, 400],
    ['broken percent', 'GET', 'records/contacts?q=%E0%A4%A', undefined, {}, 400],
    ['NUL in parameter', 'GET', 'records/contacts?q=a%00b', undefined, {}, 400],
    ['broken filter', 'GET', `records/contacts?filter=${encodeURIComponent('last_name = "')}`, undefined, {}, 400],
    ['unknown field in filter', 'GET', `records/contacts?filter=${encodeURIComponent('last_nane = "x"')}`, undefined, {}, 400],
    ['deep filter', 'GET', `records/contacts?filter=${'('.repeat(3000)}last_name%3D%22x%22${')'.repeat(3000)}`, undefined, {}, 400],
    ['unknown field in sort', 'GET', 'records/contacts?sort=-nope', undefined, {}, 400],
    ['unknown field', 'GET', 'records/contacts?fields=nope', undefined, {}, 400],
    ['broken cursor', 'GET', 'records/contacts?after=nonsense', undefined, {}, 400],
    ['cursor of another', 'GET', `records/contacts?after=${Buffer.from('["a","b","c"]').toString('base64url')}`, undefined, {}, 400],
    ['broken id', 'GET', 'records/contacts/1', undefined, {}, 404],
    ['NUL in id', 'GET', 'records/contacts/%00', undefined, {}, 404],
    ['injection in id', 'GET', "records/contacts/'%3Bdrop%20table%20x", undefined, {}, 404],
    ['unknown entity', 'GET', 'records/nothings', undefined, {}, 404],
    ['prototype as entity', 'GET', 'records/__proto__', undefined, {}, 404],
    ['constructor as entity', 'GET', 'entities/constructor', undefined, {}, 404],
    ['child entity', 'GET', 'records/deal_lines', undefined, {}, 404],
    ['system table', 'GET', 'records/sessions', undefined, {}, 404],
    ['unknown action', 'POST', `${one}/actions/toString`, '{}', json, 404],
    ['broken If-Match', 'PATCH', one, '{"last_name":"x"}', { ...json, 'if-match': 'three' }, 400],
    ['stale If-Match', 'PATCH', one, '{"last_name":"x"}', { ...json, 'if-match': '"99"' }, 412],
    ['long Idempotency-Key', 'POST', 'records/contacts', '{"last_name":"x"}', { ...json, 'idempotency-key': 'k'.repeat(201) }, 400],
    ['no multipart', 'POST', `${one}/files`, '{}', json, 415],
    ['multipart without boundary', 'POST', `${one}/files`, 'x', { 'content-type': 'multipart/form-data' }, 400],
    [
      'multipart that ends',
      'POST',
      `${one}/files`,
      '--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nabc',
      { 'content-type': 'multipart/form-data; boundary=x' },
      400,
    ],
    ['multipart without a file', 'POST', `${one}/files`, '--x--\r\n', { 'content-type': 'multipart/form-data; boundary=x' }, 400],
    ['bulk of nothing', 'POST', 'records/contacts/bulk', '{}', json, 400],
    ['bulk of two', 'POST', 'records/contacts/bulk', '{"create":[],"delete":{"ids":[]}}', json, 400],
    ['unknown measure', 'POST', 'records/contacts/aggregate', '{"measures":[{"fn":"median"}]}', json, 422],
    ['unknown group', 'POST', 'records/contacts/aggregate', '{"group_by":["nope"],"measures":[{"fn":"count"}]}', json, 400],
    ['empty search', 'GET', 'search?q=', undefined, {}, 400],
    ['change that is none', 'POST', 'changes/abc/undo', undefined, {}, 404],
    ['job that is none', 'GET', 'jobs/abc', undefined, {}, 404],
    ['file that is none', 'GET', 'files/abc', undefined, {}, 404],
    ['nowhere', 'GET', 'nowhere', undefined, {}, 404],
    ['unknown workspace', 'GET', '/nobody/api/v1/session', undefined, {}, 404],
    ['workspace of signs', 'GET', "/a'b/api/v1/session", undefined, {}, 404],
  ])('%s: %s %s', async (_, method, path, body, headers, status) => {
    const answer = await root.send(method, path, { headers, ...(body === undefined || body === null ? {} : { body }) });
    expect([answer.status, answer.text.slice(0, 300)]).toEqual([status, expect.any(String)]);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    const problem = answer.body as { type: string; title: string; status: number; code: string; detail: string; errors: unknown[] };
    expect(problem).toMatchObject({
      status,
      type: `urn:kontor:problem:${problem.code}`,
      title: expect.any(String),
      detail: expect.any(String),
    });
    expect(Array.isArray(problem.errors)).toBe(true);
  });

  it('names the nearest right name', async () => {
    expect((await root.get('records/contacts?limitt=5')).body).toMatchObject({
      errors: [{ field: 'limitt', message: 'is not known; did you mean "limit"?' }],
    });
    const { body } = await root.post('records/contacts/aggregate', { measures: [], grup_by: [] });
    expect(body).toMatchObject({ errors: [{ field: 'grup_by', message: 'is not known; did you mean "group_by"?' }] });
  });

  it('says where JSON is broken', async () => {
    const { body } = await root.send('POST', 'records/contacts', { headers: json, body: '{\n  "last_name" "x"\n}' });
    expect(body).toMatchObject({ code: 'not_json', detail: 'The body is not JSON: unexpected text at line 2, column 15.' });
  });

  it('refuses a body that lies about its length or has none', async () => {
    let sent = 0;
    const endless = new ReadableStream({
      pull(controller) {
        sent += 65_536;
        controller.enqueue(new Uint8Array(65_536).fill(0x20));
      },
    });
    const answer = await root.send('POST', 'records/contacts', { headers: json, body: endless });
    expect(answer.status).toBe(413);
    expect(sent).toBeLessThan(3_000_000);
  });
});

describe('methods', () => {
  it('says what is allowed', async () => {
    const answer = await root.send('PUT', one);
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')?.split(', ').sort()).toEqual(['DELETE', 'GET', 'HEAD', 'PATCH']);
    const options = await root.send('OPTIONS', one);
    expect([options.status, options.headers.get('access-control-allow-origin')]).toEqual([204, null]);
  });

  it('answers HEAD like GET without the body', async () => {
    const answer = await root.send('HEAD', one);
    expect([answer.status, answer.text]).toEqual([200, '']);
    expect(answer.headers.get('etag')).toBe('"1"');
  });
});

describe('requests of other sites', () => {
  const host = { host: 'crm.example' };
  it.each<[Record<string, string>, number]>([
    [{ 'sec-fetch-site': 'cross-site' }, 403],
    [{ 'sec-fetch-site': 'same-site' }, 403],
    [{ origin: 'https://evil.example' }, 403],
    [{ origin: 'null' }, 403],
    [{ origin: 'https://crm.example.evil.example' }, 403],
    [{ origin: 'https://crm.example:8443' }, 403],
    [{ 'sec-fetch-site': 'none', origin: 'https://evil.example' }, 403],
    [{ 'sec-fetch-site': 'same-origin' }, 200],
    [{ origin: 'https://crm.example' }, 200],
    [{ origin: 'http://crm.example' }, 200],
    [{}, 200],
  ])('with a cookie and %j', async (headers, status) => {
    expect((await root.patch(one, { last_name: 'Berg' }, { ...host, ...headers })).status).toBe(status);
  });

  it('cannot sign a visitor in or out', async () => {
    const evil = { origin: 'https://evil.example' };
    expect((await stranger.post('session', { login: 'root', password: 'correct horse' }, evil)).status).toBe(403);
    expect((await root.delete('session', evil)).status).toBe(403);
    expect((await root.get('session')).status).toBe(200);
  });

  it('may be programs with a key', async () => {
    const key = await server.key(root.id);
    expect(
      (await key.patch(one, { last_name: 'Berg' }, { origin: 'https://partner.example', 'sec-fetch-site': 'cross-site' })).status,
    ).toBe(200);
  });
});

describe('answers', () => {
  it.each(['session', 'records/contacts', 'records/nothings', 'nowhere', '/health', '/metrics'])('are armoured: %s', async (path) => {
    const { headers } = await root.get(path);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('cache-control')).toContain('no-store');
    expect(headers.get('strict-transport-security')).toBeNull();
    expect(headers.get('server')).toBeNull();
  });

  it('carry the request id that came, or one of their own', async () => {
    expect((await root.get('session', { 'x-request-id': 'trace-12345678' })).headers.get('x-request-id')).toBe('trace-12345678');
    for (const bad of ['short', 'a b c d e f g h', 'x'.repeat(101)]) {
      expect((await root.get('session', { 'x-request-id': bad })).headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    }
  });

  it('travel compressed where it pays and the caller can read it', async () => {
    const plain = await root.get('entities');
    expect(plain.headers.get('content-encoding')).toBeNull();
    for (const [accepted, encoding, read] of [
      ['gzip, deflate, br, zstd', 'br', brotliDecompressSync],
      ['gzip', 'gzip', gunzipSync],
    ] as const) {
      const answer = await server.app.request(`/${name}/api/v1/entities`, {
        headers: { cookie: root.cookie, 'accept-encoding': accepted },
      });
      expect([answer.headers.get('content-encoding'), answer.headers.get('vary')]).toEqual([encoding, 'Accept-Encoding']);
      const bytes = Buffer.from(await answer.arrayBuffer());
      expect(bytes.length).toBeLessThan(plain.text.length / 5);
      expect(read(bytes).toString()).toBe(plain.text);
    }
    expect((await root.get('session', { 'accept-encoding': 'br' })).headers.get('content-encoding')).toBeNull();
    expect((await root.get('entities', { 'accept-encoding': 'identity' })).headers.get('content-encoding')).toBeNull();
  });

  it('take no line breaks into headers', async () => {
    const form = new FormData();
    form.set('file', new Blob(['hello']), 'a"\r\nSet-Cookie: x=1;.txt');
    const { body } = await root.send('POST', `${one}/files`, { body: form });
    const file = await root.get(`files/${(body as { record: { id: string } }).record.id}`);
    expect(file.status).toBe(200);
    expect(file.headers.get('set-cookie')).toBeNull();
    expect(file.headers.get('content-disposition')).toMatch(/^attachment; filename="[^"\r\n]*"; filename\*=UTF-8''[\w.%~!-]+$/);
  });

  it('leave no personal data in the log', async () => {
    server.logged.length = 0;
    await root.get('records/contacts?q=Sensitive');
    await root.patch(one, { last_name: 'Sensitive' });
    await stranger.post('session', { login: 'Sensitive', password: 'Sensitive' });
    await root.get('records/contacts?filter=Sensitive');
    const lines = server.logged.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.map(({ method, status }) => `${method} ${status}`)).toEqual(['GET 200', 'PATCH 200', 'POST 401', 'GET 400']);
    expect(lines[1]).toMatchObject({ route: '/api/v1/records/{entity}/{id}', request: expect.any(String), ms: expect.any(Number) });
    expect(server.logged.join()).not.toMatch(/sensitive/i);
    expect(server.logged.join()).not.toContain(contact.record.id);
  });
});

describe('health and metrics', () => {
  it('say version and database', async () => {
    const { status, body } = await stranger.get('/health');
    expect([status, body]).toEqual([200, { status: 'ready', version: '0.0.0-test', database: 'up' }]);
  });

  it('count requests by pattern, without names', async () => {
    await root.get(one);
    const { text } = await stranger.get('/metrics');
    expect(text).toMatch(
      /kontor_http_request_seconds_count\{method="GET",route="\/api\/v1\/records\/\{entity\}\/\{id\}",status="200"\} \d/,
    );
    expect(text).not.toContain(name);
  });
});

describe('pages', () => {
  it('are the client at every address of a workspace', async () => {
    for (const path of [`/${name}/`, `/${name}/contacts/123`]) {
      const page = await stranger.get(path);
      expect([page.status, page.text]).toEqual([200, '<!doctype html><title>Kontor</title>']);
      expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
      expect(page.headers.get('cross-origin-opener-policy')).toBe('same-origin');
      expect(page.headers.get('cache-control')).toBe('no-cache');
    }
    expect((await stranger.get(`/${name}`)).headers.get('location')).toBe(`/${name}/`);
    expect((await stranger.get('/')).headers.get('location')).toBe(`/${name}/`);
    expect((await stranger.get('/nobody/')).status).toBe(404);
    expect((await stranger.send('POST', `/${name}/`)).status).toBe(405);
  });

  it('keep hashed assets for ever and ask for the others', async () => {
    const hashed = await stranger.get('/assets/main-Ab3_x-9Z.js', { 'accept-encoding': 'gzip, br' });
    expect(hashed.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect([hashed.headers.get('content-encoding'), hashed.headers.get('content-type')]).toEqual(['br', 'text/javascript; charset=utf-8']);
    const icon = await stranger.get('/assets/icon.svg');
    expect(icon.headers.get('cache-control')).toBe('no-cache');
    expect((await stranger.get('/assets/icon.svg', { 'if-none-match': icon.headers.get('etag') ?? '' })).status).toBe(304);
    expect((await stranger.get('/assets/gone-Ab3_x-9Z.js')).status).toBe(404);
  });

  it.each([
    '/assets/../.sources',
    '/assets/%2e%2e/.sources',
    '/assets/..%2f.sources',
    '/.sources',
    '/assets/%2e%2e%2f%2e%2e%2fetc%2fpasswd',
    '//etc/passwd',
    '/assets/..\\.sources',
  ])('never lead out of their folder: %s', async (path) => {
    const answer = await server.app.request(new Request(`http://localhost${path}`));
    expect([200, 302, 404]).toContain(answer.status);
    expect(await answer.text()).not.toMatch(/secret|root:/);
  });

  it('say so when the client is not built', async () => {
    const twin = server.twin({ clientFolder: '/nonexistent' });
    const page = await twin.app.request(`/${name}/`);
    expect(page.status).toBe(503);
    expect(await page.text()).toContain('npm run build');
  });
});
