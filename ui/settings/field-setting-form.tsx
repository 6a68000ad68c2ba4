// Changes a field that came with a module: its words, duty, default, options and conditions. What the module needs, stays.

import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription, FieldDescription, RecordValues } from '../../client/index.ts';
import { newRow, type Row, rowsOf } from '../form/lines-wire.ts';
import { showError } from '../messages.ts';
import { client } from '../workspace.ts';
import { Asked, AskedCondition, AskedOptions, FieldForm, useFieldForm } from './field-form.tsx';
import classes from './settings.module.css';

export interface FieldSettingFormProps {
  fieldSettings: EntityDescription;
  noun: EntityDescription;
  field: FieldDescription;
  /** null: nothing was changed at this field yet. */
  record: RecordValues | null;
  onDone: () => void;
  onCancel: () => void;
}

const SHOWN = ['label', 'help', 'required', 'hidden', 'choices', 'default', 'visible_if', 'required_if'];

export function FieldSettingForm({ fieldSettings, noun, field, record, onDone, onCancel }: FieldSettingFormProps) {
  const { t } = useTranslation();
  const [base] = useState(() => ({ ...record, choices: optionRows(field, record) }));
  const given = { entity: noun.name, field: field.name };
  const form = useFieldForm({ entity: fieldSettings, noun, record, base, given, onDone });
  const own = useMemo(() => new Map(field.options.filter(({ custom }) => !custom).map(({ value, label }) => [value, label])), [field]);
  const fillable = !field.read_only && !field.system && field.formula === null;
  const alwaysRequired = field.required && form.draft.values.required !== true && record?.required !== true;

  return (
    <FieldForm
      form={form}
      shown={SHOWN}
      saved={({ label }) => t('customFields.saved', { label: String(label || field.label) })}
      saveLabel={t('form.save')}
      onCancel={onCancel}
      beside={
        record && (
          <Button
            variant="subtle"
            color="gray"
            onClick={() => void client.records(fieldSettings.name).delete(record.id).then(onDone, showError)}
            mr="auto"
          >
            {t('customFields.reset')}
          </Button>
        )
      }
    >
      <div className={classes.fields}>
        <Asked form={form} name="label" change={{ help: t('customFields.asBuilt') }} />
        {fillable && <Asked form={form} name="default" />}
        <div className={classes.wide}>
          <Asked form={form} name="help" />
        </div>
        {field.options.length > 0 && (
          <AskedOptions form={form} fixed={own} growing={field.type !== 'radio' && !field.options.some(({ next }) => next !== null)} />
        )}
        {!field.system && (
          <div className={classes.flags}>
            {alwaysRequired ? (
              <p className={classes.note}>{t('customFields.requiredByModule')}</p>
            ) : (
              fillable && <Asked form={form} name="required" />
            )}
            {!alwaysRequired && <Asked form={form} name="hidden" />}
          </div>
        )}
      </div>
      {!field.system && !alwaysRequired && <AskedCondition form={form} name="visible_if" about={field.name} />}
      {!field.system && !alwaysRequired && fillable && <AskedCondition form={form} name="required_if" about={field.name} />}
    </FieldForm>
  );
}

/** All options in their order; those of the module that nobody changed have no words of their own here. */
function optionRows(field: FieldDescription, record: RecordValues | null): readonly Row[] {
  const kept = rowsOf(record?.choices);
  return field.options.map(
    ({ value, color, active }) => kept.find((row) => row.value === value) ?? newRow({ value, label: null, color: color ?? null, active }),
  );
}
