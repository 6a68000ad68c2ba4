// A whiteboard's columns and cards, changed by what is to happen rather than by what should stand there afterwards: two people may
// move cards at once.

import { KontorError, type RecordAnswer } from '../../client/index.ts';
import { showError } from '../messages.ts';
import { keys, queryClient } from '../queries.ts';
import { client } from '../workspace.ts';

export interface Column {
  readonly id: string;
  readonly name: string;
}

export interface Card {
  readonly entity: string;
  readonly id: string;
  readonly column: string;
}

export interface Board {
  readonly columns: readonly Column[];
  readonly cards: readonly Card[];
  readonly entity: string | null;
}

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

function boardOf(record: RecordAnswer['record']): Board {
  return {
    columns: (record.columns as Column[] | null) ?? [],
    cards: (record.cards as Card[] | null) ?? [],
    entity: (record.entity as string | null) ?? null,
  };
}

/** Puts a card into a column, before another or at the end; one that is there already moves. */
export function moveCard(board: Board, card: Card, column: string, before: Card | null): Board {
  if (!board.columns.some(({ id }) => id === column)) return board;
  const others = board.cards.filter(({ entity, id }) => entity !== card.entity || id !== card.id);
  const at = before ? others.findIndex(({ entity, id }) => entity === before.entity && id === before.id) : -1;
  const cards = [...others];
  cards.splice(at < 0 ? cards.length : at, 0, { ...card, column });
  return { ...board, cards };
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
