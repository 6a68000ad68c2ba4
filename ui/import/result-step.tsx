// The import at work, and what came of it.

import { Alert, Button } from '@mantine/core';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription } from '../../client/index.ts';
import { JobActions, JobErrors, JobProgress, JobResult } from '../jobs/job-parts.tsx';
import { isRunning, useJob } from '../jobs/use-job.ts';
import { errorText } from '../messages.ts';
import { keys, queryClient } from '../queries.ts';
import { ButtonLink } from '../shell/button-link.tsx';
import classes from './import.module.css';

export function ResultStep({ job: id, entity, onAgain }: { job: string; entity: EntityDescription; onAgain: () => void }) {
  const { t } = useTranslation();
  const { data: job, error } = useJob(id);
  const ended = job && !isRunning(job);
  useEffect(() => {
    if (ended) void queryClient.invalidateQueries({ queryKey: keys.entity(entity.name) });
  }, [ended, entity.name]);

  return (
    <div className={classes.step}>
      {error && <Alert color="red">{errorText(error)}</Alert>}
      {ended ? (
        <p className={classes.lead} role="status">
          {t(`jobs.state.${job.state}`)}
        </p>
      ) : (
        <p className={classes.lead}>{t('import.running')}</p>
      )}
      {ended ? <JobResult job={job} /> : <JobProgress job={job} />}
      {ended && <JobErrors job={job} />}
      <div className={classes.foot}>
        {ended && (
          <ButtonLink to="/$entity" params={{ entity: entity.name }} search={{ sort: '-created_at' }}>
            {t('import.show', { noun: entity.plural })}
          </ButtonLink>
        )}
        {job && <JobActions job={job} />}
        {ended && (
          <Button variant="subtle" color="gray" onClick={onAgain}>
            {t('import.another')}
          </Button>
        )}
      </div>
    </div>
  );
}
