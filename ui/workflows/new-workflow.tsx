// A new workflow begins with nothing.

import type { EntityDescription } from '../../client/index.ts';
import { newWorkflow } from './draft.ts';
import { WorkflowEditor } from './editor.tsx';
import { useFollowed } from './when-part.tsx';

export function NewWorkflow({ workflows, entity }: { workflows: EntityDescription; entity: string | undefined }) {
  const nouns = useFollowed();
  const usual = nouns.find(({ name }) => name === (entity ?? 'deals')) ?? nouns.find(({ menu }) => menu);
  return <WorkflowEditor workflows={workflows} stored={null} first={newWorkflow(usual?.name ?? '')} />;
}
