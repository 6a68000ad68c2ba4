// Fields that a step fills in, one row each: the field by its name, and what it gets.

import { ActionIcon, Select } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription } from '../../client/index.ts';
import { SmallControls } from '../fields/input.ts';
import type { Item } from '../filter/model.ts';
import { useTitles } from '../filter/use-titles.ts';
import { fieldOf } from '../queries.ts';
import type { Assignment } from './draft.ts';
import { settable } from './paths.ts';
import type { StepProblems } from './problems.ts';
import { ValueEdit } from './value-edit.tsx';
import { literalIn, read, type Way } from './values.ts';
import classes from './workflows.module.css';

interface AssignRowsProps {
  /** The record that sets the workflow off. */
  readonly noun: EntityDescription;
  /** The noun whose fields are filled in. */
  readonly of: EntityDescription;
  readonly value: readonly Assignment[];
  readonly onChange: (value: readonly Assignment[]) => void;
  readonly problems: StepProblems;
}

export function AssignRows({ noun, of, value, onChange, problems }: AssignRowsProps) {
  const { t } = useTranslation();
  const titles = useTitlesIn(of, value);
  // By field: a value that is about to be written does not tell yet in which way.
  const [ways, setWays] = useState<Readonly<Record<string, Way>>>({});
  const fields = settable(of);
  const free = (mine?: string) =>
    fields
      .filter(({ name }) => name === mine || !value.some(({ field }) => field === name))
      .map(({ name, label }) => ({ value: name, label }));
  const put = (at: number, by: readonly Assignment[]) => onChange(value.toSpliced(at, 1, ...by));
  return (
    <SmallControls value={true}>
      <ul className={classes.assigns} aria-label={t('workflows.assigns')}>
        {value.map((one, at) => {
          const field = fieldOf(of, one.field);
          const label = field?.label ?? one.field;
          const choices = free(one.field);
          const known = choices.some((choice) => choice.value === one.field);
          return (
            <li key={one.field} className={classes.assign}>
              <Select
                size="xs"
                className={classes.field}
                aria-label={t('workflows.fieldAt', { at: at + 1 })}
                data={known ? choices : [{ value: one.field, label }, ...choices]}
                value={one.field}
                searchable
                allowDeselect={false}
                onChange={(name) => name && name !== one.field && put(at, [{ field: name, value: '' }])}
                error={problems.at(`assign.${at}.field`) ?? (field ? undefined : t('workflows.fieldGone'))}
              />
              {field && (
                <ValueEdit
                  {...{ noun, of, field, titles }}
                  value={one.value}
                  onChange={(text) => put(at, [{ ...one, value: text }])}
                  way={ways[one.field]}
                  onWay={(way) => setWays({ ...ways, [one.field]: way })}
                  error={worded(problems.at(`assign.${at}.value`) ?? problems.at(`assign.${at}`), one, t)}
                />
              )}
              <ActionIcon
                size="sm"
                className={classes.remove}
                onClick={() => put(at, [])}
                aria-label={t('workflows.removeField', { field: label })}
              >
                <IconX size={14} />
              </ActionIcon>
            </li>
          );
        })}
      </ul>
      <Select
        size="xs"
        className={classes.add}
        aria-label={t('workflows.addField')}
        placeholder={t('workflows.addField')}
        leftSection={<IconPlus size={14} />}
        data={free()}
        value={null}
        searchable
        maxDropdownHeight={320}
        onChange={(name) => name && onChange([...value, { field: name, value: '' }])}
        error={problems.at('assign')}
      />
    </SmallControls>
  );
}

/** Of nothing written yet a grammarian says little. */
function worded(problem: string | undefined, { value }: Assignment, t: TFunction): string | undefined {
  return problem && value === '' ? t('problem.required') : problem;
}

/** As for conditions that ask whether a field is that record. */
function useTitlesIn(of: EntityDescription, value: readonly Assignment[]): Map<string, string> {
  const group = useMemo(() => {
    const items = value.flatMap(({ field, value: text }): Item[] => {
      const literal = literalIn(read(text));
      return literal === null
        ? []
        : [{ kind: 'condition', path: [field], operator: '=', values: [{ kind: 'text', value: String(literal) }] }];
    });
    return { kind: 'group', join: 'and', items } as const;
  }, [value]);
  return useTitles(of, group);
}
