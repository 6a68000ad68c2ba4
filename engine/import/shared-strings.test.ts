// Texts of a workbook: kept beside the heap, and on disk beyond a limit.

import { readdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { expect, it } from 'vitest';
import { fileOf } from './fixture-files.ts';
import { LIMITS } from './limits.ts';
import { SharedStrings } from './shared-strings.ts';

it('gives back what was added, from memory and from disk, and leaves no file', async () => {
  const path = await fileOf('');
  const strings = new SharedStrings(`${path}.spill`);
  const long = 'ä'.repeat(100_000);
  const count = Math.ceil(LIMITS.sharedStringsInMemory / 200_000) + 50;
  for (let index = 0; index < count; index += 1) {
    strings.add(`short ${index}`);
    strings.add(`${index} ${long}`);
  }
  for (const index of [0, 1, 7, count - 20, count - 1]) {
    expect(strings.get(index * 2)).toBe(`short ${index}`);
    expect(strings.get(index * 2 + 1)).toBe(`${index} ${long}`);
  }
  expect(strings.get(count * 2)).toBeUndefined();
  expect(strings.get(-1)).toBeUndefined();
  expect(strings.get(Number.NaN)).toBeUndefined();
  expect((await readdir(dirname(path))).filter((name) => name.endsWith('.spill'))).toEqual([]);
  strings.close();
});
