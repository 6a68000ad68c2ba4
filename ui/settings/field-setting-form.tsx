// Changes a field that came with a module: its words, duty, default, options and conditions. What the module needs, stays.

import { Alert, Button, Group } from '@mantine/core';
import { type FormEvent, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription, FieldDescription, RecordValues } from '../../client/index.ts';
import { useDraft } from '../form/draft.ts';
import { FormField } from '../form/form-field.tsx';
import { newRow, type Row, rowsOf } from '../form/lines-wire.ts';
import { type Problems, problemsIn } from '../form/problems.ts';
import { showDone, showError } from '../messages.ts';
import { fieldOf } from '../queries.ts';
import { client } from '../workspace.ts';
import { ConditionEdit } from './condition-edit.tsx';
import { OptionsEditor } from './options-editor.tsx';
import { replaceValue } from './replace-value.ts';
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

export function FieldSettingForm({ fieldSettings, noun, field, record, onDone, onCancel }: FieldSettingFormProps) {
  const { t } = useTranslation();
  const [rows] = useState(() => optionRows(field, record));
  const base = useMemo(() => ({ ...(record ?? {}), choices: rows }), [record, rows]);
  const [given] = useState(() => (record ? {} : { entity: noun.name, field: field.name }));
  const draft = useDraft(fieldSettings, base, given);
  const [problems, setProblems] = useState<Problems>({});
  const [busy, setBusy] = useState(false);
  const { values } = draft;
  const own = useMemo(() => new Map(field.options.filter(({ custom }) => !custom).map(({ value, label }) => [value, label])), [field]);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      const sent = draft.toSend();
      if (record) await client.records(fieldSettings.name).update(record.id, sent);
      else await client.records(fieldSettings.name).create(sent);
      showDone(t('customFields.saved', { label: String(values.label || field.label) }));
      onDone();
    } catch (error) {
      const found = problemsIn(error);
      setProblems(found ?? {});
      if (!found) showError(error);
      setBusy(false);
    }
  };
  const reset = () => {
    if (!record) return;
    client.records(fieldSettings.name).delete(record.id).then(onDone, showError);
  };
  const replace = (row: Row, by: string | null) => {
    if (!record) return;
    replaceValue({ of: fieldSettings.name, id: record.id, from: String(row.value), to: by })
      .then(
        (done) =>
          done &&
          draft.set(
            'choices',
            rowsOf(values.choices).filter((other) => other !== row),
          ),
      )
      .catch(showError);
  };
  const ask = (name: string, change: Partial<FieldDescription> = {}) => {
    const asked = fieldOf(fieldSettings, name);
    return asked && <FormField key={name} entity={fieldSettings} field={{ ...asked, ...change }} draft={draft} problems={problems} />;
  };
  const fillable = !field.read_only && !field.system && field.formula === null;
  const alwaysRequired = field.required && values.required !== true && record?.required !== true;
  const shown = ['label', 'help', 'required', 'hidden', 'choices', 'default', 'visible_if', 'required_if'];
  const loose = Object.entries(problems).filter(([name]) => !shown.includes(name.split('.')[0] ?? ''));

  return (
    <form onSubmit={(event) => void submit(event)} noValidate className={classes.form}>
      {loose.length > 0 && (
        <Alert color="red" variant="light" role="alert">
          {loose.map(([name, text]) => (
            <div key={name}>{text}</div>
          ))}
        </Alert>
      )}
      <div className={classes.fields}>
        {ask('label', { help: t('customFields.asBuilt') })}
        {fillable && ask('default')}
        <div className={classes.wide}>{ask('help')}</div>
        {field.options.length > 0 && (
          <div className={classes.wide}>
            <OptionsEditor
              value={values.choices}
              onChange={(next) => draft.set('choices', next)}
              problems={problems}
              fixed={own}
              growing={field.type !== 'radio' && !field.options.some(({ next }) => next !== null)}
              {...(record ? { onReplace: replace } : {})}
            />
          </div>
        )}
        {!field.system && (
          <div className={classes.flags}>
            {alwaysRequired ? <p className={classes.note}>{t('customFields.requiredByModule')}</p> : fillable && ask('required')}
            {!alwaysRequired && ask('hidden')}
          </div>
        )}
      </div>
      {!field.system &&
        !alwaysRequired &&
        ['visible_if', ...(fillable ? ['required_if'] : [])].map((name) => (
          <ConditionEdit
            key={name}
            noun={noun}
            field={field.name}
            label={fieldOf(fieldSettings, name)?.label ?? ''}
            help={fieldOf(fieldSettings, name)?.help ?? ''}
            value={(values[name] as string | null) ?? null}
            onChange={(text) => draft.set(name, text)}
            error={problems[name]}
          />
        ))}
      <Group justify="flex-end" gap="xs">
        {record && (
          <Button variant="subtle" color="gray" onClick={reset} mr="auto">
            {t('customFields.reset')}
          </Button>
        )}
        <Button variant="default" onClick={onCancel}>
          {t('form.cancel')}
        </Button>
        <Button type="submit" loading={busy}>
          {t('form.save')}
        </Button>
      </Group>
    </form>
  );
}

/** All options in their order; those of the module that nobody changed have no words of their own here. */
function optionRows(field: FieldDescription, record: RecordValues | null): readonly Row[] {
  const kept = rowsOf(record?.choices);
  return field.options.map(
    ({ value, color, active }) => kept.find((row) => row.value === value) ?? newRow({ value, label: null, color: color ?? null, active }),
  );
}
