// Who changed what, from what to what, when and why; each change can be taken back.

import { Avatar, Button, Skeleton, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { ChangeEntry, EntityDescription } from '../../client/index.ts';
import { BeforeChange } from '../as-of/before-change.tsx';
import { useBusy } from '../busy.ts';
import { formatDateTime } from '../fields/format.ts';
import { followJob } from '../follow-job.tsx';
import { currentLanguage } from '../i18n.ts';
import { errorText, showDone } from '../messages.ts';
import { fieldOf, keys, queryClient, useSetup } from '../queries.ts';
import { client } from '../workspace.ts';
import { ChangeCause, ChangedFields } from './change-parts.tsx';
import { historyLines } from './history-lines.ts';
import classes from './record-history.module.css';
import { refresh } from './save-field.ts';
import { whenText } from './when.ts';

const PAGE = 30;
/** A record as it was made has many values; the rest unfolds. */
const FEW = 6;

export function RecordHistory({ entity, id, canUndo }: { entity: EntityDescription; id: string; canUndo: boolean }) {
  const { t } = useTranslation();
  const { entities } = useSetup();
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: keys.history(entity.name, id),
    queryFn: ({ pageParam, signal }) => client.records(entity.name).history(id, { after: pageParam, limit: PAGE, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
  });
  if (error) return <Text size="sm">{errorText(error)}</Text>;
  if (!data) return <Skeleton height={120} />;
  const changes = data.pages.flatMap((page) => page.changes);
  return (
    <>
      <ol className={classes.changes}>
        {changes.map((change) => (
          <HistoryEntry
            key={change.id}
            // A customer's history begins with that of the lead it was.
            entity={entities.find(({ name }) => name === change.entity) ?? entity}
            own={change.entity === entity.name}
            change={change}
            canUndo={canUndo && change.entity === entity.name && change.after !== null}
          />
        ))}
      </ol>
      {hasNextPage && (
        <Button size="compact-sm" variant="subtle" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('history.earlier')}
        </Button>
      )}
    </>
  );
}

const MERGE = 'merge';

function whatOf({ verb, before, after }: ChangeEntry): string {
  if (verb === MERGE) return after === null ? 'history.mergedAway' : 'history.merged';
  if (before === null) return 'history.created';
  return after === null ? 'history.deleted' : 'history.changed';
}

interface HistoryEntryProps {
  entity: EntityDescription;
  /** False: of a record that goes on in this one. */
  own: boolean;
  change: ChangeEntry;
  canUndo: boolean;
}

function HistoryEntry({ entity, own, change, canUndo }: HistoryEntryProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [busy, during] = useBusy();
  const language = currentLanguage();
  const what = whatOf(change);

  const undo = () =>
    during(async () => {
      if (change.verb === MERGE && change.cause.job) {
        const { job: taking } = await client.jobs.undo(change.cause.job);
        if (taking) await followJob(taking, t('jobs.undoing'));
        refresh(entity.name, change.record);
        return;
      }
      const { undone, conflicts } = await client.changes.undo(change.id);
      if (change.before === null && undone > 0 && conflicts.length === 0) {
        showDone(t('jobs.undone'));
        await navigate({ to: '/$entity', params: { entity: entity.name }, replace: true });
        queryClient.removeQueries({ queryKey: keys.record(entity.name, change.record) });
        void queryClient.invalidateQueries({ queryKey: keys.entity(entity.name) });
        return;
      }
      refresh(entity.name, change.record);
      if (conflicts.length === 0) showDone(t('jobs.undone'));
      else {
        notifications.show({
          color: 'yellow',
          withBorder: true,
          autoClose: 15_000,
          title: t(undone > 0 ? 'history.undonePartly' : 'history.notUndone'),
          message: (
            <ul className={classes.conflicts}>
              {conflicts.map((conflict) => (
                <li key={`${conflict.record} ${conflict.field}`}>
                  {conflict.code === 'changed_later' && conflict.field
                    ? t('history.changedLater', { field: fieldOf(entity, conflict.field)?.label ?? conflict.field })
                    : conflict.message}
                </li>
              ))}
            </ul>
          ),
        });
      }
    });

  return (
    <li className={classes.change}>
      <Avatar size={24} radius="xl" name={change.actor.title} color="initials" alt="" />
      <div className={classes.body}>
        <div className={classes.head}>
          <span className={classes.who}>
            <b>{change.actor.title || 'Kontor'}</b> {t(what)}
            {!own && ` · ${entity.label}`}
          </span>
          <time className={classes.when} dateTime={change.at} title={formatDateTime(change.at, language)}>
            {whenText(change.at, language)}
          </time>
          <BeforeChange change={change} />
          {canUndo && (
            <Button size="compact-xs" variant="subtle" color="gray" className={classes.undo} loading={busy} onClick={() => void undo()}>
              {t('jobs.undo')}
            </Button>
          )}
        </div>
        <ChangeCause cause={change.cause} />
        <ChangedFields lines={historyLines(entity, change)} few={FEW} />
      </div>
    </li>
  );
}
