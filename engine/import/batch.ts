// One lot of rows on its way into the table, in one transaction: look up, compare, write with the same checks as a single
// record, keep what was refused.

import type { Problem } from '../../schema/index.ts';
import { saveEach } from '../bulk.ts';
import { Item } from '../draft.ts';
import { findLooks, type Look } from '../duplicates/lot.ts';
import type { Writer } from '../records.ts';
import { loadChildren } from '../store.ts';
import type { Values } from '../types.ts';
import type { ImportRow, RowProblem } from './convert.ts';
import { findMatches, findTaken, hashed, keyOf, type SeenKeys } from './duplicates.ts';
import { type Pointing, type PointingMemory, pointTo } from './pointing.ts';
import type { ImportPlan, LikelyWay } from './request.ts';
import type { KeptRow } from './rows.ts';

/** Records of the file, by what became of them. */
export interface Counts {
  created: number;
  updated: number;
  /** Found, and the same already. */
  unchanged: number;
  skipped: number;
  failed: number;
}

export const NO_COUNTS: Readonly<Counts> = { created: 0, updated: 0, unchanged: 0, skipped: 0, failed: 0 };

/** What lives as long as the job: caches, and what a dry run pretends to have made. */
export interface Memory extends PointingMemory {
  /** Keys of records that a dry run made and took back. */
  readonly pretended: SeenKeys;
}

/** What one lot came to; `kept` is to be noted in the same transaction. */
export interface BatchResult extends Counts {
  readonly kept: readonly KeptRow[];
  readonly refused: readonly (Problem & { row: number })[];
  /** Rows that look like a record that is there. */
  readonly likely: readonly LikelyRow[];
  /** For a dry run: keys to remember, with what the row said. */
  readonly keys: readonly (readonly [key: string, state: string])[];
}

export type LikelyRow = Look & { readonly row: number };

interface Work extends Pointing {
  /** The record it looks like, and what becomes of it therefore. */
  look: Look | null;
  way: LikelyWay | null;
  /** Position of the match key among the batch's keys; null: the row has none. */
  key: string | null;
  matched: string | null;
  outcome: keyof Counts | null;
  record: string | null;
  /** An earlier row of this lot wrote the same record. */
  isRepeated: boolean;
}

/**
 * Records that rows point to may be made with them. One that only refused or skipped rows wanted must not stay: then all is
 * taken back and done again without those rows.
 */
export async function writeBatch(writer: Writer, plan: ImportPlan, rows: readonly ImportRow[], memory: Memory): Promise<BatchResult> {
  let works = rows.map((row) => toWork(row));
  if (![...plan.columns, ...plan.lines.flatMap(({ columns }) => columns)].some(({ createMissing }) => createMissing)) {
    await writeWorks(writer, plan, works, memory);
    return summary(plan, works);
  }
  for (;;) {
    try {
      await writer.tx.savepoint(async () => {
        await writeWorks(writer, plan, works, memory);
        if (leavesUnwanted(works)) throw new Unwanted();
      });
      return summary(plan, works);
    } catch (error) {
      if (!(error instanceof Unwanted)) throw error;
      memory.lookup.forget();
      works = works.map((work, at) => (goesIn(work) ? toWork(rows[at] as ImportRow) : { ...work, made: [], links: [] }));
    }
  }
}

/** Thrown to take back what a savepoint holds. */
class Unwanted extends Error {}

function toWork(row: ImportRow): Work {
  return {
    row: { ...row, values: { ...row.values }, problems: [...row.problems], lines: copied(row.lines) },
    links: [],
    made: [],
    look: null,
    way: null,
    key: null,
    matched: null,
    outcome: null,
    record: null,
    isRepeated: false,
  };
}

function copied(lines: ImportRow['lines']): ImportRow['lines'] {
  const copies = Object.entries(lines).map(([field, own]) => [field, own.map((line) => ({ ...line, values: { ...line.values } }))]);
  return Object.fromEntries(copies);
}

function leavesUnwanted(works: readonly Work[]): boolean {
  const wanted = new Set(works.filter(goesIn).flatMap(({ made }) => made));
  return works.some((work) => !goesIn(work) && work.made.some((id) => !wanted.has(id)));
}

function goesIn({ outcome }: Work): boolean {
  return outcome !== 'failed' && outcome !== 'skipped';
}

async function writeWorks(writer: Writer, plan: ImportPlan, works: readonly Work[], memory: Memory): Promise<void> {
  const open = () => works.filter(({ row, outcome }) => outcome === null && row.problems.length === 0);
  await pointTo(writer, plan.entity, open(), memory);
  await match(writer, plan, open(), memory);
  await look(writer, plan, open());
  await refuseTaken(writer, plan, open(), memory);
  await writeInRounds(writer, plan, open(), memory);
  for (const work of works) work.outcome ??= 'failed';
}

async function match(writer: Writer, plan: ImportPlan, works: readonly Work[], memory: Memory): Promise<void> {
  const { fields } = plan.match;
  if (fields.length === 0 || plan.match.mode === 'create') return;
  const keyed = works.flatMap((work) => {
    const key = keyOf(fields, work.row.values);
    if (key) work.key = key.join('\u0000');
    return key ? [{ work, key }] : [];
  });
  const matches = await findMatches(
    writer,
    plan.entity,
    fields,
    keyed.map(({ key }) => key),
  );
  for (const [index, { work }] of keyed.entries()) {
    const found = matches.get(index);
    if (found) takeMatch(plan, work, found.id, found.count);
    else if (fields[0]?.name === 'id')
      work.row.problems.push({ field: 'id', code: 'not_found', message: 'No record within your reach has this id.' });
    else if (memory.pretended.has(work.key ?? '')) work.matched = PRETENDED;
  }
}

/** Rows that would be made, and look like a record that is there. Asked only where it matters: it takes its time. */
async function look(writer: Writer, plan: ImportPlan, works: readonly Work[]): Promise<void> {
  const { mode, rows = {} } = plan.likely;
  if (!plan.dryRun && mode === 'create' && Object.values(rows).every((way) => way === 'create')) return;
  const fresh = works.filter(({ matched }) => matched === null);
  const looks = await findLooks(
    writer,
    plan.entity,
    fresh.map(({ row }) => row.values),
  );
  for (const [at, found] of looks) {
    const work = fresh[at]!;
    work.look = found;
    work.way = rows[String(work.row.number)] ?? mode;
    // What may not be seen is not changed either.
    if (work.way === 'update' && found.id === null) work.way = 'skip';
    if (work.way !== 'create') work.matched = found.id ?? UNSEEN;
    // Two rows of one record follow each other.
    if (work.way === 'update') work.key = `look ${found.id}`;
  }
}

/** Looks like a record that the actor may not see, as he is told where administrators want that. */
const UNSEEN = 'unseen';

function wayOf({ way }: Work, plan: ImportPlan): LikelyWay {
  return way ?? plan.match.mode;
}

/** A record that this dry run made in an earlier batch, and took back. */
const PRETENDED = 'pretended';

function takeMatch(plan: ImportPlan, work: Work, id: string, count: number): void {
  if (plan.match.mode === 'update' && count > 1) {
    work.row.problems.push({
      field: plan.match.fields[0]?.name ?? '',
      code: 'ambiguous_match',
      message: `${count} records match this row; it is not clear which one is meant.`,
    });
  } else work.matched = id;
}

/** Values that must be unique are compared before the write, so that one taken value does not cost the batch. */
async function refuseTaken(writer: Writer, plan: ImportPlan, works: readonly Work[], memory: Memory): Promise<void> {
  for (const { field } of plan.columns.filter(({ field: candidate }) => candidate.unique)) {
    const writing = works.filter((work) => work.row.problems.length === 0 && !(work.matched !== null && wayOf(work, plan) === 'skip'));
    const keys = new Map(
      writing.flatMap((work) => {
        const key = keyOf([field], work.row.values);
        return key ? [[work, key[0] ?? ''] as const] : [];
      }),
    );
    const taken = await findTaken(writer, plan.entity, field, [...new Set(keys.values())]);
    const first = new Map<string, Work>();
    for (const [work, key] of keys) {
      const owner = taken.get(key);
      const earlier = first.get(key);
      const same = owner !== undefined && owner === work.matched;
      const sameRecord = earlier !== undefined && work.key !== null && earlier.key === work.key;
      const pretended = work.matched !== PRETENDED && memory.pretended.has(`${field.name}\u0001${key}`);
      if ((owner !== undefined && !same) || (earlier !== undefined && !sameRecord) || pretended) {
        work.row.problems.push({
          field: field.name,
          code: 'not_unique',
          message: `Another ${plan.entity.label.toLowerCase()} has this ${field.label.toLowerCase()} already.`,
        });
      } else first.set(key, work);
    }
  }
}

/** Rows of one key follow each other: the second finds what the first has made. */
async function writeInRounds(writer: Writer, plan: ImportPlan, works: readonly Work[], memory: Memory): Promise<void> {
  const written = new Map<string, string>();
  let waiting = works;
  while (waiting.length > 0) {
    const round: Work[] = [];
    const later: Work[] = [];
    const taken = new Set<string>();
    for (const work of waiting) {
      if (work.key !== null && taken.has(work.key)) later.push(work);
      else round.push(work);
      if (work.key !== null) {
        taken.add(work.key);
        const before = written.get(work.key);
        if (before !== undefined && (work.matched === null || work.matched === PRETENDED)) work.matched = before;
        work.isRepeated = before !== undefined;
      }
    }
    await writeRound(writer, plan, round, memory);
    for (const { key, record } of round) if (key !== null && record !== null) written.set(key, record);
    waiting = later;
  }
}

async function writeRound(writer: Writer, plan: ImportPlan, works: readonly Work[], memory: Memory): Promise<void> {
  const skipped = works.filter((work) => work.matched !== null && wayOf(work, plan) === 'skip');
  for (const work of skipped) work.outcome = 'skipped';
  const updates = works.filter((work) => work.matched !== null && work.matched !== PRETENDED && wayOf(work, plan) === 'update');
  // What a dry run has made and taken back cannot be updated; making it again asks the same questions.
  const creates = works.filter(({ matched, outcome }) => outcome === null && (matched === null || matched === PRETENDED));
  await save(writer, plan, 'create', creates, memory);
  await save(writer, plan, 'update', updates, memory);
}

async function save(writer: Writer, plan: ImportPlan, verb: 'create' | 'update', works: readonly Work[], memory: Memory): Promise<void> {
  if (works.length === 0) return;
  const { entity } = plan;
  const rows = verb === 'update' ? await linesThere(writer, plan, works) : null;
  const items = works.map((work, index) => {
    const values = verb === 'create' ? newValues(work.row) : changedValues(work.row, plan.clearEmpty);
    for (const { field } of plan.lines) takeLines(work, field.name, rows?.get(field.name)?.get(work.matched ?? '') ?? [], plan, values);
    return new Item(entity.name, verb, index, verb === 'update' ? work.matched : null, values);
  });
  for (const [index, item] of (await saveEach(writer, entity, verb, items)).entries()) {
    const work = works[index] as Work;
    if (item.refusal) work.row.problems.push({ field: '', code: item.refusal.code, message: item.refusal.message });
    work.row.problems.push(...item.problems.map((problem) => placed(work.row, problem)));
    work.outcome = item.ok ? outcomeOf(work, verb, item, memory) : 'failed';
    work.record = item.ok ? item.id : null;
  }
}

/** Ids of the line items of records to be updated, by field and record. */
async function linesThere(
  writer: Writer,
  { lines }: ImportPlan,
  works: readonly Work[],
): Promise<Map<string, ReadonlyMap<string, readonly Values[]>>> {
  const ids = works.flatMap(({ matched }) => matched ?? []);
  return new Map(await Promise.all(lines.map(async ({ field }) => [field.name, await loadChildren(writer, field, ids)] as const)));
}

/**
 * The rows of the file are the record's lines from now on. The first takes the place of the first there is, so that what stays
 * the same is no change; a record that the file says no line of keeps those it has, unless empty means empty.
 */
function takeLines({ row }: Work, field: string, there: readonly Values[], { clearEmpty }: ImportPlan, values: Values): void {
  const lines = row.lines[field] ?? [];
  if (lines.length === 0 && !clearEmpty) return;
  values[field] = lines.map((line, at) => {
    const id = there[at]?.['id'];
    const given = { ...line, values: line.values };
    return id === undefined ? newValues(given) : { ...changedValues(given, clearEmpty), id };
  });
}

/** `lines.2.quantity` is the quantity in the row of the file that made the third line. */
function placed(row: ImportRow, problem: Problem): RowProblem {
  const [field = '', at = '', ...rest] = problem.field.split('.');
  const line = /^\d+$/.test(at) ? row.lines[field]?.[Number(at)] : undefined;
  return line ? { ...problem, field: [field, ...rest].join('.'), row: line.number } : problem;
}

function outcomeOf(work: Work, verb: 'create' | 'update', item: Item, memory: Memory): 'created' | 'updated' | 'unchanged' {
  // What an earlier lot of a dry run did to the record is taken back already: what its row said stands for it.
  const said = work.key === null || work.isRepeated ? undefined : memory.pretended.state(work.key);
  if (said !== undefined) return said === hashed(stateOf(work)) ? 'unchanged' : 'updated';
  if (verb === 'create') return 'created';
  // What points further down the file is linked later; that changes it.
  return item.changed.size > 0 || work.links.length > 0 ? 'updated' : 'unchanged';
}

function stateOf({ row }: Work): string {
  const lines = Object.values(row.lines).flatMap((own) => own.map(({ values }) => values));
  return JSON.stringify([row.values, row.empty.map(({ name }) => name), lines]);
}

/** An empty cell means empty, but owner and what is required get their defaults. */
function newValues({ values, empty }: Pick<ImportRow, 'values' | 'empty'>): Values {
  const { id: _, ...given } = values;
  for (const field of empty) if (field.default && !field.required && !field.system) given[field.name] = null;
  return given;
}

/** An empty cell leaves what is there to itself, unless it is to empty it. */
function changedValues({ values, empty }: Pick<ImportRow, 'values' | 'empty'>, clearEmpty: boolean): Values {
  const { id: _, ...given } = values;
  if (clearEmpty) for (const field of empty) if (!field.system) given[field.name] = null;
  return given;
}

/** All rows of the record, to be mended and imported again; only one of them says why. */
function refusedOf(row: ImportRow): { refusal: Problem & { row: number }; rows: KeptRow[] } {
  const problem: RowProblem = row.problems[0] ?? { field: '', code: 'failed', message: 'The row could not be written.' };
  const { field, code, message, row: at = row.number } = problem;
  const told = row.problems.map((one) => ((one.row ?? row.number) === at ? one.message : `Row ${one.row ?? row.number}: ${one.message}`));
  const reason = told.join(' ') || message;
  const keep = { kind: 'refused', record: null, field } as const;
  return {
    refusal: { row: at, field, code, message },
    rows: [row, ...row.more].map(({ number, cells }) =>
      number === at
        ? { ...keep, row: number, code, reason, cells }
        : { ...keep, row: number, code: SAME_RECORD, reason: `Belongs to row ${at}, which was refused.`, cells },
    ),
  };
}

/** Kept with a row that was refused, because it is a line of the same record. */
export const SAME_RECORD = 'same_record';

function summary(plan: ImportPlan, works: readonly Work[]): BatchResult {
  const counts: Counts = { ...NO_COUNTS };
  const kept: KeptRow[] = [];
  const refused: (Problem & { row: number })[] = [];
  const keys: [string, string][] = [];
  const unique = plan.columns.filter(({ field }) => field.unique).map(({ field }) => field);
  for (const work of works) {
    const { row, outcome, links, record, key } = work;
    counts[outcome ?? 'failed'] += 1;
    if (outcome === 'failed') {
      const { refusal, rows: own } = refusedOf(row);
      refused.push(refusal);
      kept.push(...own);
    }
    for (const { column, texts } of record ? links : []) {
      kept.push({ row: row.number, kind: 'linked', record, field: column.field.name, code: '', reason: texts[0] ?? '', cells: row.cells });
    }
    if (plan.dryRun && key !== null && (outcome === 'created' || outcome === 'updated')) keys.push([key, stateOf(work)]);
    if (plan.dryRun && outcome === 'created') {
      for (const field of unique) {
        const value = keyOf([field], row.values);
        if (value) keys.push([`${field.name}\u0001${value[0]}`, '']);
      }
    }
  }
  const likely = works.flatMap(({ row, look: found }) => (found ? [{ row: row.number, ...found }] : []));
  return { ...counts, kept, refused, likely, keys };
}
