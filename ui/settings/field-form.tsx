// What the forms of an own field and of a module's field share: a draft, the way to save it, and what both ask for.

import { Button, Group } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription, FieldDescription, RecordValues, Values } from '../../client/index.ts';
import { type Draft, useDraft } from '../form/draft.ts';
import { FormField } from '../form/form-field.tsx';
import { type Row, rowsOf } from '../form/lines-wire.ts';
import { LooseProblems } from '../form/loose-problems.tsx';
import { type Problems, problemsIn } from '../form/problems.ts';
import { useSubmission } from '../form/submission.ts';
import { showDone, showError } from '../messages.ts';
import { fieldOf } from '../queries.ts';
import { client } from '../workspace.ts';
import { ConditionEdit } from './condition-edit.tsx';
import { OptionsEditor, type OptionsEditorProps } from './options-editor.tsx';
import { replaceValue } from './replace-value.ts';
import classes from './settings.module.css';

export interface FieldFormState {
  /** The noun of definitions or of settings; `noun` is the one whose field it is. */
  readonly entity: EntityDescription;
  readonly noun: EntityDescription;
  /** null: nothing is stored yet. */
  readonly record: RecordValues | null;
  readonly draft: Draft;
  readonly problems: Problems;
  readonly busy: boolean;
  /** Says what `told` makes of the values once they are stored. */
  save(told: (values: Values) => string): Promise<void>;
}

interface FieldFormOptions {
  entity: EntityDescription;
  noun: EntityDescription;
  record: RecordValues | null;
  /** What is shown before anything is typed. */
  base: Values;
  /** What a new record is sent with besides. */
  given: Values;
  onDone: () => void;
}

export function useFieldForm({ entity, noun, record, base, given, onDone }: FieldFormOptions): FieldFormState {
  const draft = useDraft(entity, base, record ? {} : given);
  const { problems, busy, during } = useSubmission(problemsIn);
  const save: FieldFormState['save'] = (told) =>
    during(async () => {
      const calls = client.records(entity.name);
      const sent = draft.toSend();
      await (record ? calls.update(record.id, sent) : calls.create(sent));
      showDone(told(draft.values));
      onDone();
    });
  return { entity, noun, record, draft, problems, busy, save };
}

interface FieldFormProps {
  form: FieldFormState;
  /** Fields that say their own complaints. */
  shown: readonly string[];
  /** What is said when it is saved, e.g. `Colour was saved`. */
  saved: (values: Values) => string;
  saveLabel: string;
  /** Beside the buttons, on the other side. */
  beside?: ReactNode;
  onCancel: () => void;
  children: ReactNode;
}

export function FieldForm({ form, shown, saved, saveLabel, beside, onCancel, children }: FieldFormProps) {
  const { t } = useTranslation();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void form.save(saved);
  };
  return (
    <form onSubmit={submit} noValidate className={classes.form}>
      <LooseProblems entity={form.entity} problems={form.problems} shown={new Set(shown)} />
      {children}
      <Group justify="flex-end" gap="xs">
        {beside}
        <Button variant="default" onClick={onCancel}>
          {t('form.cancel')}
        </Button>
        <Button type="submit" loading={form.busy}>
          {saveLabel}
        </Button>
      </Group>
    </form>
  );
}

interface OneProps {
  form: FieldFormState;
  name: string;
}

interface AskedProps extends OneProps {
  /** What is said otherwise than the noun describes it. */
  change?: Partial<FieldDescription>;
  autoFocus?: boolean;
}

export function Asked({ form: { entity, draft, problems }, name, change, ...rest }: AskedProps) {
  const field = fieldOf(entity, name);
  return field && <FormField {...{ entity, draft, problems, ...rest }} field={{ ...field, ...change }} />;
}

/** A condition over the noun's fields; `about` is the field it is for. */
export function AskedCondition({ form: { entity, noun, draft, problems }, name, about }: OneProps & { about: string | null }) {
  const field = fieldOf(entity, name);
  return (
    <ConditionEdit
      noun={noun}
      field={about}
      label={field?.label ?? ''}
      help={field?.help ?? ''}
      value={(draft.values[name] as string | null) ?? null}
      onChange={(text) => draft.set(name, text)}
      error={problems[name]}
    />
  );
}

/** An option that records hold can give way to another one once the field is stored. */
export function AskedOptions({ form, ...rest }: { form: FieldFormState } & Pick<OptionsEditorProps, 'fixed' | 'growing'>) {
  const { entity, record, draft, problems } = form;
  const replace = async (id: string, row: Row, by: string | null) => {
    const done = await replaceValue({ of: entity.name, id, from: String(row.value), to: by });
    const kept = rowsOf(draft.values.choices).filter((other) => other !== row);
    if (done) draft.set('choices', kept);
  };
  return (
    <div className={classes.wide}>
      <OptionsEditor
        {...rest}
        value={draft.values.choices}
        onChange={(rows) => draft.set('choices', rows)}
        problems={problems}
        {...(record ? { onReplace: (row, by) => void replace(record.id, row, by).catch(showError) } : {})}
      />
    </div>
  );
}
