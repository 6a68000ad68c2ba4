// Widgets while they are arranged: dragged and resized with the pointer, or with arrow keys on their handles.

import { useElementSize } from '@mantine/hooks';
import { useMemo } from 'react';
import { GridLayout, type Layout, type LayoutItem, moveElement, verticalCompactor } from 'react-grid-layout';
import 'react-grid-layout/css/styles.css';
import classes from './dashboard.module.css';
import { type Arranging, Frame } from './frame.tsx';
import { COLUMNS, GAP, ROW, type Widget } from './model.ts';

interface ArrangeProps extends Omit<Arranging, 'onKey' | 'onChange'> {
  readonly widgets: readonly Widget[];
  readonly onArranged: (widgets: readonly Widget[]) => void;
}

export function Arrange({ widgets, onArranged, onSettings, onRemove }: ArrangeProps) {
  const { ref, width } = useElementSize();
  const layout = useMemo((): Layout => widgets.map(({ id, x, y, w, h }) => ({ i: id, x, y, w, h, minW: 2, minH: 2 })), [widgets]);
  const take = (next: Layout) => {
    const changed = placed(widgets, next);
    if (changed) onArranged(changed);
  };
  const arranging: Arranging = {
    onSettings,
    onRemove,
    onChange: (id, settings) => onArranged(widgets.map((widget) => (widget.id === id ? ({ ...widget, settings } as Widget) : widget))),
    onKey(id, dx, dy, resize) {
      const copy = layout.map((item) => ({ ...item }));
      const item = copy.find(({ i }) => i === id);
      if (!item) return;
      if (resize) {
        Object.assign(item, { w: within(item.w + dx, 2, COLUMNS - item.x), h: within(item.h + dy, 2, 40) });
        take(verticalCompactor.compact(copy, COLUMNS));
      } else {
        // Down means past what stands there: one row would fall back at once.
        const below =
          dy > 0
            ? Math.min(
                ...copy.filter((other) => other.y >= item.y + item.h && overlaps(other, item)).map((other) => other.y + other.h - item.h),
                Number.POSITIVE_INFINITY,
              )
            : 0;
        const above = dy < 0 ? Math.max(...copy.filter((other) => other.y < item.y && overlaps(other, item)).map(({ y }) => y), 0) : 0;
        const y = dy > 0 ? (Number.isFinite(below) ? Math.max(below, item.y + 1) : item.y) : dy < 0 ? above : item.y;
        take(
          verticalCompactor.compact(
            moveElement(copy, item, within(item.x + dx, 0, COLUMNS - item.w), y, true, false, 'vertical', COLUMNS),
            COLUMNS,
          ),
        );
      }
    },
  };
  return (
    <div ref={ref} className={classes.arrange}>
      {width > 0 && (
        <GridLayout
          width={width}
          layout={layout}
          gridConfig={{ cols: COLUMNS, rowHeight: ROW, margin: [GAP, GAP], containerPadding: [0, 0] }}
          dragConfig={{ enabled: true, handle: `.${classes.head}`, cancel: '[role="menu"], input, textarea' }}
          resizeConfig={{ enabled: true, handles: ['se', 's', 'e'] }}
          onDragStop={take}
          onResizeStop={take}
        >
          {widgets.map((widget) => (
            <div key={widget.id}>
              <Frame widget={widget} arranging={arranging} mayArrange />
            </div>
          ))}
        </GridLayout>
      )}
    </div>
  );
}

function placed(widgets: readonly Widget[], layout: Layout): readonly Widget[] | null {
  const places = new Map(layout.map((item) => [item.i, item]));
  let changed = false;
  const next = widgets.map((widget) => {
    const place = places.get(widget.id);
    if (!place) return widget;
    const { x, y, w, h } = place;
    if (x === widget.x && y === widget.y && w === widget.w && h === widget.h) return widget;
    changed = true;
    return { ...widget, x, y, w, h };
  });
  return changed ? next : null;
}

function overlaps(a: LayoutItem, b: LayoutItem): boolean {
  return a.i !== b.i && a.x < b.x + b.w && b.x < a.x + a.w;
}

function within(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, value));
}
