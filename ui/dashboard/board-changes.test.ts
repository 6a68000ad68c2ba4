import { describe, expect, it } from 'vitest';
import { type Board, moveCard, moveColumn, removeColumn, renameColumn, takeOff } from './board-changes.ts';

const card = (id: string, column: string) => ({ entity: 'deals', id, column });
const board: Board = {
  columns: [
    { id: 'a', name: 'Now' },
    { id: 'b', name: 'Later' },
    { id: 'c', name: 'Never' },
  ],
  cards: [card('1', 'a'), card('2', 'a'), card('3', 'b')],
  entity: null,
};
const columnsOf = ({ columns }: Board) => columns.map(({ id }) => id).join('');
const cardsOf = ({ cards }: Board) => cards.map(({ id, column }) => `${id}${column}`).join(' ');

describe('a whiteboard', () => {
  it('takes a card before another, at the end of a column, and from elsewhere', () => {
    expect(cardsOf(moveCard(board, card('3', 'b'), 'a', card('2', 'a')))).toBe('1a 3a 2a');
    expect(cardsOf(moveCard(board, card('1', 'a'), 'b', null))).toBe('2a 3b 1b');
    expect(cardsOf(moveCard(board, card('4', ''), 'c', null))).toBe('1a 2a 3b 4c');
  });

  it('moves a column by one place, whatever others have done to the places meanwhile', () => {
    expect(columnsOf(moveColumn(board, 'b', -1))).toBe('bac');
    expect(columnsOf(moveColumn(board, 'b', 1))).toBe('acb');
    expect(columnsOf(moveColumn(board, 'a', -1))).toBe('abc');
    const meanwhile = removeColumn(board, 'a');
    expect(columnsOf(moveColumn(meanwhile, 'c', -1))).toBe('cb');
    expect(columnsOf(moveColumn(meanwhile, 'b', -1))).toBe('bc');
    expect(columnsOf(moveColumn(meanwhile, 'c', 1))).toBe('bc');
  });

  it('stays as it is where the column of a change is gone', () => {
    const meanwhile = removeColumn(board, 'b');
    expect(cardsOf(meanwhile)).toBe('1a 2a');
    expect(moveCard(meanwhile, card('1', 'a'), 'b', null)).toBe(meanwhile);
    expect(moveColumn(meanwhile, 'b', 1)).toBe(meanwhile);
    expect(renameColumn(meanwhile, 'b', 'Soon')).toEqual(meanwhile);
  });

  it('gives a card back, and calls a column otherwise', () => {
    expect(cardsOf(takeOff(board, card('2', 'a')))).toBe('1a 3b');
    expect(renameColumn(board, 'b', 'Soon').columns[1]?.name).toBe('Soon');
  });
});
