// Workflows: their list, one of them, and the log of what they did. For administrators.

import { Alert } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams, useSearch } from '@tanstack/react-router';
import type { EntityDescription } from '../../client/index.ts';
import { errorText } from '../messages.ts';
import { recordQuery, useEntity } from '../queries.ts';
import { PageMissing } from '../shell/page-error.tsx';
import { PagePending } from '../shell/page-pending.tsx';
import { draftOf } from '../workflows/draft.ts';
import { WorkflowEditor } from '../workflows/editor.tsx';
import { WorkflowList } from '../workflows/list-page.tsx';
import { NewWorkflow } from '../workflows/new-workflow.tsx';
import { RunsPage } from '../workflows/runs-page.tsx';

export function WorkflowsScreen() {
  const { entity } = useSearch({ from: '/workflows' });
  const workflows = useEntity('workflows');
  return workflows?.can.view ? <WorkflowList workflows={workflows} entity={entity} /> : <PageMissing />;
}

export function WorkflowRunsScreen() {
  const search = useSearch({ from: '/workflows/runs' });
  const runs = useEntity('workflow_runs');
  return runs?.can.view ? <RunsPage runs={runs} search={search} /> : <PageMissing />;
}

export function WorkflowScreen() {
  const { id } = useParams({ from: '/workflows/$id' });
  const { entity, copy } = useSearch({ from: '/workflows/$id' });
  const workflows = useEntity('workflows');
  if (!workflows?.can.view) return <PageMissing />;
  if (id !== 'new') return <Stored key={id} workflows={workflows} id={id} />;
  return copy ? <Stored key={copy} workflows={workflows} id={copy} copied /> : <NewWorkflow workflows={workflows} entity={entity} />;
}

function Stored({ workflows, id, copied = false }: { workflows: EntityDescription; id: string; copied?: boolean }) {
  // What is edited is what stands there now, not what stood there when somebody looked last.
  const { data, error, isFetchedAfterMount } = useQuery({ ...recordQuery('workflows', id), staleTime: 0 });
  if (error) return <Alert color="red">{errorText(error)}</Alert>;
  if (!data || !isFetchedAfterMount) return <PagePending />;
  const draft = draftOf(data.record);
  if (!copied) return <WorkflowEditor workflows={workflows} stored={data.record} first={draft} />;
  const steps = draft.steps.map(({ id: _, ...step }) => step);
  return <WorkflowEditor workflows={workflows} stored={null} first={{ ...draft, name: '', secret: null, steps }} />;
}
