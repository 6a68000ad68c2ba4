// The log of workflows: what ran, why, what came of it.

import { Alert, Button, Select, Skeleton } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { EntityDescription } from '../../client/index.ts';
import { both } from '../filter/model.ts';
import { useLive } from '../live.tsx';
import { errorText } from '../messages.ts';
import { fieldOf, keys, queryClient } from '../queries.ts';
import { ButtonLink } from '../shell/button-link.tsx';
import { Notice } from '../shell/page-error.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { client } from '../workspace.ts';
import { useWorkflows } from './rows.tsx';
import { Run } from './run-parts.tsx';
import classes from './workflows.module.css';

export interface RunSearch {
  /** Id. */
  readonly workflow?: string;
  readonly state?: string;
  /** Runs whose changes belong together. */
  readonly job?: string;
}

const PAGE = 50;

export function RunsPage({ runs, search }: { runs: EntityDescription; search: RunSearch }) {
  const { t } = useTranslation();
  const query = { filter: filterOf(search), sort: runs.list.sort, limit: PAGE };
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: keys.list('workflow_runs', query),
    queryFn: ({ pageParam, signal }) =>
      client.records('workflow_runs').list({ ...query, fields: FIELDS, ...(pageParam ? { after: pageParam } : {}) }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
  });
  useLive('workflow_runs', () => void queryClient.invalidateQueries({ queryKey: keys.entity('workflow_runs') }));
  const found = data?.pages.flatMap((page) => page.records) ?? [];
  return (
    <>
      <PageHead title={t('workflows.runs')}>
        <ButtonLink variant="default" to="/workflows" search={{}}>
          {t('workflows.title')}
        </ButtonLink>
      </PageHead>
      <div className={classes.page}>
        <RunFilters runs={runs} search={search} />
        {error && <Alert color="red">{errorText(error)}</Alert>}
        {!data && !error && <Skeleton height={180} />}
        {data && found.length === 0 && (
          <Notice icon={<IconHistory size={28} stroke={1.4} />} title={t('workflows.noRuns')} text={t('workflows.noRunsHint')} />
        )}
        {found.length > 0 && (
          <ul className={classes.list}>
            {found.map((run) => (
              <Run key={run.id} runs={runs} run={run} />
            ))}
          </ul>
        )}
        {hasNextPage && (
          <Button size="xs" variant="default" className={classes.add} loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {t('log.earlier')}
          </Button>
        )}
      </div>
    </>
  );
}

const FIELDS = [
  ...['name', 'workflow', 'about', 'entity', 'event', 'changed', 'by', 'by_name', 'state', 'step', 'steps', 'due_at'],
  ...['created_at', 'finished_at', 'message', 'log', 'chain', 'job'],
];

function filterOf({ workflow, state, job }: RunSearch): string | undefined {
  const equals = (name: string, value: string | undefined) => value && `${name} = ${JSON.stringify(value)}`;
  return both(equals('workflow', workflow), equals('state', state), equals('job', job));
}

function RunFilters({ runs, search }: { runs: EntityDescription; search: RunSearch }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { data } = useWorkflows();
  const states = fieldOf(runs, 'state')?.options ?? [];
  const change = (part: RunSearch) => void navigate({ to: '/workflows/runs', search: { ...search, ...part } });
  return (
    <search className={classes.filters}>
      <Select
        label={t('workflows.workflow')}
        data={(data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        value={search.workflow ?? null}
        searchable
        clearable
        onChange={(workflow) => change({ workflow: workflow ?? '' })}
      />
      <Select
        label={t('jobs.stateLabel')}
        data={states.map(({ value, label }) => ({ value, label }))}
        value={search.state ?? null}
        clearable
        onChange={(state) => change({ state: state ?? '' })}
      />
      {search.job && (
        <Button variant="default" onClick={() => change({ job: '' })}>
          {t('log.ofAll')}
        </Button>
      )}
    </search>
  );
}
