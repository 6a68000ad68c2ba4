// The columns of the file: where each goes, how it is written, what its values mean; and how to tell what is there already.

import { Alert, Button, Checkbox, MultiSelect, Radio, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { EntityDescription, ImportInspection, ImportReading } from '../../client/index.ts';
import { fieldOf } from '../queries.ts';
import { type Choices, type ColumnChoice, importableFields, repeatedFields, toKeep } from './choices.ts';
import { ColumnRow } from './column-row.tsx';
import classes from './import.module.css';
import { problemWords } from './problem-words.ts';
import { ReadingPanel } from './reading-panel.tsx';
import { type SavedMapping, SavedMappings } from './saved-mappings.tsx';

export interface ColumnsStepProps {
  entity: EntityDescription;
  inspection: ImportInspection;
  choices: Choices;
  busy: boolean;
  problem: string | null;
  onReading: (reading: ImportReading) => void;
  onField: (at: number, field: string | null) => void;
  onChoices: (choices: Choices) => void;
  onTake: (saved: SavedMapping) => void;
  onBack: () => void;
  onNext: () => void;
}

export function ColumnsStep(props: ColumnsStepProps) {
  const { entity, inspection, choices, busy, problem, onReading, onField, onChoices, onTake, onBack, onNext } = props;
  const { t } = useTranslation();
  const fields = importableFields(entity);
  const repeated = repeatedFields(choices);
  const mapped = choices.columns.flatMap((column) => column.field ?? []);
  const missing = inspection.missing.filter((name) => !mapped.includes(name));
  const setColumn = (at: number, change: Partial<ColumnChoice>) =>
    onChoices({ ...choices, columns: choices.columns.map((column, index) => (index === at ? { ...column, ...change } : column)) });

  return (
    <div className={classes.step}>
      <ReadingPanel inspection={inspection} busy={busy} onReading={onReading} />
      <SavedMappings entity={entity} current={toKeep(inspection, choices)} busy={busy} onTake={onTake} />
      {inspection.file.problems.map((found) => (
        <Alert key={found.code} color="yellow" variant="light" p="xs">
          {problemWords(found)}
        </Alert>
      ))}
      <ul className={classes.columns}>
        {inspection.columns.map((column, at) => {
          const choice = choices.columns[at];
          return choice ? (
            <ColumnRow
              key={column.index}
              entity={entity}
              fields={fields}
              column={column}
              choice={choice}
              taken={mapped}
              repeated={choice.field !== null && repeated.has(choice.field)}
              busy={busy}
              onField={(field) => onField(at, field)}
              onChange={(change) => setColumn(at, change)}
            />
          ) : null;
        })}
      </ul>
      <MatchChoice entity={entity} mapped={mapped} choices={choices} onChoices={onChoices} />
      {missing.length > 0 && (
        <Alert color="yellow" variant="light" p="xs">
          {t('import.missing', { fields: missing.map((name) => labelOf(entity, name)).join(', ') })}
        </Alert>
      )}
      {problem && (
        <Alert color="red" variant="light" p="xs" role="alert">
          {problem}
        </Alert>
      )}
      <div className={classes.foot}>
        <Button variant="default" onClick={onBack}>
          {t('import.otherFile')}
        </Button>
        <Button onClick={onNext} loading={busy} disabled={mapped.length === 0 || repeated.size > 0}>
          {t('import.check')}
        </Button>
        <span className={classes.quiet}>{t('import.checkHint')}</span>
      </div>
    </div>
  );
}

interface MatchChoiceProps extends Pick<ColumnsStepProps, 'entity' | 'choices' | 'onChoices'> {
  /** Fields that a column goes to. */
  mapped: readonly string[];
}

/** What is there already is known by these fields, and is left, changed, or made again. */
function MatchChoice({ entity, mapped, choices, onChoices }: MatchChoiceProps) {
  const { t } = useTranslation();
  const { match } = choices;
  const chooseFields = (fields: string[]) => {
    const mode = fields.length === 0 ? 'create' : match.mode === 'create' ? 'skip' : match.mode;
    onChoices({ ...choices, match: { fields, mode } });
  };
  return (
    <fieldset className={classes.match}>
      <legend className={classes.legend}>{t('import.match.title')}</legend>
      <MultiSelect
        size="xs"
        label={t('import.match.fields')}
        placeholder={match.fields.length > 0 ? undefined : t('import.match.none')}
        data={mapped.filter((name) => isComparable(entity, name)).map((value) => ({ value, label: labelOf(entity, value) }))}
        value={[...match.fields]}
        onChange={chooseFields}
        maw={480}
      />
      {match.fields.length > 0 && (
        <Radio.Group
          size="xs"
          label={t('import.match.mode')}
          value={match.mode}
          onChange={(mode) => onChoices({ ...choices, match: { ...match, mode: mode as 'skip' } })}
        >
          <Stack gap={6} mt={4}>
            {(['skip', 'update', 'create'] as const).map((mode) => (
              <Radio key={mode} size="xs" value={mode} label={t(`import.match.${mode}`)} />
            ))}
          </Stack>
        </Radio.Group>
      )}
      {match.mode === 'update' && (
        <Checkbox
          size="xs"
          label={t('import.match.clearEmpty')}
          checked={choices.clearEmpty}
          onChange={(event) => onChoices({ ...choices, clearEmpty: event.currentTarget.checked })}
        />
      )}
    </fieldset>
  );
}

function labelOf(entity: EntityDescription, name: string): string {
  return fieldOf(entity, name)?.label ?? name;
}

/** Long texts, lists and amounts with a currency do not tell records apart. */
function isComparable(entity: EntityDescription, name: string): boolean {
  const type = fieldOf(entity, name)?.type ?? '';
  // Records are not told apart by their line items.
  return !name.includes('.') && !['money', 'multi_picklist', 'references', 'any_reference', 'formatted_text', 'text_area'].includes(type);
}
