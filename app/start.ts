// `kontor start`: from an empty folder to a running server, and back to nothing without losing anything.

import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isUnavailable } from '../db/index.ts';
import { releaseJobs } from '../engine/index.ts';
import type { Listening } from '../server/listen.ts';
import { createLogger, type Logger } from '../server/log.ts';
import { createServer } from '../server/start.ts';
import { type Instance, openInstance } from './instance.ts';
import type { Settings } from './settings.ts';

/** Resolves to the exit code when the process has been told to stop and has done so. */
export async function start(settings: Settings): Promise<number> {
  const logger = createLogger();
  const stop = stopSignal(logger);
  const began = performance.now();
  const instance = await openInstance({ settings, queue: settings.role === 'serve' ? 'ring' : 'work', log: logAs(logger) });
  let listening: Listening | null = null;
  try {
    if (instance.opened.embedded) await releaseJobs(instance.engine);
    const demo = await ensureDemo(instance, settings);
    if (settings.role !== 'work') {
      listening = await serve(settings, instance, logger);
    }
    greet(settings, instance, listening, demo, began);
    const reason = await stop;
    console.log(`Stopping (${reason.why}) ...`);
    return reason.code;
  } finally {
    await listening?.stop();
    await instance.close();
  }
}

async function serve({ host, port, version, proxies, hosts }: Settings, { engine }: Instance, logger: Logger): Promise<Listening> {
  try {
    return await createServer({ engine, logger, version, proxies, hosts }).listen(port, host);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') throw new Error(`Port ${port} on ${host} is in use; stop who has it, or set PORT to another one`);
    if (code === 'EACCES') throw new Error(`This account may not listen on port ${port}; set PORT to one from 1024 up`);
    if (code === 'EADDRNOTAVAIL') throw new Error(`This machine has no address ${host}; set HOST to one it has, or to 0.0.0.0`);
    throw error;
  }
}

interface Stop {
  readonly why: string;
  readonly code: number;
}

/** One Ctrl-C may arrive several times (terminal, npm, our launcher); only one that comes later means "now". */
function stopSignal(logger: Logger): Promise<Stop> {
  return new Promise((resolve) => {
    const stop = (why: string, code: number) => {
      resolve({ why, code });
      // Whatever hangs, the process ends; the database then stops by itself.
      setTimeout(() => process.exit(1), 30_000).unref();
    };
    let first = Number.POSITIVE_INFINITY;
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        if (performance.now() - first > 1000) process.exit(130);
        first = Math.min(first, performance.now());
        stop(signal, 0);
      });
    }
    process.once('disconnect', () => stop('the launcher is gone', 0));
    for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
      process.on(event, (error: unknown) => {
        // The queue's library drops a promise when the database goes away, and goes on when it is back. So do we.
        if (isUnavailable(error)) {
          logger.warn({ error }, 'The database was away');
          return;
        }
        logger.fatal({ error }, event);
        stop(event, 1);
      });
    }
  });
}

/** On the very first start only: who dropped the demo workspace does not get it back. Several processes may start at once. */
async function ensureDemo({ engine }: Instance, settings: Settings): Promise<boolean> {
  if (!settings.demo) return false;
  return engine.database.transaction(
    null,
    async (tx) => {
      await tx.query({ text: "select pg_advisory_xact_lock(hashtext('kontor first start'))", values: [] });
      const names = await engine.workspaces.list();
      const unfinished = join(settings.dataFolder, 'demo.unfinished');
      // Killed while it made the demo data: half of it helps nobody.
      if (names.includes('demo') && existsSync(unfinished)) await engine.workspaces.drop('demo');
      else if (names.length > 0) return names.includes('demo');
      console.log('Making the workspace "demo" with demo data ...');
      mkdirSync(settings.dataFolder, { recursive: true });
      writeFileSync(unfinished, '');
      await engine.workspaces.create('demo', { demo: true, language: settings.language });
      rmSync(unfinished);
      return true;
    },
    { timeout: 0 },
  );
}

function greet(settings: Settings, { opened }: Instance, listening: Listening | null, demo: boolean, began: number): void {
  const where = opened.embedded ? `embedded, in ${settings.dataFolder}` : 'outside';
  console.log(
    `Kontor ${settings.version}, PostgreSQL ${opened.version} (${where}), ready in ${((performance.now() - began) / 1000).toFixed(1)} s`,
  );
  if (!listening) {
    console.log('Working jobs; this process serves no requests (KONTOR_ROLE=work).');
    return;
  }
  const host = ['0.0.0.0', '::', ''].includes(listening.host) ? 'localhost' : listening.host;
  const address = `http://${host.includes(':') ? `[${host}]` : host}:${listening.port}`;
  console.log(
    demo
      ? `Open ${address}/demo/ and sign in as demo / demo (a salesperson) or demosuper / demosuper (root).`
      : `Open ${address}/{workspace}/`,
  );
}

function logAs(logger: Logger): (level: string, message: string) => void {
  return (level, message) => (level === 'error' ? logger.error(message) : logger.warn(message));
}
