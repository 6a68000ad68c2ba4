// One document of a record: looked into, downloaded, described where it stands, removed (with Undo).

import { ActionIcon, TextInput } from '@mantine/core';
import { IconDownload, IconFile, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecordValues } from '../../client/index.ts';
import { formatDateTime } from '../fields/format.ts';
import { currentLanguage } from '../i18n.ts';
import { showError } from '../messages.ts';
import { fieldOf, keys, queryClient, useEntity } from '../queries.ts';
import { client } from '../workspace.ts';
import { deleteRecord } from './delete-record.tsx';
import { canPreview, FilePreview } from './file-preview.tsx';
import { fileSize } from './file-size.ts';
import classes from './record-files.module.css';

export function FileRow({ file, removable, onRemoved }: { file: RecordValues; removable: boolean; onRemoved: () => void }) {
  const { t } = useTranslation();
  const entity = useEntity('files');
  const [looking, setLooking] = useState(false);
  const name = String(file.name ?? '');
  const by = (file.created_by as { title: string } | null)?.title;
  const details = [
    String(file.document_type ?? ''),
    fileSize(Number(file.size)),
    formatDateTime(String(file.created_at), currentLanguage()),
    by,
  ]
    .filter(Boolean)
    .join(' · ');
  const url = client.files.url(file.id);
  return (
    <li className={classes.file}>
      <IconFile size={18} stroke={1.5} className={classes.icon} aria-hidden="true" />
      <span className={classes.words}>
        {canPreview(file) ? (
          <button type="button" className={classes.name} onClick={() => setLooking(true)}>
            {name}
          </button>
        ) : (
          // What a browser may show opens in a tab; everything else is saved.
          <a href={`${url}?inline=1`} target="_blank" rel="noreferrer" className={classes.name}>
            {name}
          </a>
        )}
        <span className={classes.details}>{details}</span>
        <Description file={file} />
      </span>
      <ActionIcon component="a" href={url} download={name} aria-label={t('files.download', { name })}>
        <IconDownload size={16} stroke={1.6} />
      </ActionIcon>
      {removable && entity && (
        <ActionIcon
          aria-label={t('field.remove', { title: name })}
          onClick={() => {
            deleteRecord(entity, file.id, name).then(onRemoved, showError);
          }}
        >
          <IconTrash size={16} stroke={1.6} />
        </ActionIcon>
      )}
      {looking && <FilePreview file={file} onClose={() => setLooking(false)} />}
    </li>
  );
}

/** What the document is about, written where it stands. */
function Description({ file }: { file: RecordValues }) {
  const { t } = useTranslation();
  const entity = useEntity('files');
  const field = entity && fieldOf(entity, 'description');
  const text = String(file.description ?? '');
  const [draft, setDraft] = useState<string | null>(null);
  const editable = entity?.can.update === true && field !== undefined && !field.read_only;
  const save = async () => {
    const value = draft?.trim() ?? '';
    setDraft(null);
    if (value === text) return;
    try {
      await client.records('files').update(file.id, { description: value || null });
      await queryClient.invalidateQueries({ queryKey: keys.entity('files') });
    } catch (error) {
      showError(error);
    }
  };
  if (draft !== null) {
    return (
      <TextInput
        size="xs"
        autoFocus
        value={draft}
        aria-label={t('files.describe', { name: String(file.name) })}
        onChange={(event) => setDraft(event.currentTarget.value)}
        onBlur={() => void save()}
        onKeyDown={(event) => {
          if (event.key === 'Enter') event.currentTarget.blur();
          if (event.key === 'Escape') setDraft(null);
        }}
      />
    );
  }
  if (!editable) return text ? <span className={classes.details}>{text}</span> : null;
  return (
    <button
      type="button"
      className={classes.describe}
      data-empty={text === '' || undefined}
      onClick={() => setDraft(text)}
      aria-label={t('files.describe', { name: String(file.name) })}
    >
      {text || t('files.addDescription')}
    </button>
  );
}
