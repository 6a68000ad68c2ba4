// My open activities: what is overdue, what is due today. A tick is all it takes to be done with one.

import { Checkbox, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription, RecordValues, Reference } from '../../client/index.ts';
import { localToday } from '../fields/date-text.ts';
import { formatDate, formatDateTime } from '../fields/format.ts';
import { currentLanguage } from '../i18n.ts';
import { errorText, showError } from '../messages.ts';
import { fieldOf, keys, queryClient } from '../queries.ts';
import { client } from '../workspace.ts';
import classes from './home.module.css';

const FILTER = 'owner = me() and status = "open" and (due_on <= today() or starts_at < today() + 1)';
const SHOWN = 30;

export function DueActivities({ entity }: { entity: EntityDescription }) {
  const { t } = useTranslation();
  const query = {
    filter: FILTER,
    fields: ['id', 'subject', 'type', 'due_on', 'starts_at', 'account', 'contact'].filter((name) => name === 'id' || fieldOf(entity, name)),
    sort: 'due_on,starts_at',
    limit: SHOWN,
    count: 'exact' as const,
  };
  const { data, error } = useQuery({
    queryKey: keys.list(entity.name, query),
    queryFn: ({ signal }) => client.records(entity.name).list(query, { signal }),
  });
  const today = localToday();
  const late = data?.records.filter((record) => dayOf(record) < today) ?? [];
  const now = data?.records.filter((record) => dayOf(record) >= today) ?? [];

  return (
    <section className={classes.part} aria-labelledby="home-work">
      <header className={classes.head}>
        <h2 id="home-work" className={classes.title}>
          {t('home.work')}
        </h2>
        <Link
          to="/$entity"
          params={{ entity: entity.name }}
          search={{ filter: 'owner = me() and status = "open"' }}
          className={classes.all}
        >
          {t('home.allActivities')}
        </Link>
      </header>
      {error && <p className={classes.none}>{errorText(error)}</p>}
      {!data && !error && <Skeleton height={120} />}
      {data?.records.length === 0 && <p className={classes.none}>{t('home.nothingToday')}</p>}
      {late.length > 0 && (
        <>
          <h3 className={classes.group} data-late>
            {t('home.overdue')}
          </h3>
          <Activities entity={entity} records={late} />
        </>
      )}
      {now.length > 0 && (
        <>
          <h3 className={classes.group}>{t('home.today')}</h3>
          <Activities entity={entity} records={now} />
        </>
      )}
    </section>
  );
}

function Activities({ entity, records }: { entity: EntityDescription; records: readonly RecordValues[] }) {
  return (
    <ul className={classes.list}>
      {records.map((record) => (
        <Activity key={record.id} entity={entity} record={record} />
      ))}
    </ul>
  );
}

function Activity({ entity, record }: { entity: EntityDescription; record: RecordValues }) {
  const { t } = useTranslation();
  const [done, setDone] = useState(false);
  const title = String(record.subject ?? '');
  const about = (record.account ?? record.contact) as Reference | null;
  const when = record.starts_at
    ? formatDateTime(String(record.starts_at), currentLanguage())
    : record.due_on
      ? formatDate(String(record.due_on), currentLanguage())
      : '';
  const complete = async () => {
    setDone(true);
    try {
      await client.records(entity.name).act(record.id, 'complete');
      await queryClient.invalidateQueries({ queryKey: keys.entity(entity.name) });
    } catch (error) {
      setDone(false);
      showError(error);
    }
  };
  return (
    <li className={classes.row}>
      {entity.can.update && (
        <Checkbox size="sm" checked={done} disabled={done} onChange={() => void complete()} aria-label={t('home.done', { title })} />
      )}
      <span className={classes.words}>
        <Link to="/$entity/$id" params={{ entity: entity.name, id: record.id }} className={classes.name}>
          {title}
        </Link>
        <span className={classes.details}>{[record.type, about?.title, when].filter(Boolean).join(' · ')}</span>
      </span>
    </li>
  );
}

/** Of the person's own calendar: an instant belongs to the day it has here. */
function dayOf(record: RecordValues): string {
  if (!record.starts_at) return String(record.due_on ?? '');
  const at = new Date(String(record.starts_at));
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}
