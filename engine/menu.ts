// The menu as an administrator arranged it, for one person: it opens nothing that rights do not, it only leaves out (row CS-027).

import { knownSettings } from './settings.ts';
import type { Rights } from './types.ts';
import type { Workspace } from './workspace.ts';

/** A module, a page of the program, or the address of something else. */
export interface MenuItem {
  readonly module?: string;
  readonly page?: string;
  readonly url?: string;
  /** Else it is called as it comes. */
  readonly title?: string;
  readonly new_tab?: boolean;
  /** Ids of the permission sets whose holders see it; none: everybody. */
  readonly sets?: readonly string[];
}

/** A heading with what stands below it; `sets` as of an item. */
export interface MenuHeader {
  readonly title?: string;
  readonly sets?: readonly string[];
  readonly items: readonly MenuItem[];
}

export interface Menu {
  readonly headers: readonly MenuHeader[];
  /** Modules and pages that are not in this person's menu. What is named nowhere, such as a module of a later version, stands at its end. */
  readonly put_away: readonly string[];
}

/** By what it is known; none for an address elsewhere. */
export const menuName = ({ module, page }: MenuItem): string | undefined => module ?? page;

/** Null where nobody has arranged it. */
export async function menuFor(workspace: Workspace, { sets }: Pick<Rights, 'sets'>): Promise<Menu | null> {
  if (!workspace.state.schema.entities['menu_settings']) return null;
  const stored = await knownSettings(workspace, 'menu_settings');
  if (!Array.isArray(stored['headers'])) return null;
  const all = stored['headers'] as readonly MenuHeader[];
  const isSeen = (one: { readonly sets?: readonly string[] }) => !one.sets?.length || one.sets.some((id) => sets.includes(id));
  const told = ({ sets: _, ...item }: MenuItem): MenuItem => item;
  const headers = all.filter(isSeen).map(({ title, items }) => ({ ...(title ? { title } : {}), items: items.filter(isSeen).map(told) }));
  const shown = new Set(headers.flatMap(({ items }) => items.map(menuName)));
  const named = [...all.flatMap(({ items }) => items.map(menuName)), ...((stored['put_away'] as readonly string[] | null) ?? [])];
  return { headers, put_away: [...new Set(named)].flatMap((name) => (name && !shown.has(name) ? [name] : [])) };
}
