// What tells of one change wherever changes are listed: what it was part of, and what became of the fields.

import { Link, type LinkProps } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChangeEntry } from '../../client/index.ts';
import { useEntity } from '../queries.ts';
import { HistoryLineText } from './history-line.tsx';
import type { HistoryLine } from './history-lines.ts';
import classes from './record-history.module.css';

/** By an import, by a workflow; nothing where somebody just did it. */
export function ChangeCause({ cause: { kind, job, detail } }: Pick<ChangeEntry, 'cause'>) {
  const { t } = useTranslation();
  const sees = useEntity('workflow_runs')?.can.view === true;
  if (kind === 'user') return null;
  const words = t(`history.cause.${kind}`, { name: detail ?? '' });
  const to = job ? linkTo(kind, job, sees) : null;
  return (
    <div className={classes.cause}>
      {to ? (
        <Link {...to} className={classes.job}>
          {words}
        </Link>
      ) : (
        words
      )}
    </div>
  );
}

/** What has its own page: the run of a workflow, for those who may see what workflows did, and any other work. */
function linkTo(kind: string, job: string, seesRuns: boolean): LinkProps | null {
  if (kind !== 'workflow') return { to: '/jobs/{-$id}', params: { id: job } };
  return seesRuns ? { to: '/workflows/runs', search: { job } } : null;
}

interface ChangedFieldsProps {
  readonly lines: readonly HistoryLine[];
  /** So many are shown; the others unfold. */
  readonly few: number;
  /** Where they do not stand one below the other. */
  readonly className?: string | undefined;
}

export function ChangedFields({ lines, few, className = classes.lines }: ChangedFieldsProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const shown = open ? lines : lines.slice(0, few);
  return (
    <>
      {shown.length > 0 && (
        <ul className={className}>
          {shown.map((line) => (
            <HistoryLineText key={line.key} line={line} />
          ))}
        </ul>
      )}
      {lines.length > shown.length && (
        <button type="button" className={classes.more} onClick={() => setOpen(true)}>
          {t('history.more', { count: lines.length - shown.length })}
        </button>
      )}
    </>
  );
}
