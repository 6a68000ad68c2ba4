// Adds or changes a custom field. What a type has no use for is not asked.

import { Alert, Autocomplete, Button, Collapse, Group, Select } from '@mantine/core';
import { type FormEvent, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription, FieldDescription, RecordValues } from '../../client/index.ts';
import { fieldTypes } from '../../schema/index.ts';
import { useDraft } from '../form/draft.ts';
import { FormField } from '../form/form-field.tsx';
import { type Row, rowsOf } from '../form/lines-wire.ts';
import { type Problems, problemsIn } from '../form/problems.ts';
import { rulesOf } from '../form/rules.ts';
import { showDone, showError } from '../messages.ts';
import { fieldOf, useSetup } from '../queries.ts';
import { client } from '../workspace.ts';
import { ConditionEdit } from './condition-edit.tsx';
import { OptionsEditor } from './options-editor.tsx';
import { replaceValue } from './replace-value.ts';
import classes from './settings.module.css';

export interface CustomFieldFormProps {
  customFields: EntityDescription;
  noun: EntityDescription;
  nouns: readonly EntityDescription[];
  /** null: a new one. */
  record: RecordValues | null;
  /** Of a new one. */
  position: number;
  onDone: () => void;
  onCancel: () => void;
}

export function CustomFieldForm({ customFields, noun, nouns, record, position, onDone, onCancel }: CustomFieldFormProps) {
  const { t, i18n } = useTranslation();
  const setup = useSetup();
  const base = useMemo(() => record ?? rulesOf(setup, customFields.name).defaults(customFields.fields, {}), [record, setup, customFields]);
  const [given] = useState(() => (record ? {} : { entity: noun.name, type: 'text', position }));
  const draft = useDraft(customFields, base, given);
  const [problems, setProblems] = useState<Problems>({});
  const [busy, setBusy] = useState(false);
  const [more, setMore] = useState(false);
  const { values } = draft;
  const type = String(values.type ?? '');
  const typeName = (name: string) => (i18n.exists(`fieldType.${name}`) ? t(`fieldType.${name}`) : name);
  const types = Object.values(fieldTypes)
    .filter((candidate) => candidate.customizable || candidate.name === type)
    .map(({ name }) => ({ value: name, label: typeName(name) }))
    .sort((a, b) => a.label.localeCompare(b.label, i18n.language));

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      const sent = draft.toSend();
      const label = String(values.label ?? '');
      if (record) await client.records(customFields.name).update(record.id, sent);
      else await client.records(customFields.name).create(sent);
      showDone(t(record ? 'customFields.saved' : 'customFields.added', { label }));
      onDone();
    } catch (error) {
      const found = problemsIn(error);
      setProblems(found ?? {});
      // What is wrong must not hide in what is folded away.
      if (found && Object.keys(found).some((name) => advancedOf(type).includes(name))) setMore(true);
      if (!found) showError(error);
      setBusy(false);
    }
  };
  const replace = (row: Row, by: string | null) => {
    if (!record) return;
    replaceValue({ of: customFields.name, id: record.id, from: String(row.value), to: by })
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
    const field = fieldOf(customFields, name);
    if (!field) return null;
    return (
      <FormField
        key={name}
        entity={customFields}
        field={{ ...field, ...change }}
        draft={draft}
        problems={problems}
        autoFocus={name === 'label'}
      />
    );
  };
  const isShown = (name: string) => {
    const field = fieldOf(customFields, name);
    return field !== undefined && draft.rules.isVisible(field, values);
  };
  const flags = FLAGS.filter((name) => name !== 'searched' || isWords(type));
  const shown = new Set(['label', 'type', 'to', 'choices', 'open', 'help', 'block', ...flags, ...advancedOf(type)]);
  const loose = Object.entries(problems).filter(([name]) => !shown.has(name.split('.')[0] ?? ''));

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
        {ask('label')}
        <Select
          label={t('customFields.type')}
          data={types}
          value={type}
          onChange={(next) => next && draft.set('type', next)}
          disabled={record !== null}
          searchable
          allowDeselect={false}
          withAsterisk
          error={problems.type}
        />
        {isShown('to') && (
          <Select
            label={t('customFields.pointsTo')}
            data={nouns.map(({ name, plural }) => ({ value: name, label: plural }))}
            value={(values.to as string | null) ?? null}
            onChange={(next) => draft.set('to', next)}
            disabled={record !== null}
            searchable
            withAsterisk
            error={problems.to}
          />
        )}
        {isShown('choices') && (
          <div className={classes.wide}>
            <OptionsEditor
              value={values.choices}
              onChange={(rows) => draft.set('choices', rows)}
              problems={problems}
              {...(record ? { onReplace: replace } : {})}
            />
          </div>
        )}
        {isShown('open') && <div className={classes.wide}>{ask('open')}</div>}
        <div className={classes.wide}>{ask('help')}</div>
        <Autocomplete
          label={fieldOf(customFields, 'block')?.label}
          description={fieldOf(customFields, 'block')?.help}
          data={noun.blocks.map((block) => block.label)}
          value={(values.block as string | null) ?? ''}
          onChange={(next) => draft.set('block', next || null)}
          error={problems.block}
        />
        <div className={classes.flags}>{flags.map((name) => ask(name))}</div>
      </div>
      <Button
        size="compact-sm"
        variant="subtle"
        color="gray"
        className={classes.more}
        aria-expanded={more}
        onClick={() => setMore((was) => !was)}
      >
        {t('form.more')}
      </Button>
      <Collapse expanded={more}>
        <div className={classes.fields}>
          {advancedOf(type).map((name) =>
            CONDITIONS.includes(name) ? (
              <div key={name} className={classes.wide}>
                <ConditionEdit
                  noun={noun}
                  field={record ? String(values.name) : null}
                  label={fieldOf(customFields, name)?.label ?? ''}
                  help={fieldOf(customFields, name)?.help ?? ''}
                  value={(values[name] as string | null) ?? null}
                  onChange={(text) => draft.set(name, text)}
                  error={problems[name]}
                />
              </div>
            ) : (
              ask(name, name === 'name' && record ? { read_only: true } : {})
            ),
          )}
        </div>
      </Collapse>
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onCancel}>
          {t('form.cancel')}
        </Button>
        <Button type="submit" loading={busy}>
          {t(record ? 'form.save' : 'customFields.add')}
        </Button>
      </Group>
    </form>
  );
}

const FLAGS: readonly string[] = ['required', 'unique', 'searched', 'in_list', 'for_customers', 'for_administrators'];
const CONDITIONS: readonly string[] = ['visible_if', 'required_if'];

function advancedOf(type: string): readonly string[] {
  const kind = kindOf(type);
  return [
    ...['name', 'departments', 'default', 'formula'],
    ...(kind === 'number' || kind === 'money' ? ['min', 'max', 'scale'] : []),
    ...(kind === 'text' ? ['length'] : []),
    ...CONDITIONS,
  ];
}

function isWords(type: string): boolean {
  return kindOf(type) === 'text';
}

function kindOf(type: string): string | undefined {
  return fieldTypes[type]?.expression({ name: '', type, to: [], options: [], open: true } as never).kind;
}
