// The calendar: one's own and those of colleagues and groups, drawn, moved and stretched in place.

import { ActionIcon, Button, SegmentedControl, Select, Skeleton } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconChevronLeft, IconChevronRight, IconPlus, IconSettings } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AnyReference, EntityDescription, RecordValues } from '../../client/index.ts';
import { addDays } from '../../schema/index.ts';
import { localToday } from '../fields/date-text.ts';
import { ReferencesPicker } from '../fields/reference-picker.tsx';
import { useLive } from '../live.tsx';
import { errorText } from '../messages.ts';
import { fieldOf, useSetup } from '../queries.ts';
import { PageMissing } from '../shell/page-error.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { showWithUndo, undoNewest } from '../undo-note.tsx';
import { client } from '../workspace.ts';
import classes from './calendar.module.css';
import type { Drawn, View } from './canvas.tsx';
import { drawn, type Occurrence, type Range, useCalendar } from './data.ts';
import { EventDialog, type EventDraft } from './event-dialog.tsx';
import { EventPanel } from './event-panel.tsx';
import { leaveOut, refresh, remove, type Scope, saveOccurrence, saveOne, timesOf } from './save.ts';
import { type Asked, ScopeDialog } from './scope-dialog.tsx';
import { SettingsDialog } from './settings-dialog.tsx';
import { clockOf, monthFrom, useWeek } from './week.ts';

const Canvas = lazy(() => import('./canvas.tsx').then((module) => ({ default: module.Canvas })));
const VIEWS: readonly View[] = ['month', 'week', 'work_week', 'day', 'list'];

export function CalendarPage() {
  const { entities } = useSetup();
  const entity = entities.find(({ name, can }) => name === 'activities' && can.view);
  return entity ? <Calendar entity={entity} /> : <PageMissing />;
}

function Calendar({ entity }: { entity: EntityDescription }) {
  const { t } = useTranslation();
  const { me } = useSetup();
  const week = useWeek();
  const phone = useMediaQuery('(max-width: 640px)', undefined, { getInitialValueInEffect: false }) ?? false;
  const search = useSearch({ from: '/calendar' });
  const navigate = useNavigate({ from: '/calendar' });
  const view = VIEWS.find((one) => one === search.view) ?? (phone ? 'list' : 'week');
  const date = search.date ?? localToday();
  const go = (next: { view?: View; date?: string }) => void navigate({ search: (was) => ({ ...was, ...next }), replace: true });
  const [range, setRange] = useState<(Range & { title: string }) | null>(null);
  const [people, setPeople] = usePeople({ entity: 'users', id: me.id, title: me.name });
  const { data, error } = useCalendar(range && { from: new Date(range.from).toISOString(), to: new Date(range.to).toISOString() }, people);
  useLive('activities', () => refresh('activities'));
  const events = useMemo(() => drawn(data, people, me.id, t('calendar.busy')), [data, people, me.id, t]);
  const [dialog, setDialog] = useState<{ draft: EventDraft; occurrence?: Occurrence } | null>(null);
  const [panel, setPanel] = useState<Occurrence | RecordValues | null>(null);
  const [asked, setAsked] = useState<Asked | null>(null);
  const [settings, setSettings] = useState(false);
  const owner = fieldOf(entity, 'owner');

  const ask = (title: string) =>
    new Promise<Scope | null>((resolve) =>
      setAsked({
        title,
        answer: (scope) => {
          setAsked(null);
          resolve(scope);
        },
      }),
    );
  const find = (key: string): Occurrence | RecordValues | undefined => {
    const [kind, id, start] = key.split(' ');
    if (kind === 'task') return data?.tasks.find((task) => task.id === id);
    return kind === 'event' ? data?.events.find((event) => event.id === id && event.start === start) : undefined;
  };

  const move = async (key: string, to: Drawn): Promise<boolean> => {
    const item = find(key);
    if (!item) return false;
    const said = t('calendar.moved', { title: String(item.subject ?? '') });
    if (item.kind === 'task') return to.allDay ? saveOne('activities', item.id, { due_on: to.start.slice(0, 10) }, said) : false;
    const times = timesOf(to.start === to.end && !to.allDay ? { ...to, end: shiftHour(to.start) } : to, week.zone);
    if (!isOccurrence(item) || !item.repeats) return saveOne('activities', item.id, times, said);
    const scope = await ask(t('calendar.changeWhich'));
    return scope === null ? false : saveOccurrence(item.id, item.start, scope, times, said);
  };

  const save = async (values: RecordValues | Record<string, unknown>) => {
    const { draft, occurrence } = dialog!;
    const { record } = draft;
    if (!record) {
      const made = await client.records('activities').create(values);
      refresh('activities');
      showWithUndo(`calendar-${made.id}`, t('form.created', { title: String(made.subject) }), async () => {
        await undoNewest('activities', made.id, 'create');
        refresh('activities');
      });
      return;
    }
    const said = t('calendar.changed', { title: String(values.subject ?? record.subject) });
    if (occurrence?.repeats) {
      const scope = await ask(t('calendar.changeWhich'));
      if (scope === null) return;
      const { recurrence, ...once } = values;
      await saveOccurrence(record.id, occurrence.start, scope, scope === 'this' || recurrence === record.recurrence ? once : values, said);
      return;
    }
    await client.records('activities').update(record.id, values);
    refresh('activities');
    showWithUndo(`calendar-${record.id}`, said, async () => {
      await undoNewest('activities', record.id, 'update');
      refresh('activities');
    });
  };

  const drop = async () => {
    const item = panel!;
    const said = t('calendar.deleted', { title: String(item.subject ?? '') });
    setPanel(null);
    if (!isOccurrence(item) || !item.repeats) return void remove(item.id, said);
    const scope = await ask(t('calendar.deleteWhich'));
    if (scope) await leaveOut(item.id, item.start, scope, said);
  };

  const edit = (record: RecordValues) => {
    const item = panel!;
    setPanel(null);
    setDialog({ draft: draftOf(item, record, week.zone), ...(isOccurrence(item) ? { occurrence: item } : {}) });
  };

  const step = (way: -1 | 1) => {
    const days = view === 'day' ? 1 : view === 'month' ? 0 : 7;
    go({ date: days > 0 ? addDays(date, way * days) : monthFrom(date, way) });
  };
  const createNow = () => {
    const start = date === localToday() ? nextHour(week.zone) : `${date}T${week.from}`;
    setDialog({ draft: { kind: 'event', start, end: shiftHour(start), allDay: false } });
  };

  return (
    <div className={classes.screen}>
      <PageHead title={t('calendar.title')}>
        <ActionIcon size={30} onClick={() => setSettings(true)} aria-label={t('calendar.settings')}>
          <IconSettings size={18} stroke={1.6} />
        </ActionIcon>
        {entity.can.create && (
          <Button size="xs" leftSection={<IconPlus size={16} />} onClick={createNow}>
            {t('list.new')}
          </Button>
        )}
      </PageHead>
      <div className={classes.bar}>
        <Button size="compact-sm" variant="default" onClick={() => go({ date: localToday() })}>
          {t('calendar.today')}
        </Button>
        <ActionIcon onClick={() => step(-1)} aria-label={t('calendar.earlier')}>
          <IconChevronLeft size={18} />
        </ActionIcon>
        <ActionIcon onClick={() => step(1)} aria-label={t('calendar.later')}>
          <IconChevronRight size={18} />
        </ActionIcon>
        <span className={classes.period} aria-live="polite">
          {range?.title}
        </span>
        {phone ? (
          <Select
            size="xs"
            w={130}
            aria-label={t('calendar.view')}
            value={view}
            onChange={(value) => go({ view: value as View })}
            data={VIEWS.map((value) => ({ value, label: t(`calendar.views.${value}`) }))}
            allowDeselect={false}
          />
        ) : (
          <SegmentedControl
            size="xs"
            aria-label={t('calendar.view')}
            value={view}
            onChange={(value) => go({ view: value as View })}
            data={VIEWS.map((value) => ({ value, label: t(`calendar.views.${value}`) }))}
          />
        )}
        {owner && (
          <div className={classes.people}>
            <ReferencesPicker
              place="cell"
              entity="activities"
              field={{ ...owner, label: t('calendar.people'), required: false }}
              silentLabel={t('calendar.people')}
              value={people as AnyReference[]}
              error={null}
              onChange={(next) => setPeople((next ?? []) as AnyReference[])}
            />
          </div>
        )}
      </div>
      {error && <p className={classes.notes}>{errorText(error)}</p>}
      {people.length === 0 && <p className={classes.notes}>{t('calendar.nobody')}</p>}
      {data?.busy.some(({ known }) => !known) && (
        <p className={classes.notes}>
          {t('calendar.hoursUnknown', {
            who: data.busy
              .filter(({ known }) => !known)
              .map(({ user }) => user.title)
              .join(', '),
          })}
        </p>
      )}
      {data?.more && <p className={classes.notes}>{t('calendar.tooMany')}</p>}
      <div className={classes.body}>
        <Suspense fallback={<Skeleton height="100%" />}>
          <Canvas
            key={`${week.zone} ${week.first} ${week.workDays.join()}`}
            view={view}
            date={date}
            events={events}
            week={week}
            editable={entity.can.update}
            onRange={setRange}
            {...(entity.can.create ? { onDraw: (what: Drawn) => setDialog({ draft: draftOfDrawn(what, week.zone) }) } : {})}
            onOpen={(key) => setPanel(find(key) ?? null)}
            onMove={move}
            onDay={(day) => go({ view: 'day', date: day })}
          />
        </Suspense>
      </div>
      {dialog && <EventDialog entity={entity} draft={dialog.draft} zone={week.zone} onSave={save} onClose={() => setDialog(null)} />}
      {panel && <EventPanel item={panel} zone={week.zone} onEdit={edit} onDelete={() => void drop()} onClose={() => setPanel(null)} />}
      <ScopeDialog asked={asked} />
      {settings && <SettingsDialog week={week} onClose={() => setSettings(false)} />}
    </div>
  );
}

/** Whose calendars are shown, kept in this browser. */
function usePeople(me: AnyReference): [readonly AnyReference[], (next: readonly AnyReference[]) => void] {
  const place = `kontor.calendar.${me.id}`;
  const [people, setPeople] = useState<readonly AnyReference[]>(() => {
    try {
      const kept = JSON.parse(localStorage.getItem(place) ?? 'null') as AnyReference[] | null;
      return kept?.length ? kept : [me];
    } catch {
      return [me];
    }
  });
  return [
    people,
    (next) => {
      setPeople(next);
      localStorage.setItem(place, JSON.stringify(next));
    },
  ];
}

function draftOf(item: Occurrence | RecordValues, record: RecordValues, zone: string): EventDraft {
  if (!isOccurrence(item)) {
    const day = String(record.due_on ?? localToday());
    return { kind: 'task', start: `${day}T09:00`, end: `${day}T10:00`, allDay: false, record };
  }
  if (item.first_day && item.day_after) {
    return { kind: 'event', start: `${item.first_day}T09:00`, end: `${addDays(item.day_after, -1)}T10:00`, allDay: true, record };
  }
  return { kind: 'event', start: clockOf(item.start, zone), end: clockOf(item.end, zone), allDay: false, record };
}

function draftOfDrawn({ start, end, allDay }: Drawn, zone: string): EventDraft {
  if (allDay) return { kind: 'event', start: `${start}T09:00`, end: `${addDays(end, -1)}T10:00`, allDay: true };
  const { starts_at, ends_at } = timesOf({ start, end, allDay }, zone);
  return { kind: 'event', start: clockOf(String(starts_at), zone), end: clockOf(String(ends_at), zone), allDay: false };
}

function isOccurrence(item: Occurrence | RecordValues): item is Occurrence {
  return item.kind === 'event';
}

function shiftHour(start: string): string {
  const zone = /(Z|[+-]\d\d:\d\d)$/.exec(start)?.[0] ?? '';
  const local = start.slice(0, 16);
  return new Date(Date.parse(`${local}:00Z`) + 3_600_000).toISOString().slice(0, 16) + (zone ? `:00${zone}` : '');
}

function nextHour(zone: string): string {
  return `${clockOf(new Date(Date.now() + 3_600_000).toISOString(), zone).slice(0, 13)}:00`;
}
