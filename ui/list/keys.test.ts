import { describe, expect, it } from 'vitest';
import { keyCommand } from './keys.ts';

const press = (key: string, held: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey', boolean>> = {}) =>
  keyCommand({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held }, 20);

describe('keys of the list', () => {
  it('move as in a spreadsheet', () => {
    expect(press('ArrowDown')).toEqual({ do: 'move', rows: 1, cells: 0 });
    expect(press('PageUp')).toEqual({ do: 'move', rows: -20, cells: 0 });
    expect(press('End')).toEqual({ do: 'jump', to: 'end', rows: false });
    expect(press('Home', { ctrlKey: true })).toEqual({ do: 'jump', to: 'start', rows: true });
  });

  it('begin a value with the first sign typed', () => {
    expect(press('ä')).toEqual({ do: 'type', sign: 'ä' });
    expect(press('7')).toEqual({ do: 'type', sign: '7' });
    expect(press('F5')).toBeNull();
  });

  it('leave commands of the browser alone', () => {
    expect(press('r', { ctrlKey: true })).toBeNull();
    expect(press('ArrowLeft', { altKey: true })).toBeNull();
    expect(press('c', { metaKey: true })).toEqual({ do: 'copy' });
  });

  it('choose blocks, fill them down, empty them and take back', () => {
    expect(press('ArrowDown', { shiftKey: true })).toEqual({ do: 'move', rows: 1, cells: 0, extend: true });
    expect(press('d', { ctrlKey: true })).toEqual({ do: 'fill' });
    expect(press('z', { metaKey: true })).toEqual({ do: 'undo' });
    expect(press('Delete')).toEqual({ do: 'empty' });
    expect(press('v', { ctrlKey: true })).toBeNull();
  });

  it('tell Enter from Ctrl-Enter', () => {
    expect(press('Enter')).toEqual({ do: 'enter' });
    expect(press('Enter', { ctrlKey: true })).toEqual({ do: 'open' });
  });
});
