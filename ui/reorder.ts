// One thing of many is dragged to another's place, or moved by the arrow keys on its grip.

import { type DragEvent, type KeyboardEvent, useState } from 'react';

/** `keys`: in their order now. */
export function useReorder(keys: readonly string[], onOrder: (keys: string[]) => void) {
  const [dragged, setDragged] = useState<string | null>(null);
  const [over, setOver] = useState<string | null>(null);
  const move = (key: string, to: number) => {
    const others = keys.filter((other) => other !== key);
    others.splice(Math.max(0, Math.min(others.length, to)), 0, key);
    onOrder(others);
  };
  const end = () => {
    setDragged(null);
    setOver(null);
  };
  return {
    move,
    /** For what is dragged; `at` is its place. */
    dragging: (key: string, label: string, at: number) => ({
      'data-over': over === key || undefined,
      draggable: true,
      onDragStart(event: DragEvent) {
        event.dataTransfer.effectAllowed = 'move';
        event.dataTransfer.setData('text/plain', label);
        setDragged(key);
      },
      onDragOver(event: DragEvent) {
        if (!dragged) return;
        event.preventDefault();
        setOver(key);
      },
      onDragEnd: end,
      onDrop() {
        if (dragged && dragged !== key) move(dragged, at);
        end();
      },
    }),
    grip: (key: string) => ({
      onKeyDown(event: KeyboardEvent) {
        if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
        event.preventDefault();
        move(key, keys.indexOf(key) + (event.key === 'ArrowUp' ? -1 : 1));
      },
    }),
  };
}

/** With the one at `at` so many places further, or, below nought, before. */
export function moved<T>(all: readonly T[], at: number, by: number): T[] {
  return all.toSpliced(at, 1).toSpliced(at + by, 0, ...all.slice(at, at + 1));
}
