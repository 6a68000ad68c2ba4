// The calendar: one's own and those of colleagues and groups, drawn, moved and stretched in place.

import { ActionIcon, Button, Skeleton } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconPlus, IconSettings } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AnyReference, EntityDescription, RecordValues } from '../../client/index.ts';
import { localToday } from '../fields/date-text.ts';
import { useLive } from '../live.tsx';
import { errorText } from '../messages.ts';
import { useSetup } from '../queries.ts';
import { PageMissing } from '../shell/page-error.tsx';
import { PageHead } from '../shell/page-head.tsx';
import classes from './calendar.module.css';
import { CalendarBar, VIEWS } from './calendar-bar.tsx';
import type { Drawn, View } from './canvas.tsx';
import { type CalendarAnswer, drawn, type Occurrence, type Range, useCalendar } from './data.ts';
import { draftOf, draftOfDrawn, draftOn, isOccurrence } from './drafts.ts';
import { EventDialog } from './event-dialog.tsx';
import type { EventDraft } from './event-form.ts';
import { EventPanel } from './event-panel.tsx';
import { refresh } from './save.ts';
import { ScopeDialog } from './scope-dialog.tsx';
import { SettingsDialog } from './settings-dialog.tsx';
import { type Item, useEventWork } from './use-event-work.ts';
import { useWeek } from './week.ts';

const Canvas = lazy(() => import('./canvas.tsx').then((module) => ({ default: module.Canvas })));

export function CalendarPage() {
  const { entities } = useSetup();
  const entity = entities.find(({ name, can }) => name === 'activities' && can.view);
  return entity ? <Calendar entity={entity} /> : <PageMissing />;
}

function Calendar({ entity }: { entity: EntityDescription }) {
  const { t } = useTranslation();
  const { me } = useSetup();
  const week = useWeek();
  const { phone, view, date, go } = usePlace();
  const [range, setRange] = useState<(Range & { title: string }) | null>(null);
  const [people, setPeople] = usePeople({ entity: 'users', id: me.id, title: me.name });
  const { data, error } = useCalendar(range && { from: new Date(range.from).toISOString(), to: new Date(range.to).toISOString() }, people);
  useLive('activities', () => refresh('activities'));
  const events = useMemo(() => drawn(data, people, me.id, t('calendar.busy')), [data, people, me.id, t]);
  const [dialog, setDialog] = useState<{ draft: EventDraft; occurrence?: Occurrence } | null>(null);
  const [panel, setPanel] = useState<Item | null>(null);
  const [settings, setSettings] = useState(false);
  const work = useEventWork(week.zone);

  const move = async (key: string, to: Drawn): Promise<boolean> => {
    const item = itemOf(data, key);
    return item ? work.move(item, to) : false;
  };
  const edit = (item: Item, record: RecordValues) => {
    setPanel(null);
    setDialog({ draft: draftOf(item, record, week.zone), ...(isOccurrence(item) ? { occurrence: item } : {}) });
  };
  const drop = (item: Item) => {
    setPanel(null);
    void work.drop(item);
  };

  return (
    <div className={classes.screen}>
      <PageHead title={t('calendar.title')}>
        <ActionIcon size={30} onClick={() => setSettings(true)} aria-label={t('calendar.settings')}>
          <IconSettings size={18} stroke={1.6} />
        </ActionIcon>
        {entity.can.create && (
          <Button size="xs" leftSection={<IconPlus size={16} />} onClick={() => setDialog({ draft: draftOn(date, week) })}>
            {t('list.new')}
          </Button>
        )}
      </PageHead>
      <CalendarBar {...{ entity, view, date, phone, people }} title={range?.title} onGo={go} onPeople={setPeople} />
      {error && <p className={classes.notes}>{errorText(error)}</p>}
      {people.length === 0 && <p className={classes.notes}>{t('calendar.nobody')}</p>}
      {data && <Gaps answer={data} />}
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
            onOpen={(key) => setPanel(itemOf(data, key) ?? null)}
            onMove={move}
            onDay={(day) => go({ view: 'day', date: day })}
          />
        </Suspense>
      </div>
      {dialog && (
        <EventDialog
          entity={entity}
          draft={dialog.draft}
          zone={week.zone}
          onSave={(values) => (dialog.draft.record ? work.update(dialog.draft.record, values, dialog.occurrence) : work.create(values))}
          onClose={() => setDialog(null)}
        />
      )}
      {panel && (
        <EventPanel
          item={panel}
          zone={week.zone}
          onEdit={(record) => edit(panel, record)}
          onDelete={() => drop(panel)}
          onClose={() => setPanel(null)}
        />
      )}
      <ScopeDialog asked={work.asked} />
      {settings && <SettingsDialog week={week} onClose={() => setSettings(false)} />}
    </div>
  );
}

/** What is shown, kept in the address. */
function usePlace() {
  const phone = useMediaQuery('(max-width: 640px)', undefined, { getInitialValueInEffect: false }) ?? false;
  const search = useSearch({ from: '/calendar' });
  const navigate = useNavigate({ from: '/calendar' });
  return {
    phone,
    view: VIEWS.find((one) => one === search.view) ?? (phone ? 'list' : 'week'),
    date: search.date ?? localToday(),
    go: (next: { view?: View; date?: string }) => void navigate({ search: (was) => ({ ...was, ...next }), replace: true }),
  } as const;
}

/** By the ids that `drawn` gives. */
function itemOf(answer: CalendarAnswer | undefined, key: string): Item | undefined {
  const [kind, id, start] = key.split(' ');
  if (kind === 'task') return answer?.tasks.find((task) => task.id === id);
  return kind === 'event' ? answer?.events.find((event) => event.id === id && event.start === start) : undefined;
}

/** What the calendar does not show although it is there. */
function Gaps({ answer: { busy, more } }: { answer: CalendarAnswer }) {
  const { t } = useTranslation();
  const unknown = busy.filter(({ known }) => !known).map(({ user }) => user.title);
  return (
    <>
      {unknown.length > 0 && <p className={classes.notes}>{t('calendar.hoursUnknown', { who: unknown.join(', ') })}</p>}
      {more && <p className={classes.notes}>{t('calendar.tooMany')}</p>}
    </>
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
