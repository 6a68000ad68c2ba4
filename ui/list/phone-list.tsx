// The list on a phone: two lines a record, the state or amount at the side.
// biome-ignore-all lint/a11y/useSemanticElements: virtual rows are placed by hand, which a table element does not allow
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus; cells are told by aria-activedescendant
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the grid has the keys for all of its cells
// biome-ignore-all lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard

import { Skeleton } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { EntityDescription, RecordValues } from '../../client/index.ts';
import { nameOf, tellingText, widgetFor } from '../fields/lookup.ts';
import { RecordLink } from '../shell/record-link.tsx';
import { type Column, cellText, valueAt } from './columns.ts';
import classes from './list.module.css';
import type { Rows } from './pages.ts';
import { useRowWindow, useScrollTop } from './use-row-window.ts';

const ROW = 64;

export interface PhoneListProps {
  entity: EntityDescription;
  columns: readonly Column[];
  pages: Rows;
  startAt: number;
  onScroll: (top: number) => void;
}

export function PhoneList({ entity, columns, pages, startAt, onScroll }: PhoneListProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const total = pages.started ? (pages.complete ? pages.loaded : pages.loaded + 4) : 12;
  const view = useRowWindow(scroller, { count: total, started: pages.started, rowHeight: ROW, headHeight: 0 });
  useEffect(() => pages.want(view.first, view.end + 20), [pages, view.first, view.end]);
  useScrollTop(scroller, startAt);
  return (
    <div
      ref={scroller}
      className={classes.phone}
      tabIndex={0}
      role="list"
      aria-label={entity.plural}
      onScroll={(event) => onScroll(event.currentTarget.scrollTop)}
    >
      <div className={classes.phoneBody} role="presentation" style={{ height: view.height }}>
        <div role="presentation" style={{ transform: `translateY(${view.offset}px)` }}>
          {view.rows.map(({ index, top }) => {
            const record = pages.row(index);
            return (
              <div key={record?.id ?? index} role="listitem">
                <PhoneRow entity={entity} columns={columns} record={record} top={top} />
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}

function PhoneRow({
  entity,
  columns,
  record,
  top,
}: {
  entity: EntityDescription;
  columns: readonly Column[];
  record: RecordValues | undefined;
  top: number;
}) {
  const style = { transform: `translateY(${top}px)` };
  if (!record) {
    return (
      <div className={classes.phoneRow} style={style}>
        <Skeleton height={12} width="60%" />
        <span />
        <Skeleton height={10} width="40%" />
      </div>
    );
  }
  const others = columns.filter((column) => !entity.title.includes(column.path) && told(column, record) !== '');
  // Options and numbers are short and are what one compares: they stand at the side.
  const beside = others
    .filter((column) => column.over === 0 && ['option', 'number'].includes(widgetFor(column.field).comparedAs ?? ''))
    .slice(0, 2);
  const details = others.filter((column) => !beside.includes(column)).slice(0, 2);
  return (
    <RecordLink entity={entity.name} id={record.id} className={classes.phoneRow} style={style}>
      <span className={classes.phoneTitle}>{nameOf(entity, record)}</span>
      <span className={classes.phoneBeside}>{beside[0] && <Value column={beside[0]} record={record} />}</span>
      <span className={classes.phoneDetail}>{details.map((column) => told(column, record)).join(' · ')}</span>
      <span className={classes.phoneBeside}>{beside[1] && <Value column={beside[1]} record={record} />}</span>
    </RecordLink>
  );
}

/** There is no room for the names of columns. */
function told(column: Column, record: RecordValues): string {
  return column.over > 0 ? cellText(column, record) : tellingText(column.field, valueAt(record, column.path));
}

function Value({ column, record }: { column: Column; record: RecordValues }) {
  const { Show } = widgetFor(column.field);
  return <Show field={column.field} value={valueAt(record, column.path)} place="cell" />;
}
