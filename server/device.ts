// What a browser tells of itself, in a few words for people, and as a mark that a copied cookie does not bring along.

import type { Context as Request } from 'hono';
import { hashToken } from '../engine/index.ts';

export interface Device {
  /** `Firefox on Linux`; of a program the beginning of what it says. */
  readonly name: string;
  /** Same browser, same system: the same. Versions are left out, or each update would be another device. */
  readonly fingerprint: string;
}

/** In this order: most browsers claim to be others too. */
const browsers: readonly (readonly [RegExp, string])[] = [
  [/\bEdgA?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\bFirefox\/|\bFxiOS\//, 'Firefox'],
  [/\bChrome\/|\bCriOS\/|\bHeadlessChrome\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
];

const systems: readonly (readonly [RegExp, string])[] = [
  [/\bAndroid\b/, 'Android'],
  [/\biPhone\b|\biPad\b/, 'iOS'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
];

/** Of the User-Agent alone: it proves nothing. */
export function deviceOf(request: Request): Device {
  // Longer ones are not from browsers, and patterns should not walk through them.
  const agent = (request.req.header('user-agent') ?? '').slice(0, 400);
  const browser = nameIn(agent, browsers);
  const system = nameIn(agent, systems);
  const name = browser === null ? agent.slice(0, 60) || 'Unknown' : system === null ? browser : `${browser} on ${system}`;
  return { name, fingerprint: hashToken(name).slice(0, 22) };
}

function nameIn(agent: string, known: readonly (readonly [RegExp, string])[]): string | null {
  return known.find(([pattern]) => pattern.test(agent))?.[1] ?? null;
}
