// Files dropped on a part of the page, which shows that it would take them.

import { type DragEvent, useState } from 'react';

/** For the element that takes them; null: it takes none now. */
export function useFileDrop(onFiles: ((files: readonly File[]) => void) | null) {
  const [over, setOver] = useState(false);
  return {
    'data-over': (over && onFiles !== null) || undefined,
    onDragOver(event: DragEvent) {
      if (!onFiles || !event.dataTransfer.types.includes('Files')) return;
      event.preventDefault();
      setOver(true);
    },
    onDragLeave(event: DragEvent) {
      if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
    },
    onDrop(event: DragEvent) {
      setOver(false);
      if (!onFiles) return;
      event.preventDefault();
      onFiles([...event.dataTransfer.files]);
    },
  };
}
