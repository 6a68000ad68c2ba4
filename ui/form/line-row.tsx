// One row of the line items. Drawn anew only when something of its own has changed: one of a thousand is typed in.

import { ActionIcon, Tooltip } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldDescription } from '../../client/index.ts';
import { canType } from './can-type.ts';
import { LineCell } from './line-cell.tsx';
import { LineHandle } from './line-handle.tsx';
import classes from './lines.module.css';
import { keyOf, type Row } from './lines-wire.ts';
import type { Lines } from './use-lines.ts';

/** Where the cursor is: `edit` while something is typed there. */
export interface Place {
  readonly row: number;
  readonly column: number;
  readonly mode: 'select' | 'edit';
  /** First key typed: it replaces what was there. */
  readonly typed?: string | undefined;
}

/** The same functions for as long as the table is there. */
export interface LineActions extends Pick<Lines, 'setCell' | 'move'> {
  choose(place: Place): void;
  leave(row: number, column: number): void;
  go(row: number, column: number, mode?: Place['mode']): void;
  /** Tab walks through all cells, then out of the table: false. */
  step(row: number, column: number, by: 1 | -1, mode: Place['mode']): boolean;
  /** Takes the cursor along. */
  moveRow(row: number, column: number, by: 1 | -1): void;
  removeRow(key: string): void;
}

export interface LineRowProps {
  row: Row;
  index: number;
  /** Of all rows. */
  count: number;
  columns: readonly FieldDescription[];
  /** Rows of one table change places with each other only. */
  group: string;
  part: boolean;
  /** null: the cursor is in another row. */
  place: Place | null;
  /** Column of the one cell that Tab comes to from outside; -1: it is in another row. */
  tabStop: number;
  /** null: nothing is complained of. */
  problemOf: Lines['problemOf'] | null;
  actions: LineActions;
}

export const LineRow = memo(({ row, index, count, columns, group, part, place, tabStop, problemOf, actions }: LineRowProps) => (
  <tr data-part={part || undefined} aria-rowindex={index + 2}>
    <LineHandle index={index} count={count} onMove={actions.move} group={group} />
    {columns.map((column, at) => (
      <LineCell
        key={column.name}
        row={row}
        column={column}
        writable={canType(column)}
        problem={problemOf?.(row, column) ?? null}
        active={place?.column === at ? place.mode : null}
        typed={place?.typed}
        tabStop={tabStop === at}
        onEdit={(typed) => actions.choose({ row: index, column: at, mode: 'edit', typed })}
        onSelect={() => actions.choose({ row: index, column: at, mode: 'select' })}
        onLeave={() => actions.leave(index, at)}
        onChange={(cell) => actions.setCell(row, column, cell)}
        onGo={(down, right, mode) => actions.go(index + down, at + right, mode)}
        onStep={(by, mode) => actions.step(index, at, by, mode)}
        onMoveRow={(by) => actions.moveRow(index, at, by)}
      />
    ))}
    <RemoveRow of={keyOf(row)} number={index + 1} onRemove={actions.removeRow} />
  </tr>
));

/** Also of the row that is typed in. */
const RemoveRow = memo(({ of, number, onRemove }: { of: string; number: number; onRemove: (of: string) => void }) => {
  const { t } = useTranslation();
  return (
    <td className={classes.endColumn}>
      <Tooltip label={t('lines.remove')}>
        <ActionIcon size="sm" aria-label={t('lines.removeRow', { number })} onClick={() => onRemove(of)}>
          <IconTrash size={15} stroke={1.6} />
        </ActionIcon>
      </Tooltip>
    </td>
  );
});
