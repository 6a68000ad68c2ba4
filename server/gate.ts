// The one way of a request through the server: identify, limit, read, run, print. Short on purpose: every request pays for it.

import type { Context as Request } from 'hono';
import { notFound, Refusal } from '../engine/errors.ts';
import type { Actor, Cause, Workspace } from '../engine/index.ts';
import type { Token } from './authentication.ts';
import type { Answer, Call, Credential, Endpoint } from './endpoint.ts';
import { apiHeaders, strictTransport } from './headers.ts';
import { readBody, readQuery } from './input.ts';
import { onlyOnce } from './only-once.ts';
import { type Origin, originOf, requireOwnPage } from './origin.ts';
import { problem } from './problem.ts';
import type { Server } from './server.ts';

const workspaceName = /^[a-z][a-z0-9_-]{0,47}$/;
const acceptableId = /^[\w.:-]{8,100}$/;
const slow = 1000;

/** The endpoint as the router calls it: it always answers, and never with a bare error. */
export function gate(server: Server, endpoint: Endpoint): (request: Request) => Promise<Response> {
  const route = `/api/v1${endpoint.path}`;
  return async (request) => {
    const started = performance.now();
    const requestId = requestIdOf(request);
    const origin = originOf(request, server.proxies);
    let response: Response;
    try {
      response = print(await run(server, endpoint, request, requestId, origin), requestId, origin);
    } catch (error) {
      response = refuse(server, error, requestId, origin, route);
    }
    finish(server, request.req.method, route, response.status, performance.now() - started, requestId);
    return response;
  };
}

async function run(server: Server, endpoint: Endpoint, request: Request, requestId: string, origin: Origin): Promise<Answer> {
  const workspace = await workspaceOf(server, request.req.param('workspace') ?? '');
  const token = server.authentication.tokenOf(request);
  if (endpoint.method !== 'GET' && token?.kind !== 'key') requireOwnPage(request);
  const credential = token === null ? null : await server.authentication.identify(workspace, token);
  if (credential === null) server.limits.stranger(origin.address);
  if (credential === null && endpoint.rule !== 'public') throw notSignedIn(token !== null);
  const who = credential === null ? null : `${workspace.name}/${credential.id}`;
  if (who !== null) server.limits.enter(who);
  try {
    return await answer(server, endpoint, request, { workspace, credential, token, requestId, origin });
  } finally {
    if (who !== null) server.limits.leave(who);
  }
}

interface Visit {
  readonly workspace: Workspace;
  readonly credential: Credential | null;
  readonly token: Token | null;
  readonly requestId: string;
  readonly origin: Origin;
}

async function answer(server: Server, endpoint: Endpoint, request: Request, visit: Visit): Promise<Answer> {
  const { workspace, credential, token } = visit;
  const actor = credential === null || token === null ? null : await actorOf(server, workspace, credential, token);
  if (typeof endpoint.rule === 'object') requireFeature(actor, endpoint.rule.feature);
  const query = readQuery(endpoint, request.req.url);
  const body = await readBody(endpoint, request);
  const call = callOf(server, request, visit, actor, { query, body });
  const key = endpoint.idempotent === true ? request.req.header('idempotency-key') : undefined;
  return key === undefined ? endpoint.handler(call) : onlyOnce(endpoint, call, key);
}

export async function workspaceOf(server: Server, name: string): Promise<Workspace> {
  const workspace = workspaceName.test(name) ? await server.engine.workspace(name) : null;
  if (workspace === null) throw notFound('This workspace');
  return workspace;
}

/** For pages: with the database away nobody can tell, and the client says so better than a "not found" would. */
export async function mayExist(server: Server, name: string): Promise<boolean> {
  return workspaceOf(server, name).then(
    () => true,
    (error: unknown) => !(error instanceof Refusal && error.status === 404),
  );
}

/** When the workspace's epoch moves in the middle of a request, the engine asks again whether the caller is still let in. */
async function actorOf(server: Server, workspace: Workspace, credential: Credential, token: Token): Promise<Actor> {
  const actor = await server.engine.actor(workspace, { user: credential.user }, credential.kind === 'key' ? 'key' : 'user');
  const renew = async (): Promise<void> => {
    if ((await server.authentication.identify(workspace, token)) === null) throw notSignedIn(true);
  };
  return { ...actor, renew };
}

function requireFeature(actor: Actor | null, feature: string): void {
  if (actor?.rights.root === true || actor?.rights.features.has(feature) === true) return;
  throw new Refusal(403, 'not_granted', `This needs the permission "${feature}".`);
}

function notSignedIn(hadToken: boolean): Refusal {
  return new Refusal(401, 'not_signed_in', hadToken ? 'The session has ended, or the key is not valid.' : 'Sign in first.');
}

/** What handlers see. Public endpoints may be called by nobody in particular; the others have an actor by their rule. */
function callOf(server: Server, http: Request, visit: Visit, actor: Actor | null, input: Pick<Call, 'query' | 'body'>): Call {
  const { workspace, credential, requestId, origin } = visit;
  // A key is a program, a session a person; the request id ties a change to the log.
  const cause: Cause = { kind: credential?.kind === 'key' ? 'api' : 'user', detail: requestId };
  const context = actor === null ? null : server.engine.context(workspace, actor, cause);
  return {
    engine: server.engine,
    workspace,
    credential,
    requestId,
    origin,
    http,
    params: http.req.param() as Record<string, string>,
    ...input,
    get actor() {
      return actor ?? raise(notSignedIn(false));
    },
    get context() {
      return context ?? raise(notSignedIn(false));
    },
  };
}

function raise(error: Error): never {
  throw error;
}

function requestIdOf(request: Request): string {
  const given = request.req.header('x-request-id');
  return given !== undefined && acceptableId.test(given) ? given : crypto.randomUUID();
}

function print(answer: Answer, requestId: string, origin: Origin): Response {
  if (answer instanceof Response) {
    for (const [name, value] of Object.entries(apiHeaders)) if (!answer.headers.has(name)) answer.headers.set(name, value);
    answer.headers.set('X-Request-Id', requestId);
    if (origin.secure) answer.headers.set('Strict-Transport-Security', strictTransport);
    return answer;
  }
  const headers: Record<string, string> = { ...apiHeaders, 'X-Request-Id': requestId, ...answer.headers };
  if (origin.secure) headers['Strict-Transport-Security'] = strictTransport;
  const status = answer.status ?? 200;
  if (answer.body === undefined) return new Response(null, { status, headers });
  headers['Content-Type'] ??= 'application/json';
  return new Response(JSON.stringify(answer.body), { status, headers });
}

/** Any failure as problem+json; what is not a refusal is a fault, and the log has what the caller must not see. */
export function refuse(server: Server, error: unknown, requestId: string, origin: Origin, route: string): Response {
  const { status, headers, body } = problem(error, requestId);
  if (status === 500) server.logger.error({ request: requestId, route, error }, 'request failed');
  // Caught here, but better refused by a check of ours with the field's name.
  else if (!(error instanceof Refusal) && status === 422)
    server.logger.warn({ request: requestId, route, error }, 'refused by the database');
  return print({ status, headers: { ...headers, 'Content-Type': 'application/problem+json' }, body }, requestId, origin);
}

/** Reads that go well are only counted; changes, refusals and slow requests are worth a line. */
export function finish(server: Server, method: string, route: string, status: number, took: number, requestId: string): void {
  server.metrics.requests.observe({ method, route, status }, took / 1000);
  const line = { request: requestId, method, route, status, ms: Math.round(took * 10) / 10 };
  if (status >= 400 || took > slow || method !== 'GET') server.logger.info(line, 'request');
  else if (server.logger.isLevelEnabled('debug')) server.logger.debug(line, 'request');
}
