// Lets those who follow the history hear all that is committed; without a queue nobody rings for them.

import { setTimeout as after } from 'node:timers/promises';
import { follow } from '../engine/index.ts';
import type { TestEngine } from './engine.ts';

export async function letFollow({ engine, system }: Pick<TestEngine, 'engine' | 'system'>): Promise<void> {
  // A transaction of another test's database may hold the horizon for a moment.
  while (!(await follow(engine, system.space))) await after(5);
}
