// The fields an administrator has added to a noun: in use or hidden, in which order, added, changed, removed.

import { Button, Modal, Select, Skeleton, Switch } from '@mantine/core';
import { IconForms, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription, RecordValues, Values } from '../../client/index.ts';
import { errorText, showError } from '../messages.ts';
import { keys, queryClient, useSetup } from '../queries.ts';
import { deleteRecord } from '../record/delete-record.tsx';
import { Notice } from '../shell/page-error.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { client } from '../workspace.ts';
import { CustomFieldForm } from './custom-field-form.tsx';
import { CustomFieldRow } from './custom-field-row.tsx';
import classes from './settings.module.css';

/** `custom_fields` is the noun of the definitions, `noun` the one they belong to. */
export function CustomFieldsPage({
  customFields,
  noun,
  nouns,
}: {
  customFields: EntityDescription;
  noun: EntityDescription;
  nouns: readonly EntityDescription[];
}) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [editing, setEditing] = useState<RecordValues | 'new' | null>(null);
  const [withHidden, setWithHidden] = useState(true);
  const query = { filter: `entity = ${JSON.stringify(noun.name)}`, sort: 'position,label', limit: 500 };
  const key = keys.list(customFields.name, query);
  const { data, error } = useQuery({ queryKey: key, queryFn: ({ signal }) => client.records(customFields.name).list(query, { signal }) });
  const fields = data?.records ?? [];
  const shown = withHidden ? fields : fields.filter((field) => field.usable !== false);
  const hidden = fields.filter((field) => field.usable === false).length;

  /** Shown at once; the description that all screens read is asked for anew. */
  const change = async (id: string, values: Values) => {
    queryClient.setQueryData<{ records: readonly RecordValues[]; next: null }>(
      key,
      (was) => was && { ...was, records: was.records.map((field) => (field.id === id ? { ...field, ...values } : field)) },
    );
    try {
      await client.records(customFields.name).update(id, values);
    } finally {
      await refreshFields(noun.name);
    }
  };
  const move = async (at: number, to: number) => {
    const next = [...fields];
    const [taken] = next.splice(at, 1);
    if (!taken) return;
    next.splice(to, 0, taken);
    queryClient.setQueryData(key, (was: object | undefined) => was && { ...was, records: next });
    try {
      // Only those whose place is another one now.
      const moved = next
        .map((field, index) => ({ id: field.id, was: field.position, position: index + 1 }))
        .filter(({ was, position }) => was !== position);
      await Promise.all(moved.map(({ id, position }) => client.records(customFields.name).update(id, { position })));
    } finally {
      await refreshFields(noun.name);
    }
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
        {customFields.can.create && (
          <Button size="xs" leftSection={<IconPlus size={16} />} onClick={() => setEditing('new')} className={classes.add}>
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
        {!data && !error && <Skeleton height={140} />}
        {data && fields.length === 0 && (
          <Notice
            icon={<IconForms size={30} stroke={1.4} />}
            title={t('customFields.none', { noun: noun.plural })}
            text={t('customFields.noneHint')}
          >
            {customFields.can.create && <Button onClick={() => setEditing('new')}>{t('customFields.add')}</Button>}
          </Notice>
        )}
        {shown.length > 0 && (
          <ul className={classes.list}>
            {shown.map((field) => {
              const at = fields.indexOf(field);
              return (
                <CustomFieldRow
                  key={field.id}
                  field={field}
                  editable={customFields.can.update}
                  removable={customFields.can.delete}
                  last={at === fields.length - 1}
                  onUsable={(usable) => change(field.id, { usable }).catch(showError)}
                  onMove={(to) => move(at, to).catch(showError)}
                  onDropped={(from) => from !== at && move(from, at).catch(showError)}
                  at={at}
                  onEdit={() => {
                    // The row of the list has no options.
                    client
                      .records(customFields.name)
                      .get(field.id)
                      .then(({ record }) => setEditing(record), showError);
                  }}
                  onRemove={() => {
                    const again = () => void refreshFields(noun.name);
                    deleteRecord(customFields, field.id, String(field.label), again).then(again, showError);
                  }}
                />
              );
            })}
          </ul>
        )}
      </div>
      <Modal
        opened={editing !== null}
        onClose={() => setEditing(null)}
        size="lg"
        title={t(editing === 'new' ? 'customFields.add' : 'customFields.editTitle')}
        closeButtonProps={{ 'aria-label': t('form.cancel') }}
        closeOnClickOutside={false}
      >
        {editing && (
          <CustomFieldForm
            customFields={customFields}
            noun={noun}
            nouns={nouns}
            record={editing === 'new' ? null : editing}
            position={fields.length + 1}
            onDone={() => {
              setEditing(null);
              void refreshFields(noun.name);
            }}
            onCancel={() => setEditing(null)}
          />
        )}
      </Modal>
    </>
  );
}

/** What a noun looks like, and all that was read of it, is another thing now. */
async function refreshFields(noun: string): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: keys.entity('custom_fields') }),
    queryClient.invalidateQueries({ queryKey: keys.entities }),
    queryClient.invalidateQueries({ queryKey: keys.entity(noun) }),
    queryClient.invalidateQueries({ queryKey: ['record', noun] }),
  ]);
}

/** Nouns that may have fields of one's own. */
export function useExtensible(): readonly EntityDescription[] {
  const closed = ['custom_fields', 'saved_views', 'permission_sets', 'api_keys'];
  return useSetup().entities.filter((entity) => !closed.includes(entity.name));
}
