// Questions to a workspace that is not open.

import { compile, isDatabaseError, isUnavailable, type Rows, type Sql } from '../db/index.ts';
import type { Engine } from './engine.ts';
import { closedWorkspace } from './workspace.ts';

/**
 * Asks a workspace without opening it: nobody may want it for days. Only one that is older than this version, or gone
 * meanwhile, fails at that, and is opened.
 */
export async function askWorkspace(engine: Engine, name: string, ask: (space: string) => Sql): Promise<Rows['rows']> {
  const workspace = closedWorkspace(engine.database, name);
  const run = async () => (await workspace.db.query(compile(ask(workspace.space)))).rows;
  try {
    return await run();
  } catch (error) {
    if (!isDatabaseError(error) || isUnavailable(error)) throw error;
    return (await engine.workspace(name)) ? run() : [];
  }
}
