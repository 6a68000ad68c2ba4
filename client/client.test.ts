import { afterEach, describe, expect, it, vi } from 'vitest';
import { createClient, KontorError, type LiveEvent } from './index.ts';

interface Call {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: unknown;
}

/** A client over answers in the order they are given; keeps what it was asked. */
function clientOf(...answers: (Response | Error)[]) {
  const calls: Call[] = [];
  const client = createClient({
    baseUrl: 'https://crm.example/',
    workspace: 'demo',
    key: 'ktr_secret',
    language: () => 'fi',
    fetch: async (url, init) => {
      calls.push({
        method: init?.method ?? '',
        url: String(url),
        headers: init?.headers as Record<string, string>,
        body: typeof init?.body === 'string' ? JSON.parse(init.body) : init?.body,
      });
      const answer = answers.shift() ?? new Error('one call too many');
      if (answer instanceof Error) throw answer;
      return answer;
    },
  });
  return { client, calls };
}

const field = (call: Call | undefined, name: string) => (call?.body instanceof FormData ? call.body.get(name) : null);

const json = (body: unknown, init?: ResponseInit) => new Response(JSON.stringify(body), init);

describe('calls [CS-274]', () => {
  it('name the workspace, the language and the key', async () => {
    const { client, calls } = clientOf(json({ entities: [] }));
    await client.entities();
    expect(calls[0]).toMatchObject({ method: 'GET', url: 'https://crm.example/demo/api/v1/entities' });
    expect(calls[0]?.headers).toMatchObject({ authorization: 'Bearer ktr_secret', 'accept-language': 'fi' });
  });

  it('print lists with their fields, filter, order and page', async () => {
    const { client, calls } = clientOf(json({ records: [], next: null }));
    await client
      .records('deals')
      .list({ fields: ['name', 'account.name'], filter: 'amount > 1000', sort: '-updated_at', limit: 50, after: 'c&1', q: '' });
    const url = new URL(calls[0]?.url ?? '');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      fields: 'name,account.name',
      filter: 'amount > 1000',
      sort: '-updated_at',
      limit: '50',
      after: 'c&1',
    });
  });

  it('walk all pages', async () => {
    const { client, calls } = clientOf(
      json({ records: [{ id: '1' }, { id: '2' }], next: 'x' }),
      json({ records: [{ id: '3' }], next: null }),
    );
    const ids: string[] = [];
    for await (const record of client.records('deals').each({ limit: 2 })) ids.push(record.id);
    expect(ids).toEqual(['1', '2', '3']);
    expect(calls[1]?.url).toContain('after=x');
  });

  it('escape ids and names', async () => {
    const { client, calls } = clientOf(json({ record: {}, can: {} }));
    await client.records('a/b').get('../x?');
    expect(calls[0]?.url).toBe('https://crm.example/demo/api/v1/records/a%2Fb/..%2Fx%3F');
  });

  it('send the version that was read', async () => {
    const { client, calls } = clientOf(json({ record: { id: '1', version: 4 } }), json({ record: { id: '1' } }));
    await client.records('deals').update('1', { name: 'x' }, { version: 3 });
    expect(calls[0]).toMatchObject({ method: 'PATCH', body: { name: 'x' }, headers: { 'if-match': '"3"' } });
    await client.records('deals').update('1', { name: 'x' });
    expect(calls[1]?.headers).not.toHaveProperty('if-match');
  });

  it('send the key that makes a repeated creation harmless', async () => {
    const { client, calls } = clientOf(json({ record: { id: '1' } }, { status: 201 }));
    await client.records('deals').create({ name: 'x' }, { idempotencyKey: 'k1' });
    expect(calls[0]?.headers).toMatchObject({ 'idempotency-key': 'k1' });
  });

  it('name the change that a deletion was, so that it can be undone', async () => {
    const { client, calls } = clientOf(
      new Response(null, { status: 204, headers: { 'kontor-change': '17' } }),
      new Response(null, { status: 204 }),
    );
    await expect(client.records('deals').delete('1')).resolves.toEqual({ change: '17' });
    await expect(client.changes.undo('17')).resolves.toBeUndefined();
    expect(calls[1]).toMatchObject({ method: 'POST', url: 'https://crm.example/demo/api/v1/changes/17/undo' });
  });

  it('upload files as forms', async () => {
    const { client, calls } = clientOf(json({ record: { id: 'f', title: 'a.csv' } }, { status: 201 }), json({ file: { id: 'g' } }));
    await expect(client.records('deals').upload('1', new Blob(['x']), 'a.csv')).resolves.toMatchObject({ id: 'f' });
    expect(field(calls[0], 'file')).toBeInstanceOf(File);
    await client.imports.inspect(new Blob(['x']), 'a.csv', 'accounts');
    expect(field(calls[1], 'entity')).toBe('accounts');
  });
});

describe('errors', () => {
  it('carry what the problem document says, by field', async () => {
    const errors = [
      { field: 'name', code: 'required', message: 'is required' },
      { field: 'name', code: 'other', message: 'second' },
      { field: 'lines.2.quantity', code: 'type', message: 'is not a number' },
    ];
    const body = { status: 422, code: 'not_valid', detail: 'Not valid', errors };
    const { client } = clientOf(json(body, { status: 422, headers: { 'content-type': 'application/problem+json' } }));
    const error = await client
      .records('deals')
      .create({})
      .catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(KontorError);
    expect(error).toMatchObject({ status: 422, code: 'not_valid', message: 'Not valid' });
    expect((error as KontorError).problems).toEqual({ name: 'is required', 'lines.2.quantity': 'is not a number' });
  });

  it('of 412 hold the present values', async () => {
    const { client } = clientOf(json({ code: 'stale', current: { name: 'theirs', version: 5 } }, { status: 412 }));
    const error = (await client
      .records('deals')
      .update('1', {}, { version: 1 })
      .catch((caught: unknown) => caught)) as KontorError;
    expect(error.body.current).toEqual({ name: 'theirs', version: 5 });
  });

  it('say how long to wait', async () => {
    const { client } = clientOf(json({}, { status: 429, headers: { 'retry-after': '7' } }));
    await expect(client.search('x')).rejects.toMatchObject({ status: 429, retryAfter: 7 });
  });

  it('of a proxy that answers HTML still have a status', async () => {
    const { client } = clientOf(new Response('<h1>Bad gateway</h1>', { status: 502, statusText: 'Bad Gateway' }));
    await expect(client.entities()).rejects.toMatchObject({ status: 502, code: 'http_502', message: 'Bad Gateway' });
  });

  it('of the network have status 0', async () => {
    const { client } = clientOf(new TypeError('fetch failed'));
    await expect(client.entities()).rejects.toMatchObject({ status: 0, code: 'offline' });
  });
});

describe('live events', () => {
  afterEach(() => vi.useRealTimers());

  const stream = (...parts: string[]) => {
    const encoder = new TextEncoder();
    const body = new ReadableStream({
      start(controller) {
        for (const part of parts) controller.enqueue(encoder.encode(part));
        controller.close();
      },
    });
    return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
  };

  it('arrive whole however the bytes are cut, and go on after the last one when the line breaks', async () => {
    vi.useFakeTimers();
    const event = (id: string) => `id: ${id}\r\ndata: ${JSON.stringify({ entity: 'deals', id, cursor: id })}\r\n\r\n`;
    const { client, calls } = clientOf(
      stream(': hello\n\n', event('1').slice(0, 20), event('1').slice(20)),
      stream(event('2')),
      new TypeError('gone'),
    );
    const seen: LiveEvent[] = [];
    const states: string[] = [];
    const stop = client.events({ onEvent: (live) => seen.push(live), onState: (state) => states.push(state), retry: 100 });
    await expect.poll(() => states).toEqual(['open', 'lost']);
    await vi.advanceTimersByTimeAsync(100);
    await expect.poll(() => seen.map((live) => live.id)).toEqual(['1', '2']);
    expect(calls[0]?.headers).not.toHaveProperty('last-event-id');
    expect(calls[1]?.headers).toMatchObject({ 'last-event-id': '1' });
    stop();
  });

  it('stop when told to', async () => {
    vi.useFakeTimers();
    const { client, calls } = clientOf(stream(''), stream(''));
    const states: string[] = [];
    const stop = client.events({ onEvent: () => undefined, onState: (state) => states.push(state), retry: 100 });
    await expect.poll(() => states).toContain('lost');
    stop();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(calls).toHaveLength(1);
  });
});
