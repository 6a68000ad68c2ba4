// What a key means in the list, as in a spreadsheet. `?` in the application lists the same.

export type KeyCommand =
  | { readonly do: 'move'; readonly rows: number; readonly cells: number }
  /** To the first or last column; with `rows` also to the first or last row. */
  | { readonly do: 'jump'; readonly to: 'start' | 'end'; readonly rows: boolean }
  | { readonly do: 'edit' | 'open' | 'copy' | 'escape' | 'enter' }
  | { readonly do: 'select'; readonly range: boolean }
  /** Begin a new value with this sign. */
  | { readonly do: 'type'; readonly sign: string };

interface Key {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** `page`: rows that fit. null: the key is not ours. */
export function keyCommand({ key, ctrlKey, metaKey, altKey, shiftKey }: Key, page: number): KeyCommand | null {
  const command = ctrlKey || metaKey;
  if (altKey) return null;
  switch (key) {
    case 'ArrowDown':
      return { do: 'move', rows: 1, cells: 0 };
    case 'ArrowUp':
      return { do: 'move', rows: -1, cells: 0 };
    case 'ArrowLeft':
      return { do: 'move', rows: 0, cells: -1 };
    case 'ArrowRight':
      return { do: 'move', rows: 0, cells: 1 };
    case 'PageDown':
      return { do: 'move', rows: page, cells: 0 };
    case 'PageUp':
      return { do: 'move', rows: -page, cells: 0 };
    case 'Home':
      return { do: 'jump', to: 'start', rows: command };
    case 'End':
      return { do: 'jump', to: 'end', rows: command };
    case 'F2':
      return { do: 'edit' };
    case 'Enter':
      return { do: command ? 'open' : 'enter' };
    case 'Escape':
      return { do: 'escape' };
    case ' ':
      return { do: 'select', range: shiftKey };
    default:
      if (command) return key === 'c' ? { do: 'copy' } : null;
      return key.length === 1 && key !== '?' ? { do: 'type', sign: key } : null;
  }
}
