// How workflows fared: when each ran last, and how many of its runs failed and wait for somebody.

import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Values } from '../../client/index.ts';
import { currentLanguage } from '../i18n.ts';
import { useLive } from '../live.tsx';
import { keys, queryClient } from '../queries.ts';
import { whenText } from '../record/when.ts';
import { client } from '../workspace.ts';
import classes from './workflows.module.css';

export interface Fared {
  readonly last: string | null;
  readonly failed: number;
}

const QUERY = {
  group_by: ['workflow'],
  measures: [
    { fn: 'max', field: 'created_at', as: 'last' },
    { fn: 'count', where: 'state = "failed"', as: 'failed' },
  ],
} as const;

/** By id of the workflow. */
export function useFared(): ReadonlyMap<string, Fared> {
  const { data } = useQuery({
    queryKey: keys.aggregate('workflow_runs', QUERY),
    queryFn: ({ signal }) => client.records('workflow_runs').aggregate(QUERY, { signal }),
  });
  useLive('workflow_runs', () => void queryClient.invalidateQueries({ queryKey: keys.entity('workflow_runs') }));
  return new Map((data?.rows ?? []).map((row) => [idOf(row.workflow), { last: textOf(row.last), failed: Number(row.failed ?? 0) }]));
}

const textOf = (value: unknown) => (value === null || value === undefined ? null : String(value));
const idOf = (value: unknown) => String((value as Values | null)?.id ?? value ?? '');

export function FaredText({ workflow, fared }: { workflow: string; fared: Fared | undefined }) {
  const { t } = useTranslation();
  if (!fared?.last) return <span className={classes.quiet}>{t('workflows.neverRan')}</span>;
  return (
    <span className={classes.quiet}>
      {t('workflows.lastRun', { when: whenText(fared.last, currentLanguage()) })}
      {fared.failed > 0 && (
        <>
          {' · '}
          <Link to="/workflows/runs" search={{ workflow, state: 'failed' }} className={classes.problem}>
            {t('workflows.failures', { count: fared.failed })}
          </Link>
        </>
      )}
    </span>
  );
}
