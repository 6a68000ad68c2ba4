// In which order formulas are computed: a formula after those it reads, over the record and its rows together.

import type { Expression } from '../expression/ast.ts';
import type { EntityDraft } from './entities.ts';
import type { Mistakes, Place } from './mistakes.ts';

type Drafts = Readonly<Record<string, EntityDraft>>;

/** Sets `formulas`. Those of rows are named by path (`lines.total`) and stand among the record's own. */
export function orderFormulas(
  entity: EntityDraft,
  entities: Drafts,
  placeOf: (entity: string, field: string) => Place,
  mistakes: Mistakes,
): void {
  const own = formulasOf(entity);
  const ofRows = rowsOf(entity, entities).flatMap(([name, rows]) =>
    [...formulasOf(rows)].map(([field, formula]): [string, Expression] => [`${name}.${field}`, formula]),
  );
  const formulas = new Map([...own, ...ofRows]);
  const done = new Set<string>();
  const visit = (name: string, path: readonly string[]): void => {
    if (done.has(name)) return;
    if (path.includes(name)) {
      const cycle = [...path.slice(path.indexOf(name)), name];
      const [field = '', rowField] = name.split('.');
      const at = rowField === undefined ? placeOf(entity.name, field) : placeOf(entity.fields[field]?.to[0] ?? '', rowField);
      mistakes.add(at, `its formula needs itself: ${cycle.join(' -> ')}`);
      return;
    }
    const formula = formulas.get(name);
    if (!formula) return;
    const prefix = name.includes('.') ? `${name.split('.')[0]}.` : '';
    for (const read of readsOf(formula, prefix, entity, entities)) visit(read, [...path, name]);
    done.add(name);
  };
  for (const name of formulas.keys()) visit(name, []);
  entity.formulas = [...done];
}

function formulasOf(entity: EntityDraft): Map<string, Expression> {
  const found = new Map<string, Expression>();
  for (const { name, formula } of Object.values(entity.fields)) if (formula) found.set(name, formula);
  return found;
}

function rowsOf(entity: EntityDraft, entities: Drafts): [string, EntityDraft][] {
  return Object.values(entities)
    .filter(({ parent }) => parent?.entity === entity.name)
    .map((rows) => [rows.parent?.field ?? '', rows]);
}

/**
 * Fields of this record and its rows that an expression reads. `prefix` says where it stands: '' in the record, `lines.` in a
 * row. What it reads of other records is as they were saved, so it has no part in the order.
 */
function readsOf(expression: Expression, prefix: string, entity: EntityDraft, entities: Drafts): string[] {
  const names: string[] = [];
  const walk = (node: Expression, at: string): void => {
    if (node.kind === 'path') {
      const name = nameOf(node.path, at);
      if (name !== null) names.push(name);
    }
    if (node.kind === 'aggregate') {
      const rows = nameOf(node.over, at);
      const isOwn = rows !== null && rowsOf(entity, entities).some(([name]) => name === rows);
      const inside = isOwn ? `${rows}.` : ELSEWHERE;
      if (node.value) walk(node.value, inside);
      if (node.where) walk(node.where, inside);
      return;
    }
    for (const part of partsOf(node)) walk(part, at);
  };
  walk(expression, prefix);
  return names;
}

/** Inside the rows of other records nothing is ours. */
const ELSEWHERE = '?';

function nameOf(path: readonly string[], at: string): string | null {
  if (at === ELSEWHERE) return null;
  const [first = '', second] = path;
  if (at !== '' && first === 'parent') return second === undefined ? null : nameOf(path.slice(1), '');
  // A longer path leaves the record by its first name; that name is read here.
  return at + first;
}

function partsOf(node: Expression): readonly Expression[] {
  switch (node.kind) {
    case 'unary':
    case 'is_empty':
      return [node.arg];
    case 'binary':
      return [node.left, node.right];
    case 'in':
      return [node.arg, ...node.list];
    case 'between':
      return [node.arg, node.low, node.high];
    case 'call':
      return node.args;
    case 'aggregate':
      return [node.value, node.where].filter((part) => part !== null);
    default:
      return [];
  }
}
