import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { modules } from '../../app/kontor.config.ts';
import { webhooks } from '../../connectors/webhook/webhook.ts';
import { Refusal, type Values } from '../../engine/index.ts';
import { letFollow } from '../../tests/followers.ts';
import { house } from '../../tests/scenarios.ts';

interface Heard {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const heard: Heard[] = [];
/** Answers in the order they are given; then 200. */
let answers: { status: number; body?: string; location?: string }[] = [];
const other = createServer((request, response) => {
  void buffer(request).then((body) => {
    heard.push({ method: request.method ?? '', path: request.url ?? '', headers: request.headers, body: body.toString() });
    const { status, body: text = '{}', location } = answers.shift() ?? { status: 200 };
    response.writeHead(status, { connection: 'close', ...(location ? { location } : {}) }).end(text);
  });
});
await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
afterAll(() => new Promise((resolve) => other.close(resolve)));
const address = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;

const at = await house({ acme: ['accounts', { name: 'Acme "the" best', owner: '$agent' }] }, modules, {
  webhooks: webhooks({ loopback: true }),
});
const { records } = at.system;
const root = await at.person('root');
const settings = String((await at.system.settings('workflow_settings')).id);

beforeEach(() => {
  heard.length = 0;
  answers = [];
});

let count = 0;
async function workflow(step: Values, values: Values = {}): Promise<string> {
  for (const { id } of (await records.list('workflows', { filter: 'active', fields: ['id'] })).records)
    await records.update('workflows', String(id), { active: false });
  const made = await root.records.create('workflows', {
    ...{ name: `Call ${++count}`, entity: 'deals', event: 'created', active: true },
    ...{ steps: [{ kind: 'http', method: 'POST', ...step }], ...values },
  });
  return String(made.id);
}

async function deal(values: Values = {}): Promise<string> {
  return String((await records.create('deals', { name: `Deal ${++count}`, account: at.ids.acme, ...values })).id);
}

const runOf = async (id: string) =>
  (await records.list('workflow_runs', { filter: `workflow = "${id}"`, sort: '-created_at' })).records[0]!;

async function problemsOf(step: Values, values: Values = {}): Promise<string> {
  const error = await workflow(step, values).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(Refusal);
  return (error as Refusal).problems.map(({ field, message }) => `${field}: ${message}`).join('\n');
}

describe('a call of another program', () => {
  it('carries what the step says, filled in safely, with the signature of its body [CS-277]', async () => {
    await records.update('workflow_settings', settings, { signing_secret: 'shared with them' });
    const id = await workflow(
      {
        address: `${address}/deals/{{name}}`,
        headers: 'Authorization: Bearer {{secret}}\nX-Account: {{account.name}}',
        body: '{"account": "{{account.name}}", "amount": "{{amount}}"}',
        answer: [{ field: 'next_step', path: 'data.steps.0' }],
      },
      { secret: 'k3y' },
    );
    answers = [{ status: 201, body: '{"data": {"steps": ["Wait for them"]}}' }];
    const one = await deal({ name: 'A/B?' });
    await letFollow(at);
    expect(heard).toHaveLength(1);
    const [{ method, path, headers, body }] = heard as [Heard];
    expect([method, path]).toEqual(['POST', '/deals/A%2FB%3F']);
    expect(JSON.parse(body)).toEqual({ account: 'Acme "the" best', amount: '' });
    expect(headers).toMatchObject({ authorization: 'Bearer k3y', 'x-account': 'Acme "the" best', 'content-type': 'application/json' });
    const mac = createHmac('sha256', 'shared with them')
      .update(`${String(headers['x-kontor-timestamp'])}.${body}`)
      .digest('hex');
    expect(headers['x-kontor-signature']).toBe(`sha256=${mac}`);
    const run = await runOf(id);
    expect(run).toMatchObject({ state: 'done', attempts: 0, log: [{ kind: 'http', state: 'done' }] });
    expect(headers['x-kontor-delivery']).toBe(`${String(run.id)}-1`);
    expect(await records.get('deals', one, ['next_step'])).toMatchObject({ next_step: 'Wait for them' });
    expect(JSON.stringify([run, await records.history('workflows', id)])).not.toContain('k3y');
  });

  it('carries the record as JSON where the step has no body, from any module [CS-277]', async () => {
    await workflow({ address: `${address}/contacts` }, { entity: 'contacts' });
    const made = await records.create('contacts', { last_name: 'Doe' });
    await letFollow(at);
    expect(JSON.parse(heard[0]!.body)).toMatchObject({ event: 'created', entity: 'contacts', id: made.id, record: { last_name: 'Doe' } });
  });

  it('is tried again when the other is busy, each time later, and what it said is in the log [CS-277]', async () => {
    const id = await workflow(
      { address },
      {
        steps: [
          { kind: 'http', address, method: 'POST' },
          { kind: 'update', assign: [{ field: 'next_step', value: '"called"' }] },
        ],
      },
    );
    answers = [{ status: 503, body: 'busy' }, { status: 429 }];
    const one = await deal();
    await letFollow(at);
    const waits: number[] = [];
    for (let round = 0; round < 2; round++) {
      const run = await runOf(id);
      expect(run).toMatchObject({ state: 'waiting', attempts: round + 1, step: 1 });
      waits.push(Math.round((Date.parse(String(run.due_at)) - Date.parse(String(run.updated_at))) / 60_000));
      await records.update('workflow_runs', String(run.id), { due_at: '2026-01-01T00:00:00Z' });
      await letFollow(at);
    }
    expect(waits).toEqual([1, 5]);
    const run = await runOf(id);
    expect(run).toMatchObject({
      state: 'done',
      log: [{ state: 'retried', message: 'It answered 503: busy' }, { state: 'retried' }, { state: 'done' }, { kind: 'update' }],
    });
    expect(await records.get('deals', one, ['next_step'])).toMatchObject({ next_step: 'called' });
    expect(new Set(heard.map(({ headers }) => headers['x-kontor-delivery'])).size).toBe(1);
  });

  it.each([
    [{ status: 404, body: 'no such thing' }, 'It answered 404: no such thing'],
    [{ status: 302, location: 'http://127.0.0.1:9/' }, 'no redirect is followed'],
    [{ status: 200, body: 'x'.repeat(1_000_001) }, 'much longer'],
  ])('that is answered by %o fails for good', async (answer, message) => {
    const id = await workflow({ address });
    answers = [answer];
    await deal();
    await letFollow(at);
    expect(await runOf(id)).toMatchObject({ state: 'failed', message: expect.stringContaining(message) });
    expect(heard).toHaveLength(1);
  });
});

describe('where nothing may be called [CS-255]', () => {
  it('is not stored: without TLS, with a password in the address, with a host from the record, or one that is not on the list', async () => {
    expect(await problemsOf({ address: 'http://hooks.example.com/x' })).toContain('must begin with https://');
    expect(await problemsOf({ address: 'https://a:b@hooks.example.com/x' })).toContain('do not belong in an address');
    expect(await problemsOf({ address: 'https://{{name}}/x' })).toContain('The host is written out');
    expect(await problemsOf({ address, headers: 'Host: inside' })).toContain('set by Kontor');
    await records.update('workflow_settings', settings, { targets: 'hooks.example.com\n*.trusted.example' });
    expect(await problemsOf({ address: 'https://other.example.com/' })).toContain('not among the programs that may be called');
    await workflow({ address: 'https://hooks.example.com/x' });
    await workflow({ address: 'https://a.trusted.example/x' });
    await records.update('workflow_settings', settings, { targets: null });
    const id = await workflow({ address });
    await records.update('workflow_settings', settings, { targets: 'hooks.example.com' });
    await deal();
    await letFollow(at);
    expect(await runOf(id)).toMatchObject({ state: 'failed', message: expect.stringContaining('not among the programs') });
    expect(heard).toEqual([]);
    await records.update('workflow_settings', settings, { targets: null });
  });

  it('a stored secret does not follow a call to another host', async () => {
    const id = await workflow({ address: 'https://hooks.example.com/x', headers: 'X-Key: {{secret}}' }, { secret: 'k3y' });
    const [row] = (await root.records.get('workflows', id)).steps as [Values];
    const steps = [{ ...row, address: 'https://elsewhere.example.com/x' }];
    await expect(root.records.update('workflows', id, { steps })).rejects.toMatchObject({ problems: [{ field: 'secret' }] });
    await root.records.update('workflows', id, { steps, secret: 'another' });
  });

  const call = { method: 'POST', headers: {}, body: '', isPrivate: false };
  const named = (...addresses: string[]) =>
    webhooks({ resolve: async () => addresses.map((one) => ({ address: one, family: one.includes(':') ? 6 : 4 })) });

  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.20.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '::1',
    'fd00::1',
    'fe80::1',
    '::ffff:10.0.0.1',
    '::ffff:127.0.0.1',
    '64:ff9b::a00:1',
    '2002:a00:1::',
  ])('is the own network, whatever the name says: %s', async (inside) => {
    await expect(named(inside).call({ ...call, address: 'https://hooks.example.com/' })).rejects.toMatchObject({ final: true });
    await expect(named('93.184.216.34', inside).call({ ...call, address: 'https://hooks.example.com/' })).rejects.toMatchObject({
      final: true,
    });
    const literal = inside.includes(':') ? `[${inside}]` : inside;
    await expect(webhooks().call({ ...call, address: `https://${literal}/` })).rejects.toMatchObject({ final: true });
  });

  it('not even where private addresses are allowed: the machine itself, and what clouds tell their machines', async () => {
    for (const one of ['127.0.0.1', '169.254.169.254', '::1', '0.0.0.0'])
      await expect(named(one).call({ ...call, isPrivate: true, address: 'https://hooks.example.com/' })).rejects.toMatchObject({
        final: true,
      });
  });

  it('the name is resolved once: the address that was judged is the one that is called', async () => {
    let asked = 0;
    const port = webhooks({
      loopback: true,
      resolve: async () => {
        asked++;
        return [{ address: '127.0.0.1', family: 4 }];
      },
    });
    await expect(port.call({ ...call, address: 'https://hooks.example.com/' })).rejects.toThrow('own network');
    expect(asked).toBe(1);
    await expect(port.call({ ...call, address: `${address}/once` })).resolves.toMatchObject({ status: 200 });
    expect(heard).toMatchObject([{ path: '/once' }]);
  });
});
