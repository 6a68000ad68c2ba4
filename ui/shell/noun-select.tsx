// In the head of a page about one noun: another noun, on the same page.

import { Select } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { EntityDescription } from '../../client/index.ts';

interface NounSelectProps {
  /** The page; its parameter is called `entity`. */
  to: `/${'settings/fields' | 'settings/cards' | 'settings/data' | 'duplicates'}/{-$entity}`;
  noun: EntityDescription;
  nouns: readonly EntityDescription[];
}

export function NounSelect({ to, noun, nouns }: NounSelectProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <Select
      size="xs"
      aria-label={t('customFields.noun')}
      data={nouns.map(({ name, plural }) => ({ value: name, label: plural }))}
      value={noun.name}
      onChange={(name) => name && void navigate({ to, params: { entity: name } })}
      searchable
      allowDeselect={false}
    />
  );
}
