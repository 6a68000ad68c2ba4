import { describe, expect, it } from 'vitest';
import { readKey } from './keys.ts';

const commands = [{ keys: 'g t' }, { keys: 'g a' }, { keys: 'n' }, { keys: '/' }, {}];
const press = (key: string, more = {}) => ({ key, ctrlKey: false, metaKey: false, altKey: false, ...more });

describe('keys of commands', () => {
  it.each([
    ['one key', 'n', null, { command: 2 }],
    ['a capital', 'N', null, { command: 2 }],
    ['a sign', '/', null, { command: 3 }],
    ['the first of a sequence', 'g', null, { begun: 'g' }],
    ['the second of it', 't', 'g', { command: 0 }],
    ['the second alone', 't', null, null],
    ['a key of its own after the first', 'n', 'g', { command: 2 }],
    ['the first once more', 'g', 'g', { begun: 'g' }],
    ['a key of nobody', 'x', null, null],
    ['a key with a name', 'Enter', null, null],
  ])('%s', (_, key, before, read) => expect(readKey(press(key), before, commands)).toEqual(read));

  it('are none of those with Ctrl, Alt or Command', () => {
    for (const more of [{ ctrlKey: true }, { altKey: true }, { metaKey: true }])
      expect(readKey(press('n', more), null, commands)).toBeNull();
  });
});
