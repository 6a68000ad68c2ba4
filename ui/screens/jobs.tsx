// Background work: all of it, or one job.

import { useParams } from '@tanstack/react-router';
import { JobPage } from '../jobs/job-page.tsx';
import { JobsList } from '../jobs/jobs-list.tsx';

export function JobsScreen() {
  const { id } = useParams({ from: '/jobs/{-$id}' });
  return id ? <JobPage key={id} id={id} /> : <JobsList />;
}
