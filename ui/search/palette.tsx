// Search over everything, by keyboard: records of all nouns, lists to go to, records to begin.

import { Combobox, Loader, Modal, TextInput, useCombobox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconPlus, IconSearch, type TablerIcon } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { entityIcon } from '../icons.ts';
import { errorText } from '../messages.ts';
import { keys, useSetup } from '../queries.ts';
import { client } from '../workspace.ts';
import classes from './palette.module.css';

const SHORTEST = 2;

interface Entry {
  readonly key: string;
  readonly label: string;
  readonly icon: TablerIcon;
  readonly go: () => void;
}

interface EntryGroup {
  readonly label: string;
  readonly entries: readonly Entry[];
}

export function SearchPalette({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const { groups, pending, error, asked } = useEntries(typed);
  const combobox = useCombobox({ opened: true });
  const entries = groups.flatMap((group) => group.entries);
  const first = entries[0]?.key;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the best hit is chosen whenever there is another one
  useEffect(() => {
    combobox.selectFirstOption();
  }, [first]);

  const submit = (key: string) => {
    onClose();
    entries.find((entry) => entry.key === key)?.go();
  };

  return (
    <Modal.Root opened onClose={onClose} size={580} yOffset="12vh" centered={false} transitionProps={{ duration: 0 }}>
      <Modal.Overlay backgroundOpacity={0.35} />
      <Modal.Content aria-label={t('search.label')} radius="md">
        <Combobox store={combobox} onOptionSubmit={submit}>
          <Combobox.EventsTarget withExpandedAttribute>
            <TextInput
              data-autofocus
              variant="unstyled"
              classNames={{ input: classes.input, root: classes.search }}
              aria-label={t('search.label')}
              placeholder={t('search.placeholder')}
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
              leftSection={<IconSearch size={18} stroke={1.6} />}
              rightSection={pending && <Loader size={14} />}
            />
          </Combobox.EventsTarget>
          <Combobox.Options className={classes.options} aria-label={t('search.label')}>
            {groups.map((group) => (
              <Combobox.Group key={group.label} label={group.label}>
                {group.entries.map(({ key, label, icon: Icon }) => (
                  <Combobox.Option key={key} value={key} className={classes.option}>
                    <Icon size={18} stroke={1.5} className={classes.icon} aria-hidden="true" />
                    <span className={classes.label}>{label}</span>
                  </Combobox.Option>
                ))}
              </Combobox.Group>
            ))}
            {error ? (
              <Combobox.Empty>{errorText(error)}</Combobox.Empty>
            ) : (
              entries.length === 0 &&
              !pending && <Combobox.Empty>{asked ? t('search.nothing', { q: typed.trim() }) : t('search.hint')}</Combobox.Empty>
            )}
          </Combobox.Options>
        </Combobox>
      </Modal.Content>
    </Modal.Root>
  );
}

/** Hits by noun (that of the best hit first), then lists and new records whose name fits. */
function useEntries(typed: string) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { entities, me } = useSetup();
  const administrator = me.root || me.features.includes('administration');
  const [q] = useDebouncedValue(typed.trim(), 120);
  const asked = q.length >= SHORTEST;
  const { data, error, isFetching } = useQuery({
    queryKey: keys.search(q),
    queryFn: ({ signal }) => client.search(q, { signal, limit: 30 }),
    enabled: asked,
    placeholderData: keepPreviousData,
  });
  const words = typed.trim().toLowerCase();
  const fits = (text: string) => text.toLowerCase().includes(words);

  const groups: EntryGroup[] = [];
  const hits = Map.groupBy(asked && words ? (data?.hits ?? []) : [], (hit) => hit.entity);
  for (const [noun, found] of hits) {
    const entity = entities.find((candidate) => candidate.name === noun);
    const entries = found.map(({ id, title }) => ({
      key: `${noun} ${id}`,
      label: title || t('list.untitled'),
      icon: entityIcon(entity?.icon ?? ''),
      go: () => void navigate({ to: '/$entity/$id', params: { entity: noun, id } }),
    }));
    groups.push({ label: entity?.plural ?? noun, entries });
  }
  const places = entities
    .filter((entity) => entity.can.view && (entity.menu || (administrator && words !== '')) && fits(entity.plural))
    .map((entity) => ({
      key: `list ${entity.name}`,
      label: entity.plural,
      icon: entityIcon(entity.icon),
      go: () => void navigate({ to: '/$entity', params: { entity: entity.name } }),
    }));
  const beginnings = entities
    .filter((entity) => words !== '' && entity.can.create && entity.menu && fits(t('search.createNew', { noun: entity.label })))
    .map((entity) => ({
      key: `new ${entity.name}`,
      label: t('search.createNew', { noun: entity.label }),
      icon: IconPlus,
      go: () => void navigate({ to: '/$entity/new', params: { entity: entity.name } }),
    }));
  if (places.length + beginnings.length > 0) groups.push({ label: t('search.go'), entries: [...places, ...beginnings] });
  return { groups, error, asked, pending: asked && (isFetching || q !== typed.trim()) };
}
