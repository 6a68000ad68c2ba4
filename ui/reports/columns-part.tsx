// The columns of a report: a field or a formula each, what it is called, and what is summed up of it.

import { Button, MultiSelect, Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ReportColumn, ReportDefinition, TotalKind } from '../../schema/index.ts';
import { useSetup } from '../queries.ts';
import { levelEntities } from './levels.ts';
import { TOTALS } from './lines.ts';
import { AddField, type Choices, Entry, entriesOf, freeId, levelLabel, Part, type PartProps, useChoices, withText } from './parts.tsx';
import classes from './reports.module.css';

export function ColumnsPart({ definition, onChange }: PartProps) {
  const { t } = useTranslation();
  const choices = useChoices(definition, () => true);
  const { columns } = definition;
  const { add, replace, placeOf } = entriesOf(columns, (next) => onChange({ ...definition, columns: next }));
  const addNew = (level: number, value: string) => {
    const taken = columns.map(({ id }) => id);
    add({ id: freeId('c', taken), level, value });
  };
  return (
    <Part title={t('reports.columns')}>
      {columns.map((column, at) => (
        <Entry key={column.id} name={nameOf(column, choices)} {...placeOf(at)}>
          <ColumnEdit definition={definition} column={column} choices={choices} onChange={(next) => replace(at, next)} />
        </Entry>
      ))}
      <div className={classes.itemLine}>
        <AddField
          className={classes.grow}
          label={t('reports.addColumn')}
          among={choices}
          onAdd={({ level, choice }) => addNew(level, choice.path)}
        />
        <Button size="xs" variant="default" onClick={() => addNew(0, '1 + 1')}>
          {t('reports.addFormula')}
        </Button>
      </div>
    </Part>
  );
}

interface ColumnEditProps {
  definition: ReportDefinition;
  column: ReportColumn;
  choices: Choices;
  onChange: (column: ReportColumn) => void;
}

function ColumnEdit({ definition, column, choices, onChange }: ColumnEditProps) {
  const { t } = useTranslation();
  const known = choices.byValue.get(choiceOf(column));
  const name = nameOf(column, choices);
  return (
    <>
      {known ? (
        <Select
          size="xs"
          className={classes.grow}
          aria-label={t('reports.field')}
          data={choices.data}
          value={choiceOf(column)}
          onChange={(value) => {
            const found = choices.byValue.get(value ?? '');
            if (found) onChange({ id: column.id, level: found.level, value: found.choice.path });
          }}
          searchable
          allowDeselect={false}
          maxDropdownHeight={320}
        />
      ) : (
        <FormulaEdit definition={definition} column={column} onChange={onChange} />
      )}
      <TextInput
        size="xs"
        className={classes.grow}
        aria-label={`${t('reports.label')}: ${name}`}
        placeholder={known ? known.choice.label : t('reports.label')}
        value={column.label ?? ''}
        onChange={(event) => onChange(withText(column, 'label', event.currentTarget.value))}
      />
      <MultiSelect
        size="xs"
        className={classes.grow}
        aria-label={`${t('reports.totalsOf')}: ${name}`}
        placeholder={column.totals?.length ? undefined : t('reports.totalsOf')}
        data={totalsFor(known?.choice.field.type).map((kind) => ({ value: kind, label: t(`reports.totals.${kind}`) }))}
        value={[...(column.totals ?? [])]}
        onChange={(totals) => onChange({ ...column, totals: totals as TotalKind[] })}
      />
    </>
  );
}

function FormulaEdit({ definition, column, onChange }: Omit<ColumnEditProps, 'choices'>) {
  const { t } = useTranslation();
  const { entities } = useSetup();
  const levels = levelEntities(entities, definition);
  return (
    <>
      {levels.length > 1 && (
        <Select
          size="xs"
          w={110}
          aria-label={t('reports.start')}
          data={levels.map((one, level) => ({ value: String(level), label: levelLabel(entities, one) }))}
          value={String(column.level)}
          onChange={(value) => value && onChange({ ...column, level: Number(value) })}
          allowDeselect={false}
        />
      )}
      <TextInput
        size="xs"
        className={classes.grow}
        aria-label={t('reports.formula')}
        placeholder="amount * probability / 100"
        value={column.value}
        onChange={(event) => onChange({ ...column, value: event.currentTarget.value })}
        spellCheck={false}
      />
    </>
  );
}

const choiceOf = ({ level, value }: ReportColumn) => `${level}:${value}`;

function nameOf(column: ReportColumn, choices: Choices): string {
  return column.label ?? choices.byValue.get(choiceOf(column))?.choice.label ?? column.value;
}

/** Without a type it is a formula, which may give a number. */
function totalsFor(type: string | undefined) {
  const numeric = type === undefined || ['integer', 'decimal', 'percent', 'money'].includes(type);
  const ordered = numeric || ['date', 'datetime', 'time'].includes(type);
  return TOTALS.filter((kind) => kind.startsWith('count') || (kind === 'sum' || kind === 'avg' ? numeric : ordered));
}
