// Comments in the timeline: read, answered, mended and removed by who wrote them.

import { ActionIcon, Button, Group, Menu } from '@mantine/core';
import { IconCornerDownRight, IconDots, IconPencil, IconTrash } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AnyReference, RecordValues, Reference } from '../../../client/index.ts';
import { formatDateTime } from '../../fields/format.ts';
import { FormattedWords } from '../../fields/formatted-words.tsx';
import { currentLanguage } from '../../i18n.ts';
import { showError } from '../../messages.ts';
import { useEntity, useSetup } from '../../queries.ts';
import { client } from '../../workspace.ts';
import { deleteRecord } from '../delete-record.tsx';
import { Folded } from '../folded.tsx';
import { EntryFrame } from './entry.tsx';
import { refreshTimelines } from './refresh.ts';
import { type EntryProps, recordSource } from './source.ts';
import classes from './timeline.module.css';

const CommentEditor = lazy(() => import('./comment-editor.tsx').then((module) => ({ default: module.CommentEditor })));

export const commentSource = recordSource({
  kind: 'comment',
  noun: 'comments',
  about: 'about',
  fields: [
    ...['text', 'excerpt', 'about', 'reply_to', 'mentions', 'not_told', 'shared', 'guest'],
    ...['edited_at', 'created_at', 'created_by', 'version'],
  ],
  Entry: CommentEntry,
});

function CommentEntry({ item }: EntryProps<RecordValues>) {
  const { t } = useTranslation();
  const { me } = useSetup();
  const entity = useEntity('comments');
  const [mode, setMode] = useState<'read' | 'edit' | 'reply'>('read');
  const { data: comment } = item;
  const author = comment.created_by as Reference | null;
  const mine = author?.id === me.id;
  const missed = (comment.not_told as Reference[] | null) ?? [];
  const about = comment.about as AnyReference;
  if (!entity) return null;

  const remove = () => {
    deleteRecord(entity, comment.id, String(comment.excerpt)).then(refreshTimelines, showError);
  };
  const save = async (html: string, mentions: readonly string[]) => {
    await client.records('comments').update(comment.id, { text: html, mentions });
    setMode('read');
    refreshTimelines();
  };
  const reply = async (html: string, mentions: readonly string[]) => {
    const values = { about: { entity: about.entity, id: about.id }, text: html, mentions, reply_to: comment.id };
    await client.records('comments').create({ ...values, shared: comment.shared });
    setMode('read');
    refreshTimelines();
  };
  const beside = (
    <Group gap={2} wrap="nowrap">
      {entity.can.create && (
        <Button size="compact-xs" variant="subtle" color="gray" onClick={() => setMode('reply')}>
          {t('comments.reply')}
        </Button>
      )}
      {(mine || me.root) && (
        <Menu position="bottom-end" withinPortal>
          <Menu.Target>
            <ActionIcon size={24} aria-label={t('comments.more')}>
              <IconDots size={15} stroke={1.6} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {mine && (
              <Menu.Item leftSection={<IconPencil size={15} />} onClick={() => setMode('edit')}>
                {t('comments.edit')}
              </Menu.Item>
            )}
            <Menu.Item color="red" leftSection={<IconTrash size={15} />} onClick={remove}>
              {t('comments.delete')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
    </Group>
  );

  return (
    <EntryFrame
      who={author?.title ?? (comment.guest as string | null) ?? 'Kontor'}
      what={t('timeline.did.comment')}
      at={item.at}
      place={item.place}
      beside={beside}
    >
      <div className={classes.card} data-comment>
        {comment.reply_to !== null && (
          <p className={classes.quote}>
            <IconCornerDownRight size={13} stroke={1.7} aria-hidden="true" />
            <span>{(comment.reply_to as Reference).title}</span>
          </p>
        )}
        {mode === 'edit' ? (
          <Suspense>
            <CommentEditor
              start={String(comment.text)}
              mentioned={(comment.mentions as Reference[] | null) ?? []}
              action={t('comments.save')}
              onSubmit={save}
              onCancel={() => setMode('read')}
              autoFocus
            />
          </Suspense>
        ) : (
          <div className={classes.comment}>
            <Folded>
              <FormattedWords html={String(comment.text)} />
            </Folded>
          </div>
        )}
        {comment.shared === true && <span className={classes.facts}>{t('comments.shared')}</span>}
        {comment.edited_at !== null && mode !== 'edit' && (
          <span className={classes.facts} title={formatDateTime(String(comment.edited_at), currentLanguage())}>
            {t('comments.edited')}
          </span>
        )}
        {mine && missed.length > 0 && (
          <p className={classes.missed} role="note">
            {t('comments.notTold', { who: missed.map((person) => person.title).join(', ') })}
          </p>
        )}
      </div>
      {mode === 'reply' && (
        <Suspense>
          <CommentEditor action={t('comments.reply')} onSubmit={reply} onCancel={() => setMode('read')} autoFocus />
        </Suspense>
      )}
    </EntryFrame>
  );
}
