// First records of a new workspace: what modules set up, and demo data when it is wanted.

import type { Engine } from './engine.ts';
import type { Workspace } from './workspace.ts';

export async function seedWorkspace(engine: Engine, workspace: Workspace, options: { demo?: boolean }): Promise<void> {
  const { setup } = workspace.state.behaviour;
  for (const { module, run } of setup) await run(engine.system(workspace, { kind: 'system', detail: `set up ${module}` }));
  if (options.demo) await seedDemo(engine, workspace);
}

export async function seedDemo(engine: Engine, workspace: Workspace): Promise<void> {
  for (const { module, run } of workspace.state.behaviour.demo)
    await run(await engine.unasked(workspace, { kind: 'demo', detail: module }));
}
