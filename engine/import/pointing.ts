// Texts that name records become ids: found, made on request, left to be linked at the end, or refused with the nearest title.

import { type Entity, fieldTypes, fold, type Problem } from '../../schema/index.ts';
import { saveEach } from '../bulk.ts';
import { Item } from '../draft.ts';
import type { Writer } from '../records.ts';
import type { Values } from '../types.ts';
import type { ImportRow, Pointer, RowProblem } from './convert.ts';
import type { SeenKeys } from './duplicates.ts';
import type { Found, Lookup } from './lookup.ts';

export interface Pointing {
  readonly row: ImportRow;
  /** What points to a record further down in the file. */
  readonly links: Pointer[];
  /** Ids of records that were made because this row, or another one, points to them. */
  readonly made: string[];
}

export interface PointingMemory {
  readonly lookup: Lookup;
  /** Folded titles of the whole file, where its rows may point to each other. */
  readonly ownTitles: SeenKeys | null;
}

interface Resolved {
  readonly found: Map<string, Found>;
  /** Ids of those that were not there before. */
  readonly made: ReadonlySet<string>;
  /** Why a record could not be made, by text. */
  readonly unmade: ReadonlyMap<string, string>;
}

/** Puts ids into the values of the rows, or a problem where a text names no record, or several. */
export async function pointTo(writer: Writer, own: Entity, works: readonly Pointing[], memory: PointingMemory): Promise<void> {
  const byTargets = Map.groupBy(
    works.flatMap((work) => work.row.pointers.map((pointer) => ({ work, pointer }))),
    ({ pointer }) => pointer.column.field.to.join(),
  );
  for (const uses of byTargets.values()) {
    const targets = uses[0]?.pointer.column.field.to ?? [];
    const found = await memory.lookup.find(writer, targets, new Set(uses.flatMap(({ pointer }) => pointer.texts)));
    const ownTitles = targets.includes(own.name) ? memory.ownTitles : null;
    const wanted = uses.filter(({ pointer }) => pointer.column.createMissing).flatMap(({ pointer }) => pointer.texts);
    const missing = wanted.filter((text) => found.get(text)?.kind === 'none' && !ownTitles?.has(foldedTitle(text)));
    const { made, unmade } = await makeMissing(writer, targets, missing, found);
    for (const { work, pointer } of uses) await point(writer, work, pointer, { found, made, unmade }, { lookup: memory.lookup, ownTitles });
  }
}

/** As titles are compared. */
export function foldedTitle(text: string): string {
  return fold(text.trim());
}

async function point(
  writer: Writer,
  { row, links, made: wanted }: Pointing,
  pointer: Pointer,
  { found, made, unmade }: Resolved,
  memory: PointingMemory,
): Promise<void> {
  const { field } = pointer.column;
  const type = fieldTypes[field.type];
  const ids: { entity: string; id: string }[] = [];
  for (const text of pointer.texts) {
    const result = found.get(text) ?? { kind: 'none' };
    if (result.kind === 'one') ids.push({ entity: result.entity, id: result.id });
    else if (result.kind === 'none' && pointer.line === null && pointer.texts.length === 1 && memory.ownTitles?.has(foldedTitle(text))) {
      links.push(pointer);
      return;
    } else row.problems.push(placed(row, pointer, await unresolved(writer, pointer, text, result, unmade.get(text), memory.lookup)));
  }
  for (const { id } of ids) if (made.has(id)) wanted.push(id);
  const { line } = pointer;
  const values = line === null ? row.values : (row.lines[line.field]?.[line.at]?.values ?? {});
  if (type?.expression(field).kind === 'references') values[field.name] = ids.map(({ id }) => id);
  else if (ids[0]) values[field.name] = type?.columns(field).length === 2 ? ids[0] : ids[0].id;
}

/** A problem of a line item says in which row of the file that stands. */
function placed(row: ImportRow, { line }: Pointer, problem: Problem): RowProblem {
  if (line === null) return problem;
  const number = row.lines[line.field]?.[line.at]?.number ?? row.number;
  return { ...problem, field: `${line.field}.${problem.field}`, row: number };
}

async function unresolved(
  writer: Writer,
  { column }: Pointer,
  text: string,
  found: Found,
  unmade: string | undefined,
  lookup: Lookup,
): Promise<Problem> {
  const { field, name } = column;
  const quoted = `"${text.length > 60 ? `${text.slice(0, 57)}...` : text}"`;
  if (found.kind === 'many') {
    const message = `${name}: ${found.count} records are called ${quoted}; give the id or a unique value.`;
    return { field: field.name, code: 'ambiguous', message };
  }
  const label = field.to.map((target) => writer.workspace.state.schema.entities[target]?.label.toLowerCase() ?? target).join(' or ');
  if (unmade)
    return {
      field: field.name,
      code: 'unknown_reference',
      message: `${name}: there is no ${label} ${quoted}, and none could be made: ${unmade}`,
    };
  const near = await lookup.nearest(writer, field.to, text);
  const hint = near ? ` Did you mean "${near.value}"?` : '';
  return { field: field.name, code: 'unknown_reference', message: `${name}: there is no ${label} ${quoted}.${hint}` };
}

/** Records with nothing but a title, each once however often it is named; made ones are added to `found`. */
async function makeMissing(
  writer: Writer,
  [name]: readonly string[],
  texts: readonly string[],
  found: Map<string, Found>,
): Promise<Pick<Resolved, 'made' | 'unmade'>> {
  const ids = new Set<string>();
  const unmade = new Map<string, string>();
  const entity = name === undefined ? undefined : writer.rights.schema.entities[name];
  if (texts.length === 0 || !entity || !name) return { made: ids, unmade };
  const titles = new Map([...texts].reverse().map((text) => [foldedTitle(text), text]));
  const items = [...titles.values()].map((text, index) => new Item(name, 'create', index, null, titleValues(entity, text)));
  const saved = await saveEach(writer, entity, 'create', items);
  const made = new Map([...titles.keys()].map((key, index) => [key, saved[index]]));
  for (const text of texts) {
    const item = made.get(foldedTitle(text));
    if (item?.ok) {
      found.set(text, { kind: 'one', entity: name, id: item.id });
      ids.add(item.id);
    } else unmade.set(text, item?.refusal?.message ?? item?.problems.map(({ message }) => message).join(' ') ?? '');
  }
  return { made: ids, unmade };
}

/** `Anna Maria Virtanen` for first and last name: the last word goes to the last part. */
function titleValues({ title }: Entity, text: string): Values {
  if (title.length < 2) return { [title[0] ?? 'name']: text };
  const words = text.split(/\s+/);
  const last = words.splice(-1 * (title.length - 1));
  const parts = words.length > 0 ? [words.join(' '), ...last] : [...title.slice(1).map(() => null), ...last];
  return Object.fromEntries(title.map((name, index) => [name, parts[index] ?? null]));
}
