// What the list of background work is narrowed to; administrators choose whose.

import { Select, Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { JobQuery } from '../../client/index.ts';
import { Day, Person } from '../log/filters.tsx';
import logClasses from '../log/log.module.css';
import { useSetup } from '../queries.ts';
import { useKindName } from './job-page.tsx';

export interface JobSearch extends Omit<JobQuery, 'after' | 'limit'> {}

const STATES = ['queued', 'running', 'done', 'failed', 'cancelled'] as const;

interface JobFiltersProps {
  readonly search: JobSearch;
  /** All there are. */
  readonly kinds: readonly string[];
  readonly onChange: (change: JobSearch) => void;
}

export function JobFilters({ search, kinds, onChange }: JobFiltersProps) {
  const { t } = useTranslation();
  const { me, entities } = useSetup();
  const kindName = useKindName();
  // Root sees all in any case.
  const chooses = !me.root && me.features.includes('administration');
  const people = entities.some((entity) => entity.name === 'users' && entity.can.view);
  const named = kinds.map((value) => ({ value, label: kindName(value) }));
  return (
    <>
      {chooses && (
        <Switch
          label={t('jobs.everybody')}
          checked={search.everybody === true}
          onChange={(event) => onChange({ everybody: event.currentTarget.checked, user: undefined })}
        />
      )}
      <search className={logClasses.filters}>
        <Select
          label={t('jobs.kindLabel')}
          data={named.sort((a, b) => a.label.localeCompare(b.label))}
          value={search.kind ?? null}
          onChange={(kind) => onChange({ kind: kind ?? undefined })}
          searchable
          clearable
        />
        <Select
          label={t('jobs.stateLabel')}
          data={STATES.map((value) => ({ value, label: t(`jobs.stateName.${value}`) }))}
          value={search.state ?? null}
          onChange={(state) => onChange({ state: state ?? undefined })}
          clearable
        />
        {search.everybody && people && <Person value={search.user ?? null} onChange={(user) => onChange({ user: user || undefined })} />}
        <Day name="from" value={search.from ?? null} onChange={(from) => onChange({ from: from || undefined })} />
        <Day name="to" value={search.to ?? null} onChange={(to) => onChange({ to: to || undefined })} />
      </search>
    </>
  );
}
