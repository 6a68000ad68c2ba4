// Editor, second tab: columns and their order, frozen ones, sort, grouping, and what cards of a board show.

import { ActionIcon, Group, MultiSelect, NumberInput, Select, Stack, Text, TextInput, UnstyledButton } from '@mantine/core';
import { IconGripVertical, IconPlus, IconX } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { grouped } from '../filter/builder.tsx';
import { type Column, columnAt, possibleColumns } from '../list/columns.ts';
import { useSetup } from '../queries.ts';
import { useReorder } from '../reorder.ts';
import { ScrollRegion } from '../shell/scroll-region.tsx';
import { boardField, boardFields, groupChoices, summable } from './faces.ts';
import { usedRelated } from './related.ts';
import type { BoardSettings } from './view.ts';
import type { TabProps } from './view-editor.tsx';
import classes from './views.module.css';

export function FieldsTab({ entity, draft, set }: TabProps) {
  const { t } = useTranslation();
  const { entities } = useSetup();
  const possible = useMemo(() => possibleColumns(entities, entity), [entities, entity]);
  const chosen = draft.columns ?? entity.list.columns;
  const columns = chosen.flatMap((path) => columnAt(entities, entity, path) ?? []);
  const { settings } = draft;
  const setSettings = (change: Partial<typeof settings>) => {
    const next = Object.fromEntries(Object.entries({ ...settings, ...change }).filter(([, value]) => value !== undefined));
    set({ settings: next });
  };
  const [sort = ''] = draft.sort.split(',');
  const sortable = possible.filter((column) => column.field.sortable && column.over === 0);
  const groups = groupChoices(entity);

  return (
    <Stack>
      <div className={classes.panes}>
        <Chosen columns={columns} onChange={(next) => set({ columns: next })} />
        <Offered
          groups={grouped(
            possible.filter((column) => !chosen.includes(column.path)),
            entity,
            usedRelated(draft),
          )}
          onAdd={(path) => set({ columns: [...chosen, path] })}
        />
      </div>
      <Group align="flex-end" gap="sm">
        <Select
          size="xs"
          label={t('views.sort')}
          data={sortable.map(({ path, label }) => ({ value: path, label }))}
          value={sort.replace(/^-/, '') || null}
          onChange={(path) => set({ sort: path ? `${sort.startsWith('-') ? '-' : ''}${path}` : '' })}
          searchable
          clearable
          w={200}
        />
        <Select
          size="xs"
          label={t('views.direction')}
          data={[
            { value: '', label: t('views.ascending') },
            { value: '-', label: t('views.descending') },
          ]}
          value={sort.startsWith('-') ? '-' : ''}
          onChange={(sign) => sort && set({ sort: `${sign ?? ''}${sort.replace(/^-/, '')}` })}
          disabled={!sort}
          allowDeselect={false}
          w={130}
        />
        <Select
          size="xs"
          label={t('views.groupBy')}
          data={groups.map(({ value, field, unit }) => ({
            value,
            label: unit ? t('views.byUnit', { field: field.label, unit: t(`views.unitOf.${unit}`) }) : field.label,
          }))}
          value={settings.group ?? null}
          onChange={(group) => setSettings({ group: group ?? undefined })}
          searchable
          clearable
          w={220}
        />
        <NumberInput
          size="xs"
          label={t('views.frozen')}
          min={0}
          max={6}
          value={settings.frozen ?? 1}
          onChange={(value) => setSettings({ frozen: Math.max(0, Math.min(6, Math.round(Number(value) || 0))) })}
          w={130}
        />
      </Group>
      {boardFields(entity).length > 0 && draft.face === 'board' && <BoardPart entity={entity} draft={draft} set={set} />}
    </Stack>
  );
}

/** Moved by dragging, or by the arrow keys on the grip. */
function Chosen({ columns, onChange }: { columns: readonly Column[]; onChange: (paths: string[]) => void }) {
  const { t } = useTranslation();
  const paths = columns.map((column) => column.path);
  const order = useReorder(paths, onChange);
  return (
    <div className={classes.pane}>
      <div className={classes.paneLabel}>{t('views.columns')}</div>
      <ScrollRegion className={classes.fields} label={t('views.columns')}>
        {columns.map((column, at) => (
          <div key={column.path} className={classes.fieldLine} {...order.dragging(column.path, column.label, at)}>
            <ActionIcon
              size={22}
              variant="subtle"
              color="gray"
              aria-label={t('list.moveColumn', { column: column.label })}
              {...order.grip(column.path)}
            >
              <IconGripVertical size={14} />
            </ActionIcon>
            <span className={classes.fieldName} title={column.label}>
              {column.label}
            </span>
            <ActionIcon
              size={22}
              variant="subtle"
              color="gray"
              disabled={columns.length === 1}
              aria-label={t('views.removeField', { field: column.label })}
              onClick={() => onChange(paths.filter((path) => path !== column.path))}
            >
              <IconX size={14} />
            </ActionIcon>
          </div>
        ))}
      </ScrollRegion>
    </div>
  );
}

interface OfferedProps {
  readonly groups: ReturnType<typeof grouped>;
  readonly onAdd: (path: string) => void;
  /** Dragged under this type. */
  readonly dragType?: string;
}

/** Fields one may add: by click or Enter, and by dragging where a type is given. */
export function Offered({ groups, onAdd, dragType }: OfferedProps) {
  const { t } = useTranslation();
  const [q, setQ] = useState('');
  const words = q.trim().toLowerCase();
  const found = groups
    .map((group) => ({ ...group, items: group.items.filter((item) => item.label.toLowerCase().includes(words)) }))
    .filter((group) => group.items.length > 0);
  return (
    <div className={classes.pane}>
      <TextInput
        size="xs"
        mb={6}
        placeholder={t('list.findColumn')}
        aria-label={t('list.findColumn')}
        value={q}
        onChange={(event) => setQ(event.currentTarget.value)}
      />
      <ScrollRegion className={classes.fields} label={t('views.offered')}>
        {found.map((group) => (
          <div key={group.group}>
            <div className={classes.fieldGroup}>{group.group}</div>
            {group.items.map((item) => (
              <UnstyledButton
                key={item.value}
                className={classes.fieldLine}
                draggable={dragType !== undefined}
                onDragStart={(event) => dragType && event.dataTransfer.setData(dragType, item.value)}
                onClick={() => onAdd(item.value)}
                aria-label={t('views.addField', { field: item.label })}
              >
                <IconPlus size={14} aria-hidden="true" />
                <span className={classes.fieldName}>{item.label}</span>
              </UnstyledButton>
            ))}
          </div>
        ))}
        {found.length === 0 && (
          <Text size="sm" c="dimmed" p="xs">
            {t('field.nothingFound')}
          </Text>
        )}
      </ScrollRegion>
    </div>
  );
}

function BoardPart({ entity, draft, set }: TabProps) {
  const { t } = useTranslation();
  const board = draft.settings.board ?? {};
  const name = boardField(entity, draft.settings);
  const field = boardFields(entity).find((one) => one.name === name);
  const change = (next: Partial<BoardSettings>) => {
    const kept = Object.fromEntries(Object.entries({ ...board, ...next }).filter(([, value]) => value !== undefined));
    set({ settings: { ...draft.settings, board: kept } });
  };
  const own = entity.fields.filter((one) => !['children', 'password', 'json', 'formatted_text'].includes(one.type) && one.name !== 'id');
  return (
    <Stack gap="xs">
      <Group align="flex-end" gap="sm">
        <Select
          size="xs"
          label={t('views.boardField')}
          data={boardFields(entity).map((one) => ({ value: one.name, label: one.label }))}
          value={name}
          onChange={(next) => change({ field: next ?? undefined, limits: undefined })}
          allowDeselect={false}
          w={200}
        />
        <Select
          size="xs"
          label={t('views.boardTotal')}
          data={summable(entity).map((one) => ({ value: one.name, label: one.label }))}
          value={board.total ?? null}
          onChange={(next) => change({ total: next ?? undefined })}
          placeholder={t('views.boardTotalUsual')}
          clearable
          w={200}
        />
        <MultiSelect
          size="xs"
          label={t('views.boardCard')}
          data={own.map((one) => ({ value: one.name, label: one.label }))}
          value={[...(board.card ?? [])]}
          onChange={(card) => change({ card: card.length ? card : undefined })}
          maxValues={8}
          searchable
          flex={1}
          miw={220}
        />
      </Group>
      <div>
        <Text size="xs" fw={500} mb={4}>
          {t('views.boardLimits')}
        </Text>
        <div className={classes.limits}>
          {field?.options.map((option) => (
            <NumberInput
              key={option.value}
              size="xs"
              label={option.label}
              min={1}
              max={10_000}
              value={board.limits?.[option.value] ?? ''}
              onChange={(value) => {
                const { [option.value]: _, ...rest } = board.limits ?? {};
                change({ limits: value === '' ? rest : { ...rest, [option.value]: Math.max(1, Math.round(Number(value))) } });
              }}
            />
          ))}
        </div>
      </div>
    </Stack>
  );
}
