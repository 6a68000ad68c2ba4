// Activities by day: a month, a week, or its five working days.

import { ActionIcon, Button } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecordValues } from '../../../client/index.ts';
import { addDays, daysOf, periodOf } from '../../../schema/index.ts';
import type { CalendarAnswer } from '../../calendar/data.ts';
import { localToday } from '../../fields/date-text.ts';
import { dateLanguage, formatClock } from '../../fields/format.ts';
import { currentLanguage } from '../../i18n.ts';
import { useLive } from '../../live.tsx';
import { keys, queryClient, useSetup } from '../../queries.ts';
import { ButtonLink } from '../../shell/button-link.tsx';
import { RecordLink } from '../../shell/record-link.tsx';
import { client } from '../../workspace.ts';
import { instantAt } from '../../zone.ts';
import type { CalendarSettings } from '../model.ts';
import classes from './calendar.module.css';
import { Waiting } from './records.tsx';

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
  const last = month ? daysOf('week', periodOf('week', period.last)).last : span === 'workweek' ? addDays(first, 4) : period.last;
  const days = daysBetween(first, last);
  const { data, error, isPending } = useEvents(first, last, mine, !!activities);
  if (!activities) return <p>{t('dashboard.notForYou')}</p>;
  const byDay = new Map<string, Entry[]>();
  for (const entry of data ? entriesOf(data) : []) {
    for (const date of daysBetween(entry.first, entry.last)) byDay.set(date, [...(byDay.get(date) ?? []), entry]);
  }
  const language = dateLanguage(currentLanguage());
  const format = (iso: string, options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(language, { timeZone: 'UTC', ...options }).format(new Date(`${iso}T00:00:00Z`));
  const name = month
    ? format(period.first, { month: 'long', year: 'numeric' })
    : `${format(first, { day: 'numeric', month: 'short' })} – ${format(last, { day: 'numeric', month: 'short', year: 'numeric' })}`;
  const step = (way: -1 | 1) => setDay(addDays(way < 0 ? period.first : period.last, way));
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
              {shown.map(({ record, first: began, at: time }) => (
                <RecordLink
                  key={`${record.id} ${began} ${time}`}
                  entity="activities"
                  id={record.id}
                  className={classes.entry}
                  data-done={record.status === 'done' || undefined}
                >
                  {began === date && timeOf(time, language)} {String(record.subject ?? '')}
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
  for (let day = first; day <= last; day = addDays(day, 1)) days.push(day);
  return days;
}

interface Entry {
  readonly record: RecordValues;
  readonly first: string;
  readonly last: string;
  /** Null: a task, or an event of whole days. */
  readonly at: string | null;
}

function useEvents(first: string, last: string, mine: boolean, enabled: boolean) {
  const range = { from: instantAt(first), to: instantAt(addDays(last, 1)) };
  const queryKey = [...keys.entity('activities'), 'calendar', 'widget', range, mine];
  useLive('activities', () => void queryClient.invalidateQueries({ queryKey }));
  return useQuery({
    queryKey,
    queryFn: ({ signal }) => client.service<CalendarAnswer>('calendar', mine ? range : { ...range, everybody: true }, { signal }),
    enabled,
    placeholderData: keepPreviousData,
  });
}

/** Every time of every event, and tasks by their due date, in the order of the day. */
function entriesOf({ events, tasks }: CalendarAnswer): Entry[] {
  const entries = [
    ...events.map((event): Entry => {
      if (event.first_day && event.day_after)
        return { record: event, first: event.first_day, last: addDays(event.day_after, -1), at: null };
      // What ends at midnight ends the day before.
      const end = new Date(Math.max(Date.parse(event.start), Date.parse(event.end) - 1));
      return { record: event, first: localToday(new Date(event.start)), last: localToday(end), at: event.start };
    }),
    ...tasks.map((task): Entry => ({ record: task, first: String(task.due_on), last: String(task.due_on), at: null })),
  ];
  return entries.sort((one, other) => (one.at ?? '').localeCompare(other.at ?? ''));
}

function timeOf(at: string | null, language: string): string {
  return at === null ? '' : formatClock(at, language);
}
