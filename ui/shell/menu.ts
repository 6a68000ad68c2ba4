// What stands in the menu: as an administrator arranged it, else pages and modules as they come. The side bar and the palette go by it.

import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntitiesAnswer, EntityDescription } from '../../client/index.ts';
import { inMenu, usePhone } from '../phone.ts';
import { useSetup } from '../queries.ts';
import { workspace } from '../workspace.ts';

export interface MenuItem {
  /** Unique in the menu: the name of a module or page, or the address. */
  readonly name: string;
  readonly title: string;
  readonly icon: string;
  /** Inside the program: its path. */
  readonly to?: string;
  /** What a browser of its own tab, or another program, is opened with. */
  readonly href?: string;
  readonly newTab: boolean;
  /** An address that an administrator wrote. */
  readonly isLink?: true;
}

export interface MenuPart {
  readonly title: string | null;
  readonly items: readonly MenuItem[];
}

type Setup = Pick<EntitiesAnswer, 'entities' | 'menu'>;
type Say = (key: 'today.title' | 'calendar.title' | 'analysis.title' | 'reports.title') => string;

/** Pages of the program that stand in the menu, and the noun whose records they need. */
export const menuPages = [
  { name: 'today', to: '/today', title: 'today.title', icon: 'sun', needs: null },
  { name: 'calendar', to: '/calendar', title: 'calendar.title', icon: 'calendar-month', needs: 'activities' },
  { name: 'analysis', to: '/analysis', title: 'analysis.title', icon: 'chart-bar', needs: null },
  { name: 'reports', to: '/reports', title: 'reports.title', icon: 'report', needs: 'reports' },
] as const;

export function useMenu(): readonly MenuPart[] {
  const { t } = useTranslation();
  const setup = useSetup();
  const { settings } = usePhone();
  return useMemo(() => {
    const entities = setup.entities.filter(({ name, menu }) => !menu || inMenu(settings, name));
    return menuOf({ ...setup, entities }, t);
  }, [setup, settings, t]);
}

/** Only what this person may see anyway. */
export function menuOf({ entities, menu }: Setup, t: Say): readonly MenuPart[] {
  const seen = entities.filter((entity) => entity.can.view);
  const pages = menuPages.filter(({ needs }) => needs === null || seen.some(({ name }) => name === needs));
  const known = new Map<string, MenuItem>([
    ...pages.map(({ name, to, title, icon }) => [name, { name, to, icon, title: t(title), newTab: false }] as const),
    ...seen.filter((entity) => entity.menu).map((entity) => [entity.name, moduleItem(entity)] as const),
  ]);
  if (!menu) return [{ title: null, items: [...known.values()] }];
  const parts = menu.headers.map(({ title, items }) => ({
    title: title ?? null,
    items: items.flatMap((item) => (item.url ? linkItem(item.url, item) : (placed(known.get(item.module ?? item.page ?? ''), item) ?? []))),
  }));
  const named = new Set([...menu.put_away, ...parts.flatMap(({ items }) => items.map(({ name }) => name))]);
  const rest = [...known.values()].filter(({ name }) => !named.has(name));
  return [...parts, { title: null, items: rest }].filter(({ items }) => items.length > 0);
}

function moduleItem({ name, plural, icon }: EntityDescription): MenuItem {
  return { name, title: plural, icon, to: `/${name}`, newTab: false };
}

function placed(
  item: MenuItem | undefined,
  { title, new_tab: newTab = false }: { title?: string; new_tab?: boolean },
): MenuItem | undefined {
  return (
    item && { ...item, title: title || item.title, newTab, ...(newTab ? { href: `/${encodeURIComponent(workspace)}${item.to}` } : {}) }
  );
}

function linkItem(url: string, { title, new_tab: newTab = false }: { title?: string; new_tab?: boolean }): MenuItem {
  const inside = url.startsWith('/');
  const base = { name: url, title: title || url, icon: 'link', newTab, isLink: true } as const;
  // The router takes paths; what is asked there goes with the address.
  if (inside && !newTab && !/[?#]/.test(url)) return { ...base, to: url };
  return { ...base, href: inside ? `/${encodeURIComponent(workspace)}${url}` : url };
}
