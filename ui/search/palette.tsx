// Search over everything, by keyboard: records of all nouns, lists to go to, records to begin.

import '@mantine/spotlight/styles.css';
import { useDebouncedValue } from '@mantine/hooks';
import { Spotlight } from '@mantine/spotlight';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SearchHit } from '../../client/index.ts';
import { entityIcon } from '../icons.ts';
import { errorText } from '../messages.ts';
import { keys, useSetup } from '../queries.ts';
import { client } from '../workspace.ts';

const SHORTEST = 2;

export function SearchPalette({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { entities } = useSetup();
  const [typed, setTyped] = useState('');
  const [debounced] = useDebouncedValue(typed.trim(), 120);
  const asked = debounced.length >= SHORTEST;
  const { data, error, isFetching } = useQuery({
    queryKey: keys.search(debounced),
    queryFn: ({ signal }) => client.search(debounced, { signal, limit: 30 }),
    enabled: asked,
    placeholderData: keepPreviousData,
  });
  const hits = asked ? (data?.hits ?? []) : [];
  const words = typed.trim().toLowerCase();
  const fits = (text: string) => words === '' || text.toLowerCase().includes(words);
  const places = entities.filter((entity) => entity.can.view && (entity.menu || words !== '') && fits(entity.plural));
  const makeable =
    words === ''
      ? []
      : entities.filter((entity) => entity.can.create && entity.menu && fits(t('search.createNew', { noun: entity.label })));
  const nothing = hits.length === 0 && places.length === 0 && makeable.length === 0;

  return (
    <Spotlight.Root
      forceOpened
      onSpotlightClose={onClose}
      query={typed}
      onQueryChange={setTyped}
      scrollable
      maxHeight={440}
      shortcut={null}
      size={580}
      radius="md"
      yOffset="12vh"
      closeOnActionTrigger
      transitionProps={{ duration: 0 }}
    >
      <Spotlight.Search
        placeholder={t('search.placeholder')}
        aria-label={t('search.label')}
        leftSection={<IconSearch size={18} stroke={1.6} />}
      />
      <Spotlight.ActionsList aria-label={t('search.label')}>
        {groups(hits).map(({ noun, found }) => {
          const entity = entities.find((candidate) => candidate.name === noun);
          const Icon = entityIcon(entity?.icon ?? '');
          return (
            <Spotlight.ActionsGroup key={noun} label={entity?.plural ?? noun}>
              {found.map((hit) => (
                <Spotlight.Action
                  key={hit.id}
                  label={hit.title || t('list.untitled')}
                  leftSection={<Icon size={18} stroke={1.5} />}
                  onClick={() => void navigate({ to: '/$entity/$id', params: { entity: noun, id: hit.id } })}
                />
              ))}
            </Spotlight.ActionsGroup>
          );
        })}
        {places.length > 0 && (
          <Spotlight.ActionsGroup label={t('search.go')}>
            {places.map((entity) => {
              const Icon = entityIcon(entity.icon);
              return (
                <Spotlight.Action
                  key={entity.name}
                  label={entity.plural}
                  leftSection={<Icon size={18} stroke={1.5} />}
                  onClick={() => void navigate({ to: '/$entity', params: { entity: entity.name }, search: {} })}
                />
              );
            })}
          </Spotlight.ActionsGroup>
        )}
        {makeable.map((entity) => (
          <Spotlight.Action
            key={entity.name}
            label={t('search.createNew', { noun: entity.label })}
            leftSection={<IconPlus size={18} stroke={1.5} />}
            onClick={() => void navigate({ to: '/$entity/new', params: { entity: entity.name } })}
          />
        ))}
        {error ? (
          <Spotlight.Empty role="alert">{errorText(error)}</Spotlight.Empty>
        ) : nothing && asked && !isFetching ? (
          <Spotlight.Empty>{t('search.nothing', { q: debounced })}</Spotlight.Empty>
        ) : nothing ? (
          <Spotlight.Empty>{t('search.hint')}</Spotlight.Empty>
        ) : null}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}

/** The noun of the best hit comes first. */
function groups(hits: readonly SearchHit[]): { noun: string; found: SearchHit[] }[] {
  const byNoun = new Map<string, SearchHit[]>();
  for (const hit of hits) byNoun.set(hit.entity, [...(byNoun.get(hit.entity) ?? []), hit]);
  return [...byNoun].map(([noun, found]) => ({ noun, found }));
}
