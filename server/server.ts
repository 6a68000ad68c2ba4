// What the server consists of at run time, handed to every part that needs a part of it.

import type { BlockList } from 'node:net';
import type { LRUCache } from 'lru-cache';
import type { Clock, Engine, KeyUses } from '../engine/index.ts';
import type { Authentication } from './authentication.ts';
import type { Hosts } from './hosts.ts';
import type { Limits } from './limits.ts';
import type { Logger } from './log.ts';
import type { Metrics } from './metrics.ts';

export interface Server {
  readonly engine: Engine;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly limits: Limits;
  readonly authentication: Authentication;
  readonly keyUses: KeyUses;
  readonly proxies: BlockList | null;
  readonly hosts: Hosts;
  readonly clock: Clock;
  /** Names that were asked for in vain lately. */
  readonly unknownWorkspaces: LRUCache<string, true>;
  readonly version: string;
  /** Folder of the built client. */
  readonly clientFolder: string;
  /** Aborted when the process stops: open streams end. */
  readonly stopping: AbortSignal;
}
