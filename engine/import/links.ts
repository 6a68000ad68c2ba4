// The second pass of an import: records get what they pointed to further down in their file.

import type { Problem } from '../../schema/index.ts';
import { saveEach } from '../bulk.ts';
import { Item } from '../draft.ts';
import type { Writer } from '../records.ts';
import type { Lookup } from './lookup.ts';
import type { ImportPlan } from './request.ts';
import type { KeptRow } from './rows.ts';

/** What could not be linked is kept as refused, though its record is there: its reason says so. */
export async function linkBatch(
  writer: Writer,
  plan: ImportPlan,
  rows: readonly KeptRow[],
  lookup: Lookup,
): Promise<{ kept: KeptRow[]; refused: (Problem & { row: number })[] }> {
  const kept: KeptRow[] = [];
  const refused: (Problem & { row: number })[] = [];
  for (const [name, group] of Map.groupBy(rows, ({ field }) => field)) {
    const field = plan.entity.fields[name];
    if (!field) continue;
    const refuse = (row: KeptRow, code: string, why: string) => {
      const message = `The record is there, but without its ${field.label.toLowerCase()}: ${why}`;
      refused.push({ row: row.row, field: name, code, message });
      kept.push({ ...row, kind: 'refused', code, reason: message });
    };
    const found = await lookup.find(writer, field.to, new Set(group.map(({ reason }) => reason)));
    const items: Item[] = [];
    for (const [index, row] of group.entries()) {
      const target = found.get(row.reason);
      if (target?.kind === 'one') items.push(new Item(plan.entity.name, 'update', index, row.record, { [name]: target.id }));
      else if (target?.kind === 'many') refuse(row, 'ambiguous', `${target.count} records are called "${row.reason}".`);
      else refuse(row, 'unknown_reference', `"${row.reason}" was not imported.`);
    }
    for (const item of await saveEach(writer, plan.entity, 'update', items)) {
      const row = group[item.index];
      if (item.ok || !row) continue;
      const [problem] = item.problems;
      refuse(row, item.refusal?.code ?? problem?.code ?? 'failed', item.refusal?.message ?? problem?.message ?? 'it was refused.');
    }
  }
  return { kept, refused: refused.sort((left, right) => left.row - right.row) };
}
