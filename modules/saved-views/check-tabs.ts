// The tabs of a list are one record for each user and noun: the order of views, those starred or put away, and the one opened first.

import type { Context, Draft } from '../../engine/index.ts';
import { nearest } from '../../schema/index.ts';

const LISTS = ['order', 'starred', 'hidden'];

export async function checkTabs(draft: Draft, context: Context): Promise<void> {
  if (draft.verb === 'delete') return;
  const { tabs, entity } = draft.values;
  const problem = tabs === null || tabs === undefined ? null : wrong(tabs);
  if (problem) draft.refuse('tabs', 'malformed', problem);
  const owner = draft.values.owner;
  if (draft.verb === 'create' && owner) {
    const { records } = context.system('one record of tabs for each user and list');
    const filter = `entity = ${JSON.stringify(entity)} and owner = "${String(owner)}"`;
    const found = await records.list('list_tabs', { filter, fields: ['entity'], limit: 1 });
    if (found.records[0]) draft.refuse('entity', 'not_unique', 'There is a record of tabs for this list already; change that one.');
  }
}

function wrong(tabs: unknown): string | null {
  if (typeof tabs !== 'object' || tabs === null || Array.isArray(tabs)) return 'Tabs are an object: {order, starred, hidden, default}.';
  for (const [key, value] of Object.entries(tabs)) {
    if (key === 'default') {
      if (value !== null && typeof value !== 'string') return '“default” is the id of a view, or null.';
    } else if (LISTS.includes(key)) {
      if (!Array.isArray(value) || value.length > 200 || value.some((id) => typeof id !== 'string')) return `“${key}” is a list of ids.`;
    } else {
      const meant = nearest(key, [...LISTS, 'default']);
      return `Tabs have no “${key}”.${meant ? ` Did you mean “${meant}”?` : ''}`;
    }
  }
  return null;
}
