// The calendar as a face of any list: records by one of their dates; dragging one changes that date.

import { ActionIcon, Button, Select, Skeleton } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription, FieldDescription, ListQuery } from '../../client/index.ts';
import { addDays } from '../../schema/index.ts';
import { localToday } from '../fields/date-text.ts';
import { nameOf } from '../fields/lookup.ts';
import { errorText } from '../messages.ts';
import { fieldOf, keys } from '../queries.ts';
import { client } from '../workspace.ts';
import classes from './calendar.module.css';
import type { Drawn, View } from './canvas.tsx';
import { saveOne } from './save.ts';
import { clockOf, instantAt, monthFrom, useWeek } from './week.ts';

const Canvas = lazy(() => import('./canvas.tsx').then((module) => ({ default: module.Canvas })));
const MOST = 500;

/** Instants. */
interface Span {
  readonly from: string;
  readonly to: string;
}

export interface CalendarFaceProps {
  entity: EntityDescription;
  /** Filter and words of the list; what is shown of it is the range on the screen. */
  query: Pick<ListQuery, 'filter' | 'q'>;
  /** Name of the date field to begin with. */
  field?: string | undefined;
  onField?: (name: string) => void;
}

/** Fields a record can be drawn by. */
function calendarFields(entity: EntityDescription) {
  const dates = entity.fields.filter(({ type }) => type === 'date' || type === 'datetime');
  const own = dates.filter(({ name }) => !['created_at', 'updated_at'].includes(name));
  return [...own, ...dates.filter(({ name }) => ['created_at', 'updated_at'].includes(name))];
}

export function CalendarFace({ entity, query, field: wanted, onField }: CalendarFaceProps) {
  const { t } = useTranslation();
  const fields = calendarFields(entity);
  const [chosen, setChosen] = useState(wanted ?? fields[0]?.name ?? '');
  const field = fieldOf(entity, chosen) ?? fields[0];
  if (!field) return <p className={classes.notes}>{t('calendar.noDates')}</p>;
  const choose = (name: string) => {
    setChosen(name);
    onField?.(name);
  };
  return <FieldCalendar entity={entity} query={query} field={field} fields={fields} onField={choose} />;
}

interface FieldCalendarProps {
  entity: EntityDescription;
  query: CalendarFaceProps['query'];
  field: FieldDescription;
  /** What it can be drawn by instead. */
  fields: readonly FieldDescription[];
  onField: (name: string) => void;
}

function FieldCalendar({ entity, query, field, fields, onField }: FieldCalendarProps) {
  const { t } = useTranslation();
  const week = useWeek();
  const navigate = useNavigate();
  const [date, setDate] = useState(localToday());
  const [view, setView] = useState<View>('month');
  const [range, setRange] = useState<(Span & { title: string }) | null>(null);
  const { data, error } = useInRange(entity, field, range, query);
  const events = useMemo(
    () =>
      (data?.records ?? []).map((record) => ({
        id: record.id,
        title: nameOf(entity, record),
        start: String(record[field.name]),
        allDay: field.type === 'date',
        durationEditable: false,
        color: 'var(--k-cal-0)',
        contrastColor: 'var(--k-cal-text)',
      })),
    [data, entity, field],
  );
  const move = (id: string, { start, allDay }: Drawn) => {
    const title = String(events.find((event) => event.id === id)?.title ?? '');
    const before = String(data?.records.find((record) => record.id === id)?.[field.name] ?? '');
    const value =
      field.type === 'date'
        ? start.slice(0, 10)
        : instantAt(allDay ? `${start}T${clockOf(before, week.zone).slice(11)}` : start, week.zone);
    return saveOne(entity.name, id, { [field.name]: value }, t('calendar.moved', { title }));
  };
  return (
    <div className={classes.screen}>
      <div className={classes.bar}>
        <Steps date={date} view={view} onDate={setDate} />
        <span className={classes.period} aria-live="polite">
          {range?.title}
        </span>
        <Select
          size="xs"
          w={130}
          aria-label={t('calendar.view')}
          value={view}
          onChange={(value) => setView((value as View | null) ?? 'month')}
          data={(['month', 'week', 'list'] as const).map((value) => ({ value, label: t(`calendar.views.${value}`) }))}
          allowDeselect={false}
        />
        <Select
          size="xs"
          w={190}
          aria-label={t('calendar.byDate')}
          value={field.name}
          onChange={(name) => name && onField(name)}
          data={fields.map(({ name, label }) => ({ value: name, label }))}
          allowDeselect={false}
        />
      </div>
      {error && <p className={classes.notes}>{errorText(error)}</p>}
      {data?.next && <p className={classes.notes}>{t('calendar.tooMany')}</p>}
      <div className={classes.body}>
        <Suspense fallback={<Skeleton height="100%" />}>
          <Canvas
            view={view}
            date={date}
            events={events}
            week={week}
            editable={entity.can.update && !field.read_only}
            onRange={setRange}
            onOpen={(id) => void navigate({ to: '/$entity/$id', params: { entity: entity.name, id } })}
            onMove={move}
          />
        </Suspense>
      </div>
    </div>
  );
}

/** To today, and one month or week back and on. */
function Steps({ date, view, onDate }: { date: string; view: View; onDate: (date: string) => void }) {
  const { t } = useTranslation();
  const step = (by: 1 | -1) => onDate(view === 'month' ? monthFrom(date, by) : addDays(date, 7 * by));
  return (
    <>
      <Button size="compact-sm" variant="default" onClick={() => onDate(localToday())}>
        {t('calendar.today')}
      </Button>
      <ActionIcon onClick={() => step(-1)} aria-label={t('calendar.earlier')}>
        <IconChevronLeft size={18} />
      </ActionIcon>
      <ActionIcon onClick={() => step(1)} aria-label={t('calendar.later')}>
        <IconChevronRight size={18} />
      </ActionIcon>
    </>
  );
}

/** Records whose date lies in the range; null: none is known yet. */
function useInRange(entity: EntityDescription, field: FieldDescription, range: Span | null, query: CalendarFaceProps['query']) {
  const asked = {
    filter: range ? within(field.name, field.type === 'date', range, query.filter) : '',
    ...(query.q === undefined ? {} : { q: query.q }),
    fields: [...new Set(['id', ...entity.title, field.name])],
    sort: field.name,
    limit: MOST,
  };
  return useQuery({
    queryKey: keys.list(entity.name, asked),
    queryFn: ({ signal }) => client.records(entity.name).list(asked, { signal }),
    enabled: range !== null,
  });
}

function within(name: string, isDate: boolean, { from, to }: Span, filter: string | undefined): string {
  const text = (instant: string) => (isDate ? `"${instant.slice(0, 10)}"` : `datetime("${new Date(instant).toISOString()}")`);
  const range = `${name} >= ${text(from)} and ${name} < ${text(to)}`;
  return filter ? `(${filter}) and ${range}` : range;
}
