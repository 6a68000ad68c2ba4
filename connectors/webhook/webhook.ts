// Calls of other programs by HTTPS. A name is resolved once, judged, and that very address is called: what is private is not reached
// by a name that says otherwise (row CS-255).

import { lookup as resolve } from 'node:dns/promises';
import { request as plain } from 'node:http';
import { request as secure } from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { type Call, type CallAnswer, WebhookFailure, type WebhookPort } from '../../modules/workflows/port.ts';

/** Milliseconds for all of it, and characters of an answer. */
const PATIENCE = 20_000;
const MOST = 1_000_000;

export interface WebhookOptions {
  /** For stand-ins in tests: loopback is called, also without TLS. No setting of a workspace comes to this. */
  readonly loopback?: boolean;
  /** Default: the machine's own resolver. */
  readonly resolve?: (host: string) => Promise<readonly { readonly address: string; readonly family: number }[]>;
}

export function webhooks(options: WebhookOptions = {}): WebhookPort {
  return {
    whyNot(address) {
      const url = URL.canParse(address) ? new URL(address) : null;
      if (!url) return 'This is no address.';
      if (url.username || url.password) return 'A name and password do not belong in an address; use a header.';
      const isStandIn = options.loopback === true && isLoopback(url);
      return url.protocol === 'https:' || isStandIn ? null : 'The address must begin with https://';
    },
    async call(call) {
      const url = new URL(call.address);
      const isStandIn = options.loopback === true && isLoopback(url);
      const judge = isStandIn ? () => false : call.isPrivate ? isNobodys : isInside;
      const target = await reached(url, judge, options.resolve ?? ((host) => resolve(host, { all: true })));
      return ask(url, call, target);
    },
  };
}

function isLoopback({ hostname }: URL): boolean {
  return hostname === '127.0.0.1' || hostname === '[::1]';
}

type Target = { readonly address: string; readonly family: number };

/** The address that is called. Where a name has several, all must be good: which one is taken is not ours to say. */
async function reached(url: URL, isRefused: (address: string) => boolean, ask: NonNullable<WebhookOptions['resolve']>): Promise<Target> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const family = isIP(host);
  const found = family > 0 ? [{ address: host, family }] : await named(host, ask);
  const [first] = found;
  if (!first) throw new WebhookFailure(`${host} has no address.`, false);
  const wrong = found.find(({ address }) => isRefused(address));
  if (wrong) throw new WebhookFailure(`${host} is in the own network (${wrong.address}); it is not called.`, true);
  return first;
}

async function named(host: string, ask: NonNullable<WebhookOptions['resolve']>) {
  try {
    return await ask(host);
  } catch {
    throw new WebhookFailure(`The name ${host} could not be resolved.`, false);
  }
}

function ask(url: URL, call: Call, target: Target): Promise<CallAnswer> {
  const lookup: LookupFunction = (_host, { all }, done) => {
    if (all) done(null, [{ address: target.address, family: target.family }]);
    else done(null, target.address, target.family);
  };
  const body = Buffer.from(call.body);
  const headers = { ...call.headers, ...(body.length > 0 ? { 'Content-Length': String(body.length) } : {}) };
  // A connection of its own: one that was kept open need not lead to where the name leads now.
  const init = { method: call.method, headers, lookup, agent: false as const, signal: AbortSignal.timeout(PATIENCE) };
  return new Promise((answered, failed) => {
    const fail = (error: Error) => failed(error instanceof WebhookFailure ? error : new WebhookFailure(wordsOf(error), false));
    const begin = url.protocol === 'https:' ? secure : plain;
    const request = begin(url, init, (response) => {
      const status = response.statusCode ?? 0;
      if (status >= 300 && status < 400) {
        request.destroy();
        fail(new WebhookFailure(`It answered ${status}: it wants to be asked elsewhere, and no redirect is followed.`, true));
        return;
      }
      const parts: Buffer[] = [];
      let size = 0;
      response.on('data', (part: Buffer) => {
        size += part.length;
        if (size > MOST) request.destroy(new WebhookFailure('The answer is much longer than it should be.', true));
        else parts.push(part);
      });
      response.on('end', () => answered({ status, text: Buffer.concat(parts).toString('utf8') }));
      response.on('error', fail);
    });
    request.on('error', fail);
    request.end(body);
  });
}

function wordsOf(error: Error): string {
  return error.name === 'TimeoutError' || error.name === 'AbortError'
    ? `There was no answer within ${PATIENCE / 1000} seconds.`
    : error.message;
}

/** Where nobody is called, whoever allows it: this host without a name, link-local services of clouds, groups. */
const NOBODYS: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  ['::', 128],
  ['::1', 128],
  ['fe80::', 10],
  ['ff00::', 8],
];

const INSIDE: readonly (readonly [string, number])[] = [
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['100::', 64],
  ['2001:db8::', 32],
  ['fc00::', 7],
  ['fec0::', 10],
];

/** Ways in which IPv6 writes an address of IPv4: where they lead, nothing is told apart. */
const CARRIERS: readonly (readonly [string, number])[] = [
  ['::ffff:0:0', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['2002::', 16],
  ['2001::', 32],
];

type Ranges = readonly (readonly [string, number])[];

/** IPv4 apart from IPv6: a range of mapped addresses would be one of all. */
function blocked(ranges: Ranges): (address: string) => boolean {
  const lists = { 4: new BlockList(), 6: new BlockList() };
  for (const [address, bits] of ranges) {
    const family = isIP(address) as 4 | 6;
    lists[family].addSubnet(address, bits, `ipv${family}`);
  }
  return (address) => {
    const family = isIP(address.split('%')[0] ?? '');
    return family === 0 || lists[family as 4 | 6].check(address.split('%')[0]!, `ipv${family as 4 | 6}`);
  };
}

const isNobodys = blocked([...NOBODYS, ...CARRIERS]);
const isInside = blocked([...NOBODYS, ...INSIDE, ...CARRIERS]);
