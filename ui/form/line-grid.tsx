// Line items as a spreadsheet: arrows, Tab and Enter walk, typing replaces, Esc restores, rows are dragged or moved with Alt+arrows.
// Formulas and totals follow at once.

import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { Fragment, memo, useCallback, useId, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldDescription } from '../../client/index.ts';
import { widgetFor } from '../fields/lookup.ts';
import { canType } from './can-type.ts';
import { LineCell } from './line-cell.tsx';
import { LineHandle } from './line-handle.tsx';
import { LineProblems } from './line-problems.tsx';
import classes from './lines.module.css';
import { usualColumns } from './lines-columns.ts';
import { keyOf } from './lines-wire.ts';
import { PickRows } from './pick-rows.tsx';
import { SubtotalRow } from './subtotal-row.tsx';
import { useLineWindow } from './use-line-window.ts';
import type { Lines } from './use-lines.ts';

/** Where the cursor is: `edit` while something is typed there. */
interface Place {
  readonly row: number;
  readonly column: number;
  readonly mode: 'select' | 'edit';
  /** First key typed: it replaces what was there. */
  readonly typed?: string;
}

/** Pixels: with all columns side by side none gives way to the others, and the table scrolls. */
function widthOf(columns: readonly FieldDescription[]): number {
  return columns.reduce((sum, column) => sum + (widgetFor(column).width ?? 120), 2 * 28);
}

export function LineGrid({ field, ...lines }: Lines & { field: FieldDescription }) {
  const { t } = useTranslation();
  const { rows, totals, setCell, add, move, problemOf, below, isPart } = lines;
  const [all, setAll] = useState(false);
  const few = useMemo(() => usualColumns(lines.columns, rows), [lines.columns, rows]);
  const columns = all ? lines.columns : few;
  const [place, setPlace] = useState<Place | null>(null);
  const grid = useRef<HTMLTableElement>(null);
  const headingId = useId();
  const last = columns.length;
  const latest = useRef(lines);
  latest.current = lines;
  const removeRow = useCallback((of: string) => {
    const row = latest.current.rows.find((one) => keyOf(one) === of);
    if (row) latest.current.remove(row);
    setPlace(null);
  }, []);

  const go = (row: number, column: number, mode: Place['mode'] = 'select') => {
    if (row < 0 || column < 0 || column > last) return;
    // Enter in the last row goes on in a new one.
    if (row >= rows.length) add();
    setPlace({ row, column, mode });
  };
  /** Tab walks through all cells, then out of the table. */
  const step = (row: number, column: number, by: 1 | -1, mode: Place['mode']): boolean => {
    const at = row * (last + 1) + column + by;
    if (at < 0 || at >= rows.length * (last + 1)) return false;
    const next = { row: Math.floor(at / (last + 1)), column: at % (last + 1) };
    const target = columns[next.column];
    if (!target || !canType(target)) {
      if (mode === 'edit') return step(next.row, next.column, by, mode);
    }
    setPlace({ ...next, mode: target && canType(target) ? mode : 'select' });
    return true;
  };
  const tabbed = place ?? { row: 0, column: 0 };
  const view = useLineWindow(grid, rows.length, tabbed.row, (index) => Boolean(below[index]));
  const drawn = view.rows.flatMap(({ index, gap }) => (rows[index] ? [{ row: rows[index], index, gap }] : []));

  return (
    <div className={classes.lines}>
      <h2 id={headingId} className={classes.heading}>
        {field.label}
      </h2>
      <div className={classes.scroll} data-all={all || undefined}>
        <table
          className={classes.table}
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: cells are walked with arrow keys, as in a spreadsheet
          role="grid"
          aria-labelledby={headingId}
          aria-rowcount={rows.length + 1}
          ref={grid}
          style={all ? { minWidth: widthOf(columns) } : undefined}
        >
          <thead>
            <tr>
              <th className={classes.handleColumn}>
                <span className="visually-hidden">{t('lines.order')}</span>
              </th>
              {columns.map((column) => (
                <th
                  key={column.name}
                  scope="col"
                  data-end={widgetFor(column).align === 'end' || undefined}
                  style={{ width: widgetFor(column).width }}
                >
                  {column.label}
                  {column.required && (
                    <span className={classes.star} aria-hidden="true">
                      {' *'}
                    </span>
                  )}
                </th>
              ))}
              <th className={classes.endColumn}>
                <span className="visually-hidden">{t('lines.remove')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {drawn.map(({ row, index, gap }) => (
              <Fragment key={keyOf(row)}>
                <Gap height={gap} />
                <tr data-part={isPart(row) || undefined} aria-rowindex={index + 2}>
                  <LineHandle index={index} count={rows.length} onMove={move} group={field.name} />
                  {columns.map((column, at) => (
                    <LineCell
                      key={column.name}
                      row={row}
                      column={column}
                      writable={canType(column)}
                      problem={problemOf(row, column)}
                      active={place?.row === index && place.column === at ? place.mode : null}
                      typed={place?.typed}
                      tabStop={tabbed.row === index && tabbed.column === at}
                      onEdit={(typed) => setPlace({ row: index, column: at, mode: 'edit', typed })}
                      onSelect={() => setPlace({ row: index, column: at, mode: 'select' })}
                      onLeave={() => setPlace((now) => (now?.row === index && now.column === at ? null : now))}
                      onChange={(cell) => setCell(row, column, cell)}
                      onGo={(down, right, mode) => go(index + down, at + right, mode)}
                      onStep={(by, mode) => step(index, at, by, mode)}
                      onMoveRow={(by) => {
                        move(index, index + by);
                        if (index + by >= 0 && index + by < rows.length) setPlace({ row: index + by, column: at, mode: 'select' });
                      }}
                    />
                  ))}
                  <RemoveRow of={keyOf(row)} number={index + 1} onRemove={removeRow} />
                </tr>
                {below[index] && <SubtotalRow amount={below[index]} columns={columns} lead={1} tail={1} />}
              </Fragment>
            ))}
            <Gap height={view.rest} />
          </tbody>
          {rows.length > 0 && totals.some((total) => total !== null) && (
            <tfoot>
              <tr>
                <td />
                {columns.map((column, at) => {
                  const total = totals[lines.columns.indexOf(column)] ?? null;
                  return (
                    <td key={column.name} data-end={widgetFor(column).align === 'end' || undefined}>
                      {at === 0 && total === null ? t('lines.total') : total}
                    </td>
                  );
                })}
                <td />
              </tr>
            </tfoot>
          )}
        </table>
        {rows.length === 0 && <p className={classes.none}>{t('lines.none')}</p>}
      </div>
      <LineProblems lines={lines} />
      <div className={classes.foot}>
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconPlus size={14} />}
          className={classes.add}
          onClick={() => {
            add();
            setPlace({ row: rows.length, column: 0, mode: 'edit' });
          }}
        >
          {t('lines.add')}
        </Button>
        <PickRows lines={lines} />
        {few.length < lines.columns.length && (
          <Button size="compact-sm" variant="subtle" color="gray" className={classes.add} aria-expanded={all} onClick={() => setAll(!all)}>
            {t(all ? 'lines.fewerColumns' : 'lines.moreColumns')}
          </Button>
        )}
      </div>
    </div>
  );
}

/** As long as its row is the same it is not drawn anew with every key. */
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

/** In place of rows that are not drawn. */
function Gap({ height }: { height: number }) {
  // biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: it looks like a row of the grid and is none
  return height > 0 ? <tr style={{ height }} role="presentation" /> : null;
}
