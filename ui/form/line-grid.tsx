// Line items as a spreadsheet: arrows, Tab and Enter walk, typing replaces, Esc restores, rows are dragged or moved with Alt+arrows.
// Formulas and totals follow at once.

import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { Fragment, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldDescription } from '../../client/index.ts';
import { widgetFor } from '../fields/lookup.ts';
import { useStable } from '../stable.ts';
import { canType } from './can-type.ts';
import { LineProblems } from './line-problems.tsx';
import { type LineActions, LineRow, type Place } from './line-row.tsx';
import classes from './lines.module.css';
import { usualColumns } from './lines-columns.ts';
import { keyOf } from './lines-wire.ts';
import { PickRows } from './pick-rows.tsx';
import { SubtotalRow } from './subtotal-row.tsx';
import { useLineWindow } from './use-line-window.ts';
import type { Lines } from './use-lines.ts';

/** Pixels: with all columns side by side none gives way to the others, and the table scrolls. */
function widthOf(columns: readonly FieldDescription[]): number {
  return columns.reduce((sum, column) => sum + (widgetFor(column).width ?? 120), 2 * 28);
}

export function LineGrid({ field, ...lines }: Lines & { field: FieldDescription }) {
  const { t } = useTranslation();
  const { rows, totals, hasProblems, problemOf, below, isPart } = lines;
  const [all, setAll] = useState(false);
  const few = useKept(usualColumns(lines.columns, rows));
  const columns = all ? lines.columns : few;
  const grid = useRef<HTMLTableElement>(null);
  const headingId = useId();
  const { place, setPlace, actions } = useLineCursor(lines, columns);
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
          <Heads columns={columns} />
          <tbody>
            {drawn.map(({ row, index, gap }) => (
              <Fragment key={keyOf(row)}>
                <Gap height={gap} />
                <LineRow
                  row={row}
                  index={index}
                  count={rows.length}
                  columns={columns}
                  group={field.name}
                  part={isPart(row)}
                  place={place?.row === index ? place : null}
                  tabStop={tabbed.row === index ? tabbed.column : -1}
                  problemOf={hasProblems ? problemOf : null}
                  actions={actions}
                />
                {below[index] && <SubtotalRow amount={below[index]} columns={columns} lead={1} tail={1} />}
              </Fragment>
            ))}
            <Gap height={view.rest} />
          </tbody>
          {rows.length > 0 && totals.some((total) => total !== null) && <Totals lines={lines} columns={columns} />}
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
            lines.add();
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

/** The cell one is at. Behind the last column stands the button that takes the row away: one can walk there, too. */
function useLineCursor(lines: Lines, columns: readonly FieldDescription[]) {
  const { rows, add, move } = lines;
  const [place, setPlace] = useState<Place | null>(null);
  const last = columns.length;

  const go: LineActions['go'] = (row, column, mode = 'select') => {
    if (row < 0 || column < 0 || column > last) return;
    // Enter in the last row goes on in a new one.
    if (row >= rows.length) add();
    setPlace({ row, column, mode });
  };
  const step: LineActions['step'] = (row, column, by, mode) => {
    const at = row * (last + 1) + column + by;
    if (at < 0 || at >= rows.length * (last + 1)) return false;
    const next = { row: Math.floor(at / (last + 1)), column: at % (last + 1) };
    const target = columns[next.column];
    const typable = target !== undefined && canType(target);
    if (!typable && mode === 'edit') return step(next.row, next.column, by, mode);
    setPlace({ ...next, mode: typable ? mode : 'select' });
    return true;
  };
  const actions = useStable<LineActions>({
    setCell: lines.setCell,
    move,
    go,
    step,
    choose: setPlace,
    leave: (row, column) => setPlace((now) => (now?.row === row && now.column === column ? null : now)),
    moveRow(row, column, by) {
      move(row, row + by);
      if (row + by >= 0 && row + by < rows.length) setPlace({ row: row + by, column, mode: 'select' });
    },
    removeRow(key) {
      const row = rows.find((one) => keyOf(one) === key);
      if (row) lines.remove(row);
      setPlace(null);
    },
  });
  return { place, setPlace, actions };
}

function Heads({ columns }: { columns: readonly FieldDescription[] }) {
  const { t } = useTranslation();
  return (
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
  );
}

function Totals({ lines: { columns: all, totals }, columns }: { lines: Lines; columns: readonly FieldDescription[] }) {
  const { t } = useTranslation();
  return (
    <tfoot>
      <tr>
        <td />
        {columns.map((column, at) => {
          const total = totals[all.indexOf(column)] ?? null;
          return (
            <td key={column.name} data-end={widgetFor(column).align === 'end' || undefined}>
              {at === 0 && total === null ? t('lines.total') : total}
            </td>
          );
        })}
        <td />
      </tr>
    </tfoot>
  );
}

/** The same list as long as the same stands in it. */
function useKept<One>(list: readonly One[]): readonly One[] {
  const kept = useRef(list);
  if (kept.current.length !== list.length || kept.current.some((one, at) => one !== list[at])) kept.current = list;
  return kept.current;
}

/** In place of rows that are not drawn. */
function Gap({ height }: { height: number }) {
  // biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: it looks like a row of the grid and is none
  return height > 0 ? <tr style={{ height }} role="presentation" /> : null;
}
