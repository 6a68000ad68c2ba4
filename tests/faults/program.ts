// Kontor as a process that tests may kill, and calls to it.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Program {
  readonly child: ChildProcess;
  readonly api: string;
  readonly cookie: string;
}

/** Kontor as a process of its own over this data folder, with an administrator signed in. @param settings besides, as for `npm start` */
export async function start(folder: string, settings: Readonly<Record<string, string>> = {}): Promise<Program> {
  const env = { ...process.env, KONTOR_DATA: folder, PORT: '0', KONTOR_LOG: 'error', ...settings };
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
  return signIn({ child, api: `${base}/demo/api/v1` }, { login: 'demosuper', password: 'demosuper' });
}

/** The same program for somebody else. */
export async function signIn(
  { child, api }: Pick<Program, 'child' | 'api'>,
  who: { readonly login: string; readonly password: string },
): Promise<Program> {
  const answer = await fetch(`${api}/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(who),
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

/** Starts an import of a file with these lines; answers its job. @param wishes of the form: mapping, match */
export async function importLines(
  { api, cookie }: Program,
  entity: string,
  lines: readonly string[],
  wishes: Readonly<Record<string, unknown>>,
): Promise<string> {
  const form = new FormData();
  form.set('entity', entity);
  for (const [name, wish] of Object.entries(wishes)) form.set(name, JSON.stringify(wish));
  form.set('file', new File([`${lines.join('\n')}\n`], `${entity}.csv`));
  const answer = await fetch(`${api}/imports`, { method: 'POST', headers: { cookie }, body: form });
  const body = (await answer.json()) as { job: string };
  if (answer.status !== 202) throw new Error(`${answer.status} ${JSON.stringify(body)}`);
  return body.job;
}

/** Of what is found, page after page. @param query fields, filter */
export async function everyRecord<T>(program: Program, entity: string, query: Readonly<Record<string, string>>): Promise<T[]> {
  const found: T[] = [];
  for (let after = {}; ; ) {
    const asked = new URLSearchParams({ limit: '500', sort: 'id', ...query, ...after });
    const page = (await call(program, 'GET', `records/${entity}?${asked}`)).body as { records: T[]; next: string | null };
    found.push(...page.records);
    if (page.next === null) return found;
    after = { after: page.next };
  }
}

/** The state a job ends in. */
export async function ended(program: Program, job: string, milliseconds = 60_000): Promise<string> {
  const patience = performance.now() + milliseconds;
  for (;;) {
    const { state } = (await call(program, 'GET', `jobs/${job}`)).body as { state: string };
    if (!['queued', 'running'].includes(state) || performance.now() > patience) return state;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/**
 * Kills the program `kills` times in the middle of a job, each time when it has got further, and starts it again. Answers the program that
 * runs in the end and how often it was killed: fewer times where the job was over before.
 */
export async function killInJob(
  { folder, program, job }: { folder: string; program: Program; job: string },
  { kills, pause }: { kills: number; pause: () => number },
): Promise<{ program: Program; killed: number }> {
  let now = program;
  for (let killed = 0, reached = 0; ; killed++) {
    if (killed === kills) return { program: now, killed };
    const { state, done } = await progressed(now, job, reached);
    if (state !== 'running') return { program: now, killed };
    reached = done;
    await new Promise((resolve) => setTimeout(resolve, pause()));
    now.child.kill('SIGKILL');
    await once(now.child, 'close');
    now = await start(folder);
  }
}

/** Once the job is further than `reached`, or over. */
async function progressed(program: Program, job: string, reached: number): Promise<{ state: string; done: number }> {
  for (;;) {
    const { state, done } = (await call(program, 'GET', `jobs/${job}`)).body as { state: string; done: number };
    if (!['queued', 'running'].includes(state) || (state === 'running' && done > reached)) return { state, done };
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5));
}

export async function stop({ child }: Program): Promise<void> {
  child.kill('SIGTERM');
  await once(child, 'close');
}
