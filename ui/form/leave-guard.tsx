// Asks before unsaved input would be left behind: by a link, by Back, by closing the tab.

import { Button, Group, Modal, Text } from '@mantine/core';
import { useBlocker } from '@tanstack/react-router';
import { type RefObject, useRef } from 'react';
import { useTranslation } from 'react-i18next';

/** `free` lets the next way out pass, e.g. to the record that was just saved. */
export function useLeaveGuard(dirty: boolean): { guard: React.ReactNode; free: RefObject<boolean> } {
  const { t } = useTranslation();
  const free = useRef(false);
  const blocker = useBlocker({
    shouldBlockFn: () => dirty && !free.current,
    enableBeforeUnload: () => dirty && !free.current,
    withResolver: true,
  });
  const guard = (
    <Modal
      opened={blocker.status === 'blocked'}
      onClose={() => blocker.reset?.()}
      title={t('form.leaveTitle')}
      closeButtonProps={{ 'aria-label': t('form.stay') }}
      size="sm"
    >
      <Text size="sm">{t('form.leaveText')}</Text>
      <Group mt="md" justify="flex-end">
        <Button variant="default" color="red" onClick={() => blocker.proceed?.()}>
          {t('form.leave')}
        </Button>
        <Button data-autofocus onClick={() => blocker.reset?.()}>
          {t('form.stay')}
        </Button>
      </Group>
    </Modal>
  );
  return { guard, free };
}
