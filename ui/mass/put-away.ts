// Takes a record out of search, or back into it, with Undo.

import i18next from 'i18next';
import type { EntityDescription } from '../../client/index.ts';
import { showDoneWithUndo } from '../follow-job.tsx';
import { refresh } from '../record/save-field.ts';
import { client } from '../workspace.ts';

export async function putAway(entity: EntityDescription, id: string, archived: boolean): Promise<void> {
  const { job } = await client.records(entity.name).archive([id], archived);
  refresh(entity.name, id);
  showDoneWithUndo(i18next.t(archived ? 'archive.done' : 'archive.restored'), job);
}
