// The rehearsal: what the import would do, without doing it.

import { Alert, Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { EntityDescription, ImportInspection } from '../../client/index.ts';
import { JobErrors, JobProgress, JobResult } from '../jobs/job-parts.tsx';
import { isRunning, useJob } from '../jobs/use-job.ts';
import { errorText } from '../messages.ts';
import classes from './import.module.css';
import { type Likely, LikelyRows } from './likely-rows.tsx';

export interface CheckStepProps {
  job: string;
  entity: EntityDescription;
  likely: Likely;
  onLikely: (likely: Likely) => void;
  inspection: ImportInspection;
  busy: boolean;
  problem: string | null;
  onBack: () => void;
  onRun: () => void;
}

export function CheckStep({ job: id, entity, likely, onLikely, inspection, busy, problem, onBack, onRun }: CheckStepProps) {
  const { t } = useTranslation();
  const { data: job, error } = useJob(id);
  const result = job?.result ?? {};
  const nothing = (result.created ?? 0) + (result.updated ?? 0) === 0;
  return (
    <div className={classes.step}>
      {error && <Alert color="red">{errorText(error)}</Alert>}
      {!job || isRunning(job) ? (
        <>
          <p className={classes.lead}>{t('import.rehearsing', { name: inspection.file.name })}</p>
          <JobProgress job={job} total={inspection.file.rows} />
        </>
      ) : (
        <>
          <p className={classes.lead}>{t(nothing ? 'import.wouldNothing' : 'import.would')}</p>
          <JobResult job={job} />
          {result.likely_rows && result.likely_rows.length > 0 && (
            <LikelyRows entity={entity} count={result.likely ?? 0} rows={result.likely_rows} likely={likely} onChange={onLikely} />
          )}
          <JobErrors job={job} />
        </>
      )}
      {problem && (
        <Alert color="red" variant="light" role="alert">
          {problem}
        </Alert>
      )}
      <div className={classes.foot}>
        <Button variant="default" onClick={onBack}>
          {t('import.back')}
        </Button>
        <Button onClick={onRun} loading={busy} disabled={!job || isRunning(job) || job.state !== 'done' || nothing}>
          {t('import.run')}
        </Button>
        {job && !isRunning(job) && (result.failed ?? 0) > 0 && !nothing && <span className={classes.quiet}>{t('import.runHint')}</span>}
      </div>
    </div>
  );
}
