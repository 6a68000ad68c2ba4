import { describe, expect, it } from 'vitest';
import { OutOfTurn, Turns } from './turns.ts';

describe('turns', () => {
  it('begins the next while one is at work, and ends them in their order', async () => {
    const told: string[] = [];
    const first = Promise.withResolvers<void>();
    const turns = new Turns(2);
    await turns.take(async () => {
      await first.promise;
      told.push('first');
    });
    await turns.take(async ({ come, early }) => {
      told.push(early ? 'second begins' : 'late');
      first.resolve();
      await come();
      told.push('second');
    });
    await turns.end();
    expect(told).toEqual(['second begins', 'first', 'second']);
  });

  it('does again after the first what must not be done beside it, and the rest one at a time', async () => {
    const told: string[] = [];
    const turns = new Turns(2);
    for (const name of ['a', 'b', 'c'])
      await turns.take(async ({ early }) => {
        await Promise.resolve();
        if (early) throw new OutOfTurn();
        told.push(name);
      });
    await turns.end();
    expect(told).toEqual(['a', 'b', 'c']);
  });

  it('fails when one fails, and then nothing behind it ends well', async () => {
    const turns = new Turns(2);
    const ended: string[] = [];
    await turns.take(async () => {
      await Promise.resolve();
      throw new Error('broken');
    });
    await turns.take(async ({ come }) => {
      await come();
      ended.push('second');
    });
    await expect(turns.end()).rejects.toThrow('broken');
    expect(ended).toEqual([]);
  });
});
