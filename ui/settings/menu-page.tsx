// The editor of the menu: headers, what stands below them in which order, what it is called, who sees it, and links.

import { ActionIcon, Alert, Button, Checkbox, Group, MultiSelect, Skeleton, Text, TextInput, Title, Tooltip } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconEye, IconLink, IconPlus, IconX, type TablerIcon } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription, RecordValues } from '../../client/index.ts';
import { useBusy } from '../busy.ts';
import { entityIcon } from '../icons.ts';
import { errorText, showDone } from '../messages.ts';
import { keys, queryClient, useSetup } from '../queries.ts';
import { menuPages } from '../shell/menu.ts';
import { PageHead } from '../shell/page-head.tsx';
import { client } from '../workspace.ts';
import {
  addItem,
  allItems,
  type DraftHeader,
  type DraftItem,
  type DraftMenu,
  draftOf,
  keyed,
  moveHeader,
  moveItem,
  nameOf,
  removeHeader,
  removeItem,
  type StoredHeader,
  type StoredItem,
  storedOf,
} from './menu-draft.ts';
import classes from './settings.module.css';

const one = { limit: 1 };
const sets = { fields: ['name'], sort: 'name', limit: 500 };

export function MenuPage({ settings }: { settings: EntityDescription }) {
  const stored = useQuery({
    queryKey: keys.list(settings.name, one),
    queryFn: ({ signal }) => client.records(settings.name).list(one, { signal }),
    staleTime: 0,
  });
  const holders = useQuery({
    queryKey: keys.list('permission_sets', sets),
    queryFn: ({ signal }) => client.records('permission_sets').list(sets, { signal }),
  });
  const record = stored.data?.records[0];
  const error = stored.error ?? holders.error;
  return (
    <>
      <PageHead title={settings.label} />
      <div className={classes.page}>
        {error && <Alert color="red">{errorText(error)}</Alert>}
        {record && holders.data ? (
          <Editor
            key={String(record.version)}
            record={record}
            sets={holders.data.records.map(({ id, name }) => ({ value: id, label: String(name) }))}
          />
        ) : (
          !error && <Skeleton height={300} />
        )}
      </div>
    </>
  );
}

type Holders = readonly { readonly value: string; readonly label: string }[];

function Editor({ record, sets: holders }: { record: RecordValues; sets: Holders }) {
  const { t } = useTranslation();
  const { entities } = useSetup();
  const begin = (): DraftMenu =>
    draftOf(
      allItems(entities, menuPages),
      record.headers as readonly StoredHeader[] | null,
      (record.put_away as readonly string[] | null) ?? [],
    );
  const [draft, setDraft] = useState(begin);
  const [busy, during] = useBusy();
  const faces = useFaces();
  const save = (values: Record<string, unknown>) =>
    during(async () => {
      await client.records('menu_settings').update(record.id, values);
      showDone(t('menu.saved'));
      await Promise.all([keys.entity('menu_settings'), keys.entities].map((queryKey) => queryClient.invalidateQueries({ queryKey })));
    });
  const changeHeader = (key: number, change: Partial<DraftHeader>) =>
    setDraft({ ...draft, headers: draft.headers.map((header) => (header.key === key ? { ...header, ...change } : header)) });
  const changeItem = (key: number, change: Partial<DraftItem>) =>
    setDraft({
      ...draft,
      headers: draft.headers.map((header) => ({
        ...header,
        items: header.items.map((item) => (item.key === key ? { ...item, ...change } : item)),
      })),
    });
  return (
    <>
      <Text size="sm" c="dimmed">
        {t('menu.hint')}
      </Text>
      {draft.headers.map((header, i) => (
        <HeaderPart
          key={header.key}
          header={header}
          name={header.title || t('menu.untitled', { number: i + 1 })}
          sets={holders}
          onChange={(change) => changeHeader(header.key, change)}
          onMove={(by) => setDraft(moveHeader(draft, header.key, by))}
          onRemove={() => setDraft(removeHeader(draft, header.key))}
        >
          {header.items.map((item) => (
            <ItemRow
              key={item.key}
              item={item}
              face={faces(item)}
              sets={holders}
              onChange={(change) => changeItem(item.key, change)}
              onMove={(by) => setDraft(moveItem(draft, item.key, by))}
              onRemove={() => setDraft(removeItem(draft, item.key))}
            />
          ))}
        </HeaderPart>
      ))}
      <Group gap="xs">
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconPlus size={15} />}
          onClick={() => setDraft({ ...draft, headers: [...draft.headers, keyed({ items: [] })] })}
        >
          {t('menu.addHeader')}
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconLink size={15} />}
          onClick={() => setDraft(addItem(draft, { url: '', title: '', new_tab: true }))}
        >
          {t('menu.addLink')}
        </Button>
      </Group>
      {draft.putAway.length > 0 && <PutAway items={draft.putAway} faces={faces} onShow={(item) => setDraft(addItem(draft, item))} />}
      <Group justify="flex-end" gap="xs">
        {record.headers !== null && (
          <Button variant="subtle" color="gray" disabled={busy} onClick={() => void save({ headers: null, put_away: null })}>
            {t('menu.reset')}
          </Button>
        )}
        <Button loading={busy} onClick={() => void save(storedOf(draft))}>
          {t('form.save')}
        </Button>
      </Group>
    </>
  );
}

interface HeaderPartProps {
  readonly header: DraftHeader;
  /** What it is called, also before it has a title. */
  readonly name: string;
  readonly sets: Holders;
  readonly onChange: (change: Partial<DraftHeader>) => void;
  readonly onMove: (by: -1 | 1) => void;
  readonly onRemove: () => void;
  /** What stands below it. */
  readonly children: ReactNode;
}

function HeaderPart({ header, name, sets: holders, onChange, onMove, onRemove, children }: HeaderPartProps) {
  const { t } = useTranslation();
  return (
    <section className={classes.menuPart} aria-label={name}>
      <div className={classes.row}>
        <TextInput
          className={classes.own}
          aria-label={t('menu.header')}
          placeholder={t('menu.header')}
          maxLength={60}
          value={header.title ?? ''}
          onChange={(event) => onChange({ title: event.currentTarget.value })}
        />
        <Visible sets={holders} value={header.sets} onChange={(chosen) => onChange({ sets: chosen })} />
        <Buttons name={name} onMove={onMove} onRemove={onRemove} />
      </div>
      {children}
    </section>
  );
}

interface Face {
  readonly icon: TablerIcon;
  readonly label: string;
}

/** How what stands in the menu looks and is called as it comes. */
function useFaces(): (item: StoredItem) => Face {
  const { t } = useTranslation();
  const { entities } = useSetup();
  return (item) => {
    const page = menuPages.find(({ name }) => name === item.page);
    const noun = entities.find(({ name }) => name === item.module);
    return { icon: entityIcon(page?.icon ?? noun?.icon ?? 'link'), label: page ? t(page.title) : (noun?.plural ?? t('menu.link')) };
  };
}

interface ItemRowProps {
  readonly item: DraftItem;
  readonly face: Face;
  readonly sets: Holders;
  readonly onChange: (change: Partial<DraftItem>) => void;
  readonly onMove: (by: -1 | 1) => void;
  readonly onRemove: () => void;
}

function ItemRow({ item, face: { icon: Icon, label }, sets: holders, onChange, onMove, onRemove }: ItemRowProps) {
  const { t } = useTranslation();
  const name = item.title || label;
  return (
    <div className={classes.row}>
      <Icon size={18} stroke={1.6} aria-hidden />
      <TextInput
        className={classes.own}
        aria-label={t('menu.title', { name: label })}
        placeholder={label}
        maxLength={60}
        value={item.title ?? ''}
        onChange={(event) => onChange({ title: event.currentTarget.value })}
      />
      {item.url !== undefined && (
        <TextInput
          className={classes.own}
          aria-label={t('menu.address')}
          placeholder="https://"
          maxLength={500}
          value={item.url}
          onChange={(event) => onChange({ url: event.currentTarget.value })}
        />
      )}
      <Visible sets={holders} value={item.sets} onChange={(chosen) => onChange({ sets: chosen })} />
      <Checkbox
        label={t('menu.newTab')}
        checked={item.new_tab === true}
        onChange={(event) => onChange({ new_tab: event.currentTarget.checked })}
      />
      <Buttons name={name} onMove={onMove} onRemove={onRemove} />
    </div>
  );
}

/** Sets that are gone since are not offered, and go with the next save. */
function Visible({
  sets: holders,
  value = [],
  onChange,
}: {
  sets: Holders;
  value?: readonly string[] | undefined;
  onChange: (ids: string[]) => void;
}) {
  const { t } = useTranslation();
  return (
    <MultiSelect
      className={classes.own}
      aria-label={t('menu.visible')}
      placeholder={value.length === 0 ? t('menu.everybody') : ''}
      data={[...holders]}
      value={value.filter((id) => holders.some((one) => one.value === id))}
      onChange={onChange}
      searchable
      clearable
    />
  );
}

function Buttons({ name, onMove, onRemove }: { name: string; onMove: (by: -1 | 1) => void; onRemove: () => void }) {
  const { t } = useTranslation();
  const all = [
    { label: t('menu.up', { name }), icon: IconArrowUp, run: () => onMove(-1) },
    { label: t('menu.down', { name }), icon: IconArrowDown, run: () => onMove(1) },
    { label: t('menu.remove', { name }), icon: IconX, run: onRemove },
  ];
  return (
    <span className={classes.buttons}>
      {all.map(({ label, icon: Icon, run }) => (
        <Tooltip key={label} label={label}>
          <ActionIcon variant="subtle" color="gray" aria-label={label} onClick={run}>
            <Icon size={17} stroke={1.6} />
          </ActionIcon>
        </Tooltip>
      ))}
    </span>
  );
}

function PutAway({
  items,
  faces,
  onShow,
}: {
  items: readonly StoredItem[];
  faces: (item: StoredItem) => Face;
  onShow: (item: StoredItem) => void;
}) {
  const { t } = useTranslation();
  return (
    <section className={classes.menuPart}>
      <Title order={2} size="h5" className={classes.row}>
        {t('menu.putAway')}
      </Title>
      {items.map((item) => {
        const { icon: Icon, label } = faces(item);
        return (
          <div key={nameOf(item)} className={classes.row} data-off>
            <Icon size={18} stroke={1.6} aria-hidden />
            <span className={classes.words}>
              <span className={classes.label}>{label}</span>
            </span>
            <Button
              size="compact-sm"
              variant="default"
              leftSection={<IconEye size={15} />}
              aria-label={t('menu.show', { name: label })}
              onClick={() => onShow(item)}
            >
              {t('menu.showShort')}
            </Button>
          </div>
        );
      })}
    </section>
  );
}
