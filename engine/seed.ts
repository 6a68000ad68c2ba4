// First records of a new workspace: what modules set up, and demo data when it is wanted.

import type { Engine } from './engine.ts';
import type { Context } from './types.ts';
import type { Workspace } from './workspace.ts';

export interface SeedOptions {
  readonly demo?: boolean;
  /** Of what comes with the workspace, e.g. `fi`; English unless told otherwise. */
  readonly language?: string;
}

export async function seedWorkspace(engine: Engine, workspace: Workspace, options: SeedOptions): Promise<void> {
  const { setup } = workspace.state.behaviour;
  for (const { module, run } of setup) await run(engine.system(workspace, { kind: 'system', detail: `set up ${module}` }));
  if (options.demo) await seedDemo(engine, workspace);
}

/** Demo records of all modules, each after those it needs. */
export async function seedDemo(engine: Engine, workspace: Workspace): Promise<void> {
  for (const { module, run } of workspace.state.behaviour.demo)
    await run(await engine.unasked(workspace, { kind: 'demo', detail: module }));
}

/** @throws Refusal 422 for one that no workspace has */
export async function chooseLanguage(context: Context, language: string): Promise<void> {
  const { id } = await context.settings('general_settings');
  await context.records.update('general_settings', String(id), { language });
}
