// A saved view as the list uses it, and what is left of one where somebody may not read all of its fields.

import type { EntityDescription, RecordValues, Reference } from '../../client/index.ts';
import { type Expression, parse, print } from '../../schema/index.ts';
import { type ChartSpec, readSpec } from '../charts/spec.ts';
import { findMistake } from '../filter/mistake.ts';
import { columnAt } from '../list/columns.ts';

export type Face = 'list' | 'board' | 'calendar' | 'chart';
export type Shared = 'private' | 'unit' | 'group' | 'everybody';

export interface Figure {
  readonly name: string;
  readonly kind: 'count' | 'sum' | 'average' | 'compare' | 'share';
  readonly field?: string;
  /** On top of the view's own filter. */
  readonly filter?: string;
  /** What is compared with. */
  readonly against?: string;
}

export interface BoardSettings {
  readonly field?: string;
  readonly card?: readonly string[];
  readonly total?: string;
  /** Most cards a column should hold. */
  readonly limits?: Readonly<Record<string, number>>;
}

export interface ViewSettings {
  readonly widths?: Readonly<Record<string, number>>;
  readonly frozen?: number;
  readonly quick?: readonly string[];
  readonly figures?: readonly Figure[];
  readonly group?: string;
  /** Related nouns whose fields the view uses: `account`, `lines`, `deals`. */
  readonly related?: readonly string[];
  readonly board?: BoardSettings;
  readonly calendar?: { readonly field?: string };
  readonly chart?: ChartSpec;
}

export interface View {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  readonly face: Face;
  /** undefined: as the noun says. */
  readonly columns: readonly string[] | undefined;
  readonly filter: string;
  readonly sort: string;
  readonly settings: ViewSettings;
  readonly shared: Shared;
  readonly unit: Reference | null;
  readonly group: Reference | null;
  readonly owner: Reference | null;
}

/** What somebody else shares is read as his reports are, where an administrator limits that (row CS-018). */
export function isOthers({ id, shared, owner }: Pick<View, 'id' | 'shared' | 'owner'>, me: string): boolean {
  return id !== ALL && shared !== 'private' && owner?.id !== me;
}

/** The view every noun has. It is no record, so nobody can change or delete it. */
export const ALL = 'all';

export function builtIn(name: string): View {
  return {
    ...{ id: ALL, version: 0, name, face: 'list', columns: undefined, filter: '', sort: '', settings: {} },
    ...{ shared: 'everybody', unit: null, group: null, owner: null },
  };
}

export const VIEW_FIELDS = ['name', 'layout', 'columns', 'filter', 'sort', 'settings', 'shared', 'shared_unit', 'shared_group', 'owner'];

export function readView(record: RecordValues): View {
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  return {
    id: record.id,
    version: Number(record.version ?? 0),
    name: text(record.name),
    face: (text(record.layout) || 'list') as Face,
    columns: splitPaths(text(record.columns)),
    filter: text(record.filter),
    sort: text(record.sort),
    settings: (record.settings as ViewSettings | null) ?? {},
    shared: (text(record.shared) || 'private') as Shared,
    unit: record.shared_unit as Reference | null,
    group: record.shared_group as Reference | null,
    owner: record.owner as Reference | null,
  };
}

/** What the API takes. */
export function writeView(entity: string, view: Omit<View, 'id' | 'version' | 'owner'>): Record<string, unknown> {
  return {
    entity,
    name: view.name,
    layout: view.face,
    columns: view.columns?.join(',') ?? null,
    filter: view.filter || null,
    sort: view.sort || null,
    settings: Object.keys(view.settings).length ? view.settings : null,
    shared: view.shared,
    shared_unit: view.shared === 'unit' ? (view.unit?.id ?? null) : null,
    shared_group: view.shared === 'group' ? (view.group?.id ?? null) : null,
  };
}

export function splitPaths(text: string): string[] | undefined {
  const paths = text
    .split(',')
    .map((path) => path.trim())
    .filter(Boolean);
  return paths.length ? paths : undefined;
}

export interface Readable {
  readonly view: View;
  /** How many conditions, figures and columns are left out because they speak of what this person may not read. */
  readonly left: { readonly columns: number; readonly conditions: number; readonly figures: number };
}

/**
 * A view without what this person may not read (row CS-084). A condition over such a field is not asked at all: asked, it would
 * tell the field's value by what it finds.
 */
export function readableView(view: View, entities: readonly EntityDescription[], entity: EntityDescription): Readable {
  const known = (path: string) => columnAt(entities, entity, path) !== undefined;
  const columns = view.columns?.filter(known);
  const { text, left } = readableFilter(view.filter, entities, entity);
  const { quick, figures, group, board, chart, ...settings } = view.settings;
  const shownChart = readableChart(chart, entities, entity, known);
  const soundFilter = (filter: string | undefined) => !filter || findMistake(filter, entities, entity) === null;
  const shown = figures?.filter(
    (figure) => (!figure.field || known(figure.field)) && soundFilter(figure.filter) && soundFilter(figure.against),
  );
  const sort = view.sort
    .split(',')
    .filter((word) => word && known(word.trim().replace(/^-/, '')))
    .join(',');
  return {
    view: {
      ...view,
      columns: columns?.length ? columns : undefined,
      filter: text,
      sort,
      settings: {
        ...settings,
        ...(quick ? { quick: quick.filter(known) } : {}),
        ...(shown ? { figures: shown } : {}),
        ...(group && known(groupPath(group)) ? { group } : {}),
        ...(board ? { board: readableBoard(board, known) } : {}),
        ...(shownChart ? { chart: shownChart } : {}),
      },
    },
    left: {
      columns: (view.columns?.length ?? 0) - (columns?.length ?? 0),
      conditions: left,
      figures: (figures?.length ?? 0) - (shown?.length ?? 0) + (view.face === 'chart' && chart && !shownChart ? 1 : 0),
    },
  };
}

function readableBoard({ field, card, total, ...rest }: BoardSettings, known: (path: string) => boolean): BoardSettings {
  return {
    ...rest,
    ...(field && known(field) ? { field } : {}),
    ...(total && known(total) ? { total } : {}),
    ...(card ? { card: card.filter(known) } : {}),
  };
}

/** A chart that speaks of what one may not read is not drawn at all: half of it would say something else. */
function readableChart(
  chart: unknown,
  entities: readonly EntityDescription[],
  entity: EntityDescription,
  known: (path: string) => boolean,
): ChartSpec | undefined {
  const spec = readSpec(chart, entity.name);
  if (!spec) return undefined;
  const groups = [spec.by, spec.split].flatMap((group) => (group ? [groupPath(group)] : []));
  // What a measure adds up may be an expression; the server tells whether it is within reach.
  const fields = spec.measures.flatMap(({ field }) => (field && /^[\w.]+$/.test(field) ? [field] : []));
  const paths = [...groups, ...fields, ...(spec.period ? [spec.period.field] : [])];
  const sound = !spec.filter || findMistake(spec.filter, entities, entity) === null;
  return sound && paths.every((path) => !/^[\w.]+$/.test(path) || known(path)) ? spec : undefined;
}

/** `closed_on` of `month(closed_on)`. */
export function groupPath(group: string): string {
  return /^\w+\((.*)\)$/.exec(group)?.[1] ?? group;
}

/** What remains of a filter without the conditions over fields that are not there, and how many those were. */
export function readableFilter(
  filter: string,
  entities: readonly EntityDescription[],
  entity: EntityDescription,
): { readonly text: string; readonly left: number } {
  if (!filter || findMistake(filter, entities, entity) === null) return { text: filter, left: 0 };
  let tree: Expression;
  try {
    tree = parse(filter);
  } catch {
    return { text: '', left: 1 };
  }
  let left = 0;
  const keep = (expression: Expression): Expression | null => {
    if (expression.kind === 'binary' && (expression.op === 'and' || expression.op === 'or')) {
      const [a, b] = [keep(expression.left), keep(expression.right)];
      return a && b ? { ...expression, left: a, right: b } : (a ?? b);
    }
    if (findMistake(print(expression), entities, entity) === null) return expression;
    left += 1;
    return null;
  };
  const kept = keep(tree);
  return { text: kept ? print(kept) : '', left };
}
