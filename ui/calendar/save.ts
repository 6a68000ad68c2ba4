// Saving what was drawn, moved or left out: at once, with Undo; what is refused is told and springs back.

import i18next from 'i18next';
import type { Values } from '../../client/index.ts';
import { addDays } from '../../schema/index.ts';
import { showError } from '../messages.ts';
import { keys, queryClient } from '../queries.ts';
import { showWithUndo, undoNewest } from '../undo-note.tsx';
import { client } from '../workspace.ts';
import type { Drawn } from './canvas.tsx';
import { instantAt } from './week.ts';

export type Scope = 'this' | 'following' | 'all';

interface Done {
  readonly result: { readonly made?: string; readonly changed?: readonly string[]; readonly deleted?: string };
}

/** Times as the API takes them, from what was drawn by the clocks of `zone`. */
export function timesOf({ start, end, allDay }: Drawn, zone: string): Values {
  const last = end === start && allDay ? addDays(start, 1) : end;
  return { starts_at: instantAt(start, zone), ends_at: instantAt(last, zone), all_day: allDay };
}

export async function saveOne(entity: string, id: string, values: Values, said: string): Promise<boolean> {
  try {
    await client.records(entity).update(id, values);
    refresh(entity);
    showWithUndo(`calendar-${id}`, said, async () => {
      await undoNewest(entity, id, 'update');
      refresh(entity);
    });
    return true;
  } catch (error) {
    showError(error, i18next.t('calendar.notSaved'));
    return false;
  }
}

export async function saveOccurrence(id: string, occurrence: string, scope: Scope, values: Values, said: string): Promise<boolean> {
  return act(id, 'change_occurrence', { occurrence, scope, values }, said);
}

export async function leaveOut(id: string, occurrence: string, scope: Scope, said: string): Promise<boolean> {
  if (scope === 'all') return remove(id, said);
  return act(id, 'delete_occurrence', { occurrence, scope }, said);
}

export async function remove(id: string, said: string): Promise<boolean> {
  try {
    const { change } = await client.records('activities').delete(id);
    refresh('activities');
    showWithUndo(`calendar-${id}`, said, async () => {
      if (change) await client.changes.undo(change);
      refresh('activities');
    });
    return true;
  } catch (error) {
    showError(error, i18next.t('calendar.notSaved'));
    return false;
  }
}

async function act(id: string, action: string, input: Values, said: string): Promise<boolean> {
  try {
    const { result } = await client.records('activities').act<Done>(id, action, input);
    refresh('activities');
    showWithUndo(`calendar-${id}`, said, async () => {
      // The series first: it takes the place back that the other record had.
      for (const changed of result.changed ?? []) await undoNewest('activities', changed, 'update');
      if (result.made) await undoNewest('activities', result.made, 'create');
      refresh('activities');
    });
    return true;
  } catch (error) {
    showError(error, i18next.t('calendar.notSaved'));
    return false;
  }
}

export function refresh(entity: string): void {
  void queryClient.invalidateQueries({ queryKey: keys.entity(entity) });
}
