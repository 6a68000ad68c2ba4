// What the menu of columns holds: which are shown, in which order, how many stay in sight.

import { Button, Checkbox, NumberInput, TextInput } from '@mantine/core';
import { IconGripVertical } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSetup } from '../queries.ts';
import { useReorder } from '../reorder.ts';
import type { ColumnMenuProps } from './column-menu.tsx';
import { possibleColumns } from './columns.ts';
import classes from './list.module.css';

export function ColumnChoices({ entity, columns, frozen, onColumns, onFrozen }: ColumnMenuProps) {
  const { t } = useTranslation();
  const { entities } = useSetup();
  const [q, setQ] = useState('');
  const possible = useMemo(() => possibleColumns(entities, entity), [entities, entity]);
  const shown = columns.map((column) => column.path);
  const rest = possible.filter((column) => !shown.includes(column.path) && column.label.toLowerCase().includes(q.trim().toLowerCase()));

  const order = useReorder(shown, onColumns);

  return (
    <>
      <TextInput
        size="xs"
        mb={6}
        placeholder={t('list.findColumn')}
        aria-label={t('list.findColumn')}
        value={q}
        onChange={(event) => setQ(event.currentTarget.value)}
      />
      <div className={classes.columns}>
        {columns.map((column, at) => (
          <div key={column.path} className={classes.columnLine} {...order.dragging(column.path, column.label, at)}>
            <button
              type="button"
              className={classes.gripButton}
              aria-label={t('list.moveColumn', { column: column.label })}
              {...order.grip(column.path)}
            >
              <IconGripVertical size={14} />
            </button>
            <Checkbox
              size="xs"
              checked
              label={column.label}
              disabled={columns.length === 1}
              onChange={() => onColumns(shown.filter((path) => path !== column.path))}
            />
          </div>
        ))}
        {rest.map((column) => (
          <div key={column.path} className={classes.columnLine}>
            <span className={classes.gripPlace} />
            <Checkbox size="xs" checked={false} label={column.label} onChange={() => onColumns([...shown, column.path])} />
          </div>
        ))}
      </div>
      <NumberInput
        size="xs"
        mt={8}
        label={t('views.frozen')}
        min={0}
        max={6}
        value={frozen}
        onChange={(value) => onFrozen(Math.max(0, Math.min(6, Math.round(Number(value) || 0))))}
      />
      <Button size="compact-sm" variant="subtle" color="gray" mt={6} onClick={() => onColumns(undefined)}>
        {t('list.defaultColumns')}
      </Button>
    </>
  );
}
