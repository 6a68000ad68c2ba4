// Why the value under the cursor was not saved, and what can be done about it.

import { Button, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { plainText } from '../fields/lookup.ts';
import type { Column } from './columns.ts';
import classes from './grid.module.css';
import type { Failure } from './save-cell.ts';

export interface TroubleProps {
  column: Column;
  failure: Failure;
  onEdit: () => void;
  /** Save it all the same, over what somebody else has written. */
  onInsist: (version: number) => void;
  onDiscard: () => void;
}

export function Trouble({ column, failure, onEdit, onInsist, onDiscard }: TroubleProps) {
  const { t } = useTranslation();
  const { conflict } = failure;
  const print = (value: unknown) => plainText(column.field, value) || '–';
  return (
    <div className={classes.troubleBox}>
      <span>
        <b>{column.label}:</b> {failure.message}
        {conflict && ` ${t('list.conflict', { theirs: print(conflict.theirs), yours: print(failure.attempted) })}`}
      </span>
      <Group gap={6} wrap="nowrap">
        <Button size="compact-sm" variant="light" color="red" onClick={() => (conflict ? onInsist(conflict.version) : onEdit())}>
          {t(conflict ? 'list.useMine' : 'list.editAgain')}
        </Button>
        <Button size="compact-sm" variant="subtle" color="gray" onClick={onDiscard}>
          {t(conflict ? 'list.keepTheirs' : 'list.discard')}
        </Button>
      </Group>
    </div>
  );
}
