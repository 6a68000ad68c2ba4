// What can be done with the chosen rows: change a field, hand over, export, delete. Preview first, then progress and Undo.

import { Button, CloseButton, Menu, Popover, Stack, Text } from '@mantine/core';
import { IconArrowMerge, IconCopy, IconDownload, IconPencil, IconTrash, IconUserShare, type TablerIcon } from '@tabler/icons-react';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BulkTarget, EntityDescription } from '../../client/index.ts';
import { useBusy } from '../busy.ts';
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
  const { me } = useSetup();
  const [open, setOpen] = useState<Open>(null);
  const settings = useDataSettings(entity.name);
  const { ids, size, target, filter } = chosenOf(selection, query, count);
  // Words one searched for are not part of a filter, so "everything found" can only be asked for without them.
  const couldBeAll =
    !query.q && count !== undefined && count > selection.ids.size && !selection.all && selection.ids.size >= Math.min(pages.loaded, 60);
  const owner = fieldOf(entity, 'owner');
  const assignable = owner && me.assigns && !owner.read_only ? owner : null;
  const Own = withChosen[entity.name];
  const done = () => {
    setOpen(null);
    selection.clear();
  };
  const { busy, remove } = useDeletion({ entity, target, size, pages, onDone: done });
  const edit = { entity, target, chosen: size, pages, onDone: done };
  const popover = (name: Exclude<Open, null>) => ({ opened: open === name, onOpen: (opened: boolean) => setOpen(opened ? name : null) });

  return (
    <div className={classes.bulk}>
      <div className={classes.bulkBar} role="toolbar" aria-label={t('bulk.label')}>
        <span className={classes.bulkCount} role="status">
          {t('bulk.selected', { count: size })}
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
            <BarPopover {...popover('edit')} icon={IconPencil} label={t('bulk.edit')}>
              <BulkEdit {...edit} columns={columns} />
            </BarPopover>
            {assignable && (
              <BarPopover {...popover('owner')} icon={IconUserShare} label={t('bulk.assign')}>
                <BulkEdit {...edit} only={assignable} />
              </BarPopover>
            )}
          </>
        )}
        {entity.can.merge && settings.merge && <MergeLinks {...{ entity, query, selection, ids, filter }} />}
        {entity.actions.length > 0 && !selection.all && ids.length === 1 && (
          <Suspense>
            <ChosenActions key={ids[0]} entity={entity} id={ids[0]!} />
          </Suspense>
        )}
        {entity.can.export && (
          <Menu position="top" withinPortal>
            <Menu.Target>
              <Button {...BAR_BUTTON} leftSection={<IconDownload size={15} />}>
                {t('list.export')}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              <ExportItems entity={entity} columns={columns} query={{ ...(filter ? { filter } : {}), sort: query.sort }} />
            </Menu.Dropdown>
          </Menu>
        )}
        {entity.can.bulk && entity.can.delete && (
          <BarPopover {...popover('delete')} icon={IconTrash} label={t('bulk.delete')} color="red">
            <Stack gap="xs" maw={280}>
              {losses[entity.name] && <Text size="sm">{t(losses[entity.name]!)}</Text>}
              <Button color="red" size="xs" loading={busy} onClick={() => void remove()}>
                {t('bulk.deleteThese', { count: size })}
              </Button>
            </Stack>
          </BarPopover>
        )}
        <CloseButton size="sm" onClick={selection.clear} aria-label={t('bulk.clear')} />
      </div>
    </div>
  );
}

interface Chosen {
  /** Empty where everything found is chosen. */
  readonly ids: readonly string[];
  readonly size: number;
  /** How the server is told. */
  readonly target: BulkTarget;
  /** What finds the same records; undefined: all there are. */
  readonly filter: string | undefined;
}

function chosenOf(selection: SelectionState, query: RowsQuery, count = 0): Chosen {
  const ids = [...selection.ids];
  if (selection.all) return { ids, size: count, target: { filter: query.filter ?? 'true' }, filter: query.filter };
  const these = `id in (${ids.map((id) => JSON.stringify(id)).join(', ')})`;
  return { ids, size: ids.length, target: { ids }, filter: both(query.filter, these) };
}

interface DeletionProps {
  entity: EntityDescription;
  target: BulkTarget;
  size: number;
  pages: Rows;
  onDone: () => void;
}

/** Few are deleted at once, many by a job; of those that stay the first reason is said. */
function useDeletion({ entity, target, size, pages, onDone }: DeletionProps) {
  const { t } = useTranslation();
  const [busy, during] = useBusy((error) => showError(error, errorText(error)));
  const remove = () =>
    during(async () => {
      const answer = await client.records(entity.name).bulk({ delete: target });
      if (!('results' in answer)) {
        onDone();
        await followJob(answer.job, t('bulk.deleting', { count: size }));
        void pages.reload();
        return;
      }
      const gone = answer.results.filter((result) => result.ok);
      pages.remove(new Set(gone.flatMap((result) => result.id ?? [])));
      const refused = answer.results.find((result) => !result.ok);
      const kept = t('bulk.notDeleted', { count: answer.results.length - gone.length });
      if (refused) showRefusal(kept, refused.errors?.[0] ? problemText(refused.errors[0]) : t('errors.forbidden'));
      if (gone.length) showDoneWithUndo(t('bulk.deleted', { count: gone.length }), answer.job);
      onDone();
    });
  return { busy, remove };
}

const BAR_BUTTON = { size: 'compact-sm', variant: 'subtle', color: 'gray' } as const;

interface BarPopoverProps {
  opened: boolean;
  onOpen: (opened: boolean) => void;
  icon: TablerIcon;
  label: string;
  color?: string;
  children: ReactNode;
}

function BarPopover({ opened, onOpen, icon: Icon, label, color = 'gray', children }: BarPopoverProps) {
  const nested = useNestedPopover((next) => !next && onOpen(false));
  return (
    <Popover opened={opened} onChange={nested.onChange} position="top" withinPortal trapFocus>
      <Popover.Target>
        <Button {...BAR_BUTTON} color={color} leftSection={<Icon size={15} />} onClick={() => onOpen(!opened)}>
          {label}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p="sm" {...nested.dropdown}>
        {children}
      </Popover.Dropdown>
    </Popover>
  );
}

type MergeLinksProps = Pick<BulkBarProps, 'entity' | 'query' | 'selection'> & Pick<Chosen, 'ids' | 'filter'>;

/** A few records are compared side by side; among many, the rules find what looks alike. */
function MergeLinks({ entity, query, selection, ids, filter = 'true' }: MergeLinksProps) {
  const { t } = useTranslation();
  const { rules } = useDataSettings(entity.name);
  const params = { entity: entity.name };
  return (
    <>
      {!selection.all && ids.length > 1 && ids.length <= MERGED_AT_ONCE && (
        <ButtonLink
          {...BAR_BUTTON}
          leftSection={<IconArrowMerge size={15} />}
          to="/merge/$entity"
          params={params}
          search={{ ids: ids.join(',') }}
        >
          {t('merge.button')}
        </ButtonLink>
      )}
      {rules.length > 0 && (selection.all ? !query.q : ids.length > 2) && (
        <ButtonLink {...BAR_BUTTON} leftSection={<IconCopy size={15} />} to="/duplicates/{-$entity}" params={params} search={{ filter }}>
          {t('bulk.duplicates')}
        </ButtonLink>
      )}
    </>
  );
}
