// Documents of a record: dropped or chosen, described, looked into, downloaded, removed (with Undo) (row TT-16).

import { Button, FileButton, NativeSelect, Progress, Skeleton, Text } from '@mantine/core';
import { IconFile, IconPaperclip, IconUpload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AnyReference } from '../../client/index.ts';
import { useFileDrop } from '../file-drop.ts';
import { useLive } from '../live.tsx';
import { errorText } from '../messages.ts';
import { keys, queryClient, useEntity } from '../queries.ts';
import { client } from '../workspace.ts';
import { CreateDocument } from './create-document.tsx';
import { FileRow } from './file-row.tsx';
import classes from './record-files.module.css';

const reload = () => void queryClient.invalidateQueries({ queryKey: keys.entity('files') });

export function RecordFiles({ record, canAdd: mayAdd }: { record: AnyReference; canAdd: boolean }) {
  const { t } = useTranslation();
  const files = useEntity('files');
  const rules = useDocumentRules();
  const types = rules?.document_types ?? [];
  const [picked, setPicked] = useState<string | null>(null);
  const [only, setOnly] = useState<string | null>(null);
  const { data, error } = useDocuments(record, only);
  const canAdd = mayAdd && rules?.on === true;
  const type = picked ?? types[0];
  const { uploads, upload, dismiss } = useUploads(record, type);
  const drop = useFileDrop(canAdd ? upload : null);
  return (
    <div className={classes.files} {...drop}>
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
              value={type}
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
        {uploads.map((one) => (
          <UploadRow key={one.key} upload={one} onDismiss={() => dismiss(one)} />
        ))}
        {data?.records.map((file) => (
          <FileRow key={file.id} file={file} removable={files?.can.delete === true} onRemoved={reload} />
        ))}
      </ul>
      {data?.records.length === 0 && uploads.length === 0 && !canAdd && <Text size="sm">{t('files.none')}</Text>}
    </div>
  );
}

/** Newest first; `only`: of this type. */
function useDocuments(record: AnyReference, only: string | null) {
  const query = {
    filter: `related_to = ${JSON.stringify(record.id)}${only ? ` and document_type = ${JSON.stringify(only)}` : ''}`,
    fields: ['id', 'name', 'size', 'content_type', 'document_type', 'description', 'created_at', 'created_by', 'version'],
    sort: '-created_at',
    limit: 100,
  };
  useLive('files', reload);
  return useQuery({
    queryKey: keys.list('files', query),
    queryFn: ({ signal }) => client.records('files').list(query, { signal }),
  });
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

/** A file on its way, or what became of it. */
interface Upload {
  readonly key: string;
  readonly name: string;
  readonly error?: string;
}

function useUploads(record: AnyReference, documentType: string | undefined) {
  const [uploads, setUploads] = useState<readonly Upload[]>([]);
  const dismiss = ({ key }: Pick<Upload, 'key'>) => setUploads((was) => was.filter((one) => one.key !== key));
  const send = async (file: File) => {
    const key = crypto.randomUUID();
    setUploads((was) => [...was, { key, name: file.name }]);
    try {
      await client.records(record.entity).upload(record.id, file, file.name, { documentType });
      dismiss({ key });
      reload();
    } catch (cause) {
      setUploads((was) => was.map((one) => (one.key === key ? { ...one, error: errorText(cause) } : one)));
    }
  };
  return {
    uploads,
    dismiss,
    upload: (files: readonly File[]) => {
      for (const file of files) void send(file);
    },
  };
}

function UploadRow({ upload: { name, error }, onDismiss }: { upload: Upload; onDismiss: () => void }) {
  const { t } = useTranslation();
  return (
    <li className={classes.file}>
      <IconFile size={18} stroke={1.5} className={classes.icon} />
      <span className={classes.words}>
        <span className={classes.name}>{name}</span>
        {error ? (
          <Text size="xs" c="var(--mantine-color-error)" role="alert">
            {error}
          </Text>
        ) : (
          <Progress value={100} animated size="xs" aria-label={t('files.uploading', { name })} />
        )}
      </span>
      {error && (
        <Button size="compact-xs" variant="subtle" onClick={onDismiss}>
          {t('filter.close')}
        </Button>
      )}
    </li>
  );
}
