// One figure of a chart: counted, added up or averaged, of which field, under which condition.

import { ActionIcon, Select, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from '../dashboard/dashboard.module.css';
import { type Choice, isNumeric, optionsOf } from './fields.ts';
import { type ChartMeasure, clean } from './spec.ts';

const FUNCTIONS = ['count', 'sum', 'avg', 'min', 'max', 'count_distinct'] as const;

interface MeasureProps {
  readonly measure: ChartMeasure;
  readonly paths: readonly Choice[];
  readonly advanced: boolean;
  readonly onChange: (measure: ChartMeasure) => void;
  readonly onRemove?: () => void;
}

export function MeasureEdit({ measure, paths, advanced, onChange, onRemove }: MeasureProps) {
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
