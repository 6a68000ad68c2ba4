import { expect, it, vi } from 'vitest';

class Box {
  isContentEditable = false;
  readonly tag: string;
  constructor(tag: string) {
    this.tag = tag;
  }
  closest(what: string) {
    return what.startsWith(this.tag) ? this : null;
  }
}

it('keeps the last two keys until the commands come, and none that were typed or left behind [CS-036]', async () => {
  const listeners = new Map<string, (event: object) => void>();
  vi.stubGlobal('HTMLElement', Box);
  vi.stubGlobal('addEventListener', (name: string, listener: (event: object) => void) => listeners.set(name, listener));
  vi.stubGlobal('removeEventListener', (name: string) => listeners.delete(name));
  const { keepEarlyKeys, takeEarlyKeys } = await import('./early-keys.ts');
  const press = (key: string, tag = 'body') =>
    listeners.get('keydown')?.({ key, target: new Box(tag), defaultPrevented: false, repeat: false });
  keepEarlyKeys();
  for (const key of ['x', 'g', 'c']) press(key);
  expect(takeEarlyKeys().map(({ key }) => key)).toEqual(['g', 'c']);
  press('d');
  expect([takeEarlyKeys(), listeners.size]).toEqual([[], 0]);
  vi.resetModules();
  const again = await import('./early-keys.ts');
  again.keepEarlyKeys();
  press('g');
  press('a', 'input');
  expect(again.takeEarlyKeys()).toEqual([]);
  vi.unstubAllGlobals();
});
