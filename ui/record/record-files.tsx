// Documents of a record: dropped or chosen, described, looked into, downloaded, removed (with Undo) (row TT-16).

import { ActionIcon, Button, FileButton, NativeSelect, Progress, Skeleton, Text, TextInput } from '@mantine/core';
import { IconDownload, IconFile, IconPaperclip, IconTrash, IconUpload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type DragEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AnyReference, RecordValues } from '../../client/index.ts';
import { formatDateTime } from '../fields/format.ts';
import { currentLanguage } from '../i18n.ts';
import { useLive } from '../live.tsx';
import { errorText, showError } from '../messages.ts';
import { fieldOf, keys, queryClient, useEntity } from '../queries.ts';
import { client } from '../workspace.ts';
import { CreateDocument } from './create-document.tsx';
import { deleteRecord } from './delete-record.tsx';
import { canPreview, FilePreview } from './file-preview.tsx';
import { fileSize } from './file-size.ts';
import classes from './record-files.module.css';

interface Sending {
  readonly key: string;
  readonly name: string;
  readonly error?: string;
}

export function RecordFiles({ record, canAdd: mayAdd }: { record: AnyReference; canAdd: boolean }) {
  const { t } = useTranslation();
  const files = useEntity('files');
  const [sending, setSending] = useState<readonly Sending[]>([]);
  const [over, setOver] = useState(false);
  const rules = useDocumentRules();
  const types = rules?.document_types ?? [];
  const [picked, setPicked] = useState<string | null>(null);
  const [only, setOnly] = useState<string | null>(null);
  const query = {
    filter: `related_to = ${JSON.stringify(record.id)}${only ? ` and document_type = ${JSON.stringify(only)}` : ''}`,
    fields: ['id', 'name', 'size', 'content_type', 'document_type', 'description', 'created_at', 'created_by', 'version'],
    sort: '-created_at',
    limit: 100,
  };
  const key = keys.list('files', query);
  const { data, error } = useQuery({ queryKey: key, queryFn: ({ signal }) => client.records('files').list(query, { signal }) });
  const canAdd = mayAdd && rules?.on === true;
  const reload = () => void queryClient.invalidateQueries({ queryKey: keys.entity('files') });
  useLive('files', reload);

  const upload = (chosen: readonly File[]) => {
    for (const file of chosen) {
      const key = crypto.randomUUID();
      setSending((was) => [...was, { key, name: file.name }]);
      client
        .records(record.entity)
        .upload(record.id, file, file.name, { documentType: picked ?? types[0] })
        .then(
          () => {
            setSending((was) => was.filter((one) => one.key !== key));
            reload();
          },
          (cause: unknown) => setSending((was) => was.map((one) => (one.key === key ? { ...one, error: errorText(cause) } : one))),
        );
    }
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    upload([...event.dataTransfer.files]);
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is the mouse's way; the button is everybody's
    <div
      className={classes.files}
      data-over={(over && canAdd) || undefined}
      onDragOver={(event) => {
        if (!canAdd || !event.dataTransfer.types.includes('Files')) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
      }}
      onDrop={canAdd ? drop : undefined}
    >
      {canAdd && (
        <div className={classes.add}>
          <IconUpload size={18} stroke={1.5} aria-hidden="true" />
          <Text size="sm" c="dimmed">
            {t('files.drop')}
          </Text>
          {types.length > 0 && (
            <NativeSelect
              size="xs"
              aria-label={t('files.type')}
              value={picked ?? types[0]}
              data={[...types]}
              onChange={(event) => setPicked(event.currentTarget.value)}
            />
          )}
          <FileButton multiple onChange={upload}>
            {(button) => (
              <Button {...button} size="compact-sm" variant="default" leftSection={<IconPaperclip size={14} />}>
                {t('files.choose')}
              </Button>
            )}
          </FileButton>
          <CreateDocument record={record} />
        </div>
      )}
      {rules?.on === false && <Text size="sm">{t('files.off')}</Text>}
      {types.length > 0 && (
        <NativeSelect
          size="xs"
          aria-label={t('files.show')}
          value={only ?? ''}
          data={[{ value: '', label: t('files.allTypes') }, ...types]}
          onChange={(event) => setOnly(event.currentTarget.value || null)}
        />
      )}
      {error && <Text size="sm">{errorText(error)}</Text>}
      {!data && !error && <Skeleton height={36} />}
      <ul className={classes.list}>
        {sending.map((one) => (
          <li key={one.key} className={classes.file}>
            <IconFile size={18} stroke={1.5} className={classes.icon} />
            <span className={classes.words}>
              <span className={classes.name}>{one.name}</span>
              {one.error ? (
                <Text size="xs" c="var(--mantine-color-error)" role="alert">
                  {one.error}
                </Text>
              ) : (
                <Progress value={100} animated size="xs" aria-label={t('files.uploading', { name: one.name })} />
              )}
            </span>
            {one.error && (
              <Button size="compact-xs" variant="subtle" onClick={() => setSending((was) => was.filter((other) => other.key !== one.key))}>
                {t('filter.close')}
              </Button>
            )}
          </li>
        ))}
        {data?.records.map((file) => (
          <FileRow key={file.id} file={file} removable={files?.can.delete === true} onRemoved={reload} />
        ))}
      </ul>
      {data?.records.length === 0 && sending.length === 0 && !canAdd && <Text size="sm">{t('files.none')}</Text>}
    </div>
  );
}

interface DocumentRules {
  readonly on: boolean;
  readonly document_types: readonly string[];
  readonly limit_mb: number;
}

function useDocumentRules(): DocumentRules | undefined {
  const { data } = useQuery({
    queryKey: [...keys.entity('document_server'), 'rules'],
    queryFn: ({ signal }) => client.service<DocumentRules>('document_rules', {}, { signal }),
  });
  return data;
}

function FileRow({ file, removable, onRemoved }: { file: RecordValues; removable: boolean; onRemoved: () => void }) {
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
