// What can be done with the chosen rows: change a field, hand over, export, delete. Preview first, then progress and Undo.

import { Button, CloseButton, Menu, Popover, Stack, Text } from '@mantine/core';
import { IconArrowMerge, IconCopy, IconDownload, IconPencil, IconTrash, IconUserShare } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BulkTarget, EntityDescription } from '../../client/index.ts';
import { formatDecimal } from '../fields/format.ts';
import { both } from '../filter/model.ts';
import { followJob, showDoneWithUndo } from '../follow-job.tsx';
import { problemText } from '../form/problems.ts';
import { currentLanguage } from '../i18n.ts';
import { useDataSettings } from '../mass/data-settings.ts';
import { errorText, showError, showRefusal } from '../messages.ts';
import { useNestedPopover } from '../nested-popover.ts';
import { losses, withChosen } from '../parts.ts';
import { fieldOf, useSetup } from '../queries.ts';
import { ButtonLink } from '../shell/button-link.tsx';
import { client } from '../workspace.ts';
import { BulkEdit } from './bulk-edit.tsx';
import type { Column } from './columns.ts';
import { ExportItems } from './export-items.tsx';
import classes from './list.module.css';
import type { Rows } from './pages.ts';
import type { SelectionState } from './selection.ts';
import type { RowsQuery } from './use-pages.ts';

const ChosenActions = lazy(() => import('./chosen-actions.tsx').then((module) => ({ default: module.ChosenActions })));

export interface BulkBarProps {
  entity: EntityDescription;
  columns: readonly Column[];
  query: RowsQuery;
  selection: SelectionState;
  count: number | undefined;
  pages: Rows;
}

/** Side by side nobody compares more. */
const MERGED_AT_ONCE = 20;

type Open = 'edit' | 'owner' | 'delete' | null;

export function BulkBar({ entity, columns, query, selection, count, pages }: BulkBarProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<Open>(null);
  const [busy, setBusy] = useState(false);
  const chosen = selection.all ? (count ?? 0) : selection.ids.size;
  const ids = [...selection.ids];
  // Words one searched for are not part of a filter, so "everything found" can only be asked for without them.
  const couldBeAll =
    !query.q && count !== undefined && count > selection.ids.size && !selection.all && selection.ids.size >= Math.min(pages.loaded, 60);
  const target: BulkTarget = selection.all ? { filter: query.filter ?? 'true' } : { ids };
  const these = selection.all ? query.filter : both(query.filter, `id in (${ids.map((id) => JSON.stringify(id)).join(', ')})`);
  const owner = fieldOf(entity, 'owner');
  const { me } = useSetup();
  const settings = useDataSettings(entity.name);
  const Own = withChosen[entity.name];
  const mergeable = entity.can.merge && settings.merge && !selection.all && ids.length > 1 && ids.length <= MERGED_AT_ONCE;

  const done = () => {
    setOpen(null);
    selection.clear();
  };

  const remove = async () => {
    setBusy(true);
    try {
      const answer = await client.records(entity.name).bulk({ delete: target });
      if (!('results' in answer)) {
        done();
        await followJob(answer.job, t('bulk.deleting', { count: chosen }));
        void pages.reload();
        return;
      }
      const gone = answer.results.filter((result) => result.ok);
      pages.remove(new Set(gone.flatMap((result) => result.id ?? [])));
      const refused = answer.results.find((result) => !result.ok);
      const kept = t('bulk.notDeleted', { count: answer.results.length - gone.length });
      if (refused) showRefusal(kept, refused.errors?.[0] ? problemText(refused.errors[0]) : t('errors.forbidden'));
      if (gone.length) showDoneWithUndo(t('bulk.deleted', { count: gone.length }), answer.job);
      done();
    } catch (error) {
      showError(error, errorText(error));
    } finally {
      setBusy(false);
    }
  };

  const nested = useNestedPopover((opened) => !opened && setOpen(null));
  const popover = (name: Exclude<Open, null>, button: React.ReactNode, content: React.ReactNode) => (
    <Popover opened={open === name} onChange={nested.onChange} position="top" withinPortal trapFocus>
      <Popover.Target>{button}</Popover.Target>
      <Popover.Dropdown p="sm" {...nested.dropdown}>
        {content}
      </Popover.Dropdown>
    </Popover>
  );
  const toggle = (name: Exclude<Open, null>) => setOpen(open === name ? null : name);

  return (
    <div className={classes.bulk}>
      <div className={classes.bulkBar} role="toolbar" aria-label={t('bulk.label')}>
        <span className={classes.bulkCount} role="status">
          {t('bulk.selected', { count: chosen })}
        </span>
        {couldBeAll && (
          <Button size="compact-sm" variant="light" onClick={selection.selectAll}>
            {t('bulk.selectAll', { number: formatDecimal(count, currentLanguage()) })}
          </Button>
        )}
        {Own && (
          <Suspense>
            <Own entity={entity} target={target} onDone={done} />
          </Suspense>
        )}
        {entity.can.bulk && entity.can.update && settings.mass_edit && (
          <>
            {popover(
              'edit',
              <Button size="compact-sm" variant="subtle" color="gray" leftSection={<IconPencil size={15} />} onClick={() => toggle('edit')}>
                {t('bulk.edit')}
              </Button>,
              <BulkEdit entity={entity} columns={columns} target={target} chosen={chosen} pages={pages} onDone={done} />,
            )}
            {owner &&
              me.assigns &&
              !owner.read_only &&
              popover(
                'owner',
                <Button
                  size="compact-sm"
                  variant="subtle"
                  color="gray"
                  leftSection={<IconUserShare size={15} />}
                  onClick={() => toggle('owner')}
                >
                  {t('bulk.assign')}
                </Button>,
                <BulkEdit entity={entity} only={owner} target={target} chosen={chosen} pages={pages} onDone={done} />,
              )}
          </>
        )}
        {mergeable && (
          <ButtonLink
            size="compact-sm"
            variant="subtle"
            color="gray"
            leftSection={<IconArrowMerge size={15} />}
            to="/merge/$entity"
            params={{ entity: entity.name }}
            search={{ ids: ids.join(',') }}
          >
            {t('merge.button')}
          </ButtonLink>
        )}
        {entity.can.merge && settings.merge && settings.rules.length > 0 && (selection.all ? !query.q : ids.length > 2) && (
          <ButtonLink
            size="compact-sm"
            variant="subtle"
            color="gray"
            leftSection={<IconCopy size={15} />}
            to="/duplicates/{-$entity}"
            params={{ entity: entity.name }}
            search={{ filter: these ?? 'true' }}
          >
            {t('bulk.duplicates')}
          </ButtonLink>
        )}
        {entity.actions.length > 0 && !selection.all && ids.length === 1 && (
          <Suspense>
            <ChosenActions key={ids[0]} entity={entity} id={ids[0]!} />
          </Suspense>
        )}
        {entity.can.export && (
          <Menu position="top" withinPortal>
            <Menu.Target>
              <Button size="compact-sm" variant="subtle" color="gray" leftSection={<IconDownload size={15} />}>
                {t('list.export')}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              <ExportItems entity={entity} columns={columns} query={{ ...(these ? { filter: these } : {}), sort: query.sort }} />
            </Menu.Dropdown>
          </Menu>
        )}
        {entity.can.bulk &&
          entity.can.delete &&
          popover(
            'delete',
            <Button size="compact-sm" variant="subtle" color="red" leftSection={<IconTrash size={15} />} onClick={() => toggle('delete')}>
              {t('bulk.delete')}
            </Button>,
            <Stack gap="xs" maw={280}>
              {losses[entity.name] && <Text size="sm">{t(losses[entity.name]!)}</Text>}
              <Button color="red" size="xs" loading={busy} onClick={() => void remove()}>
                {t('bulk.deleteThese', { count: chosen })}
              </Button>
            </Stack>,
          )}
        <CloseButton size="sm" onClick={selection.clear} aria-label={t('bulk.clear')} />
      </div>
    </div>
  );
}
