// Which of many rows of line items are drawn: those in view, and the one the cursor is in. A few are all drawn.

import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useLayoutEffect, useRef, useState } from 'react';

const MANY = 100;
/** Pixels, as lines.module.css has them. */
const ROW = 35;
const SUBTOTAL = 28;

export interface LineWindow {
  readonly rows: readonly {
    readonly index: number;
    /** Pixels of rows above it that are not drawn. */
    readonly gap: number;
  }[];
  /** Pixels of rows below the last one that are not drawn. */
  readonly rest: number;
}

/** @param table scrolls with the page or dialog around it. @param hasSubtotal whether a sum stands below a row */
export function useLineWindow(
  table: RefObject<HTMLTableElement | null>,
  count: number,
  cursor: number | null,
  hasSubtotal: (index: number) => boolean,
): LineWindow {
  const scroller = useRef<HTMLElement | null>(null);
  const [top, setTop] = useState(0);
  const many = count > MANY;
  useLayoutEffect(() => {
    if (!many || !table.current) return;
    scroller.current ??= scrollerOf(table.current);
    const body = table.current.tBodies[0]?.getBoundingClientRect().top ?? 0;
    setTop(Math.round(body - scroller.current.getBoundingClientRect().top + scroller.current.scrollTop));
  });
  const virtual = useVirtualizer({
    count,
    enabled: many,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => ROW + (hasSubtotal(index) ? SUBTOTAL : 0),
    scrollMargin: top,
    overscan: 10,
    rangeExtractor: (range) => [...new Set([...defaultRangeExtractor(range), ...(cursor === null ? [] : [cursor])])].sort((a, b) => a - b),
  });
  if (!many) return { rows: Array.from({ length: count }, (_, index) => ({ index, gap: 0 })), rest: 0 };
  let end = top;
  const rows = virtual.getVirtualItems().map((item) => {
    const gap = item.start - end;
    end = item.end;
    return { index: item.index, gap };
  });
  return { rows, rest: top + virtual.getTotalSize() - end };
}

/** What scrolls the table up and down; that it may scroll sideways by itself is nothing to its rows. */
function scrollerOf(table: HTMLElement): HTMLElement {
  let at = table.parentElement?.parentElement;
  while (at && !/auto|scroll/.test(getComputedStyle(at).overflowY)) at = at.parentElement;
  return at ?? document.documentElement;
}
