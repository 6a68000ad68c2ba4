// The HTTP application: every endpoint of the registry at its address, health, metrics, and the pages of the client.

import { Hono, type Context as Request } from 'hono';
import { Refusal } from '../engine/index.ts';
import { docsPage } from './docs.ts';
import { type Endpoint, routePath } from './endpoint.ts';
import { finish, gate, refuse } from './gate.ts';
import { apiHeaders } from './headers.ts';
import { health } from './health.ts';
import { originOf } from './origin.ts';
import { createPages } from './pages.ts';
import { HttpRefusal } from './problem.ts';
import type { Server } from './server.ts';

const apiAddress = /^\/[^/]*\/api(\/|$)/;

/** All addresses of the server; further ones are the pages of the browser application. */
export function createApp(server: Server, endpoints: readonly Endpoint[]): Hono {
  const app = new Hono();
  for (const endpoint of endpoints) app.on(endpoint.method, `/:workspace/api/v1${routePath(endpoint.path)}`, gate(server, endpoint));
  app.get('/health', () => health(server));
  app.get('/metrics', async () => {
    const headers = { ...apiHeaders, 'Content-Type': server.metrics.registry.contentType };
    return new Response(await server.metrics.registry.metrics(), { headers });
  });
  app.get('/:workspace/api/docs/:part?', (request) => docsPage(server, request));
  const pages = createPages(server);
  const methods = methodsByAddress(endpoints);
  // Everything else, so that an endpoint's own route is the only one that matches it and the router stays on its short way.
  app.notFound((request) => (apiAddress.test(request.req.path) ? unknownAddress(server, request, methods) : pages(request)));
  app.onError((error, request) => fault(server, error, request));
  return app;
}

type MethodsByAddress = readonly { readonly address: RegExp; readonly method: string }[];

function methodsByAddress(endpoints: readonly Endpoint[]): MethodsByAddress {
  return endpoints.map(({ method, path }) => ({ method, address: new RegExp(`^/[^/]+/api/v1${path.replace(/\{\w+\}/g, '[^/]+')}$`) }));
}

/** 405 with what is allowed where the address exists, else 404; and what browsers ask before they send. */
function unknownAddress(server: Server, request: Request, methods: MethodsByAddress): Response {
  const started = performance.now();
  const requestId = crypto.randomUUID();
  const origin = originOf(request, server.proxies);
  const allowed = [...new Set(methods.filter(({ address }) => address.test(request.req.path)).map(({ method }) => method))];
  if (allowed.includes('GET')) allowed.push('HEAD');
  let response: Response;
  if (allowed.length > 0 && request.req.method === 'OPTIONS') {
    response = new Response(null, { status: 204, headers: { ...apiHeaders, Allow: [...allowed, 'OPTIONS'].join(', ') } });
  } else {
    const reason =
      allowed.length === 0
        ? new Refusal(404, 'unknown_address', 'There is nothing at this address.')
        : new HttpRefusal(405, 'method_not_allowed', `${request.req.method} is not possible here.`, { Allow: allowed.join(', ') });
    response = refuse(server, reason, requestId, origin, 'unknown');
  }
  finish(server, request.req.method, 'unknown', response.status, performance.now() - started, requestId);
  return response;
}

/** What a page or the router itself threw; endpoints never come here. */
function fault(server: Server, error: unknown, request: Request): Response {
  return refuse(server, error, crypto.randomUUID(), originOf(request, server.proxies), 'page');
}
