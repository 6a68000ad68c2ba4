// Asks for what a column of the board needs and the record has not: the card is moved with the answers, or stays where it was.

import { Button, Group, Modal, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type EntityDescription, KontorError, type Values } from '../../client/index.ts';
import { isEmpty, titleOf, toWire, widgetFor } from '../fields/lookup.ts';
import type { Asking } from './board.tsx';

export interface MissingDialogProps {
  readonly entity: EntityDescription;
  readonly asking: Asking;
  /** Name of the column it goes to. */
  readonly label: string;
  readonly onSave: (values: Values) => void;
  readonly onClose: () => void;
}

export function MissingDialog({ entity, asking, label, onSave, onClose }: MissingDialogProps) {
  const { t } = useTranslation();
  const [values, setValues] = useState<Values>(() =>
    Object.fromEntries(asking.fields.map((field) => [field.name, asking.record[field.name] ?? null])),
  );
  const { error } = asking;
  const problems = error instanceof KontorError ? error.problems : {};
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  return (
    <Modal opened onClose={onClose} title={t('board.missingTitle', { title: titleOf(entity, asking.record), column: label })} size="md">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onSave(Object.fromEntries(asking.fields.map((field) => [field.name, toWire(field, values[field.name])])));
        }}
      >
        <Stack>
          {asking.fields.map((field, at) => {
            const { Edit } = widgetFor(field);
            const wrong = touched.has(field.name) || isEmpty(values[field.name]) ? null : (problems[field.name] ?? null);
            return (
              <Edit
                key={field.name}
                entity={entity.name}
                field={field}
                value={values[field.name] ?? null}
                onChange={(value) => {
                  setValues((was) => ({ ...was, [field.name]: value }));
                  setTouched((was) => new Set(was).add(field.name));
                }}
                place="form"
                required
                autoFocus={at === 0}
                error={wrong}
                recordId={asking.record.id}
              />
            );
          })}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('views.cancel')}
            </Button>
            <Button type="submit">{t('board.move')}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
