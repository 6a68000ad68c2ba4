// The settings of a module, each with its place: behind the hammer of its lists and beside its switch (row CS-052).

import {
  IconArrowRampRight,
  IconChecklist,
  IconForms,
  IconHash,
  IconId,
  IconLanguage,
  IconUserCog,
  type TablerIcon,
} from '@tabler/icons-react';
import type { LinkProps } from '@tanstack/react-router';
import type { EntityDescription } from '../../client/index.ts';
import { fieldOf, useSetup } from '../queries.ts';

export interface ModuleSetting {
  /** Key of its name among the texts. */
  readonly title: string;
  readonly icon: TablerIcon;
  readonly link: LinkProps;
}

/** Where owners are decided on, on the page about data. */
export const OWNERS_PLACE = 'owners';

/** Those one may change. */
export function useModuleSettings(noun: EntityDescription): readonly ModuleSetting[] {
  const { entities } = useSetup();
  const changeable = (name: string) => entities.find((entity) => entity.name === name && entity.can.update);
  const params = { entity: noun.name };
  const series = changeable('number_series');
  // Documents are numbered by series.
  const numbered = series && fieldOf(series, 'kind')?.options.find(({ value }) => value === noun.name);
  const ofDocuments: LinkProps = {
    to: '/$entity',
    params: { entity: 'number_series' },
    search: { filter: `kind = ${JSON.stringify(noun.name)}` },
  };
  const setting = (there: unknown, title: string, icon: TablerIcon, link: LinkProps) => (there ? [{ title, icon, link }] : []);
  return [
    ...setting(changeable('field_settings'), 'shell.customFields', IconForms, { to: '/settings/fields/{-$entity}', params }),
    ...setting(changeable('card_settings'), 'cards.title', IconId, { to: '/settings/cards/{-$entity}', params }),
    ...setting(changeable('data_settings'), 'dataSettings.title', IconChecklist, { to: '/settings/data/{-$entity}', params }),
    ...setting(noun.area === 'business' && changeable('workflows'), 'workflows.title', IconArrowRampRight, {
      to: '/workflows',
      search: { entity: noun.name },
    }),
    ...setting(noun.owned && changeable('data_settings'), 'dataSettings.owners', IconUserCog, {
      ...{ to: '/settings/data/{-$entity}', params },
      hash: OWNERS_PLACE,
    }),
    ...setting(
      numbered ?? changeable('numberings'),
      'dataSettings.numbering',
      IconHash,
      numbered ? ofDocuments : { to: '/settings/numbers' },
    ),
    ...setting(changeable('translations'), 'words.title', IconLanguage, { to: '/settings/words/{-$entity}', params }),
  ];
}
