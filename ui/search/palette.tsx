// The palette: any record, view, dashboard, report, page or command, by a few letters. What was used lately comes first.

import { Combobox, Kbd, Loader, Modal, TextInput, useCombobox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch, type TablerIcon } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SearchAnswer } from '../../client/index.ts';
import { commandIcon } from '../commands/icons.ts';
import { fitness } from '../commands/match.ts';
import { type Command, useAllCommands } from '../commands/registry.ts';
import { rememberCommand, usedCommands } from '../commands/used.ts';
import { entityIcon } from '../icons.ts';
import { errorText } from '../messages.ts';
import { useOnChange } from '../on-change.ts';
import { keys, useSetup } from '../queries.ts';
import { useRecent } from '../record/recent.ts';
import { client } from '../workspace.ts';
import classes from './palette.module.css';
import { useShared } from './shared.ts';

const SHORTEST = 2;
const MOST_COMMANDS = 8;
const MOST_RECENT = 6;

interface Entry {
  readonly key: string;
  readonly label: string;
  readonly icon: TablerIcon;
  readonly keys?: string;
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
  // The best hit is what Enter opens.
  useOnChange(entries[0]?.key, () => combobox.selectFirstOption());

  const submit = (key: string) => {
    onClose();
    // After the dialog has given the focus back, so that what is opened or focused keeps it.
    setTimeout(() => entries.find((entry) => entry.key === key)?.go());
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
              // The list of hits would keep it to itself.
              onKeyDownCapture={(event) => event.key === 'Escape' && onClose()}
              leftSection={<IconSearch size={18} stroke={1.6} />}
              rightSection={pending && <Loader size={14} />}
            />
          </Combobox.EventsTarget>
          <Combobox.Options className={classes.options} aria-label={t('search.label')}>
            {groups.map((group) => (
              <Combobox.Group key={group.label} label={group.label}>
                {group.entries.map(({ key, label, icon: Icon, keys: pressed }) => (
                  <Combobox.Option key={key} value={key} className={classes.option}>
                    <Icon size={18} stroke={1.5} className={classes.icon} aria-hidden="true" />
                    <span className={classes.label}>{label}</span>
                    {pressed && (
                      <span className={classes.keys} aria-hidden="true">
                        {pressed.split(' ').map((key) => (
                          <Kbd key={key} size="xs">
                            {key}
                          </Kbd>
                        ))}
                      </span>
                    )}
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

function useEntries(typed: string) {
  const { me } = useSetup();
  const commands = useAllCommands();
  const recent = useRecent(me.id);
  // The first key asks at once; those that follow close upon it wait for the last of them.
  const [q] = useDebouncedValue(typed.trim(), 40, { leading: true });
  const words = typed.trim();
  const asked = q.length >= SHORTEST;
  const shared = useShared();
  const { data, error, isFetching } = useQuery({
    queryKey: keys.search(q),
    queryFn: ({ signal }) => client.search(q, { signal, limit: 30 }),
    enabled: asked,
    placeholderData: keepPreviousData,
  });
  const { usual, found } = useGroups();
  // The same is offered once, by whoever registered it last.
  const offered = commands.filter((one, i) => commands.findIndex(({ id }) => id === one.id) === i);
  if (!words) return { groups: usual({ offered, recent }), error, asked, pending: false };
  const hits = asked ? (data?.hits ?? []) : [];
  return { groups: found(words, { offered, recent, hits, shared }), error, asked, pending: asked && (isFetching || q !== words) };
}

interface Offer {
  readonly offered: readonly Command[];
  readonly recent: ReturnType<typeof useRecent>;
}

interface Findings extends Offer {
  readonly hits: SearchAnswer['hits'];
  readonly shared: ReturnType<typeof useShared>;
}

/** What is shown before one types, and what for the words that one types. */
function useGroups() {
  const { t } = useTranslation();
  const { entities, me } = useSetup();
  const { record, command, place } = useMakers();

  const usual = ({ offered, recent }: Offer) => {
    const used = usedCommands(me.id).flatMap((id) => offered.filter((one) => one.id === id));
    return inGroups([
      [t('search.recent'), [...recent.slice(0, MOST_RECENT).map(record), ...used.slice(0, 3).map(command)]],
      [t('search.here'), offered.filter(({ group }) => group === 'here').map(command)],
      [t('search.go'), offered.filter(({ group }) => group === 'go').map(command)],
    ]);
  };
  const found = (words: string, { offered, recent, hits, shared }: Findings) => {
    const doable = sorted(words, offered, ({ label }) => label);
    const remembered = sorted(words, recent, ({ title }) => title);
    // What begins as typed is meant before any record that contains it.
    const meant = doable.filter(({ fit }) => fit >= 5);
    // A view, dashboard or report that was found as a record is a place all the same: one wants to look through it, not at it.
    const places = new Set(shared.flatMap((kind) => kind.places.map(({ key }) => key)));
    const records = Map.groupBy(
      hits.filter(({ entity, id }) => !places.has(`${entity} ${id}`)),
      (hit) => hit.entity,
    );
    return inGroups([
      [t('search.commands'), meant.slice(0, MOST_COMMANDS).map(({ one }) => command(one))],
      [t('search.recent'), remembered.slice(0, 3).map(({ one }) => record(one))],
      ...[...records].map(
        ([noun, of]) => [entities.find((entity) => entity.name === noun)?.plural ?? noun, of.map(record)] satisfies LabelledEntries,
      ),
      ...shared.map(({ label, places }) => {
        const fitting = sorted(words, places, ({ title }) => title).slice(0, MOST_COMMANDS);
        return [label, fitting.map(({ one }) => place(one))] satisfies LabelledEntries;
      }),
      [t('search.go'), doable.slice(0, MOST_COMMANDS).map(({ one }) => command(one))],
    ]);
  };
  return { usual, found };
}

type LabelledEntries = readonly [label: string, entries: readonly Entry[]];

/** What stands in one group does not stand in a later one; a group of nothing is none. */
function inGroups(all: readonly LabelledEntries[]): EntryGroup[] {
  const shown = new Set<string>();
  return all.flatMap(([label, entries]) => {
    const fresh = entries.filter(({ key }) => !shown.has(key));
    for (const { key } of fresh) shown.add(key);
    return fresh.length > 0 ? [{ label, entries: fresh }] : [];
  });
}

/** Records, commands and places as entries. */
function useMakers() {
  const { t } = useTranslation();
  const router = useRouter();
  const { entities, me } = useSetup();
  return {
    record: ({ entity, id, title }: { entity: string; id: string; title: string | null }): Entry => ({
      key: `${entity} ${id}`,
      label: title || t('list.untitled'),
      icon: entityIcon(entities.find(({ name }) => name === entity)?.icon ?? ''),
      go: () => void router.navigate({ to: '/$entity/$id', params: { entity, id } }),
    }),
    command: (one: Command): Entry => ({
      key: `command ${one.id}`,
      label: one.label,
      icon: commandIcon(one.icon),
      ...(one.keys ? { keys: one.keys } : {}),
      go: () => {
        rememberCommand(me.id, one.id);
        one.run();
      },
    }),
    place: ({ key, title, icon, to }: ReturnType<typeof useShared>[number]['places'][number]): Entry => ({
      key,
      label: title,
      icon: entityIcon(icon),
      go: () => void router.navigate(to as Parameters<typeof router.navigate>[0]),
    }),
  };
}

function sorted<One>(words: string, all: readonly One[], textOf: (one: One) => string) {
  return all
    .map((one) => ({ one, fit: fitness(words, textOf(one)) }))
    .filter(({ fit }) => fit > 0)
    .sort((a, b) => b.fit - a.fit);
}
