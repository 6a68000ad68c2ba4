// What a step asks for: the fields its rules want filled, in a dialog; one save moves the record and fills them.

import { Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription, FieldDescription, RecordAnswer, RecordValues, Values } from '../../client/index.ts';
import { useBusy } from '../busy.ts';
import { toWire, widgetFor } from '../fields/lookup.ts';
import { optionLabel } from '../fields/option-badge.tsx';
import { type Problems, problemsIn } from '../form/problems.ts';
import { showError } from '../messages.ts';
import { fieldOf, keys, queryClient } from '../queries.ts';
import { DialogButtons } from '../shell/dialog-buttons.tsx';
import { client } from '../workspace.ts';
import { refresh, versionOf } from './save-field.ts';

export interface StepQuestionsProps {
  entity: EntityDescription;
  record: RecordValues;
  step: FieldDescription;
  value: string;
  /** Names of what is missing. */
  fields: readonly string[];
  onClose: () => void;
}

export function StepQuestions({ entity, record, step, value, fields, onClose }: StepQuestionsProps) {
  const { t } = useTranslation();
  const [names, setNames] = useState(fields);
  const [draft, setDraft] = useState<Values>(() => Object.fromEntries(fields.map((name) => [name, record[name] ?? null])));
  const [problems, setProblems] = useState<Problems>({});
  const [busy, during] = useBusy((error) => {
    const found = problemsIn(error);
    setProblems(found ?? {});
    if (!found) showError(error);
    // Another answer may ask for more.
    const more = Object.keys(found ?? {}).filter((name) => !names.includes(name) && name !== step.name && fieldOf(entity, name));
    if (more.length > 0) setNames([...names, ...more]);
  });
  const asked = names.flatMap((name) => fieldOf(entity, name) ?? []);
  const label = optionLabel(step, value);

  const save = () =>
    during(async () => {
      const values = Object.fromEntries(asked.map((field) => [field.name, toWire(field, draft[field.name] ?? null)]));
      const version = versionOf(record);
      const saved = await client
        .records(entity.name)
        .update(record.id, { ...values, [step.name]: value }, version === undefined ? {} : { version });
      queryClient.setQueryData<RecordAnswer>(
        keys.record(entity.name, record.id),
        (known) => known && { ...known, record: { ...known.record, ...saved } },
      );
      refresh(entity.name, record.id);
      onClose();
    });

  const others = Object.entries(problems).filter(([name]) => !names.includes(name));
  return (
    <Modal opened onClose={onClose} title={t('record.moveTo', { state: label })} closeButtonProps={{ 'aria-label': t('form.cancel') }}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Stack gap="sm">
          <Text size="sm" c="dimmed">
            {t('record.stepAsks')}
          </Text>
          {asked.map((field, index) => {
            const { Edit } = widgetFor(field);
            return (
              <Edit
                key={field.name}
                entity={entity.name}
                field={field}
                value={draft[field.name] ?? null}
                onChange={(next) => setDraft((was) => ({ ...was, [field.name]: next }))}
                place="form"
                required
                error={problems[field.name] ?? null}
                autoFocus={index === 0}
                recordId={record.id}
              />
            );
          })}
          {others.map(([name, text]) => (
            <Text key={name} size="sm" c="var(--mantine-color-error)" role="alert">
              {text}
            </Text>
          ))}
          <DialogButtons onCancel={onClose} type="submit" loading={busy}>
            {label}
          </DialogButtons>
        </Stack>
      </form>
    </Modal>
  );
}
