// What the calendar reads from the server, and how that is drawn.

import type { EventInput } from '@fullcalendar/react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { AnyReference, RecordValues, Reference } from '../../client/index.ts';
import { keys } from '../queries.ts';
import { client } from '../workspace.ts';

/** One time an event takes place. */
export interface Occurrence extends RecordValues {
  readonly start: string;
  readonly end: string;
  /** Of whole days: the first one, and the one after the last. */
  readonly first_day?: string;
  readonly day_after?: string;
  readonly repeats: boolean;
}

export interface CalendarAnswer {
  readonly events: readonly Occurrence[];
  readonly tasks: readonly RecordValues[];
  readonly busy: readonly {
    readonly user: Reference;
    readonly known: boolean;
    readonly spans: readonly { start: string; end: string }[];
  }[];
  readonly more: boolean;
}

export interface Range {
  readonly from: string;
  readonly to: string;
}

export function useCalendar(range: Range | null, people: readonly AnyReference[]) {
  const ids = (entity: string) => people.filter((one) => one.entity === entity).map(({ id }) => id);
  const input = { ...range, users: ids('users'), groups: ids('owner_groups') };
  return useQuery({
    queryKey: [...keys.entity('activities'), 'calendar', input],
    queryFn: ({ signal }) => client.service<CalendarAnswer>('calendar', input, { signal }),
    enabled: range !== null && people.length > 0,
    placeholderData: keepPreviousData,
  });
}

export const COLOURS = 7;

/** Ids tell what is meant by a click: an event and its beginning, a task, or hours that are only busy. */
export function drawn(answer: CalendarAnswer | undefined, people: readonly AnyReference[], me: string, busyWord: string): EventInput[] {
  if (!answer) return [];
  const colour = (event: RecordValues) => {
    const owner = (event.owner as Reference | null)?.id;
    const invited = (event.participants as readonly Reference[] | null) ?? [];
    const at = people.findIndex(({ id }) => id === owner);
    return Math.max(0, at >= 0 ? at : people.findIndex(({ id }) => invited.some((one) => one.id === id))) % COLOURS;
  };
  const events = answer.events.map((event): EventInput => {
    const allDay = Boolean(event.all_day);
    return {
      id: `event ${event.id} ${event.start}`,
      title: String(event.subject ?? ''),
      start: allDay ? String(event.first_day) : event.start,
      end: allDay ? String(event.day_after) : event.end,
      allDay,
      color: `var(--k-cal-${colour(event)})`,
      contrastColor: 'var(--k-cal-text)',
      className: event.status === 'done' ? 'k-cal-done' : '',
    };
  });
  const tasks = answer.tasks.map(
    (task): EventInput => ({
      id: `task ${task.id}`,
      title: `${task.status === 'done' ? '☑' : '☐'} ${String(task.subject ?? '')}`,
      start: String(task.due_on),
      allDay: true,
      durationEditable: false,
      color: 'var(--k-cal-task)',
      contrastColor: 'var(--k-text)',
      className: task.status === 'done' ? 'k-cal-task k-cal-done' : 'k-cal-task',
    }),
  );
  const busy = answer.busy.flatMap(({ user, spans }) =>
    spans.map(
      ({ start, end }): EventInput => ({
        id: `busy ${user.id} ${start}`,
        title: people.filter(({ entity }) => entity === 'users').length > 1 || user.id !== me ? `${user.title}: ${busyWord}` : busyWord,
        start,
        end,
        editable: false,
        color: 'var(--k-cal-busy)',
        contrastColor: 'var(--k-cal-text)',
        className: 'k-cal-busy',
      }),
    ),
  );
  return [...events, ...tasks, ...busy];
}
