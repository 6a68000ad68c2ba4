// The small widgets: quick create, recent records, jobs, a note.

import { Textarea } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { formatDateTime } from '../../fields/format.ts';
import { currentLanguage } from '../../i18n.ts';
import { entityIcon } from '../../icons.ts';
import { JobState, useJobName } from '../../jobs/job-page.tsx';
import { isRunning } from '../../jobs/use-job.ts';
import { keys, useSetup } from '../../queries.ts';
import { useRecent } from '../../record/recent.ts';
import { ButtonLink } from '../../shell/button-link.tsx';
import { RecordLink } from '../../shell/record-link.tsx';
import { client } from '../../workspace.ts';
import { Waiting } from './records.tsx';
import classes from './widgets.module.css';

export function CreateWidget({ entity: wanted }: { entity?: readonly string[] }) {
  const { t } = useTranslation();
  const { entities } = useSetup();
  const creatable = entities.filter(({ name, menu, can, area }) => menu && can.create && area === 'business' && name !== 'files');
  const shown = wanted?.length ? creatable.filter(({ name }) => wanted.includes(name)) : creatable;
  return (
    <nav className={classes.buttons} aria-label={t('home.newOne')}>
      {shown.map((entity) => (
        <ButtonLink
          key={entity.name}
          to="/$entity/new"
          params={{ entity: entity.name }}
          search={{}}
          variant="default"
          size="xs"
          leftSection={<IconPlus size={14} />}
        >
          {entity.label}
        </ButtonLink>
      ))}
    </nav>
  );
}

const RECENT = 15;

export function RecentWidget() {
  const { t } = useTranslation();
  const { entities, me } = useSetup();
  const recent = useRecent(me.id)
    .flatMap((record) => {
      const entity = entities.find(({ name }) => name === record.entity);
      return entity?.can.view ? [{ record, entity }] : [];
    })
    .slice(0, RECENT);
  if (recent.length === 0) return <p className={classes.none}>{t('home.recentNone')}</p>;
  return (
    <ul className={classes.list}>
      {recent.map(({ record, entity }) => {
        const Icon = entityIcon(entity.icon);
        return (
          <li key={record.id} className={classes.row}>
            <Icon size={16} stroke={1.6} className={classes.icon} />
            <span className={classes.words}>
              <RecordLink entity={entity.name} id={record.id} className={classes.name}>
                {record.title}
              </RecordLink>
              <span className={classes.details}>{entity.label}</span>
            </span>
          </li>
        );
      })}
    </ul>
  );
}

const JOBS = 20;

export function JobsWidget() {
  const { t } = useTranslation();
  const name = useJobName();
  const { data, error, isPending } = useQuery({
    queryKey: [...keys.jobs, 'list', JOBS],
    queryFn: ({ signal }) => client.jobs.list({ limit: JOBS, signal }),
    refetchInterval: ({ state }) => (state.data?.jobs.some(isRunning) ? 2000 : 30_000),
  });
  return (
    <>
      <Waiting error={error} pending={isPending} />
      {data?.jobs.length === 0 && <p className={classes.none}>{t('jobs.none')}</p>}
      <ul className={classes.list}>
        {data?.jobs.map((job) => (
          <li key={job.id} className={classes.row}>
            <span className={classes.words}>
              <Link to="/jobs/{-$id}" params={{ id: job.id }} className={classes.name}>
                {name(job)}
              </Link>
              <span className={classes.details}>{job.created_at ? formatDateTime(job.created_at, currentLanguage()) : ''}</span>
            </span>
            <span className={classes.end}>
              <JobState job={job} />
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

/** Read by all; written where it stands by whoever arranges the dashboard. */
export function NoteWidget({ text, onChange, title }: { text?: string; title: string; onChange?: (text: string) => void }) {
  const { t } = useTranslation();
  if (onChange) {
    return (
      <Textarea
        defaultValue={text ?? ''}
        placeholder={t('dashboard.notePlaceholder')}
        aria-label={title}
        onBlur={(event) => event.currentTarget.value !== (text ?? '') && onChange(event.currentTarget.value)}
        maxLength={10_000}
        classNames={{ root: classes.fill, wrapper: classes.fill, input: classes.fill }}
      />
    );
  }
  return <p className={classes.note}>{text || t('dashboard.noteEmpty')}</p>;
}
