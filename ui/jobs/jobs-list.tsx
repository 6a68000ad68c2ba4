// Background work, newest first: one's own, or of everybody for administrators.

import { Alert, Button, Progress, Skeleton } from '@mantine/core';
import { IconDownload, IconProgress } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Job } from '../../client/index.ts';
import { formatDateTime } from '../fields/format.ts';
import { currentLanguage } from '../i18n.ts';
import { betweenDays } from '../log/search.ts';
import { errorText } from '../messages.ts';
import { keys, useSetup } from '../queries.ts';
import { Notice } from '../shell/page-error.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { client } from '../workspace.ts';
import { JobFilters, type JobSearch } from './job-filters.tsx';
import { JobState, useJobName } from './job-page.tsx';
import classes from './jobs.module.css';
import { isRunning } from './use-job.ts';

const PAGE = 50;

export function JobsList() {
  const { t } = useTranslation();
  const { me } = useSetup();
  const [search, setSearch] = useState<JobSearch>(me.root ? { everybody: true } : {});
  const query = { ...search, from: undefined, to: undefined, ...betweenDays(search) };
  const isNarrowed = [search.kind, search.state, search.user, search.from, search.to].some(Boolean);
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: [...keys.jobs, 'list', query],
    queryFn: ({ pageParam, signal }) => client.jobs.list({ ...query, limit: PAGE, ...(pageParam ? { after: pageParam } : {}), signal }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    refetchInterval: ({ state }) => (state.data?.pages.some(({ jobs }) => jobs.some(isRunning)) ? 1500 : 15_000),
  });
  const jobs = data?.pages.flatMap((page) => page.jobs) ?? [];
  return (
    <>
      <PageHead title={t('shell.jobs')}>
        <Button
          component="a"
          href={client.jobs.exportUrl(query)}
          download
          size="xs"
          variant="default"
          leftSection={<IconDownload size={16} />}
        >
          {t('log.csv')}
        </Button>
      </PageHead>
      <div className={classes.page}>
        <JobFilters
          search={search}
          kinds={data?.pages[0]?.kinds ?? []}
          onChange={(change) => setSearch((known) => ({ ...known, ...change }))}
        />
        {error && <Alert color="red">{errorText(error)}</Alert>}
        {!data && !error && <Skeleton height={160} />}
        {data && jobs.length === 0 && (
          <Notice
            icon={<IconProgress size={30} stroke={1.4} />}
            title={t('jobs.none')}
            text={t(isNarrowed ? 'log.nothingHint' : 'jobs.noneHint')}
          />
        )}
        {jobs.length > 0 && (
          <ul className={classes.list}>
            {jobs.map((job) => (
              <JobRow key={job.id} job={job} />
            ))}
          </ul>
        )}
        {hasNextPage && (
          <Button size="xs" variant="default" className={classes.more} loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {t('jobs.earlier')}
          </Button>
        )}
      </div>
    </>
  );
}

function JobRow({ job }: { job: Job }) {
  const { t } = useTranslation();
  const { me } = useSetup();
  const name = useJobName();
  // Of others, an administrator sees what it was and how it went, not the records it was about.
  const isOpen = me.root || job.actor?.id === me.id;
  const { created, updated, deleted, unchanged, skipped, failed } = job.result ?? {};
  const counts = Object.entries({ created, updated, deleted, unchanged, skipped, failed })
    .filter(([, count]) => (count ?? 0) > 0)
    .map(([key, count]) => t(`jobs.counted.${key}`, { count }));
  const details = [job.created_at ? formatDateTime(job.created_at, currentLanguage()) : '', job.actor?.title ?? '', ...counts].filter(
    Boolean,
  );
  return (
    <li className={classes.job}>
      {isOpen ? (
        <Link to="/jobs/{-$id}" params={{ id: job.id }} className={classes.name}>
          {name(job)}
        </Link>
      ) : (
        <span className={classes.what}>{name(job)}</span>
      )}
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
