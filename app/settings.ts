// What the environment says about this process; everything has a default.

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export type Role = 'all' | 'serve' | 'work';

export interface Settings {
  readonly host: string;
  readonly port: number;
  readonly dataFolder: string;
  /** Encrypts stored secrets; empty: the one in the data folder. */
  readonly secret: string;
  /** Empty: the embedded database in the data folder. */
  readonly databaseUrl: string;
  readonly role: Role;
  /** Whether the very first start makes the workspace `demo`. */
  readonly demo: boolean;
  /** Of what comes with that workspace. */
  readonly language: string;
  /** Proxies whose X-Forwarded-* headers are believed, with commas between them. */
  readonly proxies: string;
  /** Names of hosts that workspaces have for themselves, with commas between them; see server/hosts.ts. */
  readonly hosts: string;
  readonly version: string;
}

const root = fileURLToPath(new URL('..', import.meta.url));

export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  const {
    PORT = '3000',
    HOST = '127.0.0.1',
    KONTOR_DATA,
    DATABASE_URL = '',
    KONTOR_ROLE = 'all',
    KONTOR_DEMO = '1',
    KONTOR_LANGUAGE = 'en',
    KONTOR_PROXIES = '',
    KONTOR_HOSTS = '',
    KONTOR_SECRET = '',
  } = environment;
  return {
    host: HOST,
    port: readPort(PORT),
    dataFolder: KONTOR_DATA ? resolve(KONTOR_DATA) : resolve(root, 'data'),
    secret: KONTOR_SECRET,
    databaseUrl: DATABASE_URL,
    role: readRole(KONTOR_ROLE),
    demo: KONTOR_DEMO !== '0',
    language: readLanguage(KONTOR_LANGUAGE),
    proxies: KONTOR_PROXIES,
    hosts: KONTOR_HOSTS,
    version: JSON.parse(readFileSync(resolve(root, 'package.json'), 'utf8')).version,
  };
}

function readPort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65535) return port;
  throw new Error(`PORT is "${text}"; it must be a number from 0 to 65535`);
}

function readLanguage(text: string): string {
  if (['en', 'fi', 'sv', 'de', 'ru'].includes(text)) return text;
  throw new Error(`KONTOR_LANGUAGE is "${text}"; it must be en, fi, sv, de or ru`);
}

function readRole(text: string): Role {
  if (text === 'all' || text === 'serve' || text === 'work') return text;
  throw new Error(`KONTOR_ROLE is "${text}"; it must be all, serve or work`);
}
