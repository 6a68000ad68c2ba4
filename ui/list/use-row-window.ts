// Which rows are in view. Browsers cannot make an element taller than some 16 million pixels; beyond that the scrollbar is scaled.

import { elementScroll, observeElementOffset, useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import { type RefObject, useLayoutEffect, useRef } from 'react';

const TALLEST = 12_000_000;
/** Where the scrollbar is scaled, tops are told from the first of so many rows: they stay as they are while one scrolls, and small. */
const BLOCK = 500;

export interface RowWindow {
  /** Their tops within what lies `offset` below the top of all. */
  readonly rows: readonly { readonly index: number; readonly top: number }[];
  readonly offset: number;
  readonly height: number;
  readonly first: number;
  readonly end: number;
  scrollTo(index: number): void;
}

export function useRowWindow(scroller: RefObject<HTMLElement | null>, count: number, rowHeight: number, headHeight: number): RowWindow {
  const full = count * rowHeight;
  const height = Math.min(full, TALLEST);
  const view = scroller.current?.clientHeight ?? 800;
  const scale = full > TALLEST ? (full - view) / (TALLEST - view) : 1;
  const scaleNow = useRef(scale);
  scaleNow.current = scale;

  const virtualizer: Virtualizer<HTMLElement, Element> = useVirtualizer<HTMLElement, Element>({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    scrollPaddingStart: headHeight,
    scrollPaddingEnd: rowHeight,
    observeElementOffset: (instance, tell) => observeElementOffset(instance, (offset, moving) => tell(offset * scaleNow.current, moving)),
    scrollToFn: (offset, options, instance) => elementScroll(offset / scaleNow.current, options, instance),
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: sizes are measured anew when the row height changes, and only then
  useLayoutEffect(() => virtualizer.measure(), [virtualizer, rowHeight]);

  const scrolled = virtualizer.scrollOffset ?? 0;
  const items = virtualizer.getVirtualItems();
  const base = scale > 1 ? Math.floor((items[0]?.index ?? 0) / BLOCK) * BLOCK * rowHeight : 0;
  return {
    rows: items.map(({ index, start }) => ({ index, top: start - base })),
    offset: base - scrolled + scrolled / scale,
    height,
    first: items[0]?.index ?? 0,
    end: (items.at(-1)?.index ?? -1) + 1,
    scrollTo: (index) => virtualizer.scrollToIndex(index, { align: 'auto' }),
  };
}
