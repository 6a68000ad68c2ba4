// Where a report is made: what it starts from, what is linked, columns, conditions, groups, questions; the preview follows every choice.

import { Alert, Autocomplete, Button, Checkbox, NumberInput, Select, Skeleton, Textarea, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription, Values } from '../../client/index.ts';
import type { ReportChart, ReportDefinition, ReportLink } from '../../schema/index.ts';
import { AsOfBanner } from '../as-of/banner.tsx';
import { AsOfSwitch } from '../as-of/switch.tsx';
import { type AsOf, useAsOf } from '../as-of/use-as-of.ts';
import { useBusy } from '../busy.ts';
import { toWire, widgetFor } from '../fields/lookup.ts';
import { FilterBar } from '../filter/filter-bar.tsx';
import { errorText, showDone } from '../messages.ts';
import { fieldOf, keys, queryClient, recordQuery, useEntity, useSetup } from '../queries.ts';
import { ColumnsPart } from '../reports/columns-part.tsx';
import { GroupsPart } from '../reports/groups-part.tsx';
import { describedLevel, levelEntities, linksOf } from '../reports/levels.ts';
import { Part } from '../reports/parts.tsx';
import { QuestionsPart } from '../reports/questions-part.tsx';
import { ReportTable } from '../reports/report-table.tsx';
import classes from '../reports/reports.module.css';
import { PageHead } from '../shell/page-head.tsx';
import { client } from '../workspace.ts';

export function ReportEditScreen() {
  const { id } = useParams({ from: '/reports/$id/edit' });
  const { from } = useSearch({ from: '/reports/$id/edit' });
  const { t } = useTranslation();
  const source = id === 'new' ? from : id;
  const { data, error } = useQuery({ ...recordQuery('reports', source ?? ''), enabled: !!source });
  if (error) return <Alert color="red">{errorText(error)}</Alert>;
  if (source && !data) return <Skeleton height={240} m={20} w="auto" />;
  const record = data?.record;
  const copied =
    record && id === 'new'
      ? { name: t('reports.copyOf', { name: String(record.name) }), shared: 'private', shared_unit: null, shared_group: null }
      : {};
  return <Editor key={`${id} ${source}`} id={id === 'new' ? null : id} first={{ ...record, ...copied }} />;
}

const SHARING = ['shared', 'shared_unit', 'shared_group'] as const;

function Editor({ id, first }: { id: string | null; first: Values }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { entities } = useSetup();
  const entity = useEntity('reports');
  const [values, setValues] = useState<Values>({ shared: 'private', ...first });
  const [definition, setDefinition] = useState<ReportDefinition>(
    () => (first.definition as ReportDefinition | undefined) ?? startOf(entities, 'deals'),
  );
  const [busy, during] = useBusy();
  const asOf = useAsOf();
  const set = (name: string, value: unknown) => setValues({ ...values, [name]: value });

  const save = () =>
    during(async () => {
      const wire = Object.fromEntries(
        SHARING.map((name) => {
          const field = entity && fieldOf(entity, name);
          const used = name === 'shared' || values.shared === name.replace('shared_', '');
          return [name, field && used ? toWire(field, values[name]) : null];
        }),
      );
      const body = { name: values.name, folder: values.folder || null, description: values.description || null, definition, ...wire };
      const calls = client.records('reports');
      const record = await (id ? calls.update(id, body) : calls.create(body));
      void queryClient.invalidateQueries({ queryKey: keys.entity('reports') });
      void queryClient.invalidateQueries({ queryKey: keys.record('reports', record.id) });
      showDone(t('reports.saved'));
      await navigate({ to: '/reports/$id', params: { id: record.id } });
    });

  return (
    <>
      <PageHead title={id ? String(first.name) : t('reports.new')}>
        <AsOfSwitch asOf={asOf} size={36} />
        <Button onClick={() => void save()} loading={busy} disabled={!String(values.name ?? '').trim()}>
          {t('reports.save')}
        </Button>
      </PageHead>
      <div className={classes.builder}>
        <div className={classes.parts}>
          <NamePart values={values} set={set} />
          <StartPart definition={definition} onChange={setDefinition} />
          <ColumnsPart definition={definition} onChange={setDefinition} />
          <GroupsPart definition={definition} onChange={setDefinition} />
          <QuestionsPart definition={definition} onChange={setDefinition} />
          <ShownPart definition={definition} onChange={setDefinition} />
          <Part title={t('reports.sharing')}>
            {SHARING.map((name) => {
              const field = entity && fieldOf(entity, name);
              if (!field || (name !== 'shared' && values.shared !== name.replace('shared_', ''))) return null;
              const { Edit } = widgetFor(field);
              return (
                <Edit
                  key={name}
                  entity="reports"
                  field={field}
                  value={values[name] ?? null}
                  onChange={(value) => set(name, value)}
                  place="form"
                  required={name !== 'shared'}
                />
              );
            })}
          </Part>
        </div>
        <Preview definition={definition} asOf={asOf} />
      </div>
    </>
  );
}

/** A first report of a noun: the columns of its list. */
function startOf(entities: readonly EntityDescription[], wanted: string): ReportDefinition {
  const entity = entities.find(({ name, can }) => name === wanted && can.view) ?? entities.find(({ menu, can }) => menu && can.view);
  const columns = (entity?.list.columns ?? []).slice(0, 6).map((value, at) => {
    const type = entity && fieldOf(entity, value)?.type;
    return { id: `c${at + 1}`, level: 0, value, ...(type === 'money' ? { totals: ['sum' as const] } : {}) };
  });
  return { entity: entity?.name ?? wanted, columns };
}

function NamePart({ values, set }: { values: Values; set: (name: string, value: unknown) => void }) {
  const { t } = useTranslation();
  const { data } = useQuery({
    queryKey: keys.aggregate('reports', 'folders'),
    queryFn: ({ signal }) => client.records('reports').list({ fields: ['folder'], limit: 500 }, { signal }),
  });
  const folders = [...new Set((data?.records ?? []).flatMap(({ folder }) => (folder ? [String(folder)] : [])))].sort();
  return (
    <Part title={t('reports.name')}>
      <TextInput
        aria-label={t('reports.name')}
        value={String(values.name ?? '')}
        maxLength={120}
        data-autofocus
        onChange={(event) => set('name', event.currentTarget.value)}
      />
      <Autocomplete
        label={t('reports.folder')}
        size="xs"
        data={folders}
        value={String(values.folder ?? '')}
        onChange={(value) => set('folder', value)}
        maxLength={80}
      />
      <Textarea
        label={t('reports.description')}
        size="xs"
        autosize
        minRows={1}
        maxRows={5}
        value={String(values.description ?? '')}
        onChange={(event) => set('description', event.currentTarget.value)}
      />
    </Part>
  );
}

interface PartProps {
  definition: ReportDefinition;
  onChange: (definition: ReportDefinition) => void;
}

/** What it starts from and what is linked, each with its conditions. */
function StartPart({ definition, onChange }: PartProps) {
  const { t } = useTranslation();
  const { entities } = useSetup();
  const levels = levelEntities(entities, definition);
  const links = definition.links ?? [];
  const nouns = entities.filter(({ area, can, fields }) => area === 'business' && can.view && fields.length > 0);
  const possible = linksOf(entities, levels.at(-1) ?? '');
  const setLink = (at: number, link: ReportLink) => onChange({ ...definition, links: links.map((one, i) => (i === at ? link : one)) });
  /** What stood on a level that is gone goes with it. */
  const cutTo = (level: number) =>
    onChange({
      ...definition,
      links: links.slice(0, level),
      columns: definition.columns.filter((column) => column.level <= level),
      groups: (definition.groups ?? []).filter((group) => group.level <= level),
      questions: (definition.questions ?? []).filter(({ field }) => (field?.level ?? 0) <= level),
    });
  return (
    <Part title={t('reports.start')}>
      <Select
        aria-label={t('reports.start')}
        data={nouns.map(({ name, plural }) => ({ value: name, label: plural }))}
        value={definition.entity}
        onChange={(value) => value && value !== definition.entity && onChange(startOf(entities, value))}
        searchable
        allowDeselect={false}
      />
      <Conditions
        entity={describedLevel(entities, definition.entity)}
        filter={definition.filter}
        onChange={(filter) => onChange(withFilter(definition, filter))}
      />
      {links.map((link, at) => {
        const name = levels[at + 1];
        const label = linksOf(entities, levels[at] ?? '').find((one) => one.name === link.name)?.label ?? link.name;
        return (
          <fieldset key={link.name} className={classes.item} aria-label={label}>
            <div className={classes.itemLine}>
              <strong className={classes.grow}>{label}</strong>
              <Checkbox
                size="xs"
                label={t('reports.linkRequired')}
                checked={link.required === true}
                onChange={(event) => setLink(at, { ...link, required: event.currentTarget.checked })}
              />
              <Button
                size="compact-xs"
                variant="subtle"
                color="gray"
                leftSection={<IconX size={13} />}
                onClick={() => cutTo(at)}
                aria-label={`${t('reports.remove')}: ${label}`}
              >
                {t('reports.remove')}
              </Button>
            </div>
            {name && (
              <Conditions
                entity={describedLevel(entities, name)}
                filter={link.filter}
                onChange={(filter) => setLink(at, withFilter(link, filter))}
              />
            )}
          </fieldset>
        );
      })}
      {links.length < 3 && possible.length > 0 && (
        <Select
          size="xs"
          aria-label={t('reports.addLink')}
          placeholder={t('reports.addLink')}
          leftSection={<IconPlus size={14} />}
          data={possible.map(({ name, label }) => ({ value: name, label }))}
          value={null}
          onChange={(value) => value && onChange({ ...definition, links: [...links, { name: value }] })}
          searchable
        />
      )}
    </Part>
  );
}

function withFilter<T extends { readonly filter?: string }>(part: T, filter: string): T {
  const { filter: _, ...rest } = part;
  return (filter ? { ...rest, filter } : rest) as T;
}

function Conditions({
  entity,
  filter,
  onChange,
}: {
  entity: EntityDescription | null;
  filter: string | undefined;
  onChange: (filter: string) => void;
}) {
  if (!entity) return null;
  return <FilterBar entity={entity} filter={filter ?? ''} refused={null} onChange={onChange} />;
}

const CHARTS: readonly ReportChart['kind'][] = ['bar', 'line', 'pie', 'stacked', 'percent', 'funnel'];

function ShownPart({ definition, onChange }: PartProps) {
  const { t } = useTranslation();
  const { columns, sort = [], chart } = definition;
  const [first] = sort;
  const names = columns.map(({ id, label, value }) => ({ value: id, label: label ?? value }));
  return (
    <Part title={t('reports.sort')}>
      <div className={classes.itemLine}>
        <Select
          size="xs"
          className={classes.grow}
          aria-label={t('reports.sort')}
          data={names}
          value={first?.column ?? null}
          clearable
          onChange={(column) => onChange({ ...definition, sort: column ? [{ column, descending: first?.descending ?? false }] : [] })}
        />
        <Checkbox
          size="xs"
          label={t('reports.descending')}
          disabled={!first}
          checked={first?.descending === true}
          onChange={(event) => first && onChange({ ...definition, sort: [{ ...first, descending: event.currentTarget.checked }] })}
        />
      </div>
      <div className={classes.itemLine}>
        <NumberInput
          size="xs"
          w={140}
          label={t('reports.limit')}
          min={1}
          max={1_000_000}
          allowDecimal={false}
          value={definition.limit ?? ''}
          onChange={(value) => {
            const { limit: _, ...rest } = definition;
            onChange(typeof value === 'number' && value >= 1 ? { ...rest, limit: value } : rest);
          }}
        />
        <Checkbox
          size="xs"
          label={t('reports.summary')}
          checked={definition.summary === true}
          onChange={(event) => onChange({ ...definition, summary: event.currentTarget.checked })}
        />
      </div>
      <div className={classes.itemLine}>
        <Select
          size="xs"
          className={classes.grow}
          label={t('reports.chart')}
          description={t('reports.chartHint')}
          data={[{ value: '', label: t('reports.noChart') }, ...CHARTS.map((kind) => ({ value: kind, label: t(`charts.kinds.${kind}`) }))]}
          value={chart?.kind ?? ''}
          allowDeselect={false}
          onChange={(kind) => {
            const { chart: _, ...rest } = definition;
            const column = columns.find(({ level, totals }) => level === 0 && (totals?.length ?? 0) > 0);
            onChange(kind ? { ...rest, chart: { kind: kind as ReportChart['kind'], ...(column ? { column: column.id } : {}) } } : rest);
          }}
        />
      </div>
    </Part>
  );
}

function Preview({ definition, asOf }: { definition: ReportDefinition; asOf: AsOf }) {
  const { t } = useTranslation();
  const [settled] = useDebouncedValue(definition, 350);
  // Only what need not be answered is left out of a preview.
  const asked = { ...settled, questions: (settled.questions ?? []).map((question) => ({ ...question, required: false })) };
  const { data, error } = useQuery({
    queryKey: ['of', 'reports', 'preview', JSON.stringify(asked), asOf.at ?? ''],
    queryFn: ({ signal }) => client.reports.preview(asked, { as_of: asOf.at }, { signal, limit: 50 }),
    placeholderData: (before) => before,
    retry: false,
  });
  return (
    <section className={classes.preview} aria-label={t('reports.preview')}>
      <h2 className={classes.quiet}>{t('reports.preview')}</h2>
      <AsOfBanner asOf={asOf} />
      {error && (
        <Alert color="red" role="alert">
          {errorText(error)}
        </Alert>
      )}
      {!data && !error && <Skeleton height={300} />}
      {data && !error && (
        <ReportTable
          definition={settled}
          head={data.head}
          rows={data.rows}
          answers={{}}
          whole={data.next === null}
          label={t('reports.preview')}
        />
      )}
    </section>
  );
}
