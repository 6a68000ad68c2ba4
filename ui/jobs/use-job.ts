// One job, asked about until it has ended.

import { useQuery } from '@tanstack/react-query';
import type { Job } from '../../client/index.ts';
import { keys } from '../queries.ts';
import { client } from '../workspace.ts';

const POLL = 700;

export function useJob(id: string) {
  return useQuery({
    queryKey: keys.job(id),
    queryFn: ({ signal }) => client.jobs.get(id, { signal }),
    refetchInterval: ({ state }) => (state.data && !isRunning(state.data) ? false : POLL),
    staleTime: 0,
  });
}

export function isRunning(job: Job): boolean {
  return job.state === 'queued' || job.state === 'running';
}
