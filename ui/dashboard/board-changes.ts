// What can happen to a whiteboard. A change that meets a board on which its column or card is no more leaves it as it is.

import { moved } from '../reorder.ts';

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

/** Puts a card into a column, before another or at the end; one that is there already moves. */
export function moveCard(board: Board, card: Card, column: string, before: Card | null): Board {
  if (!board.columns.some(({ id }) => id === column)) return board;
  const others = board.cards.filter((one) => !isSame(one, card));
  const at = before ? others.findIndex((one) => isSame(one, before)) : -1;
  return { ...board, cards: others.toSpliced(at < 0 ? others.length : at, 0, { ...card, column }) };
}

/** The record stays as it is. */
export function takeOff(board: Board, card: Card): Board {
  return { ...board, cards: board.cards.filter((one) => !isSame(one, card)) };
}

export function addColumn(board: Board, column: Column): Board {
  return { ...board, columns: [...board.columns, column] };
}

export function renameColumn(board: Board, id: string, name: string): Board {
  return { ...board, columns: board.columns.map((column) => (column.id === id ? { ...column, name } : column)) };
}

/** One place to the left (-1) or right; the outermost stay. */
export function moveColumn(board: Board, id: string, by: -1 | 1): Board {
  const at = board.columns.findIndex((column) => column.id === id);
  if (at < 0 || at + by < 0) return board;
  return { ...board, columns: moved(board.columns, at, by) };
}

/** Its cards go with it. */
export function removeColumn({ columns, cards, ...board }: Board, id: string): Board {
  return { ...board, columns: columns.filter((column) => column.id !== id), cards: cards.filter(({ column }) => column !== id) };
}

function isSame(one: Card, other: Card): boolean {
  return one.entity === other.entity && one.id === other.id;
}
