// What ends a dialog: the way back, and the button that does what it asks.

import { Button, type ButtonProps, Group } from '@mantine/core';
import type { ComponentPropsWithoutRef } from 'react';
import { useTranslation } from 'react-i18next';

interface DialogButtonsProps extends ButtonProps, Omit<ComponentPropsWithoutRef<'button'>, keyof ButtonProps> {
  onCancel: () => void;
}

/** All but `onCancel` is of the button that does it. */
export function DialogButtons({ onCancel, ...does }: DialogButtonsProps) {
  const { t } = useTranslation();
  return (
    <Group justify="flex-end" gap="xs">
      <Button variant="default" onClick={onCancel}>
        {t('form.cancel')}
      </Button>
      <Button {...does} />
    </Group>
  );
}
