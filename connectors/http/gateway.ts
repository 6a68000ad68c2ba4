// What connectors to payment services have in common: JSON in answers, refusals in the service's own words.

import { GatewayFailure } from '../../modules/online-payments/port.ts';
import { ask } from './ask.ts';

const MOST = 1_000_000;

export type Json = { readonly [key: string]: unknown };

export async function askGateway(address: string, init: RequestInit, words: (answer: Json) => unknown): Promise<Json> {
  const { status, text } = await ask(address, init, MOST, (message, cause) => new GatewayFailure(message, { cause }));
  const answer = parsed(text);
  if (status < 200 || status > 299) throw new GatewayFailure(`${status}: ${String(words(answer) ?? 'refused').slice(0, 500)}`);
  return answer;
}

/** Call-backs come from anybody: what is no object is nothing. */
export function parsed(text: string): Json {
  try {
    const value: unknown = JSON.parse(text || '{}');
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
  } catch {
    return {};
  }
}

/** What stands at a path, e.g. `data.object.id`. */
export function at(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((found, key) => (found as Json | null | undefined)?.[key], value);
}

export function textAt(value: unknown, path: string): string {
  const found = at(value, path);
  return found === null || found === undefined ? '' : String(found);
}
