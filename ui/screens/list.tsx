// The list of a noun: views as tabs, figures, search, filter, rows or board, bulk bar.

import { Alert, Button } from '@mantine/core';
import { IconCalendarMonth, IconChartBar, IconInfoCircle, IconLayoutKanban, IconPlus, IconRefresh, IconTable } from '@tabler/icons-react';
import { Navigate, useParams } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useId, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription } from '../../client/index.ts';
import { AsOfBanner } from '../as-of/banner.tsx';
import { readOnly, useAsOf } from '../as-of/use-as-of.ts';
import { formatDecimal } from '../fields/format.ts';
import { FilterBar } from '../filter/filter-bar.tsx';
import { mistakeIn } from '../filter/mistake.ts';
import { afterFirstScreen, afterPicture, firstScreenStands } from '../first-screen.ts';
import { currentLanguage } from '../i18n.ts';
import { chosenWidths } from '../list/columns.ts';
import { EmptyList } from '../list/empty-list.tsx';
import { Grid } from '../list/grid.tsx';
import classes from '../list/list.module.css';
import { PhoneList } from '../list/phone-list.tsx';
import { SearchBox } from '../list/search-box.tsx';
import { aboveList } from '../parts.ts';
import { useEntity } from '../queries.ts';
import { ButtonLink } from '../shell/button-link.tsx';
import { Later } from '../shell/later.tsx';
import { PageMissing } from '../shell/page-error.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { PagePending } from '../shell/page-pending.tsx';
import { dateFields, FACE_LABELS } from '../views/faces.ts';
import { type ListState, useListState } from '../views/list-state.ts';
import type { Face } from '../views/view.ts';
import { ViewTabs } from '../views/view-tabs.tsx';
import { type ListModel, useListModel } from './list-model.ts';

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
  const list = useListModel(entity, state);
  const { asOf, phone, columns, query, selection, count, shown, isTable } = list;
  const chosen = selection.all ? count : selection.ids.size;
  // Other faces read their records themselves, with words of their own.
  const stands = !isTable || shown.started || !!shown.error;
  useEffect(() => (stands ? afterPicture(firstScreenStands) : undefined), [stands]);
  return (
    <div className={classes.screen}>
      <Head list={list} stands={stands} />
      <ViewTabs entity={entity} state={state} widths={() => chosenWidths(list.widthsKey)} />
      <AsOfBanner asOf={asOf} />
      <ViewNotices state={state} />
      <AboveRows list={list} />
      <Body list={list} />
      {isTable && <Pill list={list} />}
      {phone && entity.can.create && (
        <ButtonLink className={classes.newByThumb} to="/$entity/new" params={{ entity: entity.name }} aria-label={t('list.new')}>
          <IconPlus size={24} />
        </ButtonLink>
      )}
      {!!chosen && isTable && !phone && !asOf.at && (
        <Suspense>
          <BulkBar entity={entity} columns={columns} query={query} selection={selection} count={count} pages={shown} />
        </Suspense>
      )}
    </div>
  );
}

interface PartProps {
  list: ListModel;
}

/** `stands`: the first rows are there; what takes longer may come. */
function Head({ list, stands }: PartProps & { stands: boolean }) {
  const { t } = useTranslation();
  const { entity, state, asOf, phone, columns, faces, face, isTable, groups, query, count, pages, shown } = list;
  const { change } = state;
  return (
    <PageHead title={entity.plural} beside={<Count count={count} loaded={pages.loaded} started={shown.started && !list.boardBy} />}>
      <SearchBox value={state.q} label={t('list.searchIn', { noun: entity.plural })} onChange={(q) => change({ q }, true)} />
      {faces.length > 1 && <FaceChoice faces={faces} face={face} onChange={(next) => change({ face: next })} />}
      <Later after={stands} fallback={<span className={classes.menusRoom} />}>
        <Suspense fallback={<span className={classes.menusRoom} />}>
          {!phone && isTable && <GroupMenu entity={entity} group={state.group} groups={groups} onChange={(group) => change({ group })} />}
          {!phone && isTable && (
            <ColumnMenu
              entity={entity}
              columns={columns}
              frozen={state.frozen}
              onColumns={list.setColumns}
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
  );
}

/** What a module adds, figures, and the ways to narrow what is shown. */
function AboveRows({ list: { entity, state, asOf, query, pages } }: PartProps) {
  const { view, settings, change } = state;
  const Above = aboveList[entity.name];
  return (
    <>
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
      <FilterBar
        key={view.id}
        entity={entity}
        filter={state.filter}
        refused={mistakeIn(pages.error)}
        onChange={(filter) => change({ filter })}
      />
    </>
  );
}

/** The records, in the way they are looked at. A filter with a mistake shows none, whatever the way but on the board. */
function Body({ list }: PartProps) {
  const { entity, state, face, boardBy, card, columns, query, pages } = list;
  const { view, settings, change } = state;
  if (boardBy)
    return (
      <Suspense>
        <Board
          entity={entity}
          field={boardBy}
          query={query}
          columns={card.length ? [...columns, ...card] : columns}
          settings={settings.board ?? {}}
        />
      </Suspense>
    );
  if (mistakeIn(pages.error)) return null;
  if (face === 'calendar')
    return (
      <Suspense>
        <CalendarFace
          key={view.id}
          entity={entity}
          query={query}
          field={dateFields(entity).find(({ name }) => name === state.date)?.name}
          onField={(date) => change({ date }, true)}
        />
      </Suspense>
    );
  if (face === 'chart')
    return (
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
    );
  return <Rows list={list} />;
}

function Rows({ list }: PartProps) {
  const { entity, state, phone, columns, groups, rows, pages, shown, count, selection } = list;
  const { view, change } = state;
  if (pages.error && !pages.started) return <EmptyList kind="failed" entity={entity} error={pages.error} onRetry={() => pages.retry()} />;
  if (shown.complete && shown.loaded === 0) {
    const isAsked = !!(state.filter || state.q || state.quick);
    return (
      <EmptyList kind={isAsked ? 'nothingFound' : 'nothingYet'} entity={entity} onClear={() => change({ filter: '', q: '', quick: '' })} />
    );
  }
  if (phone)
    return <PhoneList entity={entity} columns={columns} pages={pages} startAt={rows.scroll} onScroll={(top) => (rows.scroll = top)} />;
  return (
    <Grid
      key={`${view.id} ${state.sort} ${state.group}`}
      handle={list.grid}
      entity={entity}
      columns={columns}
      frozen={state.frozen}
      widthsKey={list.widthsKey}
      onColumns={list.setColumns}
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
  );
}

/** Rows that could not be read, or that came meanwhile. */
function Pill({ list: { shown, groups, hasNews, showNews } }: PartProps) {
  const { t } = useTranslation();
  return (
    <>
      {shown.error && shown.started ? (
        <div className={classes.pill} role="alert">
          <Button size="compact-sm" color="red" variant="filled" onClick={() => shown.retry()}>
            {t('list.loadingFailed')}
          </Button>
        </div>
      ) : null}
      {hasNews && !groups && (
        <div className={classes.pill} role="status">
          <Button size="compact-sm" radius="xl" leftSection={<IconRefresh size={14} />} onClick={showNews}>
            {t('list.news')}
          </Button>
        </div>
      )}
    </>
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
