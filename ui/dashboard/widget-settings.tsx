// The settings of one widget, with what it will look like beside them. Nothing is kept until one says so.

import { Button, Modal, MultiSelect, SegmentedControl, Select, Switch, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ChartEditor } from '../charts/editor.tsx';
import { FilterBar } from '../filter/filter-bar.tsx';
import { possibleColumns } from '../list/columns.ts';
import { keys, useSetup } from '../queries.ts';
import { client } from '../workspace.ts';
import classes from './dashboard.module.css';
import { Frame } from './frame.tsx';
import type { CalendarSettings, ListSettings, Widget } from './model.ts';

const STORED = 'kontor.dashboard.advanced';
const PATIENCE = 350;

interface SettingsProps {
  readonly widget: Widget;
  readonly onSave: (widget: Widget) => void;
  readonly onClose: () => void;
}

export function WidgetSettings({ widget, onSave, onClose }: SettingsProps) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState(widget);
  const [advanced, setAdvanced] = useState(localStorage.getItem(STORED) === '1');
  // Each choice is shown at once, each keystroke is not.
  const [shown] = useDebouncedValue(draft, PATIENCE);
  const set = (settings: Widget['settings']) => setDraft({ ...draft, settings } as Widget);
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('dashboard.settingsOf', { kind: t(`dashboard.kinds.${widget.kind}`) })}
      size={1120}
      closeButtonProps={{ 'aria-label': t('dashboard.close') }}
    >
      <div className={classes.settings}>
        <div className={classes.fields}>
          {widget.kind === 'chart' && (
            <SegmentedControl
              aria-label={t('dashboard.howMuch')}
              data={[
                { value: 'easy', label: t('dashboard.easy') },
                { value: 'advanced', label: t('dashboard.advanced') },
              ]}
              value={advanced ? 'advanced' : 'easy'}
              onChange={(value) => {
                localStorage.setItem(STORED, value === 'advanced' ? '1' : '0');
                setAdvanced(value === 'advanced');
              }}
            />
          )}
          <TextInput
            label={t('dashboard.title')}
            placeholder={t('dashboard.titleHint')}
            value={draft.title ?? ''}
            maxLength={200}
            onChange={(event) => {
              const { title: _, ...rest } = draft;
              const title = event.currentTarget.value;
              setDraft((title ? { ...rest, title } : rest) as Widget);
            }}
          />
          {draft.kind === 'chart' && <ChartEditor spec={draft.settings} advanced={advanced} onChange={set} />}
          {draft.kind === 'list' && <ListEdit settings={draft.settings} onChange={set} />}
          {draft.kind === 'calendar' && <CalendarEdit settings={draft.settings} onChange={set} />}
          {draft.kind === 'create' && (
            <CreateEdit chosen={draft.settings.entity} onChange={(entity) => set(entity.length > 0 ? { entity } : {})} />
          )}
          {draft.kind === 'whiteboard' && draft.settings.board && <BoardEdit id={draft.settings.board} />}
        </div>
        <section className={classes.preview} aria-label={t('dashboard.preview')}>
          <Frame widget={shown} mayArrange={false} />
        </section>
      </div>
      <div className={classes.buttons}>
        <Button variant="default" onClick={onClose}>
          {t('form.cancel')}
        </Button>
        <Button onClick={() => onSave(draft)}>{t('dashboard.save')}</Button>
      </div>
    </Modal>
  );
}

function ListEdit({ settings, onChange }: { settings: ListSettings; onChange: (settings: ListSettings) => void }) {
  const { t } = useTranslation();
  const { entities } = useSetup();
  const entity = entities.find(({ name }) => name === settings.entity);
  const views = useViews(settings.entity);
  const put = (part: Partial<ListSettings>) =>
    onChange(
      Object.fromEntries(Object.entries({ ...settings, ...part }).filter(([, value]) => value !== undefined)) as unknown as ListSettings,
    );
  const columns = entity ? possibleColumns(entities, entity) : [];
  return (
    <>
      <Select
        label={t('charts.editor.noun')}
        data={entities.filter(({ menu, can }) => menu && can.view).map(({ name, plural }) => ({ value: name, label: plural }))}
        value={settings.entity}
        allowDeselect={false}
        searchable
        onChange={(name) => name && onChange({ entity: name })}
      />
      <Select
        label={t('dashboard.view')}
        data={views}
        value={settings.view ?? null}
        clearable
        placeholder={t('dashboard.noView')}
        onChange={(view) => put({ view: view ?? undefined })}
      />
      {entity && (
        <div>
          <span className={classes.kindHint}>{t('charts.editor.filter')}</span>
          <FilterBar
            entity={entity}
            filter={settings.filter ?? ''}
            refused={null}
            onChange={(filter) => put({ filter: filter || undefined })}
          />
        </div>
      )}
      <MultiSelect
        label={t('dashboard.columns')}
        data={columns.map(({ path, label }) => ({ value: path, label }))}
        value={[...(settings.columns ?? [])]}
        searchable
        clearable
        maxValues={8}
        onChange={(chosen) => put({ columns: chosen.length > 0 ? chosen : undefined })}
      />
      <div className={classes.pair}>
        <Select
          label={t('dashboard.sort')}
          data={columns
            .filter(({ path, field }) => field.sortable && !path.includes('.'))
            .map(({ path, label }) => ({ value: path, label }))}
          value={settings.sort?.replace(/^-/, '') ?? null}
          clearable
          searchable
          onChange={(sort) => put({ sort: sort ?? undefined })}
        />
        <Switch
          label={t('dashboard.descending')}
          mt={28}
          disabled={!settings.sort}
          checked={settings.sort?.startsWith('-') ?? false}
          onChange={(event) =>
            settings.sort && put({ sort: `${event.currentTarget.checked ? '-' : ''}${settings.sort.replace(/^-/, '')}` })
          }
        />
      </div>
    </>
  );
}

function useViews(entity: string) {
  const query = { filter: `entity = ${JSON.stringify(entity)}`, fields: ['id', 'name'], sort: 'name', limit: 200 };
  const { entities } = useSetup();
  const sees = entities.some(({ name, can }) => name === 'saved_views' && can.view);
  const { data } = useQuery({
    queryKey: keys.list('saved_views', query),
    queryFn: ({ signal }) => client.records('saved_views').list(query, { signal }),
    enabled: sees && entity !== '',
  });
  return (data?.records ?? []).map((record) => ({ value: record.id, label: String(record.name) }));
}

function CalendarEdit({ settings, onChange }: { settings: CalendarSettings; onChange: (settings: CalendarSettings) => void }) {
  const { t } = useTranslation();
  return (
    <>
      <SegmentedControl
        aria-label={t('dashboard.span')}
        data={(['month', 'week', 'workweek'] as const).map((span) => ({ value: span, label: t(`dashboard.spans.${span}`) }))}
        value={settings.span}
        onChange={(span) => onChange({ ...settings, span: span as CalendarSettings['span'] })}
      />
      <Switch
        label={t('dashboard.onlyMine')}
        checked={settings.mine}
        onChange={(event) => onChange({ ...settings, mine: event.currentTarget.checked })}
      />
    </>
  );
}

function CreateEdit({ chosen, onChange }: { chosen: readonly string[] | undefined; onChange: (chosen: string[]) => void }) {
  const { t } = useTranslation();
  const { entities } = useSetup();
  const creatable = entities.filter(({ menu, can, area }) => menu && can.create && area === 'business');
  return (
    <MultiSelect
      label={t('dashboard.nouns')}
      description={t('dashboard.nounsHint')}
      data={creatable.map(({ name, label }) => ({ value: name, label }))}
      value={[...(chosen ?? [])]}
      onChange={onChange}
    />
  );
}

/** Of one noun, or mixed: what its cards may be. */
function BoardEdit({ id }: { id: string }) {
  const { t } = useTranslation();
  const { entities } = useSetup();
  const { data, refetch } = useQuery({
    queryKey: keys.record('whiteboards', id),
    queryFn: ({ signal }) => client.records('whiteboards').get(id, { signal }),
  });
  const [problem, setProblem] = useState('');
  const change = async (entity: string | null) => {
    try {
      await client.records('whiteboards').update(id, { entity });
      setProblem('');
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
    await refetch();
  };
  return (
    <Select
      label={t('dashboard.board.noun')}
      data={entities
        .filter(({ menu, can, area }) => menu && can.view && area === 'business')
        .map(({ name, plural }) => ({ value: name, label: plural }))}
      value={(data?.record.entity as string | null) ?? null}
      clearable
      placeholder={t('dashboard.board.anyNoun')}
      error={problem || undefined}
      onChange={(entity) => void change(entity)}
    />
  );
}
