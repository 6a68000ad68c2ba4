// A repeatable random source: the same seed gives the same demo data on every machine.

export interface Random {
  /** 0 or more, less than 1. */
  next(): number;
  /** A whole number, both ends included. */
  whole(from: number, to: number): number;
  chance(probability: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** Picks by weight: `[['won', 3], ['lost', 1]]` gives won three times out of four. */
  weighted<T>(list: readonly (readonly [T, number])[]): T;
}

export function seeded(seed: string): Random {
  let state = hash(seed);
  const random: Random = {
    next() {
      // Weyl sequence, mixed: enough for believable data, and 2^32 numbers long.
      state = (state + 0x9e3779b9) >>> 0;
      let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
      mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
      return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
    },
    whole: (from, to) => from + Math.floor(random.next() * (to - from + 1)),
    chance: (probability) => random.next() < probability,
    pick: (list) => at(list, random.next()),
    weighted(list) {
      let left = random.next() * list.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [value, weight] of list) {
        left -= weight;
        if (left < 0) return value;
      }
      return at(list, 0)[0];
    },
  };
  return random;
}

function at<T>(list: readonly T[], share: number): T {
  if (list.length === 0) throw new Error('Nothing to pick from.');
  return list[Math.floor(share * list.length)] as T;
}

function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const letter of text) value = Math.imul(value ^ (letter.codePointAt(0) ?? 0), 0x01000193);
  return value >>> 0;
}
