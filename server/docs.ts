// OpenAPI of the workspace as the caller may see it, and the page to read and try it. Everything is served from here.

import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Context as Request } from 'hono';
import { type Endpoint, endpoint } from './endpoint.ts';
import { mayExist } from './gate.ts';
import { pageHeaders } from './headers.ts';
import { openApi } from './openapi.ts';
import { message } from './plain-page.ts';
import type { Server } from './server.ts';
import { values } from './shapes.ts';

export function docsEndpoints({ version }: Pick<Server, 'version'>, endpoints: readonly Endpoint[]): readonly Endpoint[] {
  return [
    endpoint({
      method: 'GET',
      path: '/openapi.json',
      summary: 'OpenAPI 3.1 of this workspace, as you may see it',
      tag: 'Schema',
      rule: 'session',
      keys: true,
      unread: true,
      answers: { 200: values },
      handler: ({ workspace, actor }) => ({ body: openApi(workspace.name, version, endpoints, actor) }),
    }),
  ];
}

/** Parts of the page by the last word of their address. */
const parts: Readonly<Record<string, { readonly type: string; readonly read: () => Promise<string> | string }>> = {
  'swagger-ui.css': { type: 'text/css; charset=utf-8', read: () => readText(import.meta.resolve('swagger-ui-dist/swagger-ui.css')) },
  'swagger-ui-bundle.js': {
    type: 'text/javascript; charset=utf-8',
    read: () => readText(import.meta.resolve('swagger-ui-dist/swagger-ui-bundle.js')),
  },
  'start.js': { type: 'text/javascript; charset=utf-8', read: () => start },
};

/** The page itself asks nobody who they are; what it shows, it fetches with the reader's own session or key. */
export async function docsPage(server: Server, request: Request): Promise<Response> {
  if (!(await mayExist(server, request, request.req.param('workspace') ?? ''))) {
    return message(404, 'Not found', 'There is no such workspace.');
  }
  const name = request.req.param('part') ?? '';
  const part = Object.hasOwn(parts, name) ? parts[name] : undefined;
  if (name !== '' && part === undefined) return message(404, 'Not found', 'There is no such file.');
  const headers = { ...pageHeaders, 'Cache-Control': 'no-cache', 'Content-Type': part?.type ?? 'text/html; charset=utf-8' };
  return new Response(part === undefined ? page : await part.read(), { headers });
}

function readText(url: string): Promise<string> {
  return readFile(fileURLToPath(url), 'utf8');
}

const page = `<!doctype html>
<html lang="en" translate="no">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>API</title>
<link rel="stylesheet" href="docs/swagger-ui.css">
</head>
<body>
<div id="docs"></div>
<script src="docs/swagger-ui-bundle.js"></script>
<script type="module" src="docs/start.js"></script>
</body>
</html>
`;

/** "Authorize" takes an API key; without one the session cookie goes along by itself. */
const start = `const place = document.getElementById('docs');
const answer = await fetch('v1/openapi.json');
if (answer.ok) {
  SwaggerUIBundle({
    spec: await answer.json(),
    domNode: place,
    deepLinking: true,
    docExpansion: 'none',
    defaultModelsExpandDepth: 0,
    displayRequestDuration: true,
    filter: true,
    tryItOutEnabled: true,
    persistAuthorization: false,
    validatorUrl: null,
  });
} else if (answer.status === 401) {
  const link = Object.assign(document.createElement('a'), { href: './..', textContent: 'Sign in first' });
  place.append(link, ', then come back: this page shows the API as you may use it.');
} else {
  place.append('The description of the API cannot be read right now (' + answer.status + ').');
}
`;
