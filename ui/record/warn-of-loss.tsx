// Before a record goes with which more is lost than its title tells: what that is. It can be undone all the same.

import { Modal, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { EntityDescription } from '../../client/index.ts';
import { losses } from '../parts.ts';
import { DialogButtons } from '../shell/dialog-buttons.tsx';

export interface WarnOfLossProps {
  entity: EntityDescription;
  title: string;
  onDelete: () => void;
  onClose: () => void;
}

export function WarnOfLoss({ entity, title, onDelete, onClose }: WarnOfLossProps) {
  const { t } = useTranslation();
  return (
    <Modal opened onClose={onClose} title={t('rights.deleteTitle', { title })} closeButtonProps={{ 'aria-label': t('form.cancel') }}>
      <Stack gap="sm">
        <Text size="sm">{t(losses[entity.name] ?? '')}</Text>
        <DialogButtons
          onCancel={onClose}
          color="red"
          onClick={() => {
            onClose();
            onDelete();
          }}
        >
          {t('record.delete')}
        </DialogButtons>
      </Stack>
    </Modal>
  );
}
