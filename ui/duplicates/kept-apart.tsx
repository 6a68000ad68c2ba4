// Pairs that somebody said are no duplicates, and the way back.

import { Button, Skeleton } from '@mantine/core';
import { IconArrowsSplit } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { EntityDescription } from '../../client/index.ts';
import { formatDateTime } from '../fields/format.ts';
import { showDoneWithUndo } from '../follow-job.tsx';
import { currentLanguage } from '../i18n.ts';
import { errorText, showError } from '../messages.ts';
import { keys, queryClient } from '../queries.ts';
import { Notice } from '../shell/page-error.tsx';
import { client } from '../workspace.ts';
import classes from './duplicates.module.css';

export function KeptApart({ entity }: { entity: EntityDescription }) {
  const { t } = useTranslation();
  const { data, error } = useQuery({
    queryKey: [...keys.entity(entity.name), 'duplicate-groups', 'kept'],
    queryFn: ({ signal }) => client.records(entity.name).keptApart({ signal }),
  });
  if (error) return <Notice icon={null} title={t('errors.title')} text={errorText(error)} />;
  if (!data) return <Skeleton height={130} radius="md" />;
  if (data.pairs.length === 0)
    return (
      <Notice icon={<IconArrowsSplit size={28} stroke={1.5} />} title={t('duplicates.noneKept')} text={t('duplicates.noneKeptHint')} />
    );
  const back = async (ids: readonly string[]) => {
    try {
      const { job } = await client.records(entity.name).keepApart(ids, false);
      await queryClient.invalidateQueries({ queryKey: [...keys.entity(entity.name), 'duplicate-groups'] });
      showDoneWithUndo(t('duplicates.together'), job);
    } catch (cause) {
      showError(cause);
    }
  };
  return (
    <ul className={classes.pairs}>
      {data.pairs.map(({ one, other, at }) => (
        <li key={`${one.id}:${other.id}`}>
          <span className={classes.pair}>
            {[one, other].map(({ id, title }, i) => (
              <span key={id}>
                {i > 0 && <span aria-hidden="true"> ≠ </span>}
                <Link to="/$entity/$id" params={{ entity: entity.name, id }} target="_blank">
                  {title || t('list.untitled')}
                </Link>
              </span>
            ))}
          </span>
          <span className={classes.at}>{formatDateTime(at, currentLanguage())}</span>
          {entity.can.update && (
            <Button size="compact-sm" variant="subtle" color="gray" onClick={() => void back([one.id, other.id])}>
              {t('duplicates.back')}
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}
