// Saves what differs from a view, and deletes views with a way back.

import i18next from 'i18next';
import type { EntityDescription, RecordValues } from '../../client/index.ts';
import { forgetWidths } from '../list/columns.ts';
import { showDone, showError } from '../messages.ts';
import { client } from '../workspace.ts';
import type { ListState } from './list-state.ts';
import { refreshViews } from './use-views.ts';
import { type View, type ViewSettings, writeView } from './view.ts';

export type Draft = Omit<View, 'id' | 'version' | 'owner'>;

/** The view as the list shows it now. */
export function asShown(state: ListState, widths: Readonly<Record<string, number>>): Draft {
  const { view, columns, filter, sort, face, group, frozen, chart, date } = state;
  const { group: _, frozen: __, widths: before, ...settings } = view.settings;
  const allWidths = { ...before, ...widths };
  return {
    ...{ name: view.name, shared: view.shared, unit: view.unit, group: view.group, face, columns, filter, sort },
    settings: {
      ...settings,
      ...(Object.keys(allWidths).length ? { widths: allWidths } : {}),
      ...(group ? { group } : {}),
      ...(frozen === 1 ? {} : { frozen }),
      ...(chart ? { chart } : {}),
      ...(date ? { calendar: { field: date } } : {}),
    } satisfies ViewSettings,
  };
}

export async function saveChanges(entity: EntityDescription, state: ListState, widths: Readonly<Record<string, number>>): Promise<void> {
  try {
    await saveView(entity, asShown(state, widths), state.view.id);
    forgetWidths(state.view.id);
    state.reset();
    showDone(i18next.t('views.saved', { name: state.view.name }));
  } catch (error) {
    showError(error);
  }
}

/** Makes a view, or changes that of the id. */
export async function saveView(entity: EntityDescription, draft: Draft, id?: string): Promise<RecordValues> {
  const values = writeView(entity.name, draft);
  const saved = await (id ? client.records('saved_views').update(id, values) : client.records('saved_views').create(values));
  await refreshViews(saved);
  return saved;
}
