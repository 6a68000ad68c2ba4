// The bar under groups of duplicates: merges the chosen ones as one job. First a look at what it does, then progress, then Undo.

import { Button, Checkbox, Modal, Stack, Text } from '@mantine/core';
import { IconArrowMerge } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription, MergeRequest } from '../../client/index.ts';
import { useBusy } from '../busy.ts';
import { followJob } from '../follow-job.tsx';
import { errorText } from '../messages.ts';
import { keys, queryClient, useSetup } from '../queries.ts';
import { client } from '../workspace.ts';
import classes from './duplicates.module.css';

interface MergeManyProps {
  entity: EntityDescription;
  merges: readonly MergeRequest[];
  /** Whether all that are shown are chosen. */
  all: boolean;
  onAll: () => void;
}

export function MergeMany({ entity, merges, all, onAll }: MergeManyProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const [busy, during] = useBusy();
  const run = () =>
    during(async () => {
      const { job } = await client.records(entity.name).mergeMany(merges);
      setOpen(false);
      await followJob(job, t('duplicates.merging', { count: merges.length }));
      await queryClient.invalidateQueries({ queryKey: keys.entity(entity.name) });
    });
  return (
    <>
      <div className={classes.bar} role="toolbar" aria-label={t('bulk.label')}>
        <Checkbox size="sm" checked={all} indeterminate={!all && merges.length > 0} onChange={onAll} label={t('duplicates.chooseAll')} />
        <Button
          size="sm"
          leftSection={<IconArrowMerge size={16} />}
          disabled={merges.length === 0}
          loading={busy}
          onClick={() => setOpen(true)}
        >
          {merges.length === 0 ? t('merge.button') : t('duplicates.mergeGroups', { count: merges.length })}
        </Button>
      </div>
      <Modal opened={open} onClose={() => setOpen(false)} title={t('duplicates.mergeGroups', { count: merges.length })} centered>
        <Preview entity={entity} merges={merges} busy={busy} onRun={() => void run()} onCancel={() => setOpen(false)} />
      </Modal>
    </>
  );
}

interface PreviewProps {
  entity: EntityDescription;
  merges: readonly MergeRequest[];
  busy: boolean;
  onRun: () => void;
  onCancel: () => void;
}

function Preview({ entity, merges, busy, onRun, onCancel }: PreviewProps) {
  const { t } = useTranslation();
  const { entities } = useSetup();
  const { data, error } = useQuery({
    queryKey: [...keys.entity(entity.name), 'merges', merges],
    queryFn: ({ signal }) => client.records(entity.name).rehearseMany(merges, { signal }),
    staleTime: 0,
    retry: false,
  });
  const counts = new Map<string, number>();
  for (const { entity: name, count } of data?.references ?? []) counts.set(name, (counts.get(name) ?? 0) + count);
  const words = [...counts].map(([name, count]) => `${entities.find((one) => one.name === name)?.plural ?? name} ${count}`);
  return (
    <Stack gap="sm">
      {error ? (
        <Text size="sm" c="red" role="alert">
          {errorText(error)}
        </Text>
      ) : (
        <>
          <Text size="sm">
            {t('duplicates.preview', { groups: merges.length, gone: merges.reduce((sum, { sources }) => sum + sources.length, 0) })}
          </Text>
          <Text size="sm" role="status">
            {!data
              ? t('duplicates.counting')
              : words.length === 0
                ? t('merge.nothingFollows')
                : t('merge.follows', { what: words.join(' · ') })}
          </Text>
          <Text size="sm" c="dimmed">
            {t('duplicates.previewHint')}
          </Text>
        </>
      )}
      <div className={classes.actions}>
        <Button loading={busy} disabled={!!error || !data} onClick={onRun} data-autofocus>
          {t('merge.button')}
        </Button>
        <Button variant="default" onClick={onCancel}>
          {t('form.cancel')}
        </Button>
      </div>
    </Stack>
  );
}
