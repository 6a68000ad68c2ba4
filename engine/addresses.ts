// Network addresses: ranges as people write them, and who may sign in from where.

import ipaddr from 'ipaddr.js';
import type { Context, Values } from './types.ts';

type Range = [ipaddr.IPv4 | ipaddr.IPv6, number];

/**
 * `192.0.2.7`, `10.0.0.0/8` or `2001:db8::/32` in the one way it is stored; null when it is none. Bits behind the mask go: `10.1.2.3/8` is
 * `10.0.0.0/8`.
 */
export function normalRange(text: string): string | null {
  const range = parseRange(text);
  if (range === null) return null;
  const [address, bits] = range;
  const width = address.kind() === 'ipv4' ? 32 : 128;
  if (bits === width) return address.toString();
  const parser = address.kind() === 'ipv4' ? ipaddr.IPv4 : ipaddr.IPv6;
  return `${parser.networkAddressFromCIDR(`${address.toString()}/${bits}`).toString()}/${bits}`;
}

/** False also for what is no address or no range. */
export function isWithin(address: string, range: string): boolean {
  const parsed = parseRange(range);
  if (parsed === null || !ipaddr.isValid(address)) return false;
  // A v4 address that came over a v6 socket is the v4 address.
  const one = ipaddr.process(address);
  return one.kind() === parsed[0].kind() && one.match(parsed as [ipaddr.IPv4, number] & [ipaddr.IPv6, number]);
}

function parseRange(text: string): Range | null {
  const [address = '', bits, more] = text.trim().split('/');
  // Four decimal parts, and no zone: other spellings of v4 (octal, one number) are traps.
  if (more !== undefined || address.includes('%') || (!address.includes(':') && !ipaddr.IPv4.isValidFourPartDecimal(address))) return null;
  if (!ipaddr.isValid(address) || (bits !== undefined && !/^\d{1,3}$/.test(bits))) return null;
  const parsed = ipaddr.parse(address);
  const mapped = parsed.kind() === 'ipv6' && (parsed as ipaddr.IPv6).isIPv4MappedAddress();
  const length = bits === undefined ? (parsed.kind() === 'ipv4' ? 32 : 128) : Number(bits);
  if (mapped) return length < 96 ? null : [(parsed as ipaddr.IPv6).toIPv4Address(), length - 96];
  return length > (parsed.kind() === 'ipv4' ? 32 : 128) ? null : [parsed, length];
}

/** Of v6 the first 64 bits, written out: `2001:db8:0:0`. An address of v4, also one that came over a v6 socket, and what is none: itself. */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const one = ipaddr.process(address);
  return one.kind() === 'ipv4'
    ? one.toString()
    : (one as ipaddr.IPv6).parts
        .slice(0, 4)
        .map((part) => part.toString(16))
        .join(':');
}

/** A record of `address_ranges`, as far as signing in asks it. */
export interface AddressRule {
  readonly range: string;
  readonly purpose: 'sign_in_allow' | 'sign_in_deny' | 'trusted' | 'office' | (string & {});
  readonly kind: 'temporary' | 'permanent' | 'provider' | (string & {});
}

/** Rules in force. Those whose time is over are left out. */
export async function readAddressRules(context: Context): Promise<AddressRule[]> {
  // Instances may do without the module.
  if (!Object.hasOwn(context.schema.entities, 'address_ranges')) return [];
  const query = { fields: ['range', 'purpose', 'kind'], filter: 'until is empty or until > now()', limit: 500 };
  return (await context.records.list('address_ranges', query)).records as (Values & AddressRule)[];
}

/** Why nobody signs in from this address; null when one may. The provider's own addresses come first, then what is denied, then what is allowed. */
export function whyNotFrom(address: string, rules: readonly AddressRule[]): 'address_denied' | 'address_not_allowed' | null {
  const hits = rules.filter(({ range }) => isWithin(address, range));
  if (hits.some(({ kind, purpose }) => kind === 'provider' && purpose !== 'sign_in_deny')) return null;
  if (hits.some(({ purpose }) => purpose === 'sign_in_deny')) return 'address_denied';
  // The provider's own let somebody in; they keep nobody out.
  const allowed = rules.some(({ purpose, kind }) => purpose === 'sign_in_allow' && kind !== 'provider');
  return !allowed || hits.some(({ purpose }) => purpose === 'sign_in_allow') ? null : 'address_not_allowed';
}

/** Never banned for failed sign-ins. */
export function isTrusted(address: string, rules: readonly AddressRule[]): boolean {
  return rules.some(({ range, kind, purpose }) => (purpose === 'trusted' || kind === 'provider') && isWithin(address, range));
}
