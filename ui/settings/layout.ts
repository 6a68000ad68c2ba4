// How the form of a noun is arranged, as one edits it: blocks with their fields, moved by one step at a time.

import type { EntityDescription, RecordValues } from '../../client/index.ts';

export interface LayoutBlock {
  /** What its module calls it; null: an administrator's own. */
  readonly block: string | null;
  /** What it is called instead; null: as its module calls it. */
  readonly label: string | null;
  readonly fields: readonly string[];
}

/** What the noun looks like now. Blocks of one's own that are empty stand in the record alone. */
export function layoutOf(asWritten: EntityDescription, record: RecordValues | undefined): LayoutBlock[] {
  const kept = (record?.blocks as LayoutBlock[] | null | undefined) ?? [];
  const named = kept.map(({ block, label }) => {
    const now = asWritten.blocks.find((candidate) => candidate.label === (label ?? block));
    return { block, label, fields: now?.fields ?? [] };
  });
  const labels = new Set(named.map(({ block, label }) => label ?? block));
  const rest = asWritten.blocks.filter(({ label }) => !labels.has(label));
  return [...named, ...rest.map(({ label, fields }) => ({ block: label, label: null, fields }))];
}

/** One step up or down; at the edge of its block into the next one. The same layout when there is nowhere to go. */
export function moveField(blocks: readonly LayoutBlock[], name: string, by: 1 | -1): readonly LayoutBlock[] {
  const at = blocks.findIndex(({ fields }) => fields.includes(name));
  const block = blocks[at];
  if (!block) return blocks;
  const from = block.fields.indexOf(name);
  const to = from + by;
  const without = block.fields.filter((field) => field !== name);
  if (to >= 0 && to < block.fields.length) return replaced(blocks, at, [...without.slice(0, to), name, ...without.slice(to)]);
  const next = blocks[at + by];
  if (!next) return blocks;
  const joined = by === 1 ? [name, ...next.fields] : [...next.fields, name];
  return replaced(replaced(blocks, at, without), at + by, joined);
}

function replaced(blocks: readonly LayoutBlock[], at: number, fields: readonly string[]): readonly LayoutBlock[] {
  return blocks.map((block, i) => (i === at ? { ...block, fields } : block));
}
