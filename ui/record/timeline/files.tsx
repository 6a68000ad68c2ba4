// Files in the timeline.

import { IconPaperclip } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { RecordValues, Reference } from '../../../client/index.ts';
import { client } from '../../workspace.ts';
import { fileSize } from '../file-size.ts';
import { EntryFrame } from './entry.tsx';
import { type EntryProps, recordSource } from './source.ts';
import classes from './timeline.module.css';

export const fileSource = recordSource({
  kind: 'file',
  noun: 'files',
  about: 'related_to',
  fields: ['name', 'size', 'content_type', 'description', 'related_to', 'created_at', 'created_by'],
  Entry: FileEntry,
});

function FileEntry({ item }: EntryProps<RecordValues>) {
  const { t } = useTranslation();
  const { data: file } = item;
  return (
    <EntryFrame
      who={(file.created_by as Reference | null)?.title ?? 'Kontor'}
      what={t('timeline.did.file')}
      at={item.at}
      place={item.place}
      icon={<IconPaperclip size={15} stroke={1.7} />}
    >
      <div className={classes.card}>
        <a href={`${client.files.url(file.id)}?inline=1`} target="_blank" rel="noreferrer" className={classes.link}>
          {String(file.name)}
        </a>
        <span className={classes.facts}>{fileSize(Number(file.size))}</span>
        {typeof file.description === 'string' && <p className={classes.text}>{file.description}</p>}
      </div>
    </EntryFrame>
  );
}
