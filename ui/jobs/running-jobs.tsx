// A line in the side bar while background work runs, and a word when it is done, wherever one is by then.

import { Loader, Tooltip } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { tellJobEnd } from '../follow-job.tsx';
import { keys, queryClient, useSetup } from '../queries.ts';
import { client } from '../workspace.ts';
import { useJobName } from './job-page.tsx';
import classes from './jobs.module.css';
import { isRunning } from './use-job.ts';

const OFTEN = 2000;
const SELDOM = 60_000;

export function RunningJobs({ slim, onLeave }: { slim: boolean; onLeave?: () => void }) {
  const { t } = useTranslation();
  const { me } = useSetup();
  const name = useJobName();
  const { data } = useQuery({
    queryKey: [...keys.jobs, 'running'],
    queryFn: ({ signal }) => client.jobs.list({ limit: 10, signal }),
    refetchInterval: ({ state }) => (state.data?.jobs.some(isRunning) ? OFTEN : SELDOM),
  });
  const seen = useRef(new Set<string>());
  const running = data?.jobs.filter(isRunning) ?? [];

  useEffect(() => {
    for (const job of data?.jobs ?? []) {
      if (isRunning(job)) seen.current.add(job.id);
      else if (seen.current.delete(job.id)) {
        // Whoever looks at the job itself sees it there; and what others or the clock started is not one's own to take back.
        if (job.actor?.id === me.id && !isWatched(job.id) && !job.dry_run) tellJobEnd(job, name(job));
        if (job.entity) void queryClient.invalidateQueries({ queryKey: keys.entity(job.entity) });
      }
    }
  }, [data, name, me.id]);

  if (running.length === 0) return null;
  const first = running[0];
  const label = running.length === 1 && first ? name(first) : t('jobs.runningCount', { count: running.length });
  return (
    <Tooltip label={label} position="right" disabled={!slim}>
      <Link
        to="/jobs/{-$id}"
        params={{}}
        className={classes.indicator}
        onClick={onLeave}
        aria-label={t('jobs.runningLabel', { what: label })}
      >
        <Loader size={16} />
        {!slim && <span>{label}</span>}
      </Link>
    </Tooltip>
  );
}

/** Shown on the page: somebody asks about this very job. */
function isWatched(id: string): boolean {
  return (
    (queryClient
      .getQueryCache()
      .find({ queryKey: keys.job(id) })
      ?.getObserversCount() ?? 0) > 0
  );
}
