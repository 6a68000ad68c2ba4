// The menu while an administrator arranges it: headers with items, and what is put away.

import type { EntityDescription } from '../../client/index.ts';

/** As it is stored. */
export interface StoredItem {
  readonly module?: string;
  readonly page?: string;
  readonly url?: string;
  readonly title?: string;
  readonly new_tab?: boolean;
  readonly sets?: readonly string[];
}

export interface StoredHeader {
  readonly title?: string;
  readonly sets?: readonly string[];
  readonly items: readonly StoredItem[];
}

/** Keys are React's, not stored. */
export interface DraftItem extends StoredItem {
  readonly key: number;
}

export interface DraftHeader extends Omit<StoredHeader, 'items'> {
  readonly key: number;
  readonly items: readonly DraftItem[];
}

export interface DraftMenu {
  readonly headers: readonly DraftHeader[];
  /** Modules and pages nobody is shown. */
  readonly putAway: readonly StoredItem[];
}

let last = 0;
export const keyed = <T extends object>(one: T): T & { readonly key: number } => ({ ...one, key: ++last });

export const nameOf = ({ module, page }: StoredItem): string => module ?? page ?? '';

/** All that can stand in the menu, as it comes. */
export function allItems(entities: readonly EntityDescription[], pages: readonly { readonly name: string }[]): StoredItem[] {
  return [...pages.map(({ name }) => ({ page: name })), ...entities.filter(({ menu }) => menu).map(({ name }) => ({ module: name }))];
}

/** What is named nowhere, e.g. a module of a later version, stands at the end. */
export function draftOf(all: readonly StoredItem[], headers: readonly StoredHeader[] | null, putAway: readonly string[]): DraftMenu {
  const known = new Set(all.map(nameOf));
  const kept = (headers ?? []).map(({ items, ...header }) =>
    keyed({ ...header, items: items.filter((item) => item.url || known.has(nameOf(item))).map(keyed) }),
  );
  const named = new Set([...kept.flatMap(({ items }) => items.map(nameOf)), ...putAway]);
  const rest = all.filter((item) => !named.has(nameOf(item))).map(keyed);
  const whole = rest.length > 0 ? [...kept, keyed({ items: rest })] : kept;
  return { headers: whole, putAway: all.filter((item) => putAway.includes(nameOf(item))) };
}

export function storedOf({ headers, putAway }: DraftMenu): { headers: StoredHeader[]; put_away: string[] } {
  return {
    headers: headers.map(({ key: _, items, ...header }) => ({ ...header, items: items.map(({ key: __, ...item }) => item) })),
    put_away: putAway.map(nameOf),
  };
}

/** Past the first of a header it goes to the end of the one above, and past the last to the start of the one below. */
export function moveItem({ headers, putAway }: DraftMenu, key: number, by: -1 | 1): DraftMenu {
  const at = headers.findIndex(({ items }) => items.some((item) => item.key === key));
  const header = headers[at];
  if (!header) return { headers, putAway };
  const place = header.items.findIndex((item) => item.key === key);
  const item = header.items[place]!;
  const without = header.items.filter((one) => one !== item);
  const inside = place + by >= 0 && place + by < header.items.length;
  if (inside) return { headers: headers.with(at, { ...header, items: without.toSpliced(place + by, 0, item) }), putAway };
  const next = headers[at + by];
  if (!next) return { headers, putAway };
  const taken = { ...next, items: by < 0 ? [...next.items, item] : [item, ...next.items] };
  return { headers: headers.with(at, { ...header, items: without }).with(at + by, taken), putAway };
}

export function moveHeader({ headers, putAway }: DraftMenu, key: number, by: -1 | 1): DraftMenu {
  const at = headers.findIndex((header) => header.key === key);
  const other = headers[at + by];
  if (!other) return { headers, putAway };
  return { headers: headers.with(at, other).with(at + by, headers[at]!), putAway };
}

/** Links are gone with their header, the rest is put away. */
export function removeHeader({ headers, putAway }: DraftMenu, key: number): DraftMenu {
  const gone = headers.find((header) => header.key === key);
  const freed = (gone?.items ?? []).filter((item) => !item.url).map(bare);
  return { headers: headers.filter((header) => header !== gone), putAway: [...putAway, ...freed] };
}

export function removeItem({ headers, putAway }: DraftMenu, key: number): DraftMenu {
  const gone = headers.flatMap(({ items }) => items).find((item) => item.key === key);
  return {
    headers: headers.map((header) => ({ ...header, items: header.items.filter((item) => item.key !== key) })),
    putAway: gone && !gone.url ? [...putAway, bare(gone)] : putAway,
  };
}

/** At the end of the last header. */
export function addItem({ headers, putAway }: DraftMenu, item: StoredItem): DraftMenu {
  const whole: readonly DraftHeader[] = headers.length > 0 ? headers : [keyed({ items: [] })];
  const end = whole.at(-1)!;
  return {
    headers: whole.with(-1, { ...end, items: [...end.items, keyed(item)] }),
    putAway: putAway.filter((one) => item.url !== undefined || nameOf(one) !== nameOf(item)),
  };
}

function bare({ module, page }: StoredItem): StoredItem {
  return module ? { module } : { page: page! };
}
