// The drawn calendar: FullCalendar with our words, colours and the user's own week. Fetched when a calendar is first opened.

import FullCalendar, {
  type CalendarRef,
  type DateSelectInfo,
  type DatesSetInfo,
  type EventChangeInfo,
  type EventClickInfo,
  type EventInput,
} from '@fullcalendar/react';
import dayGrid from '@fullcalendar/react/daygrid';
import interaction from '@fullcalendar/react/interaction';
import list from '@fullcalendar/react/list';
import de from '@fullcalendar/react/locales/de';
import fi from '@fullcalendar/react/locales/fi';
import ru from '@fullcalendar/react/locales/ru';
import sv from '@fullcalendar/react/locales/sv';
import classic from '@fullcalendar/react/themes/classic';
import timeGrid from '@fullcalendar/react/timegrid';
import '@fullcalendar/react/skeleton.css';
import '@fullcalendar/react/themes/classic/theme.css';
import './palette.css';
import { type Ref, useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { dateLanguage } from '../fields/format.ts';
import { currentLanguage } from '../i18n.ts';
import classes from './calendar.module.css';
import type { Week } from './week.ts';

interface Mounted {
  readonly el: HTMLElement;
}

export type View = 'month' | 'week' | 'work_week' | 'day' | 'list';

/** What was drawn, moved or stretched: days where it has no hours. */
export interface Drawn {
  readonly start: string;
  readonly end: string;
  readonly allDay: boolean;
}

export interface CanvasProps {
  view: View;
  /** `2026-03-02`: a day of what is shown. */
  date: string;
  events: readonly EventInput[];
  week: Week;
  editable: boolean;
  onRange: (range: { from: string; to: string; title: string }) => void;
  onDraw?: (drawn: Drawn) => void;
  onOpen: (id: string, at: HTMLElement) => void;
  /** Answers whether it was taken; what was not springs back. */
  onMove?: (id: string, drawn: Drawn) => Promise<boolean>;
  onDay?: (day: string) => void;
}

const types: Readonly<Record<View, string>> = {
  month: 'dayGridMonth',
  week: 'timeGridWeek',
  work_week: 'workWeek',
  day: 'timeGridDay',
  list: 'listWeek',
};

// What FullCalendar does not do for the keyboard and for those who listen: its two scrolling parts are reached, hours and days, and
// the name of a day has in it what stands there.
const reachHours = ({ el }: Mounted) => {
  for (const scroller of el.querySelectorAll<HTMLElement>('[style*="overflow"]')) {
    const hours = scroller.style.overflowY === 'auto' && scroller.querySelector<HTMLElement>('[role=rowheader]');
    if (hours) hours.tabIndex = 0;
  }
};
const reachDays = ({ el }: Mounted) => {
  if (!el.previousElementSibling) el.tabIndex = 0;
};
const sayWhatStands = ({ el }: Mounted) => {
  const link = el.querySelector('[role=link]');
  const name = link?.getAttribute('aria-label') ?? '';
  if (link?.textContent && !name.includes(link.textContent)) link.setAttribute('aria-label', `${link.textContent}, ${name}`);
};

const PLUGINS = [classic, dayGrid, timeGrid, list, interaction];
const LOCALES = [fi, sv, de, ru];

export function Canvas(props: CanvasProps) {
  const { view, date, events, week, editable } = props;
  const { t } = useTranslation();
  const calendar = useRef<CalendarRef>(null);
  const type = types[view];
  // FullCalendar takes what is another object for another setting, and draws everything anew.
  const views = useMemo(() => ({ workWeek: { type: 'timeGridWeek', hiddenDays: [...week.freeDays] } }), [week.freeDays]);
  const hours = useMemo(
    () => ({ daysOfWeek: [...week.workDays], startTime: week.from, endTime: week.to }),
    [week.workDays, week.from, week.to],
  );
  const drawn = useMemo(() => [...events], [events]);
  const told = useRef('');

  useEffect(() => {
    const api = calendar.current?.getApi();
    // Not while React draws: FullCalendar draws itself in answer.
    const timer = setTimeout(() => api?.changeView(type, date), 0);
    return () => clearTimeout(timer);
  }, [type, date]);

  const moved = async ({ event, revert }: EventChangeInfo) => {
    const taken = await props.onMove?.(event.id, {
      start: event.startStr,
      end: event.endStr || event.startStr,
      allDay: event.allDay,
    });
    if (!taken) revert();
  };

  return (
    <div className={classes.canvas} data-view={view}>
      <FullCalendar
        ref={calendar as Ref<CalendarRef>}
        plugins={PLUGINS}
        initialView={type}
        initialDate={date}
        views={views}
        headerToolbar={false}
        height="100%"
        locales={LOCALES}
        locale={dateLanguage(currentLanguage())}
        timeZone={week.zone}
        firstDay={week.first}
        businessHours={hours}
        scrollTime={week.from}
        scrollTimeReset={false}
        slotDuration="00:30:00"
        nowIndicator
        viewDidMount={reachHours}
        dayLaneDidMount={reachDays}
        dayHeaderDidMount={sayWhatStands}
        dayCellDidMount={sayWhatStands}
        navLinks={Boolean(props.onDay)}
        navLinkDayClick={(day: Date) => props.onDay?.(day.toISOString().slice(0, 10))}
        weekNumbers={view === 'month'}
        dayMaxEvents
        editable={editable}
        selectable={Boolean(props.onDraw)}
        selectMirror
        longPressDelay={350}
        eventInteractive
        listItemEventTitleClass={classes.eventTitle}
        noEventsText={t('calendar.nothing')}
        allDayText={t('calendar.allDay')}
        events={drawn}
        datesSet={({ startStr, endStr, view: shown }: DatesSetInfo) => {
          const range = `${startStr} ${endStr} ${shown.title}`;
          if (range === told.current) return;
          told.current = range;
          props.onRange({ from: startStr, to: endStr, title: shown.title });
        }}
        select={({ startStr, endStr, allDay }: DateSelectInfo) => props.onDraw?.({ start: startStr, end: endStr, allDay })}
        eventClick={({ event, el, jsEvent }: EventClickInfo) => {
          jsEvent.preventDefault();
          props.onOpen(event.id, el);
        }}
        eventDrop={(info) => void moved(info)}
        eventResize={(info) => void moved(info)}
      />
    </div>
  );
}
