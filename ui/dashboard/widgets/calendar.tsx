// Activities by day: a month, a week, or its five working days.

import { ActionIcon, Button } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecordValues } from '../../../client/index.ts';
import { daysOf, periodOf } from '../../../schema/index.ts';
import { localToday, shiftDate } from '../../fields/date-text.ts';
import { dateLanguage } from '../../fields/format.ts';
import { currentLanguage } from '../../i18n.ts';
import { useSetup } from '../../queries.ts';
import { ButtonLink } from '../../shell/button-link.tsx';
import { RecordLink } from '../../shell/record-link.tsx';
import { currentZone } from '../../zone.ts';
import type { CalendarSettings } from '../model.ts';
import classes from './calendar.module.css';
import { useRecords, Waiting } from './records.tsx';

const MOST = 500;
const SHOWN_IN_MONTH = 3;

export function CalendarWidget({ settings, title }: { settings: CalendarSettings; title: string }) {
  const { t } = useTranslation();
  const { entities } = useSetup();
  const activities = entities.find(({ name, can }) => name === 'activities' && can.view);
  const [day, setDay] = useState(localToday());
  const { span, mine } = settings;
  const month = span === 'month';
  const period = daysOf(month ? 'month' : 'week', periodOf(month ? 'month' : 'week', day));
  const first = month ? daysOf('week', periodOf('week', period.first)).first : period.first;
  const last = month ? daysOf('week', periodOf('week', period.last)).last : span === 'workweek' ? shiftDate(first, 4) : period.last;
  const days = daysBetween(first, last);
  const filter = `(starts_at >= "${first}" and starts_at <= "${last}" or due_on >= "${first}" and due_on <= "${last}") and status != "cancelled"${
    mine ? ' and (owner = me() or contains(participants, me()))' : ''
  }`;
  const query = { filter, fields: ['id', 'subject', 'starts_at', 'due_on', 'status', 'all_day'], sort: 'starts_at', limit: MOST };
  const { data, error, isPending } = useRecords('activities', query, !!activities);
  if (!activities) return <p>{t('dashboard.notForYou')}</p>;
  const byDay = new Map<string, RecordValues[]>();
  for (const record of data?.records ?? []) {
    const at = record.starts_at ? localToday(new Date(String(record.starts_at))) : String(record.due_on ?? '');
    byDay.set(at, [...(byDay.get(at) ?? []), record]);
  }
  const language = dateLanguage(currentLanguage());
  const format = (iso: string, options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(language, { timeZone: 'UTC', ...options }).format(new Date(`${iso}T00:00:00Z`));
  const name = month
    ? format(period.first, { month: 'long', year: 'numeric' })
    : `${format(first, { day: 'numeric', month: 'short' })} – ${format(last, { day: 'numeric', month: 'short', year: 'numeric' })}`;
  const step = (way: -1 | 1) => setDay(shiftDate(way < 0 ? period.first : period.last, way));
  return (
    <div className={classes.calendar}>
      <div className={classes.head}>
        <span className={classes.period} aria-live="polite">
          {name}
        </span>
        <Button size="compact-xs" variant="default" onClick={() => setDay(localToday())}>
          {t('dashboard.today')}
        </Button>
        <ActionIcon size={24} onClick={() => step(-1)} aria-label={`${t('dashboard.earlier')}: ${title}`}>
          <IconChevronLeft size={16} />
        </ActionIcon>
        <ActionIcon size={24} onClick={() => step(1)} aria-label={`${t('dashboard.later')}: ${title}`}>
          <IconChevronRight size={16} />
        </ActionIcon>
        {activities.can.create && (
          <ButtonLink to="/$entity/new" params={{ entity: 'activities' }} search={{}} size="compact-xs" variant="default">
            {t('dashboard.newActivity')}
          </ButtonLink>
        )}
      </div>
      {error ? <Waiting error={error} pending={isPending} /> : null}
      <ol className={classes.days} data-span={span} style={{ '--days': span === 'workweek' ? 5 : 7 } as React.CSSProperties}>
        {days.map((date, at) => {
          const records = byDay.get(date) ?? [];
          const shown = month ? records.slice(0, SHOWN_IN_MONTH) : records;
          return (
            <li
              key={date}
              className={classes.day}
              data-today={date === localToday() || undefined}
              data-outside={(month && date.slice(0, 7) !== period.first.slice(0, 7)) || undefined}
              data-empty={records.length === 0 || undefined}
            >
              <time dateTime={date} className={classes.date}>
                {(!month || at < 7) && <span className={classes.weekday}>{format(date, { weekday: 'short' })}</span>}{' '}
                {format(date, { day: 'numeric' })}
              </time>
              {shown.map((record) => (
                <RecordLink
                  key={record.id}
                  entity="activities"
                  id={record.id}
                  className={classes.entry}
                  data-done={record.status === 'done' || undefined}
                >
                  {timeOf(record, language)} {String(record.subject ?? '')}
                </RecordLink>
              ))}
              {records.length > shown.length && (
                <span className={classes.more}>{t('dashboard.more', { count: records.length - shown.length })}</span>
              )}
            </li>
          );
        })}
      </ol>
    </div>
  );
}

function daysBetween(first: string, last: string): string[] {
  const days: string[] = [];
  for (let day = first; day <= last; day = shiftDate(day, 1)) days.push(day);
  return days;
}

function timeOf(record: RecordValues, language: string): string {
  if (!record.starts_at || record.all_day === true) return '';
  return new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', timeZone: currentZone() }).format(
    new Date(String(record.starts_at)),
  );
}
