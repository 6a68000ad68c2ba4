// Load on one target: requests in turn over so many connections, by wrk where it is installed, else by a client of our own.

import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** How much is measured, and how hard. */
export interface Settings {
  readonly contacts: number;
  readonly seconds: number;
  readonly rounds: number;
  readonly connections: number;
}

export interface LoadRequest {
  readonly method: 'GET' | 'POST' | 'PATCH';
  readonly path: string;
  readonly body?: unknown;
}

export interface Target {
  /** `http://127.0.0.1:3000` */
  readonly base: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Figures {
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  readonly failed: number;
  /** Milliseconds of CPU a request, of the server and the database together. */
  readonly cpu?: number;
}

/** The own client takes CPU from what it measures: never mix both in one table. */
export const client = spawnSync('wrk', ['-v']).error ? 'node' : 'wrk';

export function load(target: Target, requests: readonly LoadRequest[], connections: number, seconds: number): Promise<Figures> {
  return client === 'wrk' ? byWrk(target, requests, connections, seconds) : byNode(target, requests, connections, seconds);
}

const script = `
local requests, at = {}, 0
function init(args)
  for line in io.lines(args[1]) do
    local method, path, body = line:match("^(%S+) (%S+) ?(.*)$")
    local headers = {}
    for name, value in args[2]:gmatch("([^=;]+)=([^;]*)") do headers[name] = value end
    if body == "" then body = nil else headers["content-type"] = "application/json" end
    requests[#requests + 1] = wrk.format(method, path, headers, body)
  end
  at = math.random(#requests)
end
function request() at = at % #requests + 1 return requests[at] end
function done(s, l)
  io.write(string.format("FIGURES %d %d %f %f %d\\n", s.requests, s.duration, l:percentile(50), l:percentile(99), s.errors.status + s.errors.connect + s.errors.read + s.errors.write + s.errors.timeout))
end`;

async function byWrk(target: Target, requests: readonly LoadRequest[], connections: number, seconds: number): Promise<Figures> {
  const folder = mkdtempSync(join(tmpdir(), 'kontor-bench-'));
  try {
    const [lua, list] = [join(folder, 'load.lua'), join(folder, 'requests')];
    writeFileSync(lua, script);
    writeFileSync(
      list,
      requests.map(({ method, path, body }) => `${method} ${path} ${body === undefined ? '' : JSON.stringify(body)}`).join('\n'),
    );
    const headers = Object.entries(target.headers)
      .map(([name, value]) => `${name}=${value}`)
      .join(';');
    const output = await printed('wrk', [
      '-t1',
      `-c${connections}`,
      `-d${seconds}s`,
      '--timeout',
      '30s',
      '-s',
      lua,
      target.base,
      '--',
      list,
      headers,
    ]);
    const [, count, micros, p50, p99, failed] = /^FIGURES (\d+) (\d+) (\S+) (\S+) (\d+)$/m.exec(output) ?? [];
    if (count === undefined) throw new Error(`wrk said: ${output}`);
    return { perSecond: (Number(count) / Number(micros)) * 1e6, p50: Number(p50) / 1000, p99: Number(p99) / 1000, failed: Number(failed) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function printed(command: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const keep = (chunk: Buffer) => {
      output += chunk.toString();
    };
    for (const stream of [child.stdout, child.stderr]) stream.on('data', keep);
    child.on('error', reject).on('close', () => resolve(output));
  });
}

async function byNode(target: Target, requests: readonly LoadRequest[], connections: number, seconds: number): Promise<Figures> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: connections });
  const took: number[] = [];
  let failed = 0;
  let at = 0;
  const began = performance.now();
  const worker = async () => {
    while (performance.now() < began + seconds * 1000) {
      const start = performance.now();
      const { status } = await once(target, requests[at++ % requests.length]!, agent);
      if (status >= 400) failed++;
      took.push(performance.now() - start);
    }
  };
  await Promise.all(Array.from({ length: connections }, worker));
  const spent = (performance.now() - began) / 1000;
  agent.destroy();
  took.sort((a, b) => a - b);
  return { perSecond: took.length / spent, p50: took[took.length >> 1] ?? 0, p99: took[Math.floor(took.length * 0.99)] ?? 0, failed };
}

export function once(target: Target, { method, path, body }: LoadRequest, agent?: http.Agent): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const bytes = body === undefined ? null : Buffer.from(JSON.stringify(body));
    const headers = { ...target.headers, ...(bytes ? { 'content-type': 'application/json', 'content-length': bytes.length } : {}) };
    const request = http.request(new URL(path, target.base), { method, headers, ...(agent ? { agent } : {}) }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    request.on('error', reject).end(bytes);
  });
}

export function median(figures: readonly Figures[]): Figures {
  return [...figures].sort((a, b) => a.perSecond - b.perSecond)[figures.length >> 1]!;
}

/** Waits for a job of a running server. */
export async function finishedJob(target: Target, workspace: string, id: string): Promise<{ seconds: number; done: number }> {
  for (;;) {
    const { text } = await once(target, { method: 'GET', path: `/${workspace}/api/v1/jobs/${id}` });
    const { state, ...job } = JSON.parse(text) as {
      state: string;
      done: number;
      started_at: string;
      finished_at: string;
      errors: unknown[];
    };
    if (state === 'done') return { seconds: (Date.parse(job.finished_at) - Date.parse(job.started_at)) / 1000, done: job.done };
    if (state !== 'queued' && state !== 'running') throw new Error(`The job is ${state}: ${JSON.stringify(job.errors).slice(0, 300)}`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
