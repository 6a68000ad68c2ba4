// Before the sign of a currency is changed: amounts of old records are shown with it too (row TT-18).

import { Modal, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { QuestionProps } from '../form/asked-before.ts';
import { DialogButtons } from '../shell/dialog-buttons.tsx';

export function SignQuestion({ onAnswer }: QuestionProps) {
  const { t } = useTranslation();
  return (
    <Modal
      opened
      onClose={() => onAnswer(false)}
      title={t('settings.signTitle')}
      size="sm"
      closeButtonProps={{ 'aria-label': t('form.cancel') }}
    >
      <Stack gap="sm">
        <Text size="sm">{t('settings.signEverywhere')}</Text>
        <Text size="sm">{t('settings.signAmounts')}</Text>
        <DialogButtons onCancel={() => onAnswer(false)} data-autofocus onClick={() => onAnswer(true)}>
          {t('settings.signSave')}
        </DialogButtons>
      </Stack>
    </Modal>
  );
}
