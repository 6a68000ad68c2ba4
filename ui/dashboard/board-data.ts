// A whiteboard's columns and cards, changed by what is to happen rather than by what should stand there afterwards: two people may
// move cards at once.

import { KontorError, type RecordAnswer } from '../../client/index.ts';
import { showError } from '../messages.ts';
import { keys, queryClient } from '../queries.ts';
import { client } from '../workspace.ts';
import type { Board, Card, Column } from './board-changes.ts';

type Change = (board: Board) => Board;

const boards = client.records('whiteboards');
const ATTEMPTS = 4;
const lines = new Map<string, Promise<void>>();

/** Shown at once. When somebody was faster, the change is made again to what is there now. */
export function changeBoard(id: string, change: Change): void {
  show(id, change);
  const before = lines.get(id) ?? Promise.resolve();
  lines.set(
    id,
    before.then(() => save(id, change)),
  );
}

async function save(id: string, change: Change): Promise<void> {
  try {
    for (let attempt = 1; ; attempt++) {
      const { record } = await boards.get(id);
      const now = boardOf(record);
      const { columns, cards } = change(now);
      // Only what differs: who may move cards may not always change columns.
      const values = { ...(same(columns, now.columns) ? {} : { columns }), ...(same(cards, now.cards) ? {} : { cards }) };
      if (Object.keys(values).length === 0) break;
      try {
        await boards.update(id, values, { version: Number(record.version) });
        break;
      } catch (error) {
        if (!(error instanceof KontorError && error.status === 412) || attempt === ATTEMPTS) throw error;
      }
    }
  } catch (error) {
    showError(error);
  }
  await queryClient.invalidateQueries({ queryKey: keys.record('whiteboards', id) });
}

function show(id: string, change: Change): void {
  queryClient.setQueryData<RecordAnswer>(keys.record('whiteboards', id), (answer) => {
    if (!answer) return answer;
    const { columns, cards } = change(boardOf(answer.record));
    return { ...answer, record: { ...answer.record, columns, cards } };
  });
}

export function boardOf(record: RecordAnswer['record']): Board {
  return {
    columns: (record.columns as Column[] | null) ?? [],
    cards: (record.cards as Card[] | null) ?? [],
    entity: (record.entity as string | null) ?? null,
  };
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
