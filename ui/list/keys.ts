// What a key means in the list, as in a spreadsheet. `?` in the application lists the same.

export type KeyCommand =
  /** With `extend`, the block that is chosen grows. */
  | { readonly do: 'move'; readonly rows: number; readonly cells: number; readonly extend?: boolean }
  /** To the first or last column; with `rows` also to the first or last row. */
  | { readonly do: 'jump'; readonly to: 'start' | 'end'; readonly rows: boolean }
  | { readonly do: 'edit' | 'open' | 'copy' | 'escape' | 'enter' | 'fill' | 'undo' | 'empty' }
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

/** With Ctrl or Cmd. Pasting comes as an event of its own, with what is pasted. */
const COMMANDS: Readonly<Record<string, KeyCommand>> = { c: { do: 'copy' }, d: { do: 'fill' }, z: { do: 'undo' } };

/** `page`: rows that fit. null: the key is not ours. */
export function keyCommand({ key, ctrlKey, metaKey, altKey, shiftKey }: Key, page: number): KeyCommand | null {
  const command = ctrlKey || metaKey;
  if (altKey) return null;
  const extend = shiftKey ? { extend: true } : {};
  switch (key) {
    case 'ArrowDown':
      return { do: 'move', rows: 1, cells: 0, ...extend };
    case 'ArrowUp':
      return { do: 'move', rows: -1, cells: 0, ...extend };
    case 'ArrowLeft':
      return { do: 'move', rows: 0, cells: -1, ...extend };
    case 'ArrowRight':
      return { do: 'move', rows: 0, cells: 1, ...extend };
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
    case 'Delete':
      return { do: 'empty' };
    case 'Escape':
      return { do: 'escape' };
    case ' ':
      return { do: 'select', range: shiftKey };
    default:
      if (command) return COMMANDS[key.toLowerCase()] ?? null;
      return key.length === 1 && key !== '?' ? { do: 'type', sign: key } : null;
  }
}
