// Today's work: what is overdue, what is due, and what nobody has taken yet.

import { Checkbox } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription, RecordValues, Reference } from '../../../client/index.ts';
import { localToday } from '../../fields/date-text.ts';
import { formatDate, formatDateTime, formatDecimal } from '../../fields/format.ts';
import { currentLanguage } from '../../i18n.ts';
import { showError } from '../../messages.ts';
import { fieldOf, keys, queryClient, useSetup } from '../../queries.ts';
import { RecordLink } from '../../shell/record-link.tsx';
import { client } from '../../workspace.ts';
import { useRecords, Waiting } from './records.tsx';
import classes from './widgets.module.css';

const DUE = 'owner = me() and status = "open" and (due_on <= today() or starts_at < today() + 1)';
const NOBODY = 'owner in my_groups()';

export function TodayWidget() {
  const { t } = useTranslation();
  const { entities } = useSetup();
  const activities = entities.find(({ name, can }) => name === 'activities' && can.view);
  if (!activities) return <p className={classes.none}>{t('dashboard.notForYou')}</p>;
  return (
    <>
      <Due entity={activities} />
      <Unclaimed />
    </>
  );
}

function Due({ entity }: { entity: EntityDescription }) {
  const { t } = useTranslation();
  const fields = ['id', 'subject', 'type', 'due_on', 'starts_at', 'account', 'contact'].filter(
    (name) => name === 'id' || fieldOf(entity, name),
  );
  const { data, error, isPending } = useRecords(entity.name, { filter: DUE, fields, sort: 'due_on,starts_at', limit: 50 });
  const today = localToday();
  const late = data?.records.filter((record) => dayOf(record) < today) ?? [];
  const now = data?.records.filter((record) => dayOf(record) >= today) ?? [];
  return (
    <>
      <Waiting error={error} pending={isPending} />
      {data?.records.length === 0 && <p className={classes.none}>{t('home.nothingToday')}</p>}
      {late.length > 0 && (
        <>
          <h3 className={classes.group} data-late>
            {t('home.overdue')} · {formatDecimal(late.length, currentLanguage())}
          </h3>
          <ul className={classes.list}>
            {late.map((record) => (
              <Activity key={record.id} entity={entity} record={record} />
            ))}
          </ul>
        </>
      )}
      {now.length > 0 && (
        <>
          <h3 className={classes.group}>
            {t('home.today')} · {formatDecimal(now.length, currentLanguage())}
          </h3>
          <ul className={classes.list}>
            {now.map((record) => (
              <Activity key={record.id} entity={entity} record={record} />
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function Activity({ entity, record }: { entity: EntityDescription; record: RecordValues }) {
  const { t } = useTranslation();
  const [done, setDone] = useState(false);
  const title = String(record.subject ?? '');
  const about = (record.account ?? record.contact) as Reference | null;
  const language = currentLanguage();
  const when = record.starts_at
    ? formatDateTime(String(record.starts_at), language)
    : record.due_on
      ? formatDate(String(record.due_on), language)
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
        <RecordLink entity={entity.name} id={record.id} className={classes.name}>
          {title}
        </RecordLink>
        <span className={classes.details}>{[record.type, about?.title, when].filter(Boolean).join(' · ')}</span>
      </span>
    </li>
  );
}

/** Records of the groups one is in: whoever comes first takes them. */
function Unclaimed() {
  const { t } = useTranslation();
  const { entities } = useSetup();
  const nouns = entities.filter(({ name, can, owned }) => ['leads', 'deals', 'activities'].includes(name) && can.view && owned);
  return (
    <ul className={classes.links} aria-label={t('dashboard.nobodys')}>
      {nouns.map((entity) => (
        <UnclaimedOf key={entity.name} entity={entity} />
      ))}
    </ul>
  );
}

function UnclaimedOf({ entity }: { entity: EntityDescription }) {
  const { t } = useTranslation();
  const filter = entity.name === 'activities' ? `${NOBODY} and status = "open"` : NOBODY;
  const { data } = useRecords(entity.name, { filter, fields: ['id'], limit: 1, count: 'exact' });
  if (!data?.count) return null;
  return (
    <li>
      <Link to="/$entity" params={{ entity: entity.name }} search={{ filter }} className={classes.link}>
        {t('dashboard.nobodysOf', { noun: entity.plural })} <b>{formatDecimal(data.count, currentLanguage())}</b>
      </Link>
    </li>
  );
}

/** Of the person's own calendar: an instant belongs to the day it has here. */
function dayOf(record: RecordValues): string {
  if (!record.starts_at) return String(record.due_on ?? '');
  return localToday(new Date(String(record.starts_at)));
}
