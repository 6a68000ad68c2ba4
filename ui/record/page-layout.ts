// Which parts the page of a record has, and where each stands: as usual, or as an administrator arranged them (row CS-033).

import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription } from '../../client/index.ts';
import type { Card, PartSetting, Width } from '../card/card.ts';
import type { ChartSpec } from '../charts/spec.ts';
import { inWords } from '../i18n.ts';
import { type PanelProps, panels } from '../parts.ts';
import { fieldOf, useEntity, useSetup } from '../queries.ts';
import { useLinks } from './links.ts';
import { type Relation, tabsOf, useRelations } from './related-lists.tsx';

export interface PagePart {
  /** As card settings name it: its kind, and what tells it from others of that kind. */
  readonly key: string;
  readonly label: string;
  /** Where it stands while nobody says otherwise: always in view, in a tab of its own, or nowhere. */
  readonly usual: 'beside' | 'tab' | 'nowhere';
  /** Of what a module adds. */
  readonly Content?: ComponentType<PanelProps>;
  /** Of a group of related lists. */
  readonly relations?: readonly Relation[];
  readonly chart?: { readonly relation: Relation; readonly spec: ChartSpec };
}

export interface PlacedPart extends PagePart {
  readonly width: Width;
}

export interface PageLayout {
  /** Always in view. */
  readonly beside: readonly PlacedPart[];
  readonly tabs: readonly PageTab[];
}

export interface PageTab {
  readonly key: string;
  readonly name: string;
  readonly parts: readonly PlacedPart[];
}

/** What there is for the pages of a noun, in the usual order. */
export function usePageParts(entity: EntityDescription, { related, parts, discussion, change_log: logged }: Card): readonly PagePart[] {
  const { t } = useTranslation();
  const relations = useRelations(entity);
  const linkable = useLinks(entity);
  const files = useEntity('files');
  const attachable = files !== undefined && (fieldOf(files, 'related_to')?.to.includes(entity.name) ?? false);
  const { entities } = useSetup();
  const isSeen = ({ of }: { of?: string }) => !of || entities.some(({ name }) => name === of);
  const part = (key: string, label: string, usual: PagePart['usual'] = 'tab'): PagePart => ({ key, label, usual });
  return [
    part('details', t('record.details'), 'beside'),
    ...(logged.length > 0 ? [part('change_log', t('changeLog.title'), 'beside')] : []),
    part('timeline', t('timeline.title')),
    ...(discussion ? [part('discussion', t('cards.discussion'), 'nowhere')] : []),
    ...tabsOf(relations, related).map(({ name, relations: inside }) => ({
      ...part(name ? `related ${name}` : 'related', name ? inWords(name, entity.name) : t('record.related')),
      relations: inside,
    })),
    ...(panels[entity.name] ?? []).filter(isSeen).map(({ label, Content, beside }) => ({
      ...part(`panel ${label}`, t(label), beside ? 'beside' : 'tab'),
      Content,
    })),
    ...(attachable ? [part('files', t('record.documents'))] : []),
    ...(linkable ? [part('links', t('links.title'))] : []),
    part('history', t('record.history')),
    ...parts.flatMap(({ part: key, title = '', list, chart }) => {
      const relation = relations.find((one) => one.key === list);
      return chart && relation ? [{ ...part(key, inWords(title, entity.name)), chart: { relation, spec: chart } }] : [];
    }),
  ];
}

/** Parts as settings order them, each with its own; those that are new stand behind the others. */
export function inOrder(
  parts: readonly PagePart[],
  settings: readonly PartSetting[],
): readonly { readonly part: PagePart; readonly setting: PartSetting }[] {
  const known = settings.flatMap((setting) => {
    const part = parts.find(({ key }) => key === setting.part);
    return part ? [{ part, setting }] : [];
  });
  const rest = parts.filter(({ key }) => !settings.some(({ part }) => part === key));
  return [...known, ...rest.map((part) => ({ part, setting: usualSetting(part) }))];
}

function usualSetting({ key, usual }: PagePart): PartSetting {
  return { part: key, ...(usual === 'beside' ? { tab: null } : {}), ...(usual === 'nowhere' ? { hidden: true } : {}) };
}

export function arranged(entity: string, parts: readonly PagePart[], settings: readonly PartSetting[]): PageLayout {
  const beside: PlacedPart[] = [];
  // Of two parts with tabs of their own each has its own, even where a language has one word for both.
  const tabs = new Map<string, { name: string; parts: PlacedPart[] }>();
  for (const { part, setting } of inOrder(parts, settings)) {
    if (setting.hidden) continue;
    const { tab, width = 'full' } = setting;
    const placed = { ...part, width };
    if (tab === null) {
      beside.push(placed);
      continue;
    }
    const named = tab?.trim();
    const key = named ? `tab ${named}` : part.key;
    const shared = tabs.get(key);
    if (shared) shared.parts.push(placed);
    else tabs.set(key, { name: named ? inWords(named, entity) : part.label, parts: [placed] });
  }
  return { beside, tabs: [...tabs].map(([key, tab]) => ({ key, ...tab })) };
}
