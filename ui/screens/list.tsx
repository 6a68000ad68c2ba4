// The list of a noun: title, count, search, filter, rows or board, bulk bar.

import { Button, SegmentedControl, Tooltip } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconLayoutKanban, IconPlus, IconRefresh, IconTable } from '@tabler/icons-react';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription } from '../../client/index.ts';
import { formatDecimal } from '../fields/format.ts';
import { FilterBar } from '../filter/filter-bar.tsx';
import { mistakeIn } from '../filter/mistake.ts';
import { currentLanguage } from '../i18n.ts';
import { ColumnMenu } from '../list/column-menu.tsx';
import { useColumns } from '../list/columns.ts';
import { EmptyList } from '../list/empty-list.tsx';
import { ExportMenu } from '../list/export-menu.tsx';
import { Grid, type GridHandle } from '../list/grid.tsx';
import classes from '../list/list.module.css';
import { PhoneList } from '../list/phone-list.tsx';
import { SearchBox } from '../list/search-box.tsx';
import { useSelection } from '../list/selection.ts';
import { type RowsQuery, useCount, useLiveRows, useRows } from '../list/use-pages.ts';
import { useEntity } from '../queries.ts';
import type { ListSearch } from '../routes.tsx';
import { ButtonLink } from '../shell/button-link.tsx';
import { PageMissing } from '../shell/page-error.tsx';
import { PageHead } from '../shell/page-head.tsx';

const Board = lazy(() => import('../list/board.tsx').then((module) => ({ default: module.Board })));
const BulkBar = lazy(() => import('../list/bulk-bar.tsx').then((module) => ({ default: module.BulkBar })));

export function ListScreen() {
  const { entity: name } = useParams({ from: '/$entity' });
  const entity = useEntity(name);
  if (!entity?.can.view) return <PageMissing />;
  return <EntityList key={name} entity={entity} />;
}

function EntityList({ entity }: { entity: EntityDescription }) {
  const { t } = useTranslation();
  const search = useSearch({ from: '/$entity' });
  const navigate = useNavigate({ from: '/$entity' });
  const phone = useMediaQuery('(max-width: 640px)') ?? false;
  const columns = useColumns(entity);
  const board = search.face === 'board' && entity.board !== null;
  const query = useListQuery(entity, columns, search);
  const rows = useRows(entity, query);
  const { pages } = rows;
  const count = useCount(entity, query, pages);
  const selection = useSelection();
  const grid = useRef<GridHandle>(null);
  const [news, setNews] = useState(false);
  useLiveRows(
    entity,
    query,
    rows,
    () => rows.scroll < 40,
    () => setNews(true),
  );

  // What was chosen belongs to what is shown: another question, another choice.
  const { clear } = selection;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the query is what clears it
  useEffect(() => {
    clear();
    setNews(false);
  }, [rows, clear]);

  const change = (next: Partial<ListSearch>, replace = false) => void navigate({ search: (was) => ({ ...was, ...next }), replace });
  const refused = mistakeIn(pages.error);
  const asked = !!(search.filter || search.q);
  const chosen = selection.all ? count : selection.ids.size;
  const sort = search.sort ?? entity.list.sort;
  const empty = pages.complete && pages.loaded === 0;

  return (
    <div className={classes.screen}>
      <PageHead title={entity.plural} beside={<Count count={count} loaded={pages.loaded} started={pages.started && !board} />}>
        <SearchBox
          value={search.q ?? ''}
          label={t('list.searchIn', { noun: entity.plural })}
          onChange={(q) => change({ q: q || undefined }, true)}
        />
        {entity.board && (
          <SegmentedControl
            size="xs"
            aria-label={t('list.face')}
            value={board ? 'board' : 'list'}
            onChange={(face) => change({ face: face === 'board' ? 'board' : undefined })}
            data={[
              { value: 'list', label: <FaceIcon icon={<IconTable size={16} />} label={t('list.asList')} /> },
              { value: 'board', label: <FaceIcon icon={<IconLayoutKanban size={16} />} label={t('list.asBoard')} /> },
            ]}
          />
        )}
        {!phone && !board && <ColumnMenu entity={entity} columns={columns} />}
        {!phone && entity.can.export && <ExportMenu entity={entity} query={query} columns={columns} />}
        {entity.can.create && (
          <ButtonLink size="xs" leftSection={<IconPlus size={16} />} to="/$entity/new" params={{ entity: entity.name }}>
            {t('list.new')}
          </ButtonLink>
        )}
      </PageHead>
      <FilterBar
        entity={entity}
        filter={search.filter ?? ''}
        refused={refused}
        onChange={(filter) => change({ filter: filter || undefined })}
      />
      {board ? (
        <Suspense>
          <Board entity={entity} field={entity.board ?? ''} query={query} />
        </Suspense>
      ) : refused ? null : pages.error && !pages.started ? (
        <EmptyList kind="failed" entity={entity} error={pages.error} onRetry={() => pages.retry()} />
      ) : empty ? (
        <EmptyList
          kind={asked ? 'nothingFound' : 'nothingYet'}
          entity={entity}
          onClear={() => change({ filter: undefined, q: undefined })}
        />
      ) : phone ? (
        <PhoneList entity={entity} columns={columns} pages={pages} startAt={rows.scroll} onScroll={(top) => (rows.scroll = top)} />
      ) : (
        <Grid
          key={sort}
          handle={grid}
          entity={entity}
          columns={columns}
          pages={pages}
          count={count}
          sort={sort}
          onSort={(next) => change({ sort: next || undefined })}
          selection={selection}
          startAt={rows.scroll}
          onScroll={(top) => {
            rows.scroll = top;
          }}
        />
      )}
      {pages.error && pages.started && !board ? (
        <div className={classes.pill} role="alert">
          <Button size="compact-sm" color="red" variant="filled" onClick={() => pages.retry()}>
            {t('list.loadingFailed')}
          </Button>
        </div>
      ) : null}
      {news && !board && (
        <div className={classes.pill} role="status">
          <Button
            size="compact-sm"
            radius="xl"
            leftSection={<IconRefresh size={14} />}
            onClick={() => {
              setNews(false);
              grid.current?.toTop();
              void pages.reload();
            }}
          >
            {t('list.news')}
          </Button>
        </div>
      )}
      {!!chosen && !board && !phone && (
        <Suspense>
          <BulkBar entity={entity} columns={columns} query={query} selection={selection} count={count} pages={pages} />
        </Suspense>
      )}
    </div>
  );
}

/** What is asked of the server: the columns, what the title needs, and the version for saving in place. */
function useListQuery(entity: EntityDescription, columns: readonly { path: string }[], search: ListSearch): RowsQuery {
  const paths = columns.map((column) => column.path).join();
  return useMemo(() => {
    const wanted = ['id', 'version', ...entity.title, ...(entity.board ? [entity.board] : []), ...paths.split(',')];
    const known = wanted.filter((path) => path.includes('.') || entity.fields.some((field) => field.name === path));
    return { fields: [...new Set(known)], filter: search.filter, sort: search.sort ?? entity.list.sort, q: search.q };
  }, [entity, paths, search.filter, search.sort, search.q]);
}

function Count({ count, loaded, started }: { count: number | undefined; loaded: number; started: boolean }) {
  const { t } = useTranslation();
  if (!started) return null;
  const number = formatDecimal(count ?? loaded, currentLanguage());
  return (
    <span className={classes.count} role="status" aria-label={t('list.countLabel', { count: count ?? loaded })}>
      {count === undefined ? `${number}+` : number}
    </span>
  );
}

function FaceIcon({ icon, label }: { icon: React.ReactNode; label: string }) {
  return (
    <Tooltip label={label}>
      <span className={classes.face}>
        {icon}
        <span className="visually-hidden">{label}</span>
      </span>
    </Tooltip>
  );
}
