// One's own jobs, newest first.

import { Alert, Progress, Skeleton } from '@mantine/core';
import { IconProgress } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Job } from '../../client/index.ts';
import { formatDateTime } from '../fields/format.ts';
import { currentLanguage } from '../i18n.ts';
import { errorText } from '../messages.ts';
import { keys } from '../queries.ts';
import { Notice } from '../shell/page-error.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { client } from '../workspace.ts';
import { JobState, useJobName } from './job-page.tsx';
import classes from './jobs.module.css';
import { isRunning } from './use-job.ts';

const SHOWN = 100;

export function JobsList() {
  const { t } = useTranslation();
  const { data, error } = useQuery({
    queryKey: [...keys.jobs, 'list', SHOWN],
    queryFn: ({ signal }) => client.jobs.list({ limit: SHOWN, signal }),
    refetchInterval: ({ state }) => (state.data?.jobs.some(isRunning) ? 1500 : 15_000),
  });
  return (
    <>
      <PageHead title={t('shell.jobs')} />
      <div className={classes.page}>
        {error && <Alert color="red">{errorText(error)}</Alert>}
        {!data && !error && <Skeleton height={160} />}
        {data?.jobs.length === 0 && (
          <Notice icon={<IconProgress size={30} stroke={1.4} />} title={t('jobs.none')} text={t('jobs.noneHint')} />
        )}
        {data && data.jobs.length > 0 && (
          <ul className={classes.list}>
            {data.jobs.map((job) => (
              <JobRow key={job.id} job={job} />
            ))}
          </ul>
        )}
      </div>
    </>
  );
}

function JobRow({ job }: { job: Job }) {
  const { t } = useTranslation();
  const name = useJobName();
  const { created, updated, deleted, unchanged, skipped, failed } = job.result ?? {};
  const counts = Object.entries({ created, updated, deleted, unchanged, skipped, failed })
    .filter(([, count]) => (count ?? 0) > 0)
    .map(([key, count]) => t(`jobs.counted.${key}`, { count }));
  const details = [job.created_at ? formatDateTime(job.created_at, currentLanguage()) : '', job.actor?.title ?? '', ...counts].filter(
    Boolean,
  );
  return (
    <li className={classes.job}>
      <Link to="/jobs/{-$id}" params={{ id: job.id }} className={classes.name}>
        {name(job)}
      </Link>
      <span className={classes.details}>{details.join(' · ')}</span>
      <span className={classes.state}>
        <JobState job={job} />
        {job.state === 'running' && !!job.total && (
          <Progress w={90} size="xs" value={(100 * job.done) / job.total} aria-label={t('jobs.progress')} />
        )}
      </span>
    </li>
  );
}
