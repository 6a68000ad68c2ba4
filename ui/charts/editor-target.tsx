// What a chart of a target measures itself by: the goal, and what is still expected.

import { Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { unitOfGroup } from '../../schema/index.ts';
import classes from '../dashboard/dashboard.module.css';
import { fieldOf, keys, useSetup } from '../queries.ts';
import { client } from '../workspace.ts';
import { type Choice, isNumeric, optionsOf } from './fields.ts';
import { type ChartSpec, clean } from './spec.ts';

const GOALS = { group_by: ['goal'], measures: [{ fn: 'count' as const }], limit: 200 };

export function TargetEdit({
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
