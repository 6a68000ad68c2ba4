// The whole server over a test file's own database, called without a port: people who are signed in, keys, and strangers.

import { pino } from 'pino';
import { modules } from '../app/kontor.config.ts';
import type { BoundContext, Engine, Ports } from '../engine/index.ts';
import type { ModuleDefinition } from '../schema/index.ts';
import type { Listening } from '../server/listen.ts';
import { createServer, type ServerOptions } from '../server/start.ts';
import { testEngine } from './engine.ts';

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed where it is JSON, else the text. */
  readonly body: never;
  readonly text: string;
}

export interface Caller {
  get(path: string, headers?: Record<string, string>): Promise<Answered>;
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answered>;
  patch(path: string, body: unknown, headers?: Record<string, string>): Promise<Answered>;
  delete(path: string, headers?: Record<string, string>): Promise<Answered>;
  /** Anything else; `path` as for the others, or absolute with a leading slash. */
  send(method: string, path: string, init?: { body?: BodyInit; headers?: Record<string, string> }): Promise<Answered>;
}

export interface TestServer {
  readonly engine: Engine;
  readonly system: BoundContext;
  readonly name: string;
  readonly app: ReturnType<typeof createServer>['app'];
  readonly logged: string[];
  /** Nobody in particular. */
  readonly stranger: Caller;
  /** Makes a user with these permission sets and signs it in by password. */
  person(login: string, ...sets: string[]): Promise<Caller & { readonly id: string; readonly cookie: string }>;
  /** Makes an API key of a user. */
  key(userId: string, values?: Record<string, unknown>): Promise<Caller & { readonly id: string; readonly key: string }>;
  /** On a port of its own; the test stops it. */
  listen(): Promise<Listening>;
  /** Another process over the same database, with an engine of its own. */
  other(): { caller(headers: Record<string, string>): Caller; readonly app: TestServer['app'] };
  /** Another server over the same engine. */
  twin(options?: Partial<ServerOptions>): Pick<TestServer, 'app' | 'listen'> & { caller(headers: Record<string, string>): Caller };
}

export const password = 'correct horse';

export async function testServer(
  options: Partial<ServerOptions> = {},
  installed: readonly ModuleDefinition[] = modules,
  ports: Ports = {},
): Promise<TestServer> {
  const { engine, name, system, another } = await testEngine(installed, ports);
  const logged: string[] = [];
  const logger = pino({ level: 'debug', base: null }, { write: (line: string) => void logged.push(line) });
  const { app, listen } = createServer({ engine, logger, version: '0.0.0-test', clientFolder: '/nonexistent', ...options });
  const stranger = callerOf(app, name, {});
  const ids = async (entity: string) => {
    const { records } = await system.records.list(entity, { fields: ['id', 'name'], limit: 500 });
    return new Map(records.map((record) => [String(record.name), String(record.id)]));
  };
  return {
    ...{ engine, system, name, app, logged, stranger },
    listen: () => listen(0, '127.0.0.1'),
    async person(login, ...sets) {
      const [department] = (await ids('departments')).values();
      const known = await ids('permission_sets');
      const user = await system.records.create('users', {
        login,
        name: login,
        password,
        department,
        permission_sets: sets.map((set) => known.get(set) ?? `no set ${set}`),
      });
      const answer = await stranger.post('session', { login, password });
      const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
      return { ...callerOf(app, name, { cookie }), id: String(user.id), cookie };
    },
    async key(userId, values = {}) {
      const record = await system.records.create('api_keys', { name: 'test key', user: userId, ...values });
      const { result } = await system.act('api_keys', String(record.id), 'issue');
      const { key } = result as { key: string };
      return { ...callerOf(app, name, { authorization: `Bearer ${key}` }), id: String(record.id), key };
    },
    other() {
      const { app: otherApp } = createServer({
        engine: another(),
        logger,
        version: '0.0.0-test',
        clientFolder: '/nonexistent',
        ...options,
      });
      return { app: otherApp, caller: (headers) => callerOf(otherApp, name, headers) };
    },
    twin(changes = {}) {
      const twin = createServer({ engine, logger, version: '0.0.0-test', ...options, ...changes });
      return { app: twin.app, listen: () => twin.listen(0, '127.0.0.1'), caller: (headers) => callerOf(twin.app, name, headers) };
    },
  };
}

function callerOf(app: TestServer['app'], name: string, common: Record<string, string>): Caller {
  const send: Caller['send'] = async (method, path, { body, headers } = {}) => {
    const address = path.startsWith('/') ? path : `/${name}/api/v1/${path}`;
    const sent = body instanceof FormData ? await flatten(body) : { body, headers: {} };
    const response = await app.request(address, {
      method,
      headers: { host: 'localhost', ...common, ...sent.headers, ...headers },
      ...(sent.body === undefined ? {} : { body: sent.body, duplex: 'half' }),
    });
    const text = await response.text();
    const json = /json/.test(response.headers.get('content-type') ?? '') && text !== '';
    return { status: response.status, headers: response.headers, text, body: (json ? JSON.parse(text) : text) as never };
  };
  const withBody =
    (method: string) =>
    (path: string, body?: unknown, headers: Record<string, string> = {}) => {
      if (body === undefined) return send(method, path, { headers });
      return send(method, path, { body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } });
    };
  return {
    send,
    get: (path, headers = {}) => send('GET', path, { headers }),
    delete: (path, headers = {}) => send('DELETE', path, { headers }),
    post: withBody('POST'),
    patch: withBody('PATCH'),
  };
}

/** As bytes: a form that is still being made when nobody reads on complains where no test can hear it. */
async function flatten(form: FormData): Promise<{ body: BodyInit; headers: Record<string, string> }> {
  const made = new Response(form);
  return { body: await made.arrayBuffer(), headers: { 'content-type': made.headers.get('content-type') ?? '' } };
}
