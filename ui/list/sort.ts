// The sort of a list as text: `-updated_at,name`.

interface Key {
  readonly path: string;
  readonly descending: boolean;
}

function keysOf(sort: string): Key[] {
  const parts = sort.split(',').map((part) => part.trim());
  return parts
    .filter(Boolean)
    .map((part) => (part.startsWith('-') ? { path: part.slice(1), descending: true } : { path: part, descending: false }));
}

/** How a column is sorted; `place` counts from 1 where there are several keys, else it is 0. */
export function sortOf(sort: string, path: string): { direction: 'asc' | 'desc' | null; place: number } {
  const keys = keysOf(sort);
  const at = keys.findIndex((key) => key.path === path);
  const key = keys[at];
  if (!key) return { direction: null, place: 0 };
  return { direction: key.descending ? 'desc' : 'asc', place: keys.length > 1 ? at + 1 : 0 };
}

/** After a click: up, down, then as the list is sorted by itself (empty text). With `add`, the other keys stay before it. */
export function nextSort(sort: string, path: string, add: boolean): string {
  const { direction } = sortOf(sort, path);
  const next = direction === null ? path : direction === 'asc' ? `-${path}` : '';
  if (!add) return next;
  const print = (key: Key) => (key.path === path ? next : `${key.descending ? '-' : ''}${key.path}`);
  const keys = keysOf(sort);
  const printed = keys.some((key) => key.path === path) ? keys.map(print) : [...keys.map(print), next];
  return printed.filter(Boolean).join(',');
}
