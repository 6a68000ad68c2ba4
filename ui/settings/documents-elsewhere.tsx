// Documents that are not in the folder of the settings, and what to do about them (row TT-26).

import { Alert, Button, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useBusy } from '../busy.ts';
import { followJob } from '../follow-job.tsx';
import { keys, queryClient } from '../queries.ts';
import { client } from '../workspace.ts';
import type { AboveProps } from './above.ts';
import classes from './settings.module.css';

export function DocumentsElsewhere({ entity, answer: { record, can } }: AboveProps) {
  const { t } = useTranslation();
  const [busy, during] = useBusy();
  const key = [...keys.entity('document_server'), 'elsewhere', record.version];
  const { data } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => client.service<{ count: number }>('documents_elsewhere', {}, { signal }),
  });
  const move = () =>
    during(async () => {
      const { result } = await client.records(entity.name).act<{ result: { job: string } }>(record.id, 'move', {});
      await followJob(result.job, t('files.move'));
      await queryClient.invalidateQueries({ queryKey: key });
    });
  if (!record.folder) return <Alert color="gray" variant="light" className={classes.above} title={t('files.off')} />;
  if (!data?.count) return null;
  return (
    <Alert color="yellow" variant="light" className={classes.above} title={t('files.elsewhere', { count: data.count })}>
      <Text size="sm">{t('files.elsewhereHint')}</Text>
      {can.actions.includes('move') && (
        <Button size="xs" mt="xs" loading={busy} onClick={() => void move()}>
          {t('files.move')}
        </Button>
      )}
    </Alert>
  );
}
