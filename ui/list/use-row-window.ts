// Which rows are in view. Browsers cannot make an element taller than some 16 million pixels; beyond that the scrollbar is scaled.

import { elementScroll, observeElementOffset, type Rect, useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import { type RefObject, useDeferredValue, useEffect, useLayoutEffect, useRef } from 'react';

const TALLEST = 12_000_000;
/** Where the scrollbar is scaled, tops are told from the first of so many rows: they stay as they are while one scrolls, and small. */
const BLOCK = 500;

/** Rows beyond those in view; the first picture does without most of them. */
const OVERSCAN = 8;
const OVERSCAN_AT_FIRST = 1;

export interface RowWindow {
  /** Their tops within what lies `offset` below the top of all. */
  readonly rows: readonly { readonly index: number; readonly top: number }[];
  readonly offset: number;
  readonly height: number;
  /** Of what the rows are seen through. */
  readonly width: number;
  readonly first: number;
  readonly end: number;
  scrollTo(index: number): void;
}

/** As large as the list that was seen last, at first as the window: rows are drawn before the room for them is measured. */
let usual: Rect = { width: innerWidth, height: innerHeight };

/** Measures when the page has been laid out anyway. */
function observeRoom({ scrollElement }: Virtualizer<HTMLElement, Element>, tell: (room: Rect) => void) {
  if (!scrollElement) return;
  const measure = () => {
    usual = { width: scrollElement.clientWidth, height: scrollElement.clientHeight };
    tell(usual);
  };
  tell(usual);
  const observer = new ResizeObserver(measure);
  observer.observe(scrollElement);
  return () => observer.disconnect();
}

/** @param started false: rows stand for what has not come yet */
export function useRowWindow(
  scroller: RefObject<HTMLElement | null>,
  { count, started, rowHeight, headHeight }: { count: number; started: boolean; rowHeight: number; headHeight: number },
): RowWindow {
  const full = count * rowHeight;
  const height = Math.min(full, TALLEST);
  const scaleNow = useRef(1);
  const overscan = useDeferredValue(started ? OVERSCAN : OVERSCAN_AT_FIRST, OVERSCAN_AT_FIRST);

  const virtualizer: Virtualizer<HTMLElement, Element> = useVirtualizer<HTMLElement, Element>({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan,
    initialRect: usual,
    observeElementRect: observeRoom,
    scrollPaddingStart: headHeight,
    scrollPaddingEnd: rowHeight,
    observeElementOffset: (instance, tell) => observeElementOffset(instance, (offset, moving) => tell(offset * scaleNow.current, moving)),
    scrollToFn: (offset, options, instance) => {
      // Where it begins a list stands anyway; to say so would have the page laid out for it.
      if (offset > 0 || instance.scrollOffset) elementScroll(offset / scaleNow.current, options, instance);
    },
  });
  const room = virtualizer.scrollRect ?? usual;
  const scale = full > TALLEST ? (full - room.height) / (TALLEST - room.height) : 1;
  scaleNow.current = scale;
  const measuredAt = useRef(rowHeight);
  useLayoutEffect(() => {
    if (measuredAt.current !== rowHeight) virtualizer.measure();
    measuredAt.current = rowHeight;
  }, [virtualizer, rowHeight]);

  const scrolled = virtualizer.scrollOffset ?? 0;
  const items = virtualizer.getVirtualItems();
  const base = scale > 1 ? Math.floor((items[0]?.index ?? 0) / BLOCK) * BLOCK * rowHeight : 0;
  return {
    rows: items.map(({ index, start }) => ({ index, top: start - base })),
    offset: base - scrolled + scrolled / scale,
    height,
    width: room.width,
    first: items[0]?.index ?? 0,
    end: (items.at(-1)?.index ?? -1) + 1,
    scrollTo: (index) => virtualizer.scrollToIndex(index, { align: 'auto' }),
  };
}

/** Scrolls there when that is another place than where it began or was put last. */
export function useScrollTop(scroller: RefObject<HTMLElement | null>, top: number): void {
  const put = useRef(0);
  useEffect(() => {
    if (top !== put.current) scroller.current?.scrollTo({ top });
    put.current = top;
  }, [scroller, top]);
}
