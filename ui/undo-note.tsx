// "Done", with Undo beside it: one look for everything that can be taken back.

import { Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import i18next from 'i18next';
import { showDone, showError } from './messages.ts';
import { keys, queryClient } from './queries.ts';
import { client } from './workspace.ts';

const LONG_ENOUGH = 15_000;

/** `undo` says itself what came of it; what it throws is shown. */
export function showWithUndo(id: string, message: string, undo: () => Promise<unknown>): void {
  const take = () => {
    notifications.hide(id);
    undo().catch(showError);
  };
  notifications.show({
    id,
    autoClose: LONG_ENOUGH,
    withBorder: true,
    message: (
      <Group justify="space-between" wrap="nowrap">
        <span style={{ overflowWrap: 'anywhere' }}>{message}</span>
        <Button size="compact-sm" variant="light" onClick={take} style={{ flex: 'none' }}>
          {i18next.t('jobs.undo')}
        </Button>
      </Group>
    ),
  });
}

/**
 * Takes back what one has just done to a record: one's newest change by `verb`. A write does not say which change it was,
 * so that it costs nothing when nobody wants it back.
 */
export async function undoNewest(entity: string, id: string, verb: string): Promise<boolean> {
  const { changes } = await client.records(entity).history(id, { limit: 20 });
  const me = queryClient.getQueryData<{ me: { id: string } }>(keys.entities)?.me.id;
  const change = changes.find((candidate) => candidate.verb === verb && candidate.actor.id === me);
  if (!change) return false;
  const { undone, conflicts } = await client.changes.undo(change.id);
  if (undone > 0 && conflicts.length === 0) {
    showDone(i18next.t('jobs.undone'));
    return true;
  }
  notifications.show({
    color: 'yellow',
    withBorder: true,
    title: i18next.t(undone > 0 ? 'history.undonePartly' : 'history.notUndone'),
    message: conflicts[0]?.message,
  });
  return undone > 0;
}
