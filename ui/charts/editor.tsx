// The settings of a chart: what is counted, by what, of which records, over which time. Easy shows what most charts need.

import { ActionIcon, Button, Checkbox, NumberInput, Select, TagsInput, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { EntityDescription } from '../../client/index.ts';
import { type PeriodUnit, type Range, ranges, unitOfGroup } from '../../schema/index.ts';
import classes from '../dashboard/dashboard.module.css';
import { FilterBar } from '../filter/filter-bar.tsx';
import { fieldOf, keys, useSetup } from '../queries.ts';
import { client } from '../workspace.ts';
import { type Choice, isDated, isGrouped, isNumeric, pathsOf, rowsOf } from './fields.ts';
import { type ChartKind, type ChartMeasure, type ChartSpec, chartKinds } from './spec.ts';

interface EditorProps {
  readonly spec: ChartSpec;
  readonly advanced: boolean;
  /** It is about this noun only: no other can be chosen. */
  readonly bound?: boolean;
  readonly onChange: (spec: ChartSpec) => void;
}

const SPLIT_KINDS: readonly ChartKind[] = ['stacked', 'percent', 'bar', 'line', 'table'];
const FUNCTIONS = ['count', 'sum', 'avg', 'min', 'max', 'count_distinct'] as const;
const UNITS: readonly PeriodUnit[] = ['day', 'week', 'month', 'quarter', 'year'];
const MOST_MEASURES = 4;

export function ChartEditor({ spec, advanced, bound = false, onChange }: EditorProps) {
  const { t } = useTranslation();
  const { entities } = useSetup();
  const entity = entities.find(({ name }) => name === spec.entity);
  const nouns = entities.filter(({ can, area, bound, menu }) => can.view && (area === 'business' ? menu : !bound));
  const paths = entity ? pathsOf(entities, entity) : [];
  const change = (part: Partial<ChartSpec>) => {
    const next = clean({ ...spec, ...part });
    const noun = entities.find(({ name }) => name === next.entity);
    const over = noun ? rowsOf(noun, next.by, next.split, ...next.measures.map(({ field }) => field)) : undefined;
    onChange(clean({ ...next, over }));
  };
  const grouped = spec.kind !== 'number';
  const dates = paths.filter(({ field }) => isDated(field));
  return (
    <div className={classes.fields}>
      {!bound && (
        <Select
          label={t('charts.editor.noun')}
          data={nouns.map(({ name, plural }) => ({ value: name, label: plural }))}
          value={spec.entity}
          allowDeselect={false}
          searchable
          onChange={(name) => name && onChange(freshFor(entities.find((one) => one.name === name)!, spec))}
        />
      )}
      <Select
        label={t('charts.editor.kind')}
        data={chartKinds.map((kind) => ({ value: kind, label: t(`charts.kinds.${kind}`) }))}
        value={spec.kind}
        allowDeselect={false}
        onChange={(kind) => kind && change(suited(spec, kind as ChartKind, dates))}
      />
      {spec.measures.map((measure, at) => (
        <MeasureEdit
          // biome-ignore lint/suspicious/noArrayIndexKey: measures are known by their place
          key={at}
          measure={measure}
          paths={paths}
          advanced={advanced}
          onChange={(next) => change({ measures: spec.measures.map((one, place) => (place === at ? next : one)) })}
          {...(spec.measures.length > 1 ? { onRemove: () => change({ measures: spec.measures.filter((_, place) => place !== at) }) } : {})}
        />
      ))}
      {advanced && spec.measures.length < MOST_MEASURES && !spec.split && (
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconPlus size={14} />}
          onClick={() => change({ measures: [...spec.measures, { fn: 'count' }] })}
        >
          {t('charts.editor.addMeasure')}
        </Button>
      )}
      {grouped && (
        <GroupEdit label={t('charts.editor.by')} text={spec.by} paths={paths} advanced={advanced} onChange={(by) => change({ by })} />
      )}
      {grouped && SPLIT_KINDS.includes(spec.kind) && (advanced || spec.kind === 'stacked' || spec.kind === 'percent') && (
        <GroupEdit
          label={t('charts.editor.split')}
          text={spec.split}
          paths={paths}
          advanced={advanced}
          clearable
          onChange={(split) => change({ split, ...(split ? { measures: spec.measures.slice(0, 1) } : {}) })}
        />
      )}
      {entity && (
        <div>
          <span className={classes.kindHint}>{t('charts.editor.filter')}</span>
          <FilterBar
            entity={entity}
            filter={spec.filter ?? ''}
            refused={null}
            onChange={(filter) => change({ filter: filter || undefined })}
          />
        </div>
      )}
      <div className={classes.pair}>
        <Select
          label={t('charts.editor.period')}
          data={optionsOf(dates)}
          value={spec.period?.field ?? null}
          clearable
          searchable
          placeholder={t('charts.editor.always')}
          onChange={(field) =>
            change({
              period: field ? { field, range: spec.period?.range ?? 'this_year' } : undefined,
              ...(field ? {} : { compare: undefined }),
            })
          }
        />
        <Select
          label={t('charts.editor.range')}
          data={ranges.map((range) => ({ value: range, label: t(`charts.ranges.${range}`) }))}
          value={typeof spec.period?.range === 'string' ? spec.period.range : null}
          disabled={!spec.period}
          allowDeselect={false}
          onChange={(range) => range && spec.period && change({ period: { ...spec.period, range: range as Range } })}
        />
      </div>
      {spec.kind === 'target' && <TargetEdit spec={spec} dates={dates} paths={paths} onChange={change} />}
      {advanced && <Advanced spec={spec} onChange={change} />}
    </div>
  );
}

function Advanced({ spec, onChange }: { spec: ChartSpec; onChange: (part: Partial<ChartSpec>) => void }) {
  const { t } = useTranslation();
  const inTime = spec.by && unitOfGroup(spec.by);
  return (
    <>
      <Select
        label={t('charts.editor.compare')}
        data={(['previous', 'year'] as const).map((value) => ({
          value,
          label: t(value === 'year' ? 'charts.yearBefore' : 'charts.timeBefore'),
        }))}
        value={spec.compare ?? null}
        clearable
        disabled={!spec.period}
        onChange={(compare) => onChange({ compare: (compare ?? undefined) as ChartSpec['compare'] })}
      />
      {spec.kind !== 'number' && (
        <div className={classes.pair}>
          {inTime ? (
            <NumberInput
              label={t('charts.editor.latest')}
              min={1}
              max={200}
              value={spec.latest ?? ''}
              onChange={(value) => onChange({ latest: Number(value) || undefined })}
            />
          ) : (
            <NumberInput
              label={t('charts.editor.top')}
              min={1}
              max={200}
              value={spec.top ?? ''}
              placeholder="12"
              onChange={(value) => onChange({ top: Number(value) || undefined })}
            />
          )}
          <Select
            label={t('charts.editor.sort')}
            data={(['value', 'name'] as const).map((value) => ({ value, label: t(`charts.editor.sorts.${value}`) }))}
            value={spec.sort ?? null}
            clearable
            placeholder={t('charts.editor.sorts.usual')}
            onChange={(sort) => onChange({ sort: (sort ?? undefined) as ChartSpec['sort'] })}
          />
        </div>
      )}
      <TagsInput
        label={t('charts.editor.colors')}
        description={t('charts.editor.colorsHint')}
        data={['indigo', 'orange', 'teal', 'grape', 'blue', 'red', 'green', 'yellow', 'violet', 'cyan', 'pink', 'lime', 'gray']}
        value={[...(spec.colors ?? [])]}
        onChange={(colors) => onChange({ colors: colors.length > 0 ? colors : undefined })}
      />
      <Checkbox
        label={t('charts.editor.labels')}
        checked={spec.labels === true}
        onChange={(event) => onChange({ labels: event.currentTarget.checked || undefined })}
      />
      {!inTime && spec.kind !== 'number' && (
        <Checkbox
          label={t('charts.editor.others')}
          checked={spec.others !== false}
          onChange={(event) => onChange({ others: event.currentTarget.checked ? undefined : false })}
        />
      )}
      {['bar', 'stacked', 'percent'].includes(spec.kind) && (
        <Checkbox
          label={t('charts.editor.horizontal')}
          checked={spec.horizontal === true}
          onChange={(event) => onChange({ horizontal: event.currentTarget.checked || undefined })}
        />
      )}
    </>
  );
}

interface MeasureProps {
  readonly measure: ChartMeasure;
  readonly paths: readonly Choice[];
  readonly advanced: boolean;
  readonly onChange: (measure: ChartMeasure) => void;
  readonly onRemove?: () => void;
}

function MeasureEdit({ measure, paths, advanced, onChange, onRemove }: MeasureProps) {
  const { t } = useTranslation();
  const numbers = paths.filter(({ field }) => isNumeric(field));
  const choices =
    measure.fn === 'count_distinct'
      ? paths
      : ['min', 'max'].includes(measure.fn)
        ? [...numbers, ...paths.filter(({ field }) => field.type === 'date')]
        : numbers;
  const known = !measure.field || choices.some(({ value }) => value === measure.field);
  const put = (part: Partial<ChartMeasure>) => onChange(clean({ ...measure, ...part }));
  return (
    <div className={classes.measure}>
      <div className={measure.fn === 'count' ? undefined : classes.pair}>
        <Select
          label={t('charts.editor.measure')}
          data={FUNCTIONS.map((fn) => ({ value: fn, label: t(`charts.editor.functions.${fn}`) }))}
          value={measure.fn}
          allowDeselect={false}
          onChange={(fn) => {
            if (!fn) return;
            const next = fn as ChartMeasure['fn'];
            put({
              fn: next,
              field: next === 'count' ? undefined : (measure.field ?? (next === 'count_distinct' ? paths : numbers)[0]?.value),
            });
          }}
        />
        {measure.fn !== 'count' &&
          (known ? (
            <Select
              label={t('charts.editor.of')}
              data={optionsOf(choices)}
              value={measure.field ?? null}
              searchable
              allowDeselect={false}
              onChange={(field) => field && put({ field })}
            />
          ) : (
            <TextInput
              label={t('charts.editor.of')}
              value={measure.field ?? ''}
              onChange={(event) => put({ field: event.currentTarget.value })}
            />
          ))}
      </div>
      {advanced && (
        <>
          <TextInput
            label={t('charts.editor.label')}
            value={measure.label ?? ''}
            onChange={(event) => put({ label: event.currentTarget.value || undefined })}
          />
          <TextInput
            label={t('charts.editor.where')}
            placeholder={'stage = "won"'}
            defaultValue={measure.where ?? ''}
            onBlur={(event) => put({ where: event.currentTarget.value || undefined })}
          />
          {measure.fn === 'count' && (
            <TextInput
              label={t('charts.editor.per')}
              description={t('charts.editor.perHint')}
              placeholder={'stage in ("won", "lost")'}
              defaultValue={measure.per?.where ?? ''}
              onBlur={(event) => put({ per: event.currentTarget.value ? { fn: 'count', where: event.currentTarget.value } : undefined })}
            />
          )}
          {measure.fn !== 'count' && known && (
            <TextInput
              label={t('charts.editor.expression')}
              placeholder="closed_on - opened_on"
              onBlur={(event) => event.currentTarget.value && put({ field: event.currentTarget.value })}
            />
          )}
        </>
      )}
      {onRemove && (
        <ActionIcon size={24} onClick={onRemove} aria-label={t('charts.editor.removeMeasure')}>
          <IconX size={15} />
        </ActionIcon>
      )}
    </div>
  );
}

interface GroupProps {
  readonly label: string;
  readonly text: string | undefined;
  readonly paths: readonly Choice[];
  readonly advanced: boolean;
  readonly clearable?: boolean;
  readonly onChange: (text: string | undefined) => void;
}

function GroupEdit({ label, text, paths, clearable = false, onChange }: GroupProps) {
  const { t } = useTranslation();
  const period = text ? unitOfGroup(text) : null;
  const path = period?.of ?? text ?? null;
  const choices = paths.filter(({ field }) => isGrouped(field) || isDated(field));
  const choose = (next: string | null) => {
    const choice = choices.find(({ value }) => value === next);
    onChange(!choice ? undefined : isDated(choice.field) ? `${period?.unit ?? 'month'}(${choice.value})` : choice.value);
  };
  return (
    <div className={period ? classes.pair : undefined}>
      <Select
        label={label}
        data={optionsOf(choices)}
        value={path}
        searchable
        clearable={clearable}
        allowDeselect={clearable}
        onChange={choose}
      />
      {period && (
        <Select
          label={t('charts.editor.unit')}
          data={UNITS.map((unit) => ({ value: unit, label: t(`charts.units.${unit}`) }))}
          value={period.unit}
          allowDeselect={false}
          onChange={(unit) => unit && onChange(`${unit}(${period.of})`)}
        />
      )}
    </div>
  );
}

const GOALS = { group_by: ['goal'], measures: [{ fn: 'count' as const }], limit: 200 };

function TargetEdit({
  spec,
  dates,
  paths,
  onChange,
}: {
  spec: ChartSpec;
  dates: readonly Choice[];
  paths: readonly Choice[];
  onChange: (part: Partial<ChartSpec>) => void;
}) {
  const { t } = useTranslation();
  const { entities } = useSetup();
  const targets = entities.find(({ name, can }) => name === 'targets' && can.view);
  const { data } = useQuery({
    queryKey: keys.aggregate('targets', GOALS),
    queryFn: ({ signal }) => client.records('targets').aggregate(GOALS, { signal }),
    enabled: !!targets,
  });
  const given = (targets && fieldOf(targets, 'goal')?.options.map(({ value, label }) => ({ value, label }))) ?? [];
  const used =
    data?.rows.flatMap(({ goal }) =>
      typeof goal === 'string' && !given.some(({ value }) => value === goal) ? [{ value: goal, label: goal }] : [],
    ) ?? [];
  const { forecast } = spec;
  const unit = (spec.by && unitOfGroup(spec.by)?.unit) || 'month';
  return (
    <>
      <Select
        label={t('charts.editor.goal')}
        description={t('charts.editor.goalHint')}
        data={[...given, ...used]}
        value={spec.goal ?? null}
        searchable
        onChange={(goal) => onChange({ goal: goal ?? undefined })}
      />
      <div className={classes.pair}>
        <Select
          label={t('charts.forecast')}
          data={optionsOf(paths.filter(({ field }) => isNumeric(field)))}
          value={forecast?.measure.field ?? null}
          clearable
          searchable
          onChange={(field) =>
            onChange({
              forecast: field
                ? {
                    measure: { fn: 'sum', field },
                    by: forecast?.by ?? `${unit}(${dates[0]?.value ?? 'created_at'})`,
                    ...(forecast?.filter ? { filter: forecast.filter } : {}),
                  }
                : undefined,
            })
          }
        />
        <Select
          label={t('charts.editor.forecastBy')}
          data={optionsOf(dates)}
          value={forecast ? (unitOfGroup(forecast.by)?.of ?? null) : null}
          disabled={!forecast}
          allowDeselect={false}
          onChange={(path) => path && forecast && onChange({ forecast: { ...forecast, by: `${unit}(${path})` } })}
        />
      </div>
      {forecast && (
        <TextInput
          label={t('charts.editor.forecastFilter')}
          placeholder={'stage not in ("won", "lost")'}
          defaultValue={forecast.filter ?? ''}
          onBlur={(event) => onChange({ forecast: clean({ ...forecast, filter: event.currentTarget.value || undefined }) })}
        />
      )}
    </>
  );
}

/** What was chosen of another noun means nothing here. */
function freshFor(entity: EntityDescription, { kind }: ChartSpec): ChartSpec {
  const first = entity.board ?? entity.fields.find((field) => isGrouped(field) && field.type !== 'text')?.name;
  return {
    entity: entity.name,
    kind: kind === 'target' ? 'bar' : kind,
    measures: [{ fn: 'count' }],
    ...(first && kind !== 'number' ? { by: first } : {}),
  };
}

/** A target is told by period; one figure has no groups. */
function suited(spec: ChartSpec, kind: ChartKind, dates: readonly Choice[]): Partial<ChartSpec> {
  if (kind === 'number') return { kind, by: undefined, split: undefined };
  if (kind === 'target') {
    const field = spec.period?.field ?? dates.find(({ value }) => value === 'closed_on')?.value ?? dates[0]?.value;
    return { kind, by: spec.by && unitOfGroup(spec.by) ? spec.by : field ? `month(${field})` : spec.by, split: undefined };
  }
  return SPLIT_KINDS.includes(kind) ? { kind } : { kind, split: undefined };
}

function optionsOf(choices: readonly Choice[]) {
  const groups = [...new Set(choices.map(({ group }) => group))];
  // Two references of one name would be one group of options with the same values twice.
  return groups.map((group) => ({
    group,
    items: choices.filter((choice) => choice.group === group).map(({ value, label }) => ({ value, label })),
  }));
}

/** Without what is not set: two specs that say the same are the same. */
function clean<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as T;
}
