// One job: how far it is, what came of it, what was refused.

import { Alert, Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Job } from '../../client/index.ts';
import { formatDateTime } from '../fields/format.ts';
import { currentLanguage } from '../i18n.ts';
import { errorText } from '../messages.ts';
import { useSetup } from '../queries.ts';
import { ButtonLink } from '../shell/button-link.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { PagePending } from '../shell/page-pending.tsx';
import { JobActions, JobErrors, JobProgress, JobResult } from './job-parts.tsx';
import classes from './jobs.module.css';
import { isRunning, useJob } from './use-job.ts';

export function JobPage({ id }: { id: string }) {
  const { t } = useTranslation();
  const { data: job, error } = useJob(id);
  const name = useJobName();
  if (error && !job) {
    return (
      <div className={classes.page}>
        <Alert color="red">{errorText(error)}</Alert>
      </div>
    );
  }
  if (!job) return <PagePending />;
  const language = currentLanguage();
  const times = [
    ['jobs.created', job.created_at],
    ['jobs.finished', job.finished_at],
  ] as const;
  return (
    <>
      <PageHead title={name(job)} beside={<JobState job={job} />} />
      <div className={classes.page}>
        <p className={classes.facts}>
          {times.map(([key, at]) => at && <span key={key}>{t(key, { when: formatDateTime(at, language) })}</span>)}
          {job.actor?.title && <span>{job.actor.title}</span>}
        </p>
        {isRunning(job) ? <JobProgress job={job} /> : <JobResult job={job} />}
        <div className={classes.actions}>
          <JobActions job={job} />
          <ButtonLink to="/jobs/{-$id}" params={{}} variant="subtle" color="gray">
            {t('jobs.all')}
          </ButtonLink>
        </div>
        <JobErrors job={job} />
      </div>
    </>
  );
}

const colors = { queued: 'gray', running: 'blue', done: 'green', failed: 'red', cancelled: 'gray' } as const;

export function JobState({ job }: { job: Job }) {
  const { t } = useTranslation();
  const failed = job.state === 'done' && job.errors.length > 0;
  return (
    <Badge variant="dot" color={failed ? 'yellow' : colors[job.state]} tt="none" fw={500}>
      {t(`jobs.stateName.${job.state}`)}
    </Badge>
  );
}

export function useKindName(): (kind: string) => string {
  const { t, i18n } = useTranslation();
  return (kind) => (i18n.exists(`jobs.kind.${kind}`) ? t(`jobs.kind.${kind}`) : kind.replaceAll('_', ' '));
}

/** `Import: Deals` */
export function useJobName(): (job: Job) => string {
  const kindName = useKindName();
  const { entities } = useSetup();
  return (job) => {
    const kind = kindName(job.dry_run ? 'rehearsal' : job.kind);
    const noun = entities.find((entity) => entity.name === job.entity)?.plural;
    return noun ? `${kind}: ${noun}` : kind;
  };
}
