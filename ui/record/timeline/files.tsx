// Files in the timeline.

import { IconPaperclip } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { AnyReference, RecordValues, Reference } from '../../../client/index.ts';
import { client } from '../../workspace.ts';
import { fileSize } from '../file-size.ts';
import { EntryFrame } from './entry.tsx';
import { type EntryProps, pointsTo, type TimelineSource } from './source.ts';
import classes from './timeline.module.css';

const FIELDS = ['name', 'size', 'content_type', 'description', 'related_to', 'created_at', 'created_by'];

export const fileSource: TimelineSource<RecordValues> = {
  kind: 'file',
  nouns: ['files'],
  offered: (entity, entities) =>
    entities.some(
      ({ name, can, fields }) =>
        name === 'files' && can.view && fields.some((field) => field.name === 'related_to' && field.to.includes(entity.name)),
    ),
  async load({ id, below, after, limit, signal }) {
    const query = { filter: pointsTo(['related_to'], id, below), fields: FIELDS, sort: '-created_at', limit, ...(after ? { after } : {}) };
    const page = await client.records('files').list(query, { signal });
    return {
      items: page.records.map((record) => {
        const related = record.related_to as AnyReference | null;
        return {
          key: record.id,
          kind: 'file',
          at: String(record.created_at),
          place: related && related.id !== id ? related : null,
          data: record,
        };
      }),
      next: page.next,
    };
  },
  Entry: FileEntry,
};

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
