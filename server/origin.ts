// Where a request comes from: the caller's address behind trusted proxies, whether it is TLS, and whether a page of ours sent it.

import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';
import type { Context as Request } from 'hono';
import { Refusal } from '../engine/index.ts';

/** Proxies whose `X-Forwarded-*` is believed, e.g. `127.0.0.1,10.0.0.0/8`; null: nobody's. */
export function proxyList(text: string): BlockList | null {
  if (text.trim() === '') return null;
  const list = new BlockList();
  for (const part of text.split(',').map((one) => one.trim())) {
    if (part === '') continue;
    const [address = '', bits] = part.split('/');
    const family = isIP(address);
    if (family === 0) throw new Error(`KONTOR_PROXIES: "${part}" is not an IP address or range`);
    const kind = family === 4 ? 'ipv4' : 'ipv6';
    if (bits === undefined) list.addAddress(address, kind);
    else list.addSubnet(address, Number(bits), kind);
  }
  return list;
}

export interface Origin {
  /** Network address of the caller, for limits only. */
  readonly address: string;
  /** Whether the caller's end is TLS. */
  readonly secure: boolean;
}

/** Walks `X-Forwarded-For` from the right, past our own proxies, so that a caller cannot write the address we count by. */
export function originOf(request: Request, proxies: BlockList | null): Origin {
  const socket = (request.env as { incoming?: IncomingMessage } | undefined)?.incoming?.socket;
  const peer = plain(socket?.remoteAddress ?? '');
  const encrypted = socket !== undefined && 'encrypted' in socket;
  if (proxies === null || !isTrusted(peer, proxies)) return { address: peer, secure: encrypted };
  const hops = (request.req.header('x-forwarded-for') ?? '').split(',').map((hop) => plain(hop.trim()));
  let address = peer;
  for (let hop = hops.pop(); hop !== undefined && isIP(hop) !== 0; hop = hops.pop()) {
    address = hop;
    if (!isTrusted(hop, proxies)) break;
  }
  return { address, secure: encrypted || request.req.header('x-forwarded-proto') === 'https' };
}

function isTrusted(address: string, proxies: BlockList): boolean {
  const family = isIP(address);
  return family !== 0 && proxies.check(address, family === 4 ? 'ipv4' : 'ipv6');
}

function plain(address: string): string {
  return address.startsWith('::ffff:') ? address.slice(7) : address;
}

/**
 * Refuses a changing request that another site's page made a browser send. Browsers tell by `Sec-Fetch-Site` (https and
 * localhost) or `Origin` (everywhere); pages can forge neither, and programs send neither and carry no cookie by accident.
 */
export function requireOwnPage(request: Request): void {
  const site = request.req.header('sec-fetch-site');
  if (site === 'same-origin') return;
  if (site !== undefined && site !== 'none') throw foreign();
  const origin = request.req.header('origin');
  if (origin !== undefined && !sameHost(origin, request.req.header('host') ?? '')) throw foreign();
}

/** Hosts only: a proxy that ends TLS makes the schemes differ. */
function sameHost(origin: string, host: string): boolean {
  if (!URL.canParse(origin)) return false;
  const { protocol, host: wanted } = new URL(origin);
  return URL.canParse(`${protocol}//${host}`) && new URL(`${protocol}//${host}`).host === wanted;
}

function foreign(): Refusal {
  return new Refusal(403, 'foreign_origin', 'A page of another site may not change anything here.');
}
