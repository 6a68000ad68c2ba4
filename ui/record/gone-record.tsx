// Where a record was: who deleted it and when, for whoever could see it until then, and the way back.

import { Button } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { EntityDescription } from '../../client/index.ts';
import { useBusy } from '../busy.ts';
import { formatDateTime } from '../fields/format.ts';
import { currentLanguage } from '../i18n.ts';
import { showDone, showError } from '../messages.ts';
import { keys } from '../queries.ts';
import { ButtonLink } from '../shell/button-link.tsx';
import { Notice, PageMissing } from '../shell/page-error.tsx';
import { PagePending } from '../shell/page-pending.tsx';
import { client } from '../workspace.ts';
import { refresh } from './save-field.ts';

/** `seen`: it was on the screen until now. */
export function GoneRecord({ entity, id, seen, onBack }: { entity: EntityDescription; id: string; seen: boolean; onBack: () => void }) {
  const { t } = useTranslation();
  const [busy, during] = useBusy((error) => showError(error, t('history.notUndone')));
  const { data, isPending } = useQuery({
    queryKey: [...keys.history(entity.name, id), 'last'],
    queryFn: ({ signal }) => client.records(entity.name).history(id, { limit: 1, signal }),
    retry: false,
  });
  if (isPending && !seen) return <PagePending />;
  const last = data?.changes[0];
  const deletion = last?.after === null ? last : undefined;
  if (!deletion && !seen) return <PageMissing />;

  const restore = (change: string) =>
    during(async () => {
      const { undone, conflicts } = await client.changes.undo(change);
      if (undone === 0 && conflicts[0]) throw new Error(conflicts[0].message);
      refresh(entity.name, id);
      onBack();
      showDone(t('jobs.undone'));
    });
  const text = deletion
    ? t('record.goneBy', { who: deletion.actor.title || 'Kontor', when: formatDateTime(deletion.at, currentLanguage()) })
    : t('record.goneHint');
  return (
    <Notice icon={<IconTrash size={28} stroke={1.5} />} title={t('record.gone')} text={text}>
      {deletion && (
        <Button loading={busy} onClick={() => void restore(deletion.id)}>
          {t('jobs.undo')}
        </Button>
      )}
      <ButtonLink to="/$entity" params={{ entity: entity.name }} variant="default">
        {entity.plural}
      </ButtonLink>
    </Notice>
  );
}
