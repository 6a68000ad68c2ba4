// Background work told in a corner: progress while it runs, the result and Undo when it is done. The page can be left meanwhile.

import { Button, Group, Progress, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import i18next from 'i18next';
import { type Job, KontorError } from '../client/index.ts';
import { formatDecimal } from './fields/format.ts';
import { currentLanguage } from './i18n.ts';
import { errorText, showError } from './messages.ts';
import { keys, queryClient } from './queries.ts';
import { client } from './workspace.ts';

const POLL = 700;
const LOST_POLL = 3000;

/** Jobs that have their own note already. */
const followed = new Set<string>();

/** Resolves when the job has ended. `title` says what it does, e.g. `Changing 5 000 records`. */
export async function followJob(id: string, title: string): Promise<Job> {
  const note = `job-${id}`;
  notifications.show({ id: note, title, message: <Percent done={0} total={null} />, autoClose: false, withBorder: true });
  try {
    const job = await jobEnd(id, ({ done, total }) =>
      notifications.update({ id: note, title, message: <Percent done={done} total={total} />, autoClose: false }),
    );
    tellEnd(note, title, job);
    void queryClient.invalidateQueries({ queryKey: keys.jobs });
    return job;
  } catch (error) {
    notifications.update({ id: note, title, color: 'red', message: errorText(error), autoClose: 8000 });
    throw error;
  }
}

/** Waits for the end of a job. The work goes on without us: a lost line is waited for too. */
export async function jobEnd(id: string, onProgress: (job: Job) => void): Promise<Job> {
  followed.add(id);
  for (;;) {
    const job = await client.jobs.get(id).catch((error: unknown) => {
      if (error instanceof KontorError && (error.status === 0 || error.status >= 500)) return null;
      throw error;
    });
    if (job && job.state !== 'queued' && job.state !== 'running') return job;
    if (job) onProgress(job);
    await new Promise((resolve) => setTimeout(resolve, job ? POLL : LOST_POLL));
  }
}

/** Says what was done, and how many rows were refused; offers to take it back. */
export function showDoneWithUndo(done: string, job: string | undefined, failed = 0): void {
  notifications.show({
    id: job ? `job-${job}` : undefined,
    ...(failed > 0 ? { title: done, color: 'yellow' } : {}),
    message: <Done message={failed > 0 ? failedRows(failed) : done} job={job} details={failed > 0 ? job : undefined} />,
    autoClose: job ? 15_000 : 4000,
    withBorder: true,
  });
}

function failedRows(count: number): string {
  return i18next.t('jobs.failedRows', { count });
}

/** For jobs that nobody follows: started on another page, or before a reload. */
export function tellJobEnd(job: Job, title: string): void {
  if (followed.has(job.id)) return;
  followed.add(job.id);
  notifications.show({ id: `job-${job.id}`, title, message: '', withBorder: true });
  tellEnd(`job-${job.id}`, title, job);
}

function tellEnd(note: string, title: string, job: Job): void {
  const failed = job.result?.failed ?? job.errors.length;
  const words = i18next.t(`jobs.state.${job.state}`);
  // What an undo leaves alone has not failed: somebody has changed it since.
  const message = failed ? `${words} ${job.kind === 'undo' ? i18next.t('jobs.kept', { count: failed }) : failedRows(failed)}` : words;
  const color = job.state === 'failed' ? 'red' : failed ? 'yellow' : undefined;
  notifications.update({
    id: note,
    title,
    color,
    message: <Done message={message} job={job.kind === 'undo' ? undefined : job.id} details={failed > 0 ? job.id : undefined} />,
    autoClose: 15_000,
  });
}

export function Percent({ done, total }: { done: number; total: number | null }) {
  const percent = total ? Math.round((100 * done) / total) : 0;
  return (
    <Stack gap={6} mt={4}>
      <Progress value={total ? percent : 100} animated={!total} size="sm" aria-label={i18next.t('jobs.progress')} />
      <Text size="xs" c="dimmed">
        {total
          ? i18next.t('jobs.doneOf', { done: formatDecimal(done, currentLanguage()), total: formatDecimal(total, currentLanguage()) })
          : i18next.t('jobs.state.queued')}
      </Text>
    </Stack>
  );
}

interface DoneProps {
  message: string;
  /** To be taken back. */
  job: string | undefined;
  /** Whose refused rows can be looked at. */
  details?: string;
}

function Done({ message, job, details }: DoneProps) {
  const look = async () => {
    notifications.hide(`job-${details}`);
    // Fetched already; asked for here because routes know the screens that know this file.
    const { router } = await import('./routes.tsx');
    await router.navigate({ to: '/jobs/{-$id}', params: { id: details } });
  };

  const undo = async () => {
    notifications.hide(`job-${job}`);
    try {
      const answer = await client.jobs.undo(job ?? '');
      if (answer.job) await followJob(answer.job, i18next.t('jobs.undoing'));
      else notifications.show({ message: i18next.t('jobs.undone'), withBorder: true });
    } catch (error) {
      showError(error);
    }
  };
  return (
    <Group justify="space-between" wrap="nowrap">
      <span>{message}</span>
      {details && (
        <Button size="compact-sm" variant="default" onClick={() => void look()} style={{ flex: 'none' }}>
          {i18next.t('jobs.details')}
        </Button>
      )}
      {job && (
        <Button size="compact-sm" variant="light" onClick={() => void undo()}>
          {i18next.t('jobs.undo')}
        </Button>
      )}
    </Group>
  );
}
