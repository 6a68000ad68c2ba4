// What is done with an entry of today's list: the call, the word about it with Undo, and the list anew.

import i18next from 'i18next';
import type { RecordValues, Values } from '../../client/index.ts';
import { askForMissing } from '../completion/ask.ts';
import { queryClient } from '../queries.ts';
import { showWithUndo, undoNewest } from '../undo-note.tsx';
import { client } from '../workspace.ts';
import { type Entry, queryKeysOf, refreshToday } from './entries.ts';

export async function refreshEntry(entry: Entry): Promise<void> {
  for (const queryKey of queryKeysOf(entry)) void queryClient.invalidateQueries({ queryKey });
  void queryClient.invalidateQueries({ queryKey: ['of', 'activities'] });
  await refreshToday();
}

/** A contact leaves the list with a date or a status; what was done is kept with it. */
export async function followUp(entry: Entry, input: Values): Promise<void> {
  const { entity, record, title } = entry;
  await client.records(entity.name).act(record.id, 'follow_up', input);
  const logged = !!(input.comment || input.done);
  showWithUndo(`today-${record.id}`, i18next.t('today.handled', { title }), async () => {
    if (!(await undoNewest(entity.name, record.id, 'update'))) return;
    if (logged) await undoLog(record.id);
    await refreshEntry(entry);
  });
  await refreshEntry(entry);
  if (logged) askForMissing(record.id);
}

/** Called, met: kept with the contact, which stays where it is. */
export async function log(entry: Entry, done: string, comment: string): Promise<void> {
  const { record, entity, title } = entry;
  const subject = (comment || done).split('\n', 1)[0]?.slice(0, 250);
  const related_to = { entity: entity.name, id: record.id };
  const values = { subject, description: comment || null, kind: 'task', type: done, status: 'done', contact: record.id, related_to };
  const made = await client.records('activities').create(values);
  showWithUndo(`logged-${made.id}`, i18next.t('today.logged', { title }), async () => {
    await undoNewest('activities', made.id, 'create');
    await refreshEntry(entry);
  });
  await refreshEntry(entry);
  askForMissing(record.id);
}

/** A task is done, is given up, or gets another day. A remark goes to its discussion. */
export async function settle(entry: Entry, what: 'complete' | 'cancel' | { due_on: string }, remark: string): Promise<void> {
  const { entity, record, title } = entry;
  if (typeof what === 'string') await client.records(entity.name).act(record.id, what);
  else await client.records(entity.name).update(record.id, what);
  // Afterwards: what is refused and tried again does not say it twice.
  if (remark) await client.records('comments').create({ about: { entity: entity.name, id: record.id }, text: toHtml(remark) });
  showWithUndo(`today-${record.id}`, i18next.t('today.handled', { title }), async () => {
    await undoNewest(entity.name, record.id, 'update');
    await refreshEntry(entry);
  });
  await refreshEntry(entry);
}

async function undoLog(contact: string): Promise<void> {
  const query = { filter: `contact = "${contact}" and created_by = me()`, sort: '-created_at', fields: ['id'], limit: 1 };
  const { records } = await client.records('activities').list(query);
  const [last] = records as readonly RecordValues[];
  if (!last) return;
  const { changes } = await client.records('activities').history(last.id, { limit: 1 });
  const made = changes.find(({ verb }) => verb === 'create');
  if (made) await client.changes.undo(made.id);
}

function toHtml(text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return escaped
    .split('\n')
    .map((line) => `<p>${line}</p>`)
    .join('');
}
