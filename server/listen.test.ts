// The server on a real port: live events, files in and out, limits of bodies, broken HTTP, and stopping without losing anything.

import { createHash, randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { connect } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import { createClient, type LiveEvent } from '../client/index.ts';
import { testServer } from '../tests/http.ts';

const server = await testServer();
const root = await server.person('root', 'Root');
const { key } = await server.key(root.id);
const listening = await server.listen();
afterAll(() => listening.stop());

const base = `http://127.0.0.1:${listening.port}`;
const api = `${base}/${server.name}/api/v1`;
const authorization = `Bearer ${key}`;
const client = createClient({ baseUrl: base, workspace: server.name, key });
const contact = await client.records('contacts').create({ last_name: 'Berg' });

/** What one connection answers to these bytes. */
function raw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(listening.port, '127.0.0.1', () => socket.end(text));
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      answer += chunk;
    });
    socket.on('close', () => resolve(answer)).on('error', reject);
  });
}

describe('live events', () => {
  it('tell what changed within reach, and go on after a break', async () => {
    const heard: LiveEvent[] = [];
    let wake = (): void => {};
    const until = async (wanted: () => boolean) => {
      while (!wanted()) await new Promise<void>((resolve) => (wake = resolve));
    };
    const opened = Promise.withResolvers<void>();
    const listen = (after?: string) =>
      client.events({
        ...(after === undefined ? {} : { after }),
        onState: (state) => state === 'open' && opened.resolve(),
        onEvent(event) {
          heard.push(event);
          wake();
        },
      });
    const stop = listen();
    await opened.promise;
    await client.records('contacts').update(contact.id, { city: 'Oslo' });
    await until(() => heard.some(({ id }) => id === contact.id));
    stop();
    const cursor = heard.at(-1)?.cursor;
    const meanwhile = await client.records('accounts').create({ name: 'Meanwhile' });
    const stopAgain = listen(cursor);
    await until(() => heard.some(({ entity, id }) => entity === 'accounts' && id === meanwhile.id));
    stopAgain();
  });

  it('are not left open by HEAD, nor beyond what one may have at once', async () => {
    const open = async () => Number(/^kontor_event_streams (\d+)$/m.exec(await (await fetch(`${busy}/metrics`)).text())?.[1]);
    const narrow = server.twin({ limits: { requestsAtOnce: 4 } });
    const twin = await narrow.listen();
    const busy = `http://127.0.0.1:${twin.port}`;
    const events = `${busy}/${server.name}/api/v1/events`;
    for (let i = 0; i < 5; i++) expect((await fetch(events, { method: 'HEAD', headers: { authorization } })).status).toBe(200);
    expect(await open()).toBe(0);
    const abort = new AbortController();
    for (let i = 0; i < 3; i++) expect((await fetch(events, { headers: { authorization }, signal: abort.signal })).status).toBe(200);
    expect(await open()).toBe(3);
    expect((await fetch(events, { headers: { authorization } })).status).toBe(429);
    abort.abort();
    await twin.stop();
  });

  it('are a stream that nobody caches, for those who are signed in', async () => {
    const abort = new AbortController();
    const stream = await fetch(`${api}/events`, { headers: { authorization }, signal: abort.signal });
    expect([stream.status, stream.headers.get('content-type'), stream.headers.get('cache-control')]).toEqual([
      200,
      'text/event-stream',
      'no-store',
    ]);
    abort.abort();
    expect((await fetch(`${api}/events`)).status).toBe(401);
  });
});

describe('files', () => {
  const bytes = Buffer.concat([Buffer.from('%PDF-1.4\n'), randomBytes(299_991)]);

  it('come back as they went in, whole and in parts [CS-272]', async () => {
    const { id } = await client.records('contacts').upload(contact.id, new Blob([bytes]), 'Angebot Äpfel.bin');
    const whole = await fetch(client.files.url(id), { headers: { authorization } });
    expect(whole.headers.get('content-disposition')).toBe(
      'attachment; filename="Angebot _pfel.bin"; filename*=UTF-8\'\'Angebot%20%C3%84pfel.bin',
    );
    expect(whole.headers.get('x-content-type-options')).toBe('nosniff');
    expect(
      createHash('md5')
        .update(Buffer.from(await whole.arrayBuffer()))
        .digest(),
    ).toEqual(createHash('md5').update(bytes).digest());
    const part = async (range: string) => {
      const answer = await fetch(client.files.url(id), { headers: { authorization, range } });
      return [answer.status, answer.headers.get('content-range'), Buffer.from(await answer.arrayBuffer())] as const;
    };
    expect(await part('bytes=100-199')).toEqual([206, 'bytes 100-199/300000', bytes.subarray(100, 200)]);
    expect(await part('bytes=-50')).toEqual([206, 'bytes 299950-299999/300000', bytes.subarray(-50)]);
    expect((await part('bytes=300000-'))[0]).toBe(416);
    expect((await part('lines=1-2'))[0]).toBe(200);
  });

  it('never run in the browser, whatever they say they are', async () => {
    const page = new Blob(['<script>alert(1)</script>'], { type: 'text/html' });
    const { id } = await client.records('contacts').upload(contact.id, page, 'page.html');
    const answer = await fetch(`${client.files.url(id)}?inline=1`, { headers: { authorization } });
    expect(answer.headers.get('content-type')).not.toContain('html');
    expect(answer.headers.get('content-security-policy')).toContain('sandbox');
    await answer.arrayBuffer();
  });

  it('are looked at inside a page of ours where they are PDF, and nowhere else [TT-16]', async () => {
    const pdf = new Blob(['%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n']);
    const { id } = await client.records('contacts').upload(contact.id, pdf, 'offer.pdf');
    const ask = async (query: string) => {
      const answer = await fetch(`${client.files.url(id)}${query}`, { headers: { authorization } });
      await answer.arrayBuffer();
      return [answer.headers.get('content-security-policy'), answer.headers.get('x-frame-options')].join();
    };
    expect(await ask('?inline=1')).toMatch(/default-src 'none'.*frame-ancestors 'self'.*SAMEORIGIN/);
    expect(await ask('?inline=1')).not.toContain('sandbox');
    expect(await ask('')).toMatch(/frame-ancestors 'none'; sandbox.*DENY/);
  });

  it('over 25 MB are refused before they are read [CS-128]', async () => {
    const [status, sent] = await new Promise<[number, number]>((resolve, reject) => {
      let written = 0;
      const upload = request(`${api}/records/contacts/${contact.id}/files`, {
        method: 'POST',
        headers: { authorization, 'content-type': 'multipart/form-data; boundary=x', 'content-length': 2 ** 31, expect: '100-continue' },
      });
      upload.on('continue', () => upload.write(Buffer.alloc(1024), () => (written += 1024)));
      upload.on('response', (answer) => {
        resolve([answer.statusCode ?? 0, written]);
        upload.destroy();
      });
      upload.on('error', reject);
      upload.flushHeaders();
    });
    expect(status).toBe(413);
    expect(sent).toBeLessThan(100_000);
  });

  it('over 25 MB of unknown length are refused while they come, and leave nothing behind', async () => {
    const chunk = new Uint8Array(1024 * 1024);
    let chunks = 0;
    const body = new ReadableStream({
      pull(controller) {
        if (chunks === 0)
          controller.enqueue(new TextEncoder().encode('--x\r\nContent-Disposition: form-data; name="file"; filename="big"\r\n\r\n'));
        if (chunks++ > 60) controller.close();
        else controller.enqueue(chunk);
      },
    });
    const headers = { authorization, 'content-type': 'multipart/form-data; boundary=x' };
    const answer = await fetch(`${api}/records/contacts/${contact.id}/files`, {
      method: 'POST',
      headers,
      body,
      duplex: 'half',
    } as RequestInit).catch((error: unknown) => error);
    // The answer may reach a sender who still sends only as a closed connection.
    if (answer instanceof Response) expect(answer.status).toBe(413);
    const { records } = await client
      .records('files')
      .list({ filter: 'name = "big"' })
      .catch((e) => {
        console.log(server.logged.filter((l) => l.includes('error')).join('\n'));
        throw e;
      });
    expect(records).toEqual([]);
  });
});

describe('broken HTTP', () => {
  it.each<[string, string, RegExp]>([
    ['nonsense', 'nonsense\r\n\r\n', /^HTTP\/1.1 400 /],
    ['headers without end', `GET / HTTP/1.1\r\nHost: x\r\nA: ${'a'.repeat(20_000)}\r\n\r\n`, /^HTTP\/1.1 431 /],
    [
      'two lengths',
      `POST /${server.name}/api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello`,
      /^HTTP\/1.1 400 /,
    ],
    [
      'length and chunks',
      `POST /${server.name}/api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      /^HTTP\/1.1 400 /,
    ],
    ['a line folded into a header', `GET / HTTP/1.1\r\nHost: x\r\nX-A: b\r\n c\r\n\r\n`, /^HTTP\/1.1 400 /],
    ['a broken host', 'GET / HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n', /^HTTP\/1.1 400 /],
    ['no host', 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n', /^HTTP\/1.1 400 /],
    [
      'an absolute address',
      `GET http://evil.example/${server.name}/api/v1/session HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
      /^HTTP\/1.1 401 /,
    ],
  ])('%s', async (_, text, status) => {
    expect(await raw(text)).toMatch(status);
    expect((await fetch(`${base}/health`)).status).toBe(200);
  });
});

describe('behind a trusted proxy', () => {
  it('believes its word on TLS and on the caller, and nobody else’s', async () => {
    const proxied = server.twin({ proxies: '127.0.0.1, 10.0.0.0/8' });
    const twin = await proxied.listen();
    const session = `http://127.0.0.1:${twin.port}/${server.name}/api/v1/session`;
    const post = (forwarded: string, password: string) =>
      fetch(session, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-forwarded-for': forwarded, 'x-forwarded-proto': 'https' },
        body: JSON.stringify({ login: 'root', password }),
      });
    const answer = await post('203.0.113.7', 'correct horse');
    expect(answer.headers.get('set-cookie')).toMatch(/; Secure$/);
    expect(answer.headers.get('strict-transport-security')).toContain('max-age=31536000');
    for (let i = 0; i < 10; i++) expect((await post(`198.51.100.${i}, 203.0.113.8, 10.1.2.3`, 'wrong')).status).toBe(401);
    expect((await post('198.51.100.99, 203.0.113.8, 10.1.2.3', 'correct horse')).status).toBe(429);
    expect((await post('203.0.113.9', 'correct horse')).status).toBe(200);
    await twin.stop();
  });
});

describe('stopping', () => {
  it('ends streams, lets requests under way finish, and refuses new ones', async () => {
    const other = server.twin();
    const twin = await other.listen();
    const address = `http://127.0.0.1:${twin.port}/${server.name}/api/v1`;
    const stream = await fetch(`${address}/events`, { headers: { authorization } });
    const reading = stream.text();
    // A body of which half has come: the request is under way.
    const [start, rest] = ['{"last_name"', ':"Ek"}'];
    const answered = Promise.withResolvers<number>();
    const slow = request(`${address}/records/contacts`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json', 'content-length': start.length + rest.length, expect: '100-continue' },
    });
    slow.on('response', (answer) => answered.resolve(answer.resume().statusCode ?? 0)).on('error', answered.reject);
    const accepted = new Promise<void>((resolve) => slow.on('continue', resolve));
    slow.flushHeaders();
    await accepted;
    slow.write(start);
    const stopped = twin.stop();
    expect(await reading).toContain('retry: 2000');
    slow.end(rest);
    expect(await answered.promise).toBe(201);
    await stopped;
    await expect(fetch(`http://127.0.0.1:${twin.port}/health`)).rejects.toThrow();
  });
});
