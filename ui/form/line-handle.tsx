// The grip a row is dragged by. The drag code is fetched when the first grip is on the page; Alt+arrows do the same without it.

import { IconGripVertical } from '@tabler/icons-react';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './lines.module.css';

export interface LineHandleProps {
  index: number;
  count: number;
  /** Rows of one table change places with each other only. */
  group: string;
  onMove: (from: number, to: number) => void;
}

export function LineHandle({ index, count, group, onMove }: LineHandleProps) {
  const { t } = useTranslation();
  const grip = useRef<HTMLTableCellElement>(null);
  const [over, setOver] = useState(false);
  const dropped = useEffectEvent((from: number) => onMove(from, index));

  useEffect(() => {
    const cell = grip.current;
    const row = cell?.closest('tr');
    if (!cell || !row) return;
    let stop = () => {};
    let gone = false;
    void import('@atlaskit/pragmatic-drag-and-drop/element/adapter').then(({ draggable, dropTargetForElements }) => {
      if (gone) return;
      const stopDrag = draggable({ element: row, dragHandle: cell, getInitialData: () => ({ lines: group, index }) });
      const stopDrop = dropTargetForElements({
        element: row,
        canDrop: ({ source }) => source.data.lines === group,
        onDragEnter: () => setOver(true),
        onDragLeave: () => setOver(false),
        onDrop: ({ source }) => {
          setOver(false);
          dropped(Number(source.data.index));
        },
      });
      stop = () => {
        stopDrag();
        stopDrop();
      };
    });
    return () => {
      gone = true;
      stop();
    };
  }, [group, index]);

  return (
    <td ref={grip} className={classes.handle} data-over={over || undefined} title={count > 1 ? t('lines.drag') : undefined}>
      <IconGripVertical size={14} aria-hidden="true" />
    </td>
  );
}
