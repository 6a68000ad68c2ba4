// Beside a change: to the record as it stood before it.

import { Tooltip } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { ChangeEntry } from '../../client/index.ts';
import classes from './as-of.module.css';
import { beforeChange } from './instants.ts';

export function BeforeChange({ change }: { change: ChangeEntry }) {
  const { t } = useTranslation();
  // Before it was made there is nothing to see.
  if (change.before === null) return null;
  return (
    <Tooltip label={t('asOf.beforeChange')}>
      <Link
        to="/$entity/$id"
        params={{ entity: change.entity, id: change.record }}
        search={{ asof: beforeChange(change.at) }}
        className={classes.before}
        aria-label={t('asOf.beforeChange')}
      >
        <IconHistory size={15} stroke={1.7} />
      </Link>
    </Tooltip>
  );
}
