// What is done with events: moved, saved, deleted. Of a series it is asked which of its times are meant.

import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecordValues, Values } from '../../client/index.ts';
import { showWithUndo, undoNewest } from '../undo-note.tsx';
import { client } from '../workspace.ts';
import type { Drawn } from './canvas.tsx';
import type { Occurrence } from './data.ts';
import { isOccurrence, shiftHour } from './drafts.ts';
import { leaveOut, refresh, remove, type Scope, saveOccurrence, saveOne, timesOf } from './save.ts';
import type { Asked } from './scope-dialog.tsx';

export type Item = Occurrence | RecordValues;

/** @returns `asked`: the question that waits for an answer. `move` says whether it stays where it was put. */
export function useEventWork(zone: string) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<Asked | null>(null);
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

  const move = async (item: Item, to: Drawn): Promise<boolean> => {
    const said = t('calendar.moved', { title: String(item.subject ?? '') });
    if (item.kind === 'task') return to.allDay ? saveOne('activities', item.id, { due_on: to.start.slice(0, 10) }, said) : false;
    const times = timesOf(to.start === to.end && !to.allDay ? { ...to, end: shiftHour(to.start) } : to, zone);
    if (!isOccurrence(item) || !item.repeats) return saveOne('activities', item.id, times, said);
    const scope = await ask(t('calendar.changeWhich'));
    return scope === null ? false : saveOccurrence(item.id, item.start, scope, times, said);
  };

  const create = async (values: Values): Promise<void> => {
    const made = await client.records('activities').create(values);
    refresh('activities');
    showWithUndo(`calendar-${made.id}`, t('form.created', { title: String(made.subject) }), () => takeBack(made.id, 'create'));
  };

  /** `occurrence`: the time of a series that was opened. */
  const update = async (record: RecordValues, values: Values, occurrence?: Occurrence): Promise<void> => {
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
    showWithUndo(`calendar-${record.id}`, said, () => takeBack(record.id, 'update'));
  };

  const drop = async (item: Item): Promise<void> => {
    const said = t('calendar.deleted', { title: String(item.subject ?? '') });
    if (!isOccurrence(item) || !item.repeats) return void (await remove(item.id, said));
    const scope = await ask(t('calendar.deleteWhich'));
    if (scope) await leaveOut(item.id, item.start, scope, said);
  };

  return { asked, move, create, update, drop };
}

async function takeBack(id: string, verb: 'create' | 'update'): Promise<void> {
  await undoNewest('activities', id, verb);
  refresh('activities');
}
