// What the screen of a list knows: columns, the question and its rows, what is chosen among them.

import { useMemo, useRef, useState } from 'react';
import type { EntityDescription } from '../../client/index.ts';
import { useAsOf } from '../as-of/use-as-of.ts';
import { useListCommands } from '../commands/list-commands.ts';
import { both } from '../filter/model.ts';
import { type Column, chooseColumns, columnAt, useColumns } from '../list/columns.ts';
import { exportParts } from '../list/export-parts.ts';
import { exportUrl } from '../list/export-url.ts';
import type { GridHandle } from '../list/grid.tsx';
import { useSelection } from '../list/selection.ts';
import { useGroups } from '../list/use-groups.ts';
import { type RowsQuery, useCount, useLiveRows, useRows } from '../list/use-pages.ts';
import { useOnChange } from '../on-change.ts';
import { shownOn, usePhone } from '../phone.ts';
import { useSetup } from '../queries.ts';
import { boardField, facesOf } from '../views/faces.ts';
import type { ListState } from '../views/list-state.ts';
import { ALL, isOthers } from '../views/view.ts';

/** Rows that arrive above are told rather than shown once one has scrolled so far, in pixels. */
const AT_TOP = 40;

export type ListModel = ReturnType<typeof useListModel>;

export function useListModel(entity: EntityDescription, state: ListState) {
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
  // Of then there are lists; a calendar is for moving what is.
  const faces = facesOf(entity, settings).filter((one) => one !== 'calendar' || !asOf.at);
  const face = faces.includes(state.face) ? state.face : 'list';
  const isTable = face === 'list';
  const boardBy = face === 'board' ? boardField(entity, settings) : null;
  const card = useMemo(
    () => (settings.board?.card ?? []).flatMap((path) => columnAt(entities, entity, path) ?? []),
    [settings.board?.card, entities, entity],
  );
  const query = useListQuery(entity, columns, state, asOf.at, boardBy ? [boardBy, ...card.map((column) => column.path)] : []);
  const groups = useGroups(entity, query, !isTable || phone ? null : state.group, columns);
  const rows = useRows(entity, query, isTable && !groups);
  const { pages } = rows;
  const counted = useCount(entity, query, pages);
  const selection = useSelection();
  const grid = useRef<GridHandle>(null);
  const [hasNews, setNews] = useState(false);
  useLiveRows(
    entity,
    query,
    rows,
    () => rows.scroll < AT_TOP,
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
  return {
    ...{ entity, state, asOf, phone, columns, setColumns, widthsKey, faces, face, isTable, boardBy, card, query, selection, grid },
    /** Null: not grouped. */
    groups,
    /** The rows without groups, and how far one has scrolled in them. */
    rows,
    pages,
    /** What the table draws. */
    shown: groups ? groups.rows : pages,
    /** Of all that match; undefined until known. */
    count: groups ? groups.rows.total : counted,
    hasNews,
    showNews: () => {
      setNews(false);
      grid.current?.toTop();
      void pages.reload();
    },
  };
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
