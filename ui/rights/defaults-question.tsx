// Before what new users of a department get is saved: whom it touches, and whom not (row SC-25).

import { Modal, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { QuestionProps } from '../form/asked-before.ts';
import { keys } from '../queries.ts';
import { DialogButtons } from '../shell/dialog-buttons.tsx';
import { client } from '../workspace.ts';

export function DefaultsQuestion({ record, onAnswer }: QuestionProps) {
  const { t } = useTranslation();
  const query = { filter: `department = "${record.id}"`, fields: ['id'], limit: 1, count: 'exact' as const };
  const { data } = useQuery({
    queryKey: keys.count('users', query),
    queryFn: ({ signal }) => client.records('users').list(query, { signal }),
    staleTime: 0,
  });
  return (
    <Modal
      opened
      onClose={() => onAnswer(false)}
      title={t('rights.defaultsTitle', { name: String(record.name) })}
      size="sm"
      closeButtonProps={{ 'aria-label': t('form.cancel') }}
    >
      <Stack gap="sm">
        <Text size="sm">{t('rights.defaultsLater')}</Text>
        <Text size="sm">{t('rights.defaultsNow', { count: data?.count ?? 0 })}</Text>
        <DialogButtons onCancel={() => onAnswer(false)} data-autofocus onClick={() => onAnswer(true)}>
          {t('rights.defaultsSave')}
        </DialogButtons>
      </Stack>
    </Modal>
  );
}
