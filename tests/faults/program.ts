// Kontor as a process that tests may kill, and calls to it.

import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Program {
  readonly child: ChildProcess;
  readonly api: string;
  readonly cookie: string;
}

/** Kontor as a process of its own over this data folder, with an administrator signed in. */
export async function start(folder: string): Promise<Program> {
  const env = { ...process.env, KONTOR_DATA: folder, PORT: '0', KONTOR_LOG: 'error' };
  const child = spawn(process.execPath, [join(root, 'bin/kontor.ts'), 'start'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  const base = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      const address = /Open (http:\/\/[\d.:]+)/.exec(output)?.[1];
      if (address) resolve(address);
    });
    child.once('close', () => reject(new Error(`Kontor did not start: ${output}`)));
  });
  const api = `${base}/demo/api/v1`;
  const answer = await fetch(`${api}/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login: 'demosuper', password: 'demosuper' }),
  });
  return { child, api, cookie: answer.headers.get('set-cookie')!.split(';')[0]! };
}

export async function call(
  { api, cookie }: Program,
  method: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; body: never }> {
  const response = await fetch(`${api}/${path}`, {
    method,
    headers: { cookie, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as never };
}

/** The state a job ends in. */
export async function ended(program: Program, job: string): Promise<string> {
  const patience = performance.now() + 60_000;
  for (;;) {
    const { state } = (await call(program, 'GET', `jobs/${job}`)).body as { state: string };
    if (!['queued', 'running'].includes(state) || performance.now() > patience) return state;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
