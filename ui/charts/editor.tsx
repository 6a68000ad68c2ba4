// The settings of a chart: what is counted, by what, of which records, over which time. Easy shows what most charts need.

import { Button, Select } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription } from '../../client/index.ts';
import { type Range, ranges, unitOfGroup } from '../../schema/index.ts';
import classes from '../dashboard/dashboard.module.css';
import { FilterBar } from '../filter/filter-bar.tsx';
import { useSetup } from '../queries.ts';
import { GroupEdit } from './editor-group.tsx';
import { LookEdit } from './editor-look.tsx';
import { MeasureEdit } from './editor-measure.tsx';
import { TargetEdit } from './editor-target.tsx';
import { type Choice, isDated, isGrouped, optionsOf, pathsOf, rowsOf } from './fields.ts';
import { type ChartKind, type ChartSpec, chartKinds, clean } from './spec.ts';

interface EditorProps {
  readonly spec: ChartSpec;
  readonly advanced: boolean;
  /** It is about this noun only: no other can be chosen. */
  readonly bound?: boolean;
  readonly onChange: (spec: ChartSpec) => void;
}

const SPLIT_KINDS: readonly ChartKind[] = ['stacked', 'percent', 'bar', 'line', 'table'];
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
  const splits = SPLIT_KINDS.includes(spec.kind) && (advanced || spec.kind === 'stacked' || spec.kind === 'percent');
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
      <Measures spec={spec} advanced={advanced} paths={paths} onChange={change} />
      {grouped && <GroupEdit label={t('charts.editor.by')} text={spec.by} paths={paths} onChange={(by) => change({ by })} />}
      {grouped && splits && (
        <GroupEdit
          label={t('charts.editor.split')}
          text={spec.split}
          paths={paths}
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
      <PeriodEdit spec={spec} dates={dates} onChange={change} />
      {spec.kind === 'target' && <TargetEdit spec={spec} dates={dates} paths={paths} onChange={change} />}
      {advanced && <LookEdit spec={spec} onChange={change} />}
    </div>
  );
}

interface PartProps {
  readonly spec: ChartSpec;
  readonly onChange: (part: Partial<ChartSpec>) => void;
}

/** What is counted: one figure, or several where nothing splits it. */
function Measures({ spec, advanced, paths, onChange }: PartProps & { advanced: boolean; paths: readonly Choice[] }) {
  const { t } = useTranslation();
  const { measures } = spec;
  const set = (next: ChartSpec['measures']) => onChange({ measures: next });
  return (
    <>
      {measures.map((measure, at) => (
        <MeasureEdit
          // biome-ignore lint/suspicious/noArrayIndexKey: measures are known by their place
          key={at}
          measure={measure}
          paths={paths}
          advanced={advanced}
          onChange={(next) => set(measures.with(at, next))}
          {...(measures.length > 1 ? { onRemove: () => set(measures.toSpliced(at, 1)) } : {})}
        />
      ))}
      {advanced && measures.length < MOST_MEASURES && !spec.split && (
        <Button variant="subtle" size="compact-sm" leftSection={<IconPlus size={14} />} onClick={() => set([...measures, { fn: 'count' }])}>
          {t('charts.editor.addMeasure')}
        </Button>
      )}
    </>
  );
}

function PeriodEdit({ spec: { period }, dates, onChange }: PartProps & { dates: readonly Choice[] }) {
  const { t } = useTranslation();
  return (
    <div className={classes.pair}>
      <Select
        label={t('charts.editor.period')}
        data={optionsOf(dates)}
        value={period?.field ?? null}
        clearable
        searchable
        placeholder={t('charts.editor.always')}
        onChange={(field) =>
          onChange(field ? { period: { field, range: period?.range ?? 'this_year' } } : { period: undefined, compare: undefined })
        }
      />
      <Select
        label={t('charts.editor.range')}
        data={ranges.map((range) => ({ value: range, label: t(`charts.ranges.${range}`) }))}
        value={typeof period?.range === 'string' ? period.range : null}
        disabled={!period}
        allowDeselect={false}
        onChange={(range) => range && period && onChange({ period: { ...period, range: range as Range } })}
      />
    </div>
  );
}

/** What was chosen of another noun means nothing here. */
export function freshFor(entity: EntityDescription, { kind }: Pick<ChartSpec, 'kind'>): ChartSpec {
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
