// Puts the server together and listens: what `kontor start` runs, and what tests run without a port.

import { fileURLToPath } from 'node:url';
import type { Hono } from 'hono';
import { LRUCache } from 'lru-cache';
import {
  type Clock,
  closedWorkspace,
  type Engine,
  KeyUses,
  sweepDevices,
  sweepFailures,
  sweepKeys,
  sweepSessions,
  sweepSteps,
  sweepTickets,
} from '../engine/index.ts';
import { createApp } from './app.ts';
import { createAuthentication } from './authentication.ts';
import { hostList } from './hosts.ts';
import { createLimits, type LimitSettings, usualLimits } from './limits.ts';
import { type Listening, listen } from './listen.ts';
import type { Logger } from './log.ts';
import { createMetrics } from './metrics.ts';
import { proxyList } from './origin.ts';
import { endpointsOf } from './registry.ts';
import type { Server } from './server.ts';

export interface ServerOptions {
  readonly engine: Engine;
  readonly logger: Logger;
  readonly version: string;
  /** Addresses and ranges of proxies whose X-Forwarded-* is believed, with commas between them. */
  readonly proxies?: string;
  /** Names of hosts that workspaces have for themselves; see hosts.ts. */
  readonly hosts?: string;
  readonly limits?: Partial<LimitSettings>;
  readonly clock?: Clock;
  readonly clientFolder?: string;
}

export interface RunningServer {
  readonly app: Hono;
  listen(port: number, host: string): Promise<Listening>;
}

export function createServer(options: ServerOptions): RunningServer {
  const clock = options.clock ?? Date.now;
  const stopping = new AbortController();
  const server: Server = {
    engine: options.engine,
    logger: options.logger,
    metrics: createMetrics(options.version),
    limits: createLimits({ ...usualLimits, ...options.limits }),
    authentication: createAuthentication(options.engine, clock),
    keyUses: new KeyUses(clock, (error) => options.logger.warn({ error }, 'uses of a key could not be written; they are kept')),
    proxies: proxyList(options.proxies ?? ''),
    hosts: hostList(options.hosts ?? ''),
    clock,
    unknownWorkspaces: new LRUCache({ max: 1000, ttl: 2000 }),
    version: options.version,
    clientFolder: options.clientFolder ?? fileURLToPath(new URL('../dist', import.meta.url)),
    stopping: stopping.signal,
  };
  const app = createApp(server, endpointsOf(server));
  return {
    app,
    listen(port, host) {
      const sweeping = setInterval(() => void sweep(server), hour).unref();
      const onStop = (): void => {
        clearInterval(sweeping);
        stopping.abort();
      };
      return listen(app, { port, host, onStop });
    },
  };
}

const hour = 3_600_000;

/** Sessions that ended by themselves and keys that nobody may count on any more. */
async function sweep({ engine, clock, logger }: Server): Promise<void> {
  try {
    for (const name of await engine.workspaces.list()) {
      const workspace = closedWorkspace(engine.database, name);
      await sweepSessions(workspace, clock);
      await sweepKeys(workspace);
      await sweepFailures(workspace, clock);
      await sweepTickets(workspace, clock);
      await sweepSteps(workspace, clock);
      await sweepDevices(workspace, clock);
    }
  } catch (error) {
    logger.warn({ error }, 'sweeping failed; it is tried again in an hour');
  }
}
