// What one adds to a record in passing: a comment, a call or meeting that was, a task to come, the next action, files.

import { Button, Checkbox, FileButton, SegmentedControl, Skeleton } from '@mantine/core';
import { IconPaperclip } from '@tabler/icons-react';
import i18next from 'i18next';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription, RecordAnswer } from '../../../client/index.ts';
import type { Card } from '../../card/card.ts';
import { useFileDrop } from '../../file-drop.ts';
import { showDone, showError } from '../../messages.ts';
import { fieldOf, useEntity } from '../../queries.ts';
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
  const { record } = answer;
  const activities = useEntity('activities');
  const next = fieldOf(entity, 'next_action_on');
  const ways = useWays(entity, answer, card).filter((way) => !only || way === only);
  const mayAttach = useMayAttach(entity) && !only;
  const [chosen, setWay] = useState<Way | null>(null);
  const way = chosen && ways.includes(chosen) ? chosen : ways[0];
  const about = { entity: entity.name, id: record.id };
  const attach = (files: readonly File[]) => void attachAll(about, files);
  const drop = useFileDrop(mayAttach ? attach : null);
  if (!way && !mayAttach) return null;
  return (
    <div className={classes.composer} {...drop}>
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
          <FileButton multiple onChange={attach}>
            {(button) => (
              <Button {...button} size="compact-sm" variant="subtle" color="gray" leftSection={<IconPaperclip size={14} />}>
                {t('timeline.attach')}
              </Button>
            )}
          </FileButton>
        )}
      </div>
      <Suspense fallback={<Skeleton height={64} />}>
        {way === 'comment' && <NewComment about={about} canShare={isSeenByLink(entity)} />}
        {activities && (way === 'call' || way === 'meeting' || way === 'task') && (
          <ActivityForm key={way} way={way} activities={activities} about={about} />
        )}
        {next && way === 'next' && <NextAction entity={entity} field={next} record={record} />}
      </Suspense>
    </div>
  );
}

/** The record it is about. */
interface About {
  readonly entity: string;
  readonly id: string;
}

/** `canShare`: people outside may be meant to read it too. */
function NewComment({ about, canShare }: { about: About; canShare: boolean }) {
  const { t } = useTranslation();
  const [shared, setShared] = useState(false);
  return (
    <>
      <CommentEditor
        action={t('comments.send')}
        onSubmit={async (text, mentions) => {
          await client.records('comments').create({ about, text, mentions, shared });
          setShared(false);
          refreshTimelines();
        }}
      />
      {canShare && (
        <Checkbox
          size="xs"
          mt={6}
          label={t('comments.share')}
          checked={shared}
          onChange={(event) => setShared(event.currentTarget.checked)}
        />
      )}
    </>
  );
}

/** What this actor may add to the record. */
function useWays(entity: EntityDescription, { can }: RecordAnswer, card: Card): Way[] {
  const comments = useEntity('comments');
  const activities = useEntity('activities');
  const mayComment =
    comments?.can.create === true && card.discussion && (card.commenters === 'readers' || (card.commenters === 'editors' && can.update));
  const related = activities && fieldOf(activities, 'related_to');
  const mayLog = activities?.can.create === true && related?.to.includes(entity.name) === true;
  const next = fieldOf(entity, 'next_action_on');
  const mayPlan = next !== undefined && !next.read_only && can.update;
  return [
    ...(mayComment ? (['comment'] as const) : []),
    ...(mayLog ? (['call', 'meeting', 'task'] as const) : []),
    ...(mayPlan ? (['next'] as const) : []),
  ];
}

/** One after the other; what went before one that is refused stays. */
async function attachAll({ entity, id }: About, files: readonly File[]): Promise<void> {
  try {
    for (const file of files) await client.records(entity).upload(id, file, file.name);
    if (files.length > 0) showDone(i18next.t('timeline.attached', { count: files.length }));
  } catch (error) {
    showError(error);
  }
  refreshTimelines();
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
