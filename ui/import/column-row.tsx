// One column: its name and samples, the field it goes into, what is odd about it and what was decided about that.

import { Checkbox, Select, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription, FieldDescription, ImportColumn } from '../../client/index.ts';
import { useSetup } from '../queries.ts';
import { type ColumnChoice, openValues } from './choices.ts';
import { ColumnFormatEdit } from './column-format.tsx';
import classes from './import.module.css';
import { problemWords } from './problem-words.ts';
import { ValueMap } from './value-map.tsx';

export interface ColumnRowProps {
  entity: EntityDescription;
  fields: readonly FieldDescription[];
  column: ImportColumn;
  choice: ColumnChoice;
  /** Fields that have a column. */
  taken: readonly string[];
  /** Another column goes into the same field. */
  repeated: boolean;
  busy: boolean;
  onField: (field: string | null) => void;
  onChange: (change: Partial<ColumnChoice>) => void;
}

/** No field is called so. */
const LEAVE_OUT = '-';

export function ColumnRow({ entity, fields, column, choice, taken, repeated, busy, onField, onChange }: ColumnRowProps) {
  const { t } = useTranslation();
  const { entities } = useSetup();
  const id = useId();
  const field = fields.find((candidate) => candidate.name === choice.field);
  const open = openValues(column, choice);
  const creatable = field ? entities.filter((noun) => field.to.includes(noun.name) && noun.can.create && noun.area === 'business') : [];
  const emptyWords = column.problems.filter((problem) => problem.code === 'empty_word');
  const others = column.problems.filter((problem) => problem.code !== 'empty_word');

  return (
    <li className={classes.column} data-off={!field || undefined}>
      <div className={classes.source}>
        <h3 id={id} className={classes.columnName}>
          {column.name}
        </h3>
        <div className={classes.samples}>
          {column.samples.length > 0
            ? column.samples.slice(0, 4).map((sample) => <code key={sample}>{sample}</code>)
            : t('import.noValues')}
        </div>
      </div>
      <div className={classes.target}>
        <Select
          size="xs"
          aria-label={t('import.goesInto', { column: column.name })}
          data={[
            { value: LEAVE_OUT, label: t('import.leaveOut') },
            ...fields.map(({ name, label, required }) => ({
              value: name,
              label: `${label}${required ? ' *' : ''}`,
              disabled: taken.includes(name) && name !== choice.field,
            })),
          ]}
          value={choice.field ?? LEAVE_OUT}
          onChange={(name) => onField(name === LEAVE_OUT ? null : name)}
          searchable
          allowDeselect={false}
          error={repeated ? t('import.repeated') : undefined}
          disabled={busy}
          nothingFoundMessage={t('field.nothingFound')}
        />
        {field && <ColumnFormatEdit field={field} column={column} format={choice.format} onChange={(format) => onChange({ format })} />}
        {field &&
          emptyWords.map((problem) => {
            const word = problem.value ?? '';
            return (
              <Checkbox
                key={word}
                size="xs"
                label={t('import.emptyWord', { word, count: problem.count })}
                checked={choice.values[word] === null && word in choice.values}
                onChange={(event) => onChange({ values: withValue(choice.values, word, event.currentTarget.checked ? null : undefined) })}
              />
            );
          })}
        {field &&
          others.map((problem) => (
            <Text key={`${problem.code} ${problem.value}`} size="xs" className={classes.warning}>
              <IconAlertTriangle size={14} aria-hidden="true" />
              <span>{problemWords(problem)}</span>
            </Text>
          ))}
        {field && creatable.length > 0 && open.length > 0 && (
          <Checkbox
            size="xs"
            label={t('import.createMissing', { count: open.length, noun: creatable.map((noun) => noun.plural).join(', ') })}
            checked={choice.createMissing}
            onChange={(event) => onChange({ createMissing: event.currentTarget.checked })}
          />
        )}
        {field && (column.values?.length ?? 0) > 0 && (
          <ValueMap
            entity={entity}
            field={field}
            column={column}
            choice={choice}
            onChange={(from, to) => onChange({ values: withValue(choice.values, from, to) })}
            onEmptyRest={() => onChange({ values: { ...choice.values, ...Object.fromEntries(open.map(({ from }) => [from, null])) } })}
          />
        )}
      </div>
    </li>
  );
}

/** undefined: nothing is decided about it. */
function withValue(values: ColumnChoice['values'], from: string, to: string | null | undefined): ColumnChoice['values'] {
  if (to !== undefined) return { ...values, [from]: to };
  const { [from]: _, ...rest } = values;
  return rest;
}
