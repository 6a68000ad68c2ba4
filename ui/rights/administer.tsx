// From root to administration without root: what goes is named before it goes (row NV-06).

import { Alert, Modal, Skeleton, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useBusy } from '../busy.ts';
import { problemOf } from '../form/problems.ts';
import { errorText, showDone } from '../messages.ts';
import { queryClient } from '../queries.ts';
import { refresh } from '../record/save-field.ts';
import { DialogButtons } from '../shell/dialog-buttons.tsx';
import { client } from '../workspace.ts';
import { useCatalogue } from './catalogue.ts';

export function Administer({ user, name, onClose }: { user: string; name: string; onClose: () => void }) {
  const { t } = useTranslation();
  const { catalogue, error } = useCatalogue();
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, during] = useBusy((refusal) => setProblem(problemOf(refusal, '')));
  const withheld = [...(catalogue?.targets ?? []), ...(catalogue?.features ?? [])].filter((one) => one.withheld);

  const run = () =>
    during(async () => {
      await client.records('users').act(user, 'administer');
      refresh('users', user);
      void queryClient.invalidateQueries({ queryKey: ['rights'] });
      showDone(t('rights.administerDone', { name }));
      onClose();
    });

  return (
    <Modal opened onClose={onClose} title={t('rights.administer')} closeButtonProps={{ 'aria-label': t('form.cancel') }}>
      <Stack gap="sm">
        {(problem !== null || Boolean(error)) && (
          <Alert color="red" role="alert">
            {problem ?? errorText(error)}
          </Alert>
        )}
        {!catalogue && !error && <Skeleton height={80} />}
        {catalogue && (
          <>
            <Text size="sm">{t('rights.administerGets', { name })}</Text>
            <Text size="sm">{t('rights.administerLoses')}</Text>
            <ul style={{ margin: 0, paddingInlineStart: 20, fontSize: 'var(--mantine-font-size-sm)' }}>
              <li>{t('rights.administerRoot')}</li>
              {withheld.map(({ label }) => (
                <li key={label}>{label}</li>
              ))}
            </ul>
            <Text size="xs" c="dimmed">
              {t('rights.administerKeeps')}
            </Text>
          </>
        )}
        <DialogButtons onCancel={onClose} color="red" loading={busy} disabled={!catalogue} onClick={() => void run()}>
          {t('rights.administerConfirm')}
        </DialogButtons>
      </Stack>
    </Modal>
  );
}
