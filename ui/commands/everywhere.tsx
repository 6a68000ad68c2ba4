// Commands that are there on every screen, and the keys of all commands. Fetched after the first screen stands.

import { useMantineColorScheme } from '@mantine/core';
import { type RegisteredRouter, useRouter } from '@tanstack/react-router';
import { useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { openHelp } from '../help/open.ts';
import { currentLanguage, offeredLanguages, setLanguage } from '../i18n.ts';
import { showError } from '../messages.ts';
import { setPreferences, usePreferences } from '../preferences.tsx';
import { useSetup } from '../queries.ts';
import { menuPages, useMenu } from '../shell/menu.ts';
import { client, workspace } from '../workspace.ts';
import { takeEarlyKeys } from './early-keys.ts';
import { PATIENCE, readKey, takesLetters } from './keys.ts';
import { allCommands, type Command, useCommands } from './registry.ts';

/** The second key after `g`. Nouns without one are reached by the palette. */
const nounKeys: Readonly<Record<string, string>> = {
  accounts: 'a',
  contacts: 'c',
  deals: 'd',
  leads: 'l',
  products: 'p',
  activities: 'v',
  files: 'f',
};

/** Screens of their own: address, label, key. One that is not in this build is left out. */
const places = [
  ['/today', 'today.title', 't', 'sun'],
  ['/', 'commands.home', 'h', 'home'],
  ['/calendar', 'commands.calendar', 'k', 'calendar'],
  ['/reports', 'commands.reports', 'r', 'report'],
  ['/analysis', 'commands.analysis', 'b', 'chart-bar'],
  ['/jobs', 'shell.jobs', 'j', 'progress'],
  ['/log', 'shell.log', 'x', 'history'],
] as const;

export function CommandsEverywhere() {
  const { t, i18n } = useTranslation();
  const router = useRouter();
  const { entities, me } = useSetup();
  const menu = useMenu();
  const { density, sideBar } = usePreferences();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const administrator = me.root || me.features.includes('administration');

  // biome-ignore lint/correctness/useExhaustiveDependencies: labels follow the language
  const commands = useMemo((): Command[] => {
    const go = (address: string) => void router.navigate({ to: address } as Parameters<typeof router.navigate>[0]);
    const nouns = entities.filter((entity) => entity.can.view && !entity.bound);
    const items = menu.flatMap((part) => part.items);
    const inMenu = new Map(items.map(({ name, title }) => [name, title]));
    const isPutAway = (address: string) => menuPages.some(({ name, to }) => to === address && !inMenu.has(name));
    return [
      ...items
        .filter(({ isLink }) => isLink)
        .map(
          ({ name, title, icon, to, href, newTab }): Command => ({
            id: `link ${name}`,
            label: title,
            group: 'go',
            icon,
            run: () => (href ? void window.open(href, newTab ? '_blank' : '_self', 'noopener,noreferrer') : go(to ?? '/')),
          }),
        ),
      ...places
        .filter(([address]) => isThere(router, address) && !isPutAway(address))
        .map(
          ([address, label, key, icon]): Command => ({
            id: `go ${address}`,
            label: t(label),
            group: 'go',
            keys: `g ${key}`,
            icon,
            run: () => go(address),
          }),
        ),
      ...nouns
        .filter(({ name, area }) => inMenu.has(name) || (area === 'administration' && administrator))
        .map(
          (entity): Command => ({
            id: `list ${entity.name}`,
            label: inMenu.get(entity.name) ?? entity.plural,
            group: entity.area === 'administration' ? 'settings' : 'go',
            ...(nounKeys[entity.name] ? { keys: `g ${nounKeys[entity.name]}` } : {}),
            icon: entity.icon,
            run: () => void router.navigate({ to: '/$entity', params: { entity: entity.name } }),
          }),
        ),
      ...nouns
        .filter((entity) => entity.can.create && inMenu.has(entity.name) && entity.name !== 'files')
        .map(
          (entity): Command => ({
            id: `new ${entity.name}`,
            label: t('search.createNew', { noun: entity.label }),
            group: 'new',
            icon: 'plus',
            run: () => void router.navigate({ to: '/$entity/new', params: { entity: entity.name } }),
          }),
        ),
      ...(administrator
        ? [
            {
              id: 'settings',
              label: t('shell.administration'),
              group: 'settings',
              keys: 'g s',
              icon: 'adjustments',
              run: () => go('/settings'),
            } as const,
          ]
        : []),
      ...(nouns.some(({ name }) => name === 'custom_fields')
        ? [{ id: 'fields', label: t('shell.customFields'), group: 'settings', icon: 'forms', run: () => go('/settings/fields') } as const]
        : []),
      { id: 'duplicates', label: t('shell.duplicates'), group: 'go', icon: 'files', run: () => go('/duplicates') } as const,
      ...(entities.some((entity) => entity.can.import)
        ? [{ id: 'import', label: t('shell.import'), group: 'go', keys: 'g i', icon: 'table-import', run: () => go('/import') } as const]
        : []),
      ...(entities.some(({ name, can }) => name === 'users' && can.view)
        ? [{ id: 'profile', label: t('shell.profile'), group: 'settings', icon: 'user-circle', run: () => go(`/users/${me.id}`) } as const]
        : []),
      {
        id: 'dark',
        label: t('commands.toggleDark'),
        group: 'settings',
        icon: 'moon',
        run: () => setColorScheme(isDark(colorScheme) ? 'light' : 'dark'),
      },
      {
        id: 'density',
        label: t('commands.toggleCompact'),
        group: 'settings',
        icon: 'list',
        run: () => setPreferences({ density: density === 'compact' ? 'comfortable' : 'compact' }),
      },
      {
        id: 'side-bar',
        label: t('commands.toggleSideBar'),
        group: 'settings',
        keys: '[',
        icon: 'layout',
        run: () => setPreferences({ sideBar: sideBar === 'slim' ? 'wide' : 'slim' }),
      },
      ...offeredLanguages()
        .filter(({ value }) => value !== currentLanguage())
        .map(
          ({ value, label }): Command => ({
            id: `language ${value}`,
            label: `${t('shell.language')}: ${label}`,
            group: 'settings',
            icon: 'world',
            run: () => void setLanguage(value).catch(showError),
          }),
        ),
      { id: 'help', label: t('help.title'), group: 'settings', icon: 'help', run: () => openHelp() },
      ...(me.seen
        ? []
        : [
            {
              id: 'sign-out',
              label: t('shell.signOut'),
              group: 'settings',
              icon: 'logout',
              run: () => void client.session.signOut().then(() => location.assign(`/${encodeURIComponent(workspace)}/`), showError),
            } as const,
          ]),
    ];
  }, [router, entities, menu, me, administrator, density, sideBar, colorScheme, setColorScheme, t, i18n.language]);
  useCommands(commands);
  useEffect(listenToKeys, []);
  return null;
}

function isThere(router: RegisteredRouter, address: string): boolean {
  return address === '/' || Object.keys(router.routesByPath).some((path) => path === address || path.startsWith(`${address}/`));
}

function isDark(scheme: string): boolean {
  return scheme === 'dark' || (scheme === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches);
}

function listenToKeys() {
  let before: { key: string; at: number } | null = null;
  const listen = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.repeat || takesLetters(event.target) || document.querySelector('[role=dialog][aria-modal=true]'))
      return;
    const commands = allCommands();
    const read = readKey(event, before && event.timeStamp - before.at < PATIENCE ? before.key : null, commands);
    before = read && 'begun' in read ? { key: read.begun, at: event.timeStamp } : null;
    if (!read || 'begun' in read) return;
    event.preventDefault();
    commands[read.command]?.run();
  };
  takeEarlyKeys().forEach(listen);
  addEventListener('keydown', listen);
  return () => removeEventListener('keydown', listen);
}
