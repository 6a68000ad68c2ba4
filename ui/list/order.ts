// The order of columns: one is dragged to another's place, or moved by the arrow keys on its grip.

import { type DragEvent, type KeyboardEvent, useState } from 'react';

export interface Movable {
  readonly path: string;
  readonly label: string;
}

/** What a line and its grip need; `at` is the place of the line. */
export function useColumnOrder(paths: readonly string[], onOrder: (paths: string[]) => void) {
  const [dragged, setDragged] = useState<string | null>(null);
  const [over, setOver] = useState<string | null>(null);
  const move = (path: string, to: number) => {
    const others = paths.filter((other) => other !== path);
    others.splice(Math.max(0, Math.min(others.length, to)), 0, path);
    onOrder(others);
  };
  return {
    line: ({ path, label }: Movable, at: number) => ({
      'data-over': over === path || undefined,
      draggable: true,
      onDragStart(event: DragEvent) {
        event.dataTransfer.effectAllowed = 'move';
        event.dataTransfer.setData('text/plain', label);
        setDragged(path);
      },
      onDragOver(event: DragEvent) {
        if (!dragged) return;
        event.preventDefault();
        setOver(path);
      },
      onDragEnd() {
        setDragged(null);
        setOver(null);
      },
      onDrop: () => dragged && move(dragged, at),
    }),
    grip: ({ path }: Movable) => ({
      onKeyDown(event: KeyboardEvent) {
        if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
        event.preventDefault();
        move(path, paths.indexOf(path) + (event.key === 'ArrowUp' ? -1 : 1));
      },
    }),
  };
}
