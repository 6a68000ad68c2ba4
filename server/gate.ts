// The one way of a request through the server: identify, limit, read, run, print. Short on purpose: every request pays for it.

import type { Context as Request } from 'hono';
import {
  type Actor,
  type Cause,
  isSeeingToken,
  noteFault,
  notFound,
  Refusal,
  readOnly,
  type Workspace,
  wasSeeing,
} from '../engine/index.ts';
import type { Token } from './authentication.ts';
import { type Answer, type Call, type Credential, type Endpoint, seerOf } from './endpoint.ts';
import { readBody, readQuery } from './input.ts';
import { isCleanText } from './json.ts';
import { keyOf, onlyOnce } from './only-once.ts';
import { type Origin, originOf, requireOwnPage } from './origin.ts';
import { printAnswer, printProblem } from './print.ts';
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
      response = await printAnswer(
        await run(server, endpoint, request, requestId, origin),
        requestId,
        origin,
        request.req.header('accept-encoding'),
      );
      // Nobody will read it: a file would stay open, a stream of events would go on for ever.
      if (request.req.method === 'HEAD') await response.body?.cancel();
    } catch (error) {
      response = refuse(server, error, requestId, origin, route);
      if (response.status === 500) await tellFault(server, request, `${endpoint.method} ${route}`, requestId, error);
    }
    finish(server, request.req.method, route, response.status, performance.now() - started, requestId);
    return response;
  };
}

/** For the administrators of the workspace, where it was one's. */
async function tellFault({ engine }: Server, request: Request, place: string, reference: string, error: unknown): Promise<void> {
  const workspace = await engine.workspace(request.req.param('workspace') ?? '').catch(() => null);
  if (!workspace) return;
  await noteFault(engine.system(workspace, { kind: 'system', detail: 'writes down a fault' }), {
    kind: 'request',
    place,
    reference,
    error,
  });
}

async function run(server: Server, endpoint: Endpoint, request: Request, requestId: string, origin: Origin): Promise<Answer> {
  const workspace = await workspaceOf(server, request, request.req.param('workspace') ?? '');
  const token = server.authentication.tokenOf(request);
  if (endpoint.method !== 'GET' && token?.kind !== 'key') requireOwnPage(request);
  const credential = token === null ? null : await server.authentication.identify(workspace, token, { request, address: origin.address });
  if (credential === null) server.limits.stranger(origin.address);
  if (credential === null && endpoint.rule !== 'public') throw await whyNobody(workspace, token);
  if (seerOf(credential) !== null && !mayWhileSeeing(endpoint)) throw readOnly();
  const who = credential === null ? null : `${workspace.name}/${credential.id}`;
  const isKey = credential?.kind === 'key';
  if (isKey) server.keyUses.count(workspace, credential.id, origin.address);
  if (who !== null) server.limits.enter(who, isKey ? credential.perMinute : null);
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
  const { credential, token } = visit;
  const actor = credential === null || token === null ? null : await actorOf(server, request, visit, credential, token);
  const context = actor === null ? null : contextOf(server, visit, actor);
  if (context !== null && (endpoint.unread === true || typeof endpoint.rule === 'object')) await context.refreshed();
  if (endpoint.rule === 'session' && endpoint.keys !== true && context?.actor.rights.limit) throw notForKeys();
  if (typeof endpoint.rule === 'object') requireFeature(context?.actor ?? null, endpoint.rule.feature);
  requireCleanPath(request);
  const query = readQuery(endpoint, request.req.url);
  const body = await readBody(endpoint, request);
  const call = callOf(server, request, visit, context, { query, body });
  // Whoever reads a form by himself knows what is in it only then.
  const isForm = endpoint.upload !== undefined && body === undefined;
  const key = endpoint.idempotent === true && !isForm ? keyOf(call) : undefined;
  const handle = async () =>
    key === undefined
      ? endpoint.handler(call)
      : onlyOnce(call, key, body, (inner) => endpoint.handler({ ...call, context: inner, actor: inner.actor }));
  try {
    return await handle();
  } catch (error) {
    // What was refused from memory, before any record was asked for, may have been granted meanwhile by another process.
    const mayBeOld = error instanceof Refusal && [400, 403, 404, 422].includes(error.status) && context !== null && !isForm;
    if (!mayBeOld || !(await context.refreshed())) throw error;
    return handle();
  }
}

/** Whom the name of the host is for; see hosts.ts. */
export function livesAt({ hosts }: Server, request: Request): string | null {
  return hosts(request.req.header('host') ?? '');
}

/** That there is none is remembered for a moment: guessing names must not cost the database a question each. */
async function workspaceOf(server: Server, request: Request, name: string): Promise<Workspace> {
  const isHere = [null, name].includes(livesAt(server, request));
  const isName = isHere && workspaceName.test(name) && !server.unknownWorkspaces.has(name);
  const workspace = isName ? await server.engine.workspace(name) : null;
  if (workspace !== null) return workspace;
  if (isName) server.unknownWorkspaces.set(name, true);
  throw notFound('This workspace');
}

/** For pages: with the database away nobody can tell, and the client says so better than a "not found" would. */
export async function mayExist(server: Server, request: Request, name: string): Promise<boolean> {
  return workspaceOf(server, request, name).then(
    () => true,
    (error: unknown) => !(error instanceof Refusal && error.status === 404),
  );
}

/** When the workspace's epoch moves in the middle of a request, the engine asks again whether the caller is still let in. */
async function actorOf(server: Server, request: Request, visit: Visit, credential: Credential, token: Token): Promise<Actor> {
  const { workspace, origin } = visit;
  const isSession = credential.kind === 'session';
  const { user, id, kind } = credential;
  const who = kind === 'key' ? { user, key: id } : { user, readOnly: seerOf(credential) !== null };
  const actor = await server.engine.actor(workspace, who, kind === 'key' ? 'key' : 'user');
  const renew = async (): Promise<void> => {
    if ((await server.authentication.identify(workspace, token, { request, address: origin.address })) === null)
      throw await whyNobody(workspace, token);
  };
  const from = { address: origin.address, session: isSession ? credential.id : null, began: isSession ? credential.began : null };
  return { ...actor, visit: from, renew };
}

function requireFeature(actor: Actor | null, feature: string): void {
  if (actor?.rights.root === true || actor?.rights.features.has(feature) === true) return;
  throw new Refusal(403, 'not_granted', `This needs the permission "${feature}".`);
}

function notForKeys(): Refusal {
  return new Refusal(403, 'not_granted', 'This is for people, and for keys that may do all that their user may.');
}

/** What no name and no id can hold is nowhere. */
function requireCleanPath(request: Request): void {
  for (const part of Object.values(request.req.param())) if (!isCleanText(part)) throw notFound('This');
}

function mayWhileSeeing({ method, whileSeeing }: Endpoint): boolean {
  return (whileSeeing ?? (method === 'GET' ? 'allowed' : 'refused')) === 'allowed';
}

/** Whoever saw the program as somebody else is not signed out: he goes back to his own session. */
async function whyNobody(workspace: Workspace, token: Token | null): Promise<Refusal> {
  const isOver = token !== null && isSeeingToken(token.text) && (await wasSeeing(workspace, token.text));
  return isOver ? new Refusal(401, 'seeing_over', 'You see the program as yourself again.') : notSignedIn(token !== null);
}

function notSignedIn(hadToken: boolean): Refusal {
  return new Refusal(401, 'not_signed_in', hadToken ? 'The session has ended, or the key is not valid.' : 'Sign in first.');
}

function contextOf(server: Server, { workspace, credential, requestId }: Visit, actor: Actor): Call['context'] {
  // A key is a program, a session a person; the request id ties a change to the log.
  const cause: Cause = { kind: credential?.kind === 'key' ? 'api' : 'user', detail: requestId };
  return server.engine.context(workspace, actor, cause);
}

/** What handlers see. Public endpoints may be called by nobody in particular; the others have an actor by their rule. */
function callOf(server: Server, http: Request, visit: Visit, context: Call['context'] | null, input: Pick<Call, 'query' | 'body'>): Call {
  const { workspace, credential, requestId, origin } = visit;
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
      return context?.actor ?? raise(notSignedIn(false));
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

/** Any failure as problem+json; what is not a refusal is a fault, and the log has what the caller must not see. */
export function refuse(server: Server, error: unknown, requestId: string, origin: Origin, route: string): Response {
  const document = problem(error, requestId);
  const line = { request: requestId, route, error };
  if (document.status === 500) server.logger.error(line, 'request failed');
  // Caught by the database, but better refused by a check of ours with the field's name.
  else if (document.status === 422 && !(error instanceof Refusal)) server.logger.warn(line, 'refused by the database');
  return printProblem(document, requestId, origin);
}

/** Reads that go well are only counted; changes, refusals and slow requests are worth a line. */
export function finish(server: Server, method: string, route: string, status: number, took: number, requestId: string): void {
  server.metrics.requests.observe({ method, route, status }, took / 1000);
  const line = { request: requestId, method, route, status, ms: Math.round(took * 10) / 10 };
  if (status >= 400 || took > slow || !['GET', 'HEAD'].includes(method)) server.logger.info(line, 'request');
  else if (server.logger.isLevelEnabled('debug')) server.logger.debug(line, 'request');
}
