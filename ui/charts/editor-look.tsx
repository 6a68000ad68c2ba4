// The rest of a chart's settings: what it is compared with, how many groups it shows, in which order and colours.

import { Checkbox, NumberInput, Select, TagsInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { unitOfGroup } from '../../schema/index.ts';
import classes from '../dashboard/dashboard.module.css';
import type { ChartSpec } from './spec.ts';

export function LookEdit({ spec, onChange }: { spec: ChartSpec; onChange: (part: Partial<ChartSpec>) => void }) {
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
