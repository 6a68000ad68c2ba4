// A real OpenLDAP server on loopback with a few people in it, in a folder of its own; it goes with the test file.

import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'ldapts';
import { afterAll, vi } from 'vitest';

const program = process.env.KONTOR_SLAPD ?? '/usr/sbin/slapd';
const schemas = '/etc/ldap/schema';

/** Why there can be no test with a directory here; null where there can. To be said in the title of what is skipped. */
export const missing = existsSync(program) && existsSync(schemas) ? null : `no slapd at ${program}`;

export const suffix = 'dc=example,dc=com';
export const admin = { dn: `cn=admin,${suffix}`, password: 'directory secret' } as const;

export interface Slapd {
  readonly url: string;
  /** Bound as its administrator; for what happens in the directory between two runs. */
  readonly client: Client;
  stop(): Promise<void>;
}

export async function startSlapd({ memberOf }: { memberOf: boolean }): Promise<Slapd> {
  const folder = await mkdtemp(join(tmpdir(), 'kontor-slapd-'));
  await mkdir(join(folder, 'data'));
  const port = await freePort();
  const config = [
    ...['core', 'cosine', 'inetorgperson'].map((name) => `include ${schemas}/${name}.schema`),
    'modulepath /usr/lib/ldap',
    'moduleload back_mdb',
    ...(memberOf ? ['moduleload memberof'] : []),
    `pidfile ${folder}/slapd.pid`,
    'database mdb',
    `suffix "${suffix}"`,
    `rootdn "${admin.dn}"`,
    `rootpw "${admin.password}"`,
    `directory ${folder}/data`,
    ...(memberOf ? ['overlay memberof'] : []),
  ];
  await writeFile(join(folder, 'slapd.conf'), `${config.join('\n')}\n`);
  const url = `ldap://127.0.0.1:${port}`;
  const child = spawn(program, ['-f', join(folder, 'slapd.conf'), '-h', url, '-d', '0'], { stdio: 'ignore' });
  const client = new Client({ url });
  const stop = async (): Promise<void> => {
    await client.unbind().catch(() => {});
    await ended(child);
  };
  afterAll(async () => {
    await stop();
    await rm(folder, { recursive: true, force: true });
  });
  await vi.waitFor(() => client.bind(admin.dn, admin.password), { timeout: 20_000 });
  return { url, client, stop };
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const over = new Promise((resolve) => child.once('exit', resolve));
  child.kill();
  await over;
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
