// Values that are no option and no record: what each is taken for. The nearest one is offered; everything can be changed.

import { Button, Collapse, Select, TextInput } from '@mantine/core';
import { IconArrowRight, IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription, FieldDescription, ImportColumn, Reference } from '../../client/index.ts';
import { ReferencePicker } from '../fields/reference-picker.tsx';
import type { ColumnChoice } from './choices.ts';
import classes from './import.module.css';

export interface ValueMapProps {
  entity: EntityDescription;
  field: FieldDescription;
  column: ImportColumn;
  choice: ColumnChoice;
  /** undefined: as it stands in the file. */
  onChange: (from: string, to: string | null | undefined) => void;
  /** All that nothing was decided about is read as empty. */
  onEmptyRest: () => void;
}

const MOST = 100;
const KEEP = 'keep';
const EMPTY = 'empty';
const OPTION = 'to:';

export function ValueMap({ entity, field, column, choice, onChange, onEmptyRest }: ValueMapProps) {
  const { t } = useTranslation();
  const offers = column.values ?? [];
  const near = offers.filter((offer) => offer.to !== null);
  // What was nearly right is shown at once: it is changed unless somebody says no.
  const [open, setOpen] = useState(near.length > 0 && near.length <= 8);
  const emptyWords = new Set(column.problems.filter((problem) => problem.code === 'empty_word').map((problem) => problem.value));
  const shown = offers.filter((offer) => !emptyWords.has(offer.from));
  if (shown.length === 0) return null;
  const undecided = shown.filter((offer) => !(offer.from in choice.values)).length;

  return (
    <div className={classes.values}>
      <Button
        size="compact-xs"
        variant="subtle"
        color="gray"
        onClick={() => setOpen((was) => !was)}
        aria-expanded={open}
        leftSection={open ? <IconChevronDown size={14} /> : <IconChevronRight size={14} />}
      >
        {t('import.values', { count: shown.length })}
        {undecided > 0 && !choice.createMissing && ` (${t('import.undecided', { count: undecided })})`}
      </Button>
      {undecided > 0 && !choice.createMissing && (
        <Button size="compact-xs" variant="subtle" onClick={onEmptyRest}>
          {t('import.emptyRest')}
        </Button>
      )}
      <Collapse expanded={open}>
        <ul className={classes.valueList}>
          {shown.slice(0, MOST).map((offer) => (
            <li key={offer.from} className={classes.value}>
              <span className={classes.from}>
                <code>{offer.from}</code> <span className={classes.quiet}>{t('import.times', { count: offer.count })}</span>
              </span>
              <IconArrowRight size={14} className={classes.arrow} aria-hidden="true" />
              {field.to.length > 0 ? (
                <RecordFor entity={entity} field={field} from={offer.from} choice={choice} onChange={(to) => onChange(offer.from, to)} />
              ) : (
                <OptionFor field={field} from={offer.from} choice={choice} onChange={(to) => onChange(offer.from, to)} />
              )}
            </li>
          ))}
        </ul>
        {shown.length > MOST && <p className={classes.quiet}>{t('import.moreValues', { count: shown.length - MOST })}</p>}
      </Collapse>
    </div>
  );
}

interface ForProps {
  field: FieldDescription;
  from: string;
  choice: ColumnChoice;
  onChange: (to: string | null | undefined) => void;
}

function OptionFor({ field, from, choice, onChange }: ForProps) {
  const { t } = useTranslation();
  const to = from in choice.values ? choice.values[from] : undefined;
  return (
    <Select
      size="xs"
      aria-label={t('import.meaningOf', { value: from })}
      data={[
        { value: KEEP, label: field.open ? t('import.asIs') : t('import.refused') },
        { value: EMPTY, label: t('import.asEmpty') },
        ...field.options.filter((option) => option.active).map(({ value, label }) => ({ value: OPTION + value, label })),
      ]}
      value={to === undefined ? KEEP : to === null ? EMPTY : OPTION + to}
      onChange={(next) => onChange(next === EMPTY ? null : next?.startsWith(OPTION) ? next.slice(OPTION.length) : undefined)}
      allowDeselect={false}
      searchable={field.options.length > 7}
    />
  );
}

/** A record that is there, by its title; nothing chosen: as the file says. */
function RecordFor({ entity, field, from, choice, onChange }: ForProps & { entity: EntityDescription }) {
  const { t } = useTranslation();
  const to = from in choice.values ? choice.values[from] : undefined;
  if (to === null) {
    return (
      <TextInput
        size="xs"
        readOnly
        value={t('import.asEmpty')}
        aria-label={t('import.meaningOf', { value: from })}
        rightSectionWidth={80}
        rightSection={
          <Button size="compact-xs" variant="subtle" onClick={() => onChange(undefined)}>
            {t('record.editAll')}
          </Button>
        }
      />
    );
  }
  const value: Reference | null = to === undefined ? null : { id: to, title: to };
  return (
    <ReferencePicker
      entity={entity.name}
      field={{ ...field, label: t('import.meaningOf', { value: from }), help: '', required: false }}
      value={value}
      onChange={(next) => onChange(next ? next.title || next.id : undefined)}
      place="form"
      required={false}
    />
  );
}
