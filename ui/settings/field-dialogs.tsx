// The dialogs of the page of fields: one field changed, an own one removed.

import { Modal, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { EntityDescription, FieldDescription, RecordValues } from '../../client/index.ts';
import { showError } from '../messages.ts';
import { deleteRecord } from '../record/delete-record.tsx';
import { DialogButtons } from '../shell/dialog-buttons.tsx';
import { CustomFieldForm } from './custom-field-form.tsx';
import { FieldSettingForm } from './field-setting-form.tsx';
import { type NounFields, refreshFields } from './noun-fields.ts';

export interface Editing {
  /** Of the module; null: an own one. */
  readonly field: FieldDescription | null;
  /** What is stored of it; null: nothing yet. */
  readonly record: RecordValues | null;
}

interface FieldDialogProps {
  fields: NounFields;
  nouns: readonly EntityDescription[];
  editing: Editing | null;
  onClose: () => void;
}

export function FieldDialog({ fields: { noun, customFields, fieldSettings, own }, nouns, editing, onClose }: FieldDialogProps) {
  const { t } = useTranslation();
  const finish = () => {
    onClose();
    void refreshFields(noun.name);
  };
  const form = { noun, onDone: finish, onCancel: onClose };
  return (
    <Modal
      opened={editing !== null}
      onClose={onClose}
      size="xl"
      title={editing?.field ? editing.field.label : t(editing?.record ? 'customFields.editTitle' : 'customFields.add')}
      closeButtonProps={{ 'aria-label': t('form.cancel') }}
      closeOnClickOutside={false}
    >
      {editing && !editing.field && (
        <CustomFieldForm {...form} customFields={customFields} nouns={nouns} record={editing.record} position={own.length + 1} />
      )}
      {editing?.field && fieldSettings && (
        <FieldSettingForm {...form} fieldSettings={fieldSettings} field={editing.field} record={editing.record} />
      )}
    </Modal>
  );
}

interface RemoveDialogProps {
  fields: NounFields;
  field: RecordValues | null;
  onClose: () => void;
}

export function RemoveDialog({ fields: { noun, customFields }, field, onClose }: RemoveDialogProps) {
  const { t } = useTranslation();
  const remove = () => {
    const again = () => void refreshFields(noun.name);
    if (field) deleteRecord(customFields, field.id, String(field.label), again).then(again, showError);
    onClose();
  };
  return (
    <Modal
      opened={field !== null}
      onClose={onClose}
      title={t('customFields.removeTitle', { label: String(field?.label ?? '') })}
      closeButtonProps={{ 'aria-label': t('form.cancel') }}
    >
      <Text size="sm" mb="md">
        {t('customFields.removeHint')}
      </Text>
      <DialogButtons onCancel={onClose} color="red" onClick={remove}>
        {t('customFields.removeDo')}
      </DialogButtons>
    </Modal>
  );
}
