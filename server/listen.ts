// The application on a port: timeouts that fit slow lines and long uploads, answers to broken HTTP, and a stop that loses nothing.

import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import { malformed } from '../engine/index.ts';
import { apiHeaders } from './headers.ts';
import { problem } from './problem.ts';

export interface Listening {
  readonly port: number;
  readonly host: string;
  /** Takes no new requests, lets those under way finish, then cuts off what is left. */
  stop(): Promise<void>;
}

export interface ListenOptions {
  readonly port: number;
  readonly host: string;
  /** Told before connections are closed, so that open streams end by themselves. */
  readonly onStop: () => void;
  /** Milliseconds for requests under way when stopping. */
  readonly patience?: number;
}

/** Resolves when connections are taken. @throws where the port is in use */
export async function listen(app: Hono, options: ListenOptions): Promise<Listening> {
  const respond = getRequestListener(app.fetch, { errorHandler: brokenRequest });
  const server = createServer({
    headersTimeout: 20_000,
    // Bodies have limits of their own: JSON must arrive in half a minute, an upload must not pause for a minute.
    requestTimeout: 0,
    keepAliveTimeout: 65_000,
  });
  server.on('request', (incoming, outgoing) => void respond(incoming, outgoing));
  server.on('clientError', brokenHttp);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return { port, host: options.host, stop: () => stop(server, options) };
}

async function stop(server: HttpServer, options: ListenOptions): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  options.onStop();
  // A connection whose last request has been answered counts as open until its client lets go; we do.
  const idle = setInterval(() => server.closeIdleConnections(), 50);
  const force = setTimeout(() => server.closeAllConnections(), options.patience ?? 10_000);
  await closed;
  clearInterval(idle);
  clearTimeout(force);
}

/** Requests that never become one: a broken Host header, a path that is no path. */
function brokenRequest(error: unknown): Response {
  if (!(error instanceof Error) || error.name !== 'RequestError') throw error;
  const { status, body } = problem(malformed('The address or the Host header is malformed.'), '');
  return new Response(JSON.stringify(body), { status, headers: { ...apiHeaders, 'Content-Type': 'application/problem+json' } });
}

const brokenKinds: Readonly<Record<string, readonly [status: string, code: string, detail: string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'timeout', 'The request did not arrive in time.'],
  HPE_HEADER_OVERFLOW: ['431 Request Header Fields Too Large', 'headers_too_large', 'The headers are larger than 16 KB.'],
};

/** What is not HTTP still gets an answer in our words, where the connection can take one. */
function brokenHttp(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, code, detail] = brokenKinds[error.code ?? ''] ?? ['400 Bad Request', 'malformed', 'This is not HTTP.'];
  const body = JSON.stringify({
    type: `urn:kontor:problem:${code}`,
    title: status.slice(4),
    status: Number(status.slice(0, 3)),
    code,
    detail,
    errors: [],
  });
  const headers = {
    ...apiHeaders,
    'Content-Type': 'application/problem+json',
    'Content-Length': Buffer.byteLength(body),
    Connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status}\r\n${lines.join('')}\r\n${body}`);
}
