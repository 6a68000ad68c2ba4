// A related list of an administrator's own: its name, of which records, with which columns, in which order.

import { Checkbox, Group, Modal, MultiSelect, Select, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription } from '../../client/index.ts';
import type { RelatedSetting } from '../card/card.ts';
import { widgetFor } from '../fields/lookup.ts';
import type { Relation } from '../record/related-lists.tsx';
import { DialogButtons } from '../shell/dialog-buttons.tsx';
import { ConditionEdit } from './condition-edit.tsx';

export interface RelatedDialogProps {
  relations: readonly Relation[];
  /** Null: a new one. */
  setting: RelatedSetting | null;
  onSave: (setting: RelatedSetting) => void;
  onClose: () => void;
}

export function RelatedDialog({ relations, setting, onSave, onClose }: RelatedDialogProps) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState<RelatedSetting>(setting ?? { list: relations[0]?.key ?? '' });
  const set = (values: Partial<RelatedSetting>) => setDraft((was) => ({ ...was, ...values }));
  const noun = relations.find(({ key }) => key === draft.list)?.entity;
  return (
    <Modal opened onClose={onClose} title={t(setting ? 'cards.editList' : 'cards.addList')} size="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          // The dialog stands in the form of the page, which is not saved with it.
          event.stopPropagation();
          onSave({ ...draft, title: draft.title?.trim() ?? '' });
        }}
      >
        <Stack>
          <Select
            label={t('cards.listOf')}
            data={relations.map(({ key, title }) => ({ value: key, label: title }))}
            value={draft.list}
            allowDeselect={false}
            disabled={setting !== null}
            // Another noun has other fields.
            onChange={(list) => list && setDraft({ list, title: draft.title ?? '' })}
          />
          <TextInput
            label={t('cards.listName')}
            required
            maxLength={60}
            value={draft.title ?? ''}
            onChange={(event) => set({ title: event.currentTarget.value })}
            data-autofocus
          />
          {noun && <ListShape key={draft.list} noun={noun} draft={draft} set={set} />}
          <DialogButtons onCancel={onClose} type="submit" disabled={!draft.title?.trim()}>
            {t('cards.take')}
          </DialogButtons>
        </Stack>
      </form>
    </Modal>
  );
}

interface ListShapeProps {
  noun: EntityDescription;
  draft: RelatedSetting;
  set: (values: Partial<RelatedSetting>) => void;
}

function ListShape({ noun, draft, set }: ListShapeProps) {
  const { t } = useTranslation();
  const fields = noun.fields.filter((field) => !field.fields && field.type !== 'id');
  const choices = fields.map(({ name, label }) => ({ value: name, label }));
  const sorted = fields.filter((field) => widgetFor(field).comparedAs !== undefined || field.to.length > 0).map(({ name }) => name);
  const by = draft.sort?.replace(/^-/, '') ?? null;
  return (
    <>
      <ConditionEdit
        noun={noun}
        field={null}
        label={t('cards.listCondition')}
        help={t('cards.listConditionHint')}
        value={draft.filter ?? null}
        onChange={(filter) => set({ filter })}
      />
      <MultiSelect
        label={t('cards.listColumns')}
        description={t('cards.listColumnsHint')}
        data={choices}
        value={[...(draft.columns ?? [])]}
        onChange={(columns) => set({ columns })}
        searchable
        clearable
      />
      <Group align="end">
        <Select
          label={t('cards.listSort')}
          data={choices.filter(({ value }) => sorted.includes(value))}
          value={by}
          onChange={(value) => set({ sort: value ?? '' })}
          searchable
          clearable
          flex={1}
        />
        <Checkbox
          label={t('cards.listDescending')}
          checked={draft.sort?.startsWith('-') ?? false}
          disabled={!by}
          onChange={(event) => set({ sort: `${event.currentTarget.checked ? '-' : ''}${by ?? ''}` })}
          mb={8}
        />
      </Group>
    </>
  );
}
