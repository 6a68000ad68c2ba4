// Deletes at once and offers Undo, instead of asking twice.

import { Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import i18next from 'i18next';
import type { EntityDescription } from '../../client/index.ts';
import { showDone, showError } from '../messages.ts';
import { keys, queryClient } from '../queries.ts';
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
  const note = `deleted-${id}`;
  const undo = async () => {
    notifications.hide(note);
    try {
      await client.changes.undo(change);
      void queryClient.invalidateQueries({ queryKey: keys.entity(entity.name) });
      showDone(i18next.t('record.restored', { title }));
      onBack?.();
    } catch (error) {
      showError(error);
    }
  };
  notifications.show({
    id: note,
    autoClose: 15_000,
    withBorder: true,
    message: (
      <Group justify="space-between" wrap="nowrap">
        <span style={{ overflowWrap: 'anywhere' }}>{message}</span>
        <Button size="compact-sm" variant="light" onClick={() => void undo()}>
          {i18next.t('jobs.undo')}
        </Button>
      </Group>
    ),
  });
}
