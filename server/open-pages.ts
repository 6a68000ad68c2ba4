// Pages of modules that strangers open with a secret address, and addresses that other services call back.

import type { PageAnswer, PageCall } from '../schema/index.ts';
import { type Answer, type Call, endpoint } from './endpoint.ts';
import { apiHeaders, contentDisposition, openHeaders, pdfHeaders } from './headers.ts';
import { nothingThere } from './nothing-there.ts';

const tag = 'Services';
const answers = { 200: 'text/html', 303: null, 404: 'text/html' } as const;

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

type PageCalled = Call<{ page: string; secret: string }>;

async function answer(call: PageCalled, body: string): Promise<Answer> {
  const {
    engine,
    workspace,
    params: { page, secret },
    http,
    origin,
  } = call;
  const { pages } = workspace.state.behaviour;
  const definition = Object.hasOwn(pages, page) ? pages[page] : undefined;
  const system = await engine.unasked(workspace, { kind: 'link', detail: page });
  const found = await definition?.answer(system, {
    method: http.req.method === 'POST' ? 'POST' : 'GET',
    secret,
    query: http.req.query(),
    body,
    address: origin.address,
    visitor: visitorOf(call),
    header: (name) => http.req.header(name),
  });
  return found ? print(found) : nothingThere(http.req.header('accept-language') ?? '');
}

/** Programs that look at links before, or instead of, their reader. Those that hide it are counted as people. */
const MACHINES = /bot\b|crawl|spider|preview|scan|externalhit|whatsapp|imageproxy|curl|wget|python|java\/|go-http/i;

function visitorOf(call: PageCalled): PageCall['visitor'] {
  const { credential, http } = call;
  if (credential !== null && !call.actor.rights.customer) return 'staff';
  const looksAhead = /prefetch|prerender/.test(`${http.req.header('sec-purpose')} ${http.req.header('purpose')}`);
  const program = http.req.header('user-agent') ?? '';
  return http.req.method === 'HEAD' || looksAhead || program === '' || MACHINES.test(program) ? 'machine' : 'person';
}

function print({ status = 200, type, content, name, location, leadsOn }: PageAnswer): Response {
  const page = openHeaders(leadsOn === true);
  if (location !== undefined) return new Response(null, { status: 303, headers: { ...page, Location: location } });
  const headers = type === 'application/pdf' ? { ...apiHeaders, ...pdfHeaders } : type.startsWith('image/') ? apiHeaders : page;
  return new Response(typeof content === 'string' ? content : new Uint8Array(content), {
    status,
    headers: {
      ...headers,
      'Content-Type': type.startsWith('text/') ? `${type}; charset=utf-8` : type,
      ...(name ? { 'Content-Disposition': contentDisposition('inline', name) } : {}),
    },
  });
}
