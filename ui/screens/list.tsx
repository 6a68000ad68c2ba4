// The list of a noun: views as tabs, figures, search, filter, rows or board, bulk bar.

import { Alert, Button } from '@mantine/core';
import { IconCalendarMonth, IconChartBar, IconInfoCircle, IconLayoutKanban, IconPlus, IconRefresh, IconTable } from '@tabler/icons-react';
import { Navigate, useParams } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useId, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription } from '../../client/index.ts';
import { AsOfBanner } from '../as-of/banner.tsx';
import { readOnly, useAsOf } from '../as-of/use-as-of.ts';
import { useListCommands } from '../commands/list-commands.ts';
import { formatDecimal } from '../fields/format.ts';
import { FilterBar } from '../filter/filter-bar.tsx';
import { mistakeIn } from '../filter/mistake.ts';
import { both } from '../filter/model.ts';
import { afterFirstScreen, afterPicture, firstScreenStands } from '../first-screen.ts';
import { currentLanguage } from '../i18n.ts';
import { type Column, chooseColumns, chosenWidths, columnAt, useColumns } from '../list/columns.ts';
import { EmptyList } from '../list/empty-list.tsx';
import { exportParts } from '../list/export-parts.ts';
import { exportUrl } from '../list/export-url.ts';
import { Grid, type GridHandle } from '../list/grid.tsx';
import classes from '../list/list.module.css';
import { PhoneList } from '../list/phone-list.tsx';
import { SearchBox } from '../list/search-box.tsx';
import { useSelection } from '../list/selection.ts';
import { useGroups } from '../list/use-groups.ts';
import { type RowsQuery, useCount, useLiveRows, useRows } from '../list/use-pages.ts';
import { useOnChange } from '../on-change.ts';
import { aboveList } from '../parts.ts';
import { shownOn, usePhone } from '../phone.ts';
import { useEntity, useSetup } from '../queries.ts';
import { ButtonLink } from '../shell/button-link.tsx';
import { Later } from '../shell/later.tsx';
import { PageMissing } from '../shell/page-error.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { PagePending } from '../shell/page-pending.tsx';
import { boardField, dateFields, FACE_LABELS, facesOf } from '../views/faces.ts';
import { type ListState, useListState } from '../views/list-state.ts';
import { ALL, type Face, isOthers } from '../views/view.ts';
import { ViewTabs } from '../views/view-tabs.tsx';

const menus = () => afterFirstScreen(() => import('../list/head-menus.tsx'));
const AsOfSwitch = lazy(() => menus().then((module) => ({ default: module.AsOfSwitch })));
const ColumnMenu = lazy(() => menus().then((module) => ({ default: module.ColumnMenu })));
const ExportMenu = lazy(() => menus().then((module) => ({ default: module.ExportMenu })));
const GroupMenu = lazy(() => menus().then((module) => ({ default: module.GroupMenu })));
const SettingsMenu = lazy(() => menus().then((module) => ({ default: module.SettingsMenu })));
const Board = lazy(() => import('../list/board.tsx').then((module) => ({ default: module.Board })));
const CalendarFace = lazy(() => import('../calendar/face.tsx').then((module) => ({ default: module.CalendarFace })));
const ChartFace = lazy(() => import('../charts/face.tsx').then((module) => ({ default: module.ChartFace })));
const BulkBar = lazy(() => import('../list/bulk-bar.tsx').then((module) => ({ default: module.BulkBar })));
const Figures = lazy(() => import('../views/figures.tsx').then((module) => ({ default: module.Figures })));
const QuickFilters = lazy(() => import('../views/quick-filters.tsx').then((module) => ({ default: module.QuickFilters })));

export function ListScreen() {
  const { entity: name } = useParams({ from: '/$entity' });
  const entity = useEntity(name);
  const { at } = useAsOf();
  const shown = useMemo(() => (entity && at ? readOnly(entity) : entity), [entity, at]);
  if (!shown?.can.view) return <PageMissing />;
  if (shown.single) return <Navigate to="/settings/$name" params={{ name }} replace />;
  return <ViewedList key={name} entity={shown} />;
}

/** Which view it is must be known first: another one shows other rows. */
function ViewedList({ entity }: { entity: EntityDescription }) {
  const state = useListState(entity);
  if (!state.views.ready) return <PagePending />;
  return <EntityList entity={entity} state={state} />;
}

function EntityList({ entity, state }: { entity: EntityDescription; state: ListState }) {
  const { t } = useTranslation();
  const { entities } = useSetup();
  const { phone, settings: onPhone } = usePhone();
  const { view, settings, change } = state;
  const asOf = useAsOf();
  // "All" keeps its columns in this browser; those of a saved view differ in the address until they are saved.
  const widthsKey = view.id === ALL ? entity.name : view.id;
  const columns = useColumns(entity, { key: widthsKey, paths: shownOn(onPhone, entity) ?? state.columns, widths: settings.widths });
  const setColumns = (paths: string[] | undefined) => {
    if (view.id === ALL && state.columns === undefined) chooseColumns(entity.name, paths);
    else change({ columns: paths });
  };
  const boardBy = boardField(entity, settings);
  // Of then there are lists; a calendar is for moving what is.
  const faces = facesOf(entity, settings).filter((one) => one !== 'calendar' || !asOf.at);
  const face = faces.includes(state.face) ? state.face : 'list';
  const board = face === 'board' && boardBy !== null;
  const plain = face === 'list';
  const card = useMemo(
    () => (settings.board?.card ?? []).flatMap((path) => columnAt(entities, entity, path) ?? []),
    [settings.board?.card, entities, entity],
  );
  const query = useListQuery(entity, columns, state, asOf.at, board ? [boardBy, ...card.map((column) => column.path)] : []);
  const groups = useGroups(entity, query, !plain || phone ? null : state.group, columns);
  const rows = useRows(entity, query, plain && !groups);
  const { pages } = rows;
  const counted = useCount(entity, query, pages);
  const count = groups ? groups.rows.total : counted;
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

  useListCommands(entity, {
    faces,
    face,
    onFace: (face) => change({ face }),
    exports: exportParts(entity, columns),
    exportUrl: (part, format) => exportUrl(entity, part, query, format),
  });

  // What was chosen belongs to what is shown: another question, another choice.
  useOnChange(rows, () => {
    selection.clear();
    setNews(false);
  });

  const refused = mistakeIn(pages.error);
  const asked = !!(state.filter || state.q || state.quick);
  const chosen = selection.all ? count : selection.ids.size;
  const shown = groups ? groups.rows : pages;
  const empty = shown.complete && shown.loaded === 0;
  const Above = aboveList[entity.name];
  // Other faces read their records themselves, with words of their own.
  const stands = !plain || shown.started || !!shown.error;
  useEffect(() => (stands ? afterPicture(firstScreenStands) : undefined), [stands]);

  return (
    <div className={classes.screen}>
      <PageHead title={entity.plural} beside={<Count count={count} loaded={pages.loaded} started={shown.started && !board} />}>
        <SearchBox value={state.q} label={t('list.searchIn', { noun: entity.plural })} onChange={(q) => change({ q }, true)} />
        {faces.length > 1 && <FaceChoice faces={faces} face={face} onChange={(next) => change({ face: next })} />}
        <Later after={stands} fallback={<span className={classes.menusRoom} />}>
          <Suspense fallback={<span className={classes.menusRoom} />}>
            {!phone && plain && <GroupMenu entity={entity} group={state.group} groups={groups} onChange={(group) => change({ group })} />}
            {!phone && plain && (
              <ColumnMenu
                entity={entity}
                columns={columns}
                frozen={state.frozen}
                onColumns={setColumns}
                onFrozen={(frozen) => change({ frozen })}
              />
            )}
            <AsOfSwitch asOf={asOf} />
            {!phone && entity.can.export && <ExportMenu entity={entity} query={query} columns={columns} />}
            {!phone && <SettingsMenu entity={entity} />}
          </Suspense>
        </Later>
        {entity.can.create && !phone && (
          <ButtonLink size="xs" leftSection={<IconPlus size={16} />} to="/$entity/new" params={{ entity: entity.name }}>
            {t('list.new')}
          </ButtonLink>
        )}
      </PageHead>
      <ViewTabs entity={entity} state={state} widths={() => chosenWidths(widthsKey)} />
      <AsOfBanner asOf={asOf} />
      <ViewNotices state={state} />
      {Above && !asOf.at && (
        <Suspense>
          <Above entity={entity} />
        </Suspense>
      )}
      {!!settings.figures?.length && (
        <Suspense fallback={<div className={classes.figuresRoom} />}>
          <Figures
            entity={entity}
            figures={settings.figures}
            filter={query.filter}
            q={query.q}
            asOf={query.as_of}
            // What was chosen in the quick filters is part of the filter that is opened.
            onOpen={(filter) => change({ filter, quick: '', face: 'list', group: null })}
          />
        </Suspense>
      )}
      {!!settings.quick?.length && (
        <Suspense>
          <QuickFilters
            key={view.id}
            entity={entity}
            paths={settings.quick}
            chosen={state.quick}
            onChange={(quick) => change({ quick }, true)}
          />
        </Suspense>
      )}
      <FilterBar key={view.id} entity={entity} filter={state.filter} refused={refused} onChange={(filter) => change({ filter })} />
      {board ? (
        <Suspense>
          <Board
            entity={entity}
            field={boardBy}
            query={query}
            columns={card.length ? [...columns, ...card] : columns}
            settings={settings.board ?? {}}
          />
        </Suspense>
      ) : refused ? null : face === 'calendar' ? (
        <Suspense>
          <CalendarFace
            key={view.id}
            entity={entity}
            query={query}
            field={dateFields(entity).find(({ name }) => name === state.date)?.name}
            onField={(date) => change({ date }, true)}
          />
        </Suspense>
      ) : face === 'chart' ? (
        <Suspense>
          <ChartFace
            entity={entity}
            filter={query.filter}
            q={query.q}
            asOf={query.as_of}
            spec={state.chart}
            onChange={(chart) => change({ chart }, true)}
            onOpen={(filter) => change({ filter, quick: '', face: 'list', group: null })}
          />
        </Suspense>
      ) : pages.error && !pages.started ? (
        <EmptyList kind="failed" entity={entity} error={pages.error} onRetry={() => pages.retry()} />
      ) : empty ? (
        <EmptyList kind={asked ? 'nothingFound' : 'nothingYet'} entity={entity} onClear={() => change({ filter: '', q: '', quick: '' })} />
      ) : phone ? (
        <PhoneList entity={entity} columns={columns} pages={pages} startAt={rows.scroll} onScroll={(top) => (rows.scroll = top)} />
      ) : (
        <Grid
          key={`${view.id} ${state.sort} ${state.group}`}
          handle={grid}
          entity={entity}
          columns={columns}
          frozen={state.frozen}
          widthsKey={widthsKey}
          onColumns={setColumns}
          pages={shown}
          groups={groups ?? undefined}
          count={count}
          sort={state.sort}
          onSort={(sort) => change({ sort })}
          selection={selection}
          startAt={groups ? 0 : rows.scroll}
          onScroll={(top) => {
            if (!groups) rows.scroll = top;
          }}
        />
      )}
      {shown.error && shown.started && plain ? (
        <div className={classes.pill} role="alert">
          <Button size="compact-sm" color="red" variant="filled" onClick={() => shown.retry()}>
            {t('list.loadingFailed')}
          </Button>
        </div>
      ) : null}
      {news && plain && !groups && (
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
      {phone && entity.can.create && (
        <ButtonLink className={classes.newByThumb} to="/$entity/new" params={{ entity: entity.name }} aria-label={t('list.new')}>
          <IconPlus size={24} />
        </ButtonLink>
      )}
      {!!chosen && plain && !phone && !asOf.at && (
        <Suspense>
          <BulkBar entity={entity} columns={columns} query={query} selection={selection} count={count} pages={shown} />
        </Suspense>
      )}
    </div>
  );
}

/** What is different from what the link or the view says, in plain words. */
function ViewNotices({ state: { lost, left } }: { state: ListState }) {
  const { t } = useTranslation();
  const parts = [
    ...(lost ? [t('views.lost')] : []),
    ...(left.conditions ? [t('views.conditionsLeft', { count: left.conditions })] : []),
    ...(left.columns ? [t('views.columnsLeft', { count: left.columns })] : []),
    ...(left.figures ? [t('views.figuresLeft', { count: left.figures })] : []),
  ];
  if (parts.length === 0) return null;
  return (
    <div className={classes.notice}>
      <Alert p="xs" color="gray" icon={<IconInfoCircle size={16} />} role="status">
        {parts.join(' ')}
      </Alert>
    </div>
  );
}

/** What is asked of the server: the columns, what the title needs, and the version for saving in place. */
function useListQuery(
  entity: EntityDescription,
  columns: readonly Column[],
  state: ListState,
  asOf: string | undefined,
  more: readonly string[],
): RowsQuery {
  const paths = [...columns.map((column) => column.path), ...more].join();
  const { sort, q } = state;
  const filter = both(state.filter, state.quick);
  const { me } = useSetup();
  const reporting = isOthers(state.view, me.id);
  return useMemo(() => {
    const wanted = ['id', 'version', ...entity.title, ...paths.split(',')];
    const known = wanted.filter((path) => path.includes('.') || entity.fields.some((field) => field.name === path));
    return {
      fields: [...new Set(known)],
      ...(filter ? { filter } : {}),
      sort,
      ...(q ? { q } : {}),
      ...(asOf ? { as_of: asOf } : {}),
      ...(reporting ? { reporting } : {}),
    };
  }, [entity, paths, filter, sort, q, asOf, reporting]);
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

const ICONS = { list: IconTable, board: IconLayoutKanban, calendar: IconCalendarMonth, chart: IconChartBar } as const;

interface FaceChoiceProps {
  faces: readonly Face[];
  face: Face;
  onChange: (face: Face) => void;
}

/** Not the library's control: that has the page laid out to see where its marker goes, before the first row is drawn. */
function FaceChoice({ faces, face, onChange }: FaceChoiceProps) {
  const { t } = useTranslation();
  const name = useId();
  return (
    <div className={classes.faces} role="radiogroup" aria-label={t('list.face')}>
      {faces.map((value) => {
        const Icon = ICONS[value];
        const label = t(FACE_LABELS[value]);
        return (
          <label key={value} className={classes.face} title={label}>
            <input className="visually-hidden" type="radio" name={name} checked={value === face} onChange={() => onChange(value)} />
            <Icon size={16} />
            <span className="visually-hidden">{label}</span>
          </label>
        );
      })}
    </div>
  );
}
