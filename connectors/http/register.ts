// What connectors to registers of companies have in common: JSON in answers, a refusal in the register's own words.

import { RegisterFailure } from '../../modules/trade-registers/port.ts';
import { ask } from './ask.ts';
import { type Json, parsed } from './gateway.ts';

const MOST = 5_000_000;

/** Null: there is no such company. */
export async function askRegister(address: URL, words: (answer: Json) => unknown): Promise<Json | null> {
  const init = { headers: { accept: 'application/json' } };
  const { status, text } = await ask(address.href, init, MOST, (message, cause) => new RegisterFailure(message, { cause }));
  if (status === 404) return null;
  const answer = parsed(text);
  if (status !== 200) throw new RegisterFailure(`${status}: ${String(words(answer) ?? 'refused').slice(0, 300)}`);
  return answer;
}

/** What stands in a list, each an object; nothing where there is no list. */
export function rowsIn(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.filter((row): row is Json => typeof row === 'object' && row !== null) : [];
}

/** Without what is empty. */
export function filled<T extends object>(values: T): T {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== '' && value !== undefined)) as T;
}

/** Towns stand in capitals in registers. */
export function titled(town: string): string {
  return town.toLowerCase().replace(/(^|[\s-])\p{L}/gu, (letter) => letter.toUpperCase());
}

export function websiteOf(address: string): string {
  return address && !/^https?:\/\//i.test(address) ? `https://${address}` : address;
}

/** Of a day as `YYYY-MM-DD`. */
export function yearOf(day: string): { founded?: number } {
  return /^\d{4}-/.test(day) ? { founded: Number(day.slice(0, 4)) } : {};
}
