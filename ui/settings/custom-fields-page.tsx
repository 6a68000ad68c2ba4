// The fields of a noun as its form shows them: blocks and fields named, ordered, hidden, changed; own ones added and removed.

import { Button, Skeleton, Switch } from '@mantine/core';
import { IconLayoutRows, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription, RecordValues } from '../../client/index.ts';
import { errorText, showError } from '../messages.ts';
import { fieldOf, useSetup } from '../queries.ts';
import { moved } from '../reorder.ts';
import { NounSelect } from '../shell/noun-select.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { client } from '../workspace.ts';
import { BlockHead } from './block-head.tsx';
import { type Editing, FieldDialog, RemoveDialog } from './field-dialogs.tsx';
import { FieldRow } from './field-row.tsx';
import { type LayoutBlock, moveField } from './layout.ts';
import { isVital, type NounFields, useNounFields, useTypeName } from './noun-fields.ts';
import classes from './settings.module.css';

interface CustomFieldsPageProps {
  /** The noun of the definitions, not the one they belong to. */
  customFields: EntityDescription;
  noun: EntityDescription;
  nouns: readonly EntityDescription[];
}

export function CustomFieldsPage({ customFields, noun, nouns }: CustomFieldsPageProps) {
  const { t } = useTranslation();
  const fields = useNounFields(customFields, noun.name);
  const [editing, setEditing] = useState<Editing | null>(null);
  const [removing, setRemoving] = useState<RecordValues | null>(null);
  const [withHidden, setWithHidden] = useState(true);
  if (!fields) return null;
  const outOfUse = fields.own.filter((field) => field.usable === false);
  const hidden = outOfUse.length + fields.noun.fields.filter((field) => field.hidden).length;
  const shared = { fields, onEdit: setEditing, onRemove: setRemoving };

  return (
    <>
      <PageHead title={t('shell.customFields')}>
        <NounSelect to="/settings/fields/{-$entity}" noun={fields.noun} nouns={nouns} />
        {fields.mayAddBlocks && <AddBlock fields={fields} />}
        {customFields.can.create && (
          <Button
            size="xs"
            leftSection={<IconPlus size={16} />}
            onClick={() => setEditing({ field: null, record: null })}
            className={classes.add}
          >
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
        {fields.error && <p>{errorText(fields.error)}</p>}
        {!fields.ready && !fields.error && <Skeleton height={140} />}
        {fields.ready &&
          fields.blocks.map((block, at) => (
            <Block key={`${block.block} ${block.label}`} {...shared} block={block} at={at} withHidden={withHidden} />
          ))}
        {withHidden && outOfUse.length > 0 && (
          <section aria-label={t('customFields.outOfUse')}>
            <BlockHead label={t('customFields.outOfUse')} />
            <ul className={classes.list}>
              {outOfUse.map((field) => (
                <OutOfUse key={field.id} {...shared} field={field} />
              ))}
            </ul>
          </section>
        )}
      </div>
      <FieldDialog fields={fields} nouns={nouns} editing={editing} onClose={() => setEditing(null)} />
      <RemoveDialog fields={fields} field={removing} onClose={() => setRemoving(null)} />
    </>
  );
}

function AddBlock({ fields: { blocks, arrange } }: { fields: NounFields }) {
  const { t } = useTranslation();
  const add = () => {
    const taken = new Set(blocks.map(({ block, label }) => label ?? block));
    let name = t('customFields.newBlock');
    for (let number = 2; taken.has(name); number++) name = `${t('customFields.newBlock')} ${number}`;
    arrange?.([{ block: null, label: name, fields: [] }, ...blocks]);
  };
  return (
    <Button size="xs" variant="default" leftSection={<IconLayoutRows size={16} />} onClick={add} disabled={!arrange}>
      {t('customFields.addBlock')}
    </Button>
  );
}

interface Shared {
  fields: NounFields;
  onEdit: (editing: Editing) => void;
  onRemove: (field: RecordValues) => void;
}

function Block({ block, at, withHidden, ...shared }: Shared & { block: LayoutBlock; at: number; withHidden: boolean }) {
  const { t } = useTranslation();
  const { blocks, labelOf, arrange, noun } = shared.fields;
  const names = block.fields.filter((name) => withHidden || !fieldOf(noun, name)?.hidden);
  return (
    <section aria-label={labelOf(block)}>
      <BlockHead
        label={labelOf(block)}
        onRename={arrange && ((label) => arrange(blocks.with(at, { ...block, label })))}
        onUp={at > 0 ? () => arrange?.(moved(blocks, at, -1)) : undefined}
        onDown={at < blocks.length - 1 ? () => arrange?.(moved(blocks, at, 1)) : undefined}
        onRemove={block.block === null ? () => arrange?.(blocks.toSpliced(at, 1)) : undefined}
      />
      {block.fields.length > 0 ? (
        <ul className={classes.list}>
          {names.map((name) => (
            <PlacedField key={name} {...shared} name={name} />
          ))}
        </ul>
      ) : (
        <p className={classes.note}>{t('customFields.emptyBlock')}</p>
      )}
    </section>
  );
}

/** A field in its place: an own one by its definition, one of the module by what was changed at it. */
function PlacedField({ fields, name, onEdit, onRemove }: Shared & { name: string }) {
  const { t } = useTranslation();
  const typeName = useTypeName();
  const { noun, blocks, arrange, customFields, fieldSettings, change } = fields;
  const field = fieldOf(noun, name);
  if (!field) return null;
  const of = field.custom ? customFields : fieldSettings;
  const stored = field.custom ? fields.own.find((one) => one.name === name) : fields.settings.find((one) => one.field === name);
  const editable = of?.can.update && (!field.custom || stored);
  const hideable = field.custom || field.hidden || !isVital(noun, field);

  const show = (shown: boolean) => {
    if (!of) return;
    if (field.custom) change(of, stored?.id ?? null, { usable: shown });
    else change(of, stored?.id ?? null, { ...(stored ? {} : { entity: noun.name, field: name }), hidden: !shown });
  };
  const move = (by: 1 | -1) => {
    const next = moveField(blocks, name, by);
    return arrange && next !== blocks ? () => arrange(next) : undefined;
  };
  return (
    <FieldRow
      label={field.label}
      details={[
        typeName(field.type),
        name,
        field.custom && t('customFields.own'),
        field.required && t('customFields.required'),
        field.unique && t('customFields.unique'),
        field.formula !== null && t('customFields.computed'),
        (field.visible_if !== null || field.required_if !== null) && t('customFields.conditional'),
        !field.custom && !!stored && t('customFields.changed'),
        field.hidden && t('customFields.hidden'),
      ]}
      shown={!field.hidden}
      onShown={editable && hideable ? show : undefined}
      onUp={move(-1)}
      onDown={move(1)}
      onEdit={editable ? () => void edit(of, stored, field.custom ? null : field, onEdit) : undefined}
      onRemove={field.custom && stored && customFields.can.delete ? () => onRemove(stored) : undefined}
    />
  );
}

/** An own field that is taken out of use has no place; it keeps what records hold. */
function OutOfUse({ fields: { customFields, change }, field, onEdit, onRemove }: Shared & { field: RecordValues }) {
  const { t } = useTranslation();
  const typeName = useTypeName();
  const { can } = customFields;
  return (
    <FieldRow
      label={String(field.label)}
      details={[typeName(String(field.type)), String(field.name), t('customFields.hidden')]}
      shown={false}
      onShown={can.update ? (shown) => change(customFields, field.id, { usable: shown }) : undefined}
      onEdit={can.update ? () => void edit(customFields, field, null, onEdit) : undefined}
      onRemove={can.delete ? () => onRemove(field) : undefined}
    />
  );
}

/** Reads it whole first: the row of the list has no options. */
async function edit(of: EntityDescription, stored: RecordValues | undefined, field: Editing['field'], onEdit: Shared['onEdit']) {
  try {
    onEdit({ field, record: stored ? (await client.records(of.name).get(stored.id)).record : null });
  } catch (failure) {
    showError(failure);
  }
}

/** Nouns that may have fields of one's own. */
export function useExtensible(): readonly EntityDescription[] {
  const closed = ['custom_fields', 'field_settings', 'form_layouts', 'saved_views', 'permission_sets', 'api_keys'];
  return useSetup().entities.filter((entity) => !closed.includes(entity.name));
}
