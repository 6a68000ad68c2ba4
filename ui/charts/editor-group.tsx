// What a chart puts into groups: a field, or a date by its weeks, months, years.

import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type PeriodUnit, unitOfGroup } from '../../schema/index.ts';
import classes from '../dashboard/dashboard.module.css';
import { type Choice, isDated, isGrouped, optionsOf } from './fields.ts';

const UNITS: readonly PeriodUnit[] = ['day', 'week', 'month', 'quarter', 'year'];

interface GroupProps {
  readonly label: string;
  readonly text: string | undefined;
  readonly paths: readonly Choice[];
  readonly clearable?: boolean;
  readonly onChange: (text: string | undefined) => void;
}

export function GroupEdit({ label, text, paths, clearable = false, onChange }: GroupProps) {
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
