// The fields of a noun as its form shows them: blocks and fields named, ordered, hidden, changed; own ones added and removed.

import { Button, Group, Modal, Select, Skeleton, Switch, Text } from '@mantine/core';
import { IconLayoutRows, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription, FieldDescription, RecordValues, Values } from '../../client/index.ts';
import { errorText, showError } from '../messages.ts';
import { fieldOf, keys, queryClient, useEntity, useSetup, useWholeNoun } from '../queries.ts';
import { deleteRecord } from '../record/delete-record.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { client } from '../workspace.ts';
import { BlockHead } from './block-head.tsx';
import { CustomFieldForm } from './custom-field-form.tsx';
import { FieldRow } from './field-row.tsx';
import { FieldSettingForm } from './field-setting-form.tsx';
import { type LayoutBlock, layoutOf, moveBlock, moveField } from './layout.ts';
import classes from './settings.module.css';

type Editing = { readonly own: RecordValues | null } | { readonly field: FieldDescription; readonly setting: RecordValues | null };

/** `customFields` is the noun of the definitions, `noun` the one they belong to. */
export function CustomFieldsPage({
  customFields,
  noun: { name: nounName },
  nouns,
}: {
  customFields: EntityDescription;
  noun: EntityDescription;
  nouns: readonly EntityDescription[];
}) {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const whole = useWholeNoun(nounName);
  const fieldSettings = useEntity('field_settings');
  const formLayouts = useEntity('form_layouts');
  const [editing, setEditing] = useState<Editing | null>(null);
  const [removing, setRemoving] = useState<RecordValues | null>(null);
  const [withHidden, setWithHidden] = useState(true);
  const [pending, setPending] = useState<readonly LayoutBlock[] | null>(null);
  const own = useRecords(customFields, nounName, 'position,label');
  const settings = useRecords(fieldSettings, nounName, 'field');
  const layouts = useRecords(formLayouts, nounName, 'entity');
  const error = own.error ?? settings.error ?? layouts.error;
  if (!whole) return null;
  const { noun, asWritten } = whole;
  const ready = own.data && settings.data && layouts.data;
  const layout = layouts.data?.records[0];
  const blocks = pending ?? layoutOf(asWritten, layout);
  const outOfUse = (own.data?.records ?? []).filter((field) => field.usable === false);
  const hidden = outOfUse.length + noun.fields.filter((field) => field.hidden).length;

  const saveLayout = async (next: readonly LayoutBlock[]) => {
    if (next === blocks || !formLayouts) return;
    setPending(next);
    try {
      const calls = client.records(formLayouts.name);
      if (layout) await calls.update(layout.id, { blocks: next });
      else await calls.create({ entity: noun.name, blocks: next });
      await refreshFields(noun.name);
    } catch (failure) {
      showError(failure);
    } finally {
      setPending(null);
    }
  };
  const arrange = (next: readonly LayoutBlock[]) => void saveLayout(next);
  const mayArrange = !!formLayouts?.can.update && ready && pending === null;

  const change = (of: EntityDescription, id: string | null, values: Values) =>
    (id ? client.records(of.name).update(id, values) : client.records(of.name).create(values))
      .finally(() => refreshFields(noun.name))
      .catch(showError);

  const rowOf = (name: string) => {
    const field = fieldOf(noun, name);
    if (!field || (field.hidden && !withHidden)) return null;
    const definition = field.custom ? own.data?.records.find((record) => record.name === name) : undefined;
    const setting = settings.data?.records.find((record) => record.field === name);
    const vital = noun.title.includes(name) || field.required || field.required_if !== null || field.system;
    const by = (step: 1 | -1) =>
      mayArrange && moveField(blocks, name, step) !== blocks ? () => arrange(moveField(blocks, name, step)) : undefined;
    const hide = field.custom
      ? customFields.can.update && definition && ((shown: boolean) => void change(customFields, definition.id, { usable: shown }))
      : fieldSettings?.can.update &&
        (field.hidden || !vital) &&
        ((shown: boolean) =>
          void change(fieldSettings, setting?.id ?? null, { ...(setting ? {} : { entity: noun.name, field: name }), hidden: !shown }));
    const edit = async () => {
      const [of, found] = field.custom ? [customFields, definition] : [fieldSettings, setting];
      // The row of the list has no options.
      const record = of && found ? (await client.records(of.name).get(found.id)).record : null;
      setEditing(field.custom ? { own: record } : { field, setting: record });
    };
    const editable = field.custom ? customFields.can.update && definition : fieldSettings?.can.update;
    return (
      <FieldRow
        key={name}
        label={field.label}
        details={[
          i18n.exists(`fieldType.${field.type}`) ? t(`fieldType.${field.type}`) : field.type,
          name,
          field.custom && t('customFields.own'),
          field.required && t('customFields.required'),
          field.unique && t('customFields.unique'),
          field.formula !== null && t('customFields.computed'),
          (field.visible_if !== null || field.required_if !== null) && t('customFields.conditional'),
          !!setting && t('customFields.changed'),
          field.hidden && t('customFields.hidden'),
        ]}
        shown={!field.hidden}
        onShown={hide || undefined}
        onUp={by(-1)}
        onDown={by(1)}
        onEdit={editable ? () => void edit().catch(showError) : undefined}
        onRemove={definition && customFields.can.delete ? () => setRemoving(definition) : undefined}
      />
    );
  };

  const addBlock = () => {
    const taken = new Set(blocks.map(({ block, label }) => label ?? block));
    let name = t('customFields.newBlock');
    for (let number = 2; taken.has(name); number++) name = `${t('customFields.newBlock')} ${number}`;
    arrange([{ block: null, label: name, fields: [] }, ...blocks]);
  };
  const labelOf = ({ block, label }: LayoutBlock) =>
    label ?? noun.blocks[asWritten.blocks.findIndex((candidate) => candidate.label === block)]?.label ?? block ?? '';
  const finish = () => {
    setEditing(null);
    void refreshFields(noun.name);
  };

  return (
    <>
      <PageHead title={t('shell.customFields')}>
        <Select
          size="xs"
          aria-label={t('customFields.noun')}
          data={nouns.map(({ name, plural }) => ({ value: name, label: plural }))}
          value={noun.name}
          onChange={(name) => name && void navigate({ to: '/settings/fields/{-$entity}', params: { entity: name } })}
          searchable
          allowDeselect={false}
        />
        {formLayouts?.can.create && (
          <Button size="xs" variant="default" leftSection={<IconLayoutRows size={16} />} onClick={addBlock} disabled={!mayArrange}>
            {t('customFields.addBlock')}
          </Button>
        )}
        {customFields.can.create && (
          <Button size="xs" leftSection={<IconPlus size={16} />} onClick={() => setEditing({ own: null })} className={classes.add}>
            {t('customFields.add')}
          </Button>
        )}
      </PageHead>
      <div className={classes.page}>
        {hidden > 0 && (
          <Switch
            size="xs"
            label={t('customFields.showUnusable')}
            checked={withHidden}
            onChange={(event) => setWithHidden(event.currentTarget.checked)}
          />
        )}
        {error && <p>{errorText(error)}</p>}
        {!ready && !error && <Skeleton height={140} />}
        {ready &&
          blocks.map((block, at) => (
            <section key={`${block.block} ${block.label}`} aria-label={labelOf(block)}>
              <BlockHead
                label={labelOf(block)}
                onRename={mayArrange ? (label) => arrange(blocks.map((other, i) => (i === at ? { ...other, label } : other))) : undefined}
                onUp={at > 0 ? () => arrange(moveBlock(blocks, at, -1)) : undefined}
                onDown={at < blocks.length - 1 ? () => arrange(moveBlock(blocks, at, 1)) : undefined}
                onRemove={block.block === null ? () => arrange(blocks.filter((other) => other !== block)) : undefined}
              />
              {block.fields.length > 0 ? (
                <ul className={classes.list}>{block.fields.map(rowOf)}</ul>
              ) : (
                <p className={classes.note}>{t('customFields.emptyBlock')}</p>
              )}
            </section>
          ))}
        {withHidden && outOfUse.length > 0 && (
          <section aria-label={t('customFields.outOfUse')}>
            <BlockHead label={t('customFields.outOfUse')} />
            <ul className={classes.list}>
              {outOfUse.map((field) => (
                <FieldRow
                  key={field.id}
                  label={String(field.label)}
                  details={[t(`fieldType.${field.type}`), String(field.name), t('customFields.hidden')]}
                  shown={false}
                  onShown={customFields.can.update ? (shown) => void change(customFields, field.id, { usable: shown }) : undefined}
                  onEdit={
                    customFields.can.update
                      ? () =>
                          void client
                            .records(customFields.name)
                            .get(field.id)
                            .then(({ record }) => setEditing({ own: record }), showError)
                      : undefined
                  }
                  onRemove={customFields.can.delete ? () => setRemoving(field) : undefined}
                />
              ))}
            </ul>
          </section>
        )}
      </div>
      <Modal
        opened={editing !== null}
        onClose={() => setEditing(null)}
        size="xl"
        title={editing && 'field' in editing ? editing.field.label : t(editing?.own ? 'customFields.editTitle' : 'customFields.add')}
        closeButtonProps={{ 'aria-label': t('form.cancel') }}
        closeOnClickOutside={false}
      >
        {editing && 'own' in editing && (
          <CustomFieldForm
            customFields={customFields}
            noun={noun}
            nouns={nouns}
            record={editing.own}
            position={(own.data?.records.length ?? 0) + 1}
            onDone={finish}
            onCancel={() => setEditing(null)}
          />
        )}
        {editing && 'field' in editing && fieldSettings && (
          <FieldSettingForm
            fieldSettings={fieldSettings}
            noun={noun}
            field={editing.field}
            record={editing.setting}
            onDone={finish}
            onCancel={() => setEditing(null)}
          />
        )}
      </Modal>
      <Modal
        opened={removing !== null}
        onClose={() => setRemoving(null)}
        title={t('customFields.removeTitle', { label: String(removing?.label ?? '') })}
        closeButtonProps={{ 'aria-label': t('form.cancel') }}
      >
        <Text size="sm" mb="md">
          {t('customFields.removeHint')}
        </Text>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={() => setRemoving(null)}>
            {t('form.cancel')}
          </Button>
          <Button
            color="red"
            onClick={() => {
              const again = () => void refreshFields(noun.name);
              if (removing) deleteRecord(customFields, removing.id, String(removing.label), again).then(again, showError);
              setRemoving(null);
            }}
          >
            {t('customFields.removeDo')}
          </Button>
        </Group>
      </Modal>
    </>
  );
}

/** What is kept about one noun; nothing for those who may not see it. */
function useRecords(of: EntityDescription | undefined, noun: string, sort: string) {
  const query = { filter: `entity = ${JSON.stringify(noun)}`, sort, limit: 500 };
  return useQuery({
    queryKey: keys.list(of?.name ?? '', query),
    queryFn: ({ signal }) => (of?.can.view ? client.records(of.name).list(query, { signal }) : { records: [], next: null }),
  });
}

/** What a noun looks like, and all that was read of it, is another thing now. */
async function refreshFields(noun: string): Promise<void> {
  const changed = ['custom_fields', 'field_settings', 'form_layouts', noun];
  await Promise.all([
    ...changed.map((name) => queryClient.invalidateQueries({ queryKey: keys.entity(name) })),
    queryClient.invalidateQueries({ queryKey: keys.entities }),
    queryClient.invalidateQueries({ queryKey: ['record', noun] }),
  ]);
}

/** Nouns that may have fields of one's own. */
export function useExtensible(): readonly EntityDescription[] {
  const closed = ['custom_fields', 'field_settings', 'form_layouts', 'saved_views', 'permission_sets', 'api_keys'];
  return useSetup().entities.filter((entity) => !closed.includes(entity.name));
}
