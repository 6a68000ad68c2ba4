// What one adds to a record in passing: a comment, a call or meeting that was, a task to come, the next action, files.

import { Button, Checkbox, FileButton, SegmentedControl, Skeleton } from '@mantine/core';
import { IconPaperclip } from '@tabler/icons-react';
import { type DragEvent, lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription, RecordAnswer } from '../../../client/index.ts';
import type { Card } from '../../card/card.ts';
import { showDone, showError } from '../../messages.ts';
import { fieldOf, useEntity, useSetup } from '../../queries.ts';
import { client } from '../../workspace.ts';
import { refreshTimelines } from './refresh.ts';
import classes from './timeline.module.css';

const CommentEditor = lazy(() => import('./comment-editor.tsx').then((module) => ({ default: module.CommentEditor })));
const ActivityForm = lazy(() => import('./activity-form.tsx').then((module) => ({ default: module.ActivityForm })));
const NextAction = lazy(() => import('./next-action.tsx').then((module) => ({ default: module.NextAction })));

type Way = 'comment' | 'call' | 'meeting' | 'task' | 'next';

interface ComposerProps {
  entity: EntityDescription;
  answer: RecordAnswer;
  card: Card;
  /** For comments alone. */
  only?: 'comment';
}

export function Composer({ entity, answer, card, only }: ComposerProps) {
  const { t } = useTranslation();
  const { entities } = useSetup();
  const { record, can } = answer;
  const comments = entities.find(({ name }) => name === 'comments');
  const activities = useEntity('activities');
  const mayComment =
    comments?.can.create === true && card.discussion && (card.commenters === 'readers' || (card.commenters === 'editors' && can.update));
  const related = activities && fieldOf(activities, 'related_to');
  const mayLog = activities?.can.create === true && related?.to.includes(entity.name) === true;
  const next = fieldOf(entity, 'next_action_on');
  const mayPlan = next !== undefined && !next.read_only && can.update;
  const mayAttach = useMayAttach(entity) && !only;
  const ways: Way[] = [
    ...(mayComment ? (['comment'] as const) : []),
    ...(mayLog && !only ? (['call', 'meeting', 'task'] as const) : []),
    ...(mayPlan && !only ? (['next'] as const) : []),
  ];
  const [chosen, setWay] = useState<Way | null>(null);
  const [over, setOver] = useState(false);
  const [shared, setShared] = useState(false);
  const way = chosen && ways.includes(chosen) ? chosen : ways[0];
  if (!way && !mayAttach) return null;

  const attach = async (files: readonly File[]) => {
    try {
      for (const file of files) await client.records(entity.name).upload(record.id, file, file.name);
      if (files.length > 0) showDone(t('timeline.attached', { count: files.length }));
    } catch (error) {
      showError(error);
    }
    refreshTimelines();
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void attach([...event.dataTransfer.files]);
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is the mouse's way; the button is everybody's
    <div
      className={classes.composer}
      data-over={over || undefined}
      onDragOver={(event) => {
        if (!mayAttach || !event.dataTransfer.types.includes('Files')) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
      }}
      onDrop={mayAttach ? drop : undefined}
    >
      <div className={classes.ways}>
        {ways.length > 1 && (
          <SegmentedControl
            size="xs"
            value={way ?? ''}
            onChange={(value) => setWay(value as Way)}
            data={ways.map((one) => ({ value: one, label: t(`timeline.way.${one}`) }))}
            aria-label={t('timeline.add')}
          />
        )}
        {mayAttach && (
          <FileButton multiple onChange={(files) => void attach(files)}>
            {(button) => (
              <Button {...button} size="compact-sm" variant="subtle" color="gray" leftSection={<IconPaperclip size={14} />}>
                {t('timeline.attach')}
              </Button>
            )}
          </FileButton>
        )}
      </div>
      <Suspense fallback={<Skeleton height={64} />}>
        {way === 'comment' && (
          <>
            <CommentEditor
              action={t('comments.send')}
              onSubmit={async (text, mentions) => {
                await client.records('comments').create({ about: { entity: entity.name, id: record.id }, text, mentions, shared });
                setShared(false);
                refreshTimelines();
              }}
            />
            {isSeenByLink(entity) && (
              <Checkbox
                size="xs"
                mt={6}
                label={t('comments.share')}
                checked={shared}
                onChange={(event) => setShared(event.currentTarget.checked)}
              />
            )}
          </>
        )}
        {activities && (way === 'call' || way === 'meeting' || way === 'task') && (
          <ActivityForm key={way} way={way} activities={activities} about={{ entity: entity.name, id: record.id }} />
        )}
        {next && way === 'next' && <NextAction entity={entity} field={next} record={record} />}
      </Suspense>
    </div>
  );
}

/** People outside look at such records by links, and read what is shared with them. */
function isSeenByLink(entity: EntityDescription): boolean {
  return entity.actions.some(({ name }) => name === 'link');
}

/** Files are attached by whoever sees the record and may make files. */
function useMayAttach(entity: EntityDescription): boolean {
  const files = useEntity('files');
  return files?.can.create === true && files.fields.some((field) => field.name === 'related_to' && field.to.includes(entity.name));
}
