// All that can be granted, in the user's words, and how verbs, scopes and nouns are called.

import { queryOptions, useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { RightsCatalogue } from '../../client/index.ts';
import { inWords } from '../i18n.ts';
import { client } from '../workspace.ts';

const catalogueQuery = queryOptions({
  queryKey: ['rights', 'catalogue'],
  queryFn: ({ signal }) => client.service<RightsCatalogue>('rights_catalogue', {}, { signal }),
});

export function useCatalogue(wanted = true): { catalogue: RightsCatalogue | undefined; error: unknown } {
  const { t } = useTranslation();
  const { data, error } = useQuery({ ...catalogueQuery, enabled: wanted });
  // `t` is another one in another language, as are all words.
  const catalogue = useMemo(
    () =>
      data && {
        ...data,
        targets: data.targets.map((noun) => ({
          ...noun,
          label: noun.target === '*' ? t('rights.allBusiness') : inWords(noun.label, noun.target),
          verbs: noun.verbs.map((verb) => (verb.label ? { ...verb, label: inWords(verb.label, noun.target) } : verb)),
          fields: noun.fields.map((field) => ({ ...field, label: inWords(field.label, noun.target) })),
        })),
        features: data.features.map((feature) => ({
          ...feature,
          label: t(`rights.features.${feature.name}`, { defaultValue: feature.label }),
        })),
      },
    [data, t],
  );
  return { catalogue, error };
}

export function verbName(t: TFunction, verb: string, label?: string): string {
  return label ?? t(`rights.verbs.${verb === '*' ? 'every' : verb}`, { defaultValue: verb });
}

export function scopeName(t: TFunction, scope: string): string {
  return t(`rights.scopes.${scope}`, { defaultValue: scope });
}

/** All is all: what else is granted adds nothing. */
export function scopesInWords(t: TFunction, scopes: readonly string[]): string {
  const told = scopes.includes('all') ? ['all'] : scopes;
  return told.map((scope) => scopeName(t, scope).toLocaleLowerCase()).join(', ');
}
