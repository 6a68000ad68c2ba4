// Deletes at once and offers Undo, instead of asking twice.

import i18next from 'i18next';
import type { EntityDescription } from '../../client/index.ts';
import { showDone } from '../messages.ts';
import { keys, queryClient } from '../queries.ts';
import { showWithUndo } from '../undo-note.tsx';
import { client } from '../workspace.ts';

/** `onBack` is called when the record is there again. */
export async function deleteRecord(entity: EntityDescription, id: string, title: string, onBack?: () => void): Promise<void> {
  const { change } = await client.records(entity.name).delete(id);
  queryClient.removeQueries({ queryKey: keys.record(entity.name, id) });
  void queryClient.invalidateQueries({ queryKey: keys.entity(entity.name) });
  const message = i18next.t('record.deleted', { title });
  if (change === null) {
    showDone(message);
    return;
  }
  showWithUndo(`deleted-${id}`, message, async () => {
    await client.changes.undo(change);
    void queryClient.invalidateQueries({ queryKey: keys.entity(entity.name) });
    showDone(i18next.t('record.restored', { title }));
    onBack?.();
  });
}
