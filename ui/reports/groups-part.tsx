// The groups of a report: by which fields, and dates by which period.

import { Checkbox, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { unitOfGroup } from '../../schema/index.ts';
import { AddField, Entry, entriesOf, Part, type PartProps, useChoices } from './parts.tsx';
import classes from './reports.module.css';

const MOST = 6;
const PERIODS = ['year', 'quarter', 'month', 'week', 'day'] as const;
const UNGROUPED = ['text_area', 'formatted_text', 'file', 'image', 'multi_picklist', 'references', 'password', 'any_reference'];

export function GroupsPart({ definition, onChange }: PartProps) {
  const { t } = useTranslation();
  const choices = useChoices(definition, ({ field }) => !UNGROUPED.includes(field.type));
  const groups = definition.groups ?? [];
  const { add, replace, placeOf } = entriesOf(groups, (next) => onChange({ ...definition, groups: next }));
  return (
    <Part title={t('reports.groups')}>
      {groups.map((group, at) => {
        const unit = unitOfGroup(group.value);
        const path = unit?.of ?? group.value;
        const known = choices.byValue.get(`${group.level}:${path}`);
        const name = known?.choice.label ?? group.value;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: groups have no identity but their place
          <Entry key={at} name={name} {...placeOf(at)}>
            <span className={classes.grow}>{name}</span>
            {isDated(known?.choice.field.type) && (
              <Select
                size="xs"
                w={120}
                aria-label={`${t('reports.period')}: ${name}`}
                data={[
                  { value: '', label: t('reports.wholeValue') },
                  ...PERIODS.map((one) => ({ value: one, label: t(`reports.periods.${one}`) })),
                ]}
                value={unit?.unit ?? ''}
                onChange={(value) => replace(at, { ...group, value: value ? `${value}(${path})` : path })}
                allowDeselect={false}
              />
            )}
            <Checkbox
              size="xs"
              label={t('reports.descending')}
              checked={group.descending === true}
              onChange={(event) => replace(at, { ...group, descending: event.currentTarget.checked })}
            />
          </Entry>
        );
      })}
      {groups.length < MOST && (
        <AddField
          label={t('reports.addGroup')}
          among={choices}
          onAdd={({ level, choice: { path, field } }) => add({ level, value: isDated(field.type) ? `month(${path})` : path })}
        />
      )}
    </Part>
  );
}

function isDated(type: string | undefined): boolean {
  return type === 'date' || type === 'datetime';
}
