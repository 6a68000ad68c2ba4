// Pages of modules that strangers open with a secret address, and addresses that other services call back.

import { notFound } from '../engine/index.ts';
import { type Answer, type Call, endpoint } from './endpoint.ts';
import { apiHeaders, pdfHeaders } from './headers.ts';

const tag = 'Services';
const answers = { 200: 'text/html', 303: null } as const;

/** Styles stand in the page, and nothing of it runs. Forms lead to other services, so that their targets are not limited. */
const htmlHeaders: Readonly<Record<string, string>> = {
  ...apiHeaders,
  'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
};

export const openPage = endpoint({
  method: 'GET',
  path: '/open/{page}/{secret}',
  summary: 'Open a page by its secret address',
  description: 'E.g. an invoice, for the customer who got the link. Whoever knows the address sees it.',
  tag,
  rule: 'public',
  openQuery: true,
  answers,
  handler: (call) => answer(call, ''),
});

export const callPage = endpoint({
  method: 'POST',
  path: '/open/{page}/{secret}',
  summary: 'Do something on such a page, or call it back',
  description: 'A service that calls back proves itself by its signature, or is asked whether it was it.',
  tag,
  rule: 'public',
  openQuery: true,
  rawBody: 256 * 1024,
  answers,
  handler: (call) => answer(call, String(call.body ?? '')),
});

type PageCalled = Pick<Call<{ page: string; secret: string }>, 'engine' | 'workspace' | 'params' | 'http'>;

async function answer({ engine, workspace, params: { page, secret }, http }: PageCalled, body: string): Promise<Answer> {
  const { pages } = workspace.state.behaviour;
  const definition = Object.hasOwn(pages, page) ? pages[page] : undefined;
  const system = engine.system(workspace, { kind: 'system', detail: `the open page ${page}` });
  const found = await definition?.answer(system, {
    method: http.req.method === 'POST' ? 'POST' : 'GET',
    secret,
    query: http.req.query(),
    body,
    header: (name) => http.req.header(name),
  });
  if (!found) throw notFound('This page');
  const { status = 200, type, content, location } = found;
  if (location !== undefined) return new Response(null, { status: 303, headers: { ...htmlHeaders, Location: location } });
  const headers = type === 'application/pdf' ? { ...apiHeaders, ...pdfHeaders } : htmlHeaders;
  const text = type.startsWith('text/') ? `${type}; charset=utf-8` : type;
  return new Response(typeof content === 'string' ? content : new Uint8Array(content), {
    status,
    headers: { ...headers, 'Content-Type': text },
  });
}
