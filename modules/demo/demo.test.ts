import { describe, expect, it } from 'vitest';
import { company } from './companies.ts';
import { countries } from './countries.ts';
import { at, workday } from './days.ts';
import { latin, mail, person } from './people.ts';
import { seeded } from './random.ts';

describe('the random source', () => {
  it('repeats itself for the same seed and differs for another', () => {
    const draw = (seed: string) =>
      Array.from(
        { length: 20 },
        (
          (random) => () =>
            random.whole(0, 1000)
        )(seeded(seed)),
      );
    expect(draw('a')).toEqual(draw('a'));
    expect(draw('a')).not.toEqual(draw('b'));
  });

  it('is even, and keeps to its bounds', () => {
    const random = seeded('even');
    const counts = new Map<number, number>();
    for (let i = 0; i < 6000; i += 1) {
      const number = random.whole(1, 6);
      counts.set(number, (counts.get(number) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual([1, 2, 3, 4, 5, 6]);
    expect(Math.min(...counts.values())).toBeGreaterThan(850);
  });

  it('picks by weight', () => {
    const random = seeded('weights');
    const won = Array.from({ length: 4000 }, () =>
      random.weighted([
        ['won', 3],
        ['lost', 1],
      ]),
    ).filter((stage) => stage === 'won').length;
    expect(won / 4000).toBeCloseTo(0.75, 1);
  });
});

describe('invented people and companies', () => {
  it('writes any name as an address that never delivers', () => {
    expect(latin('Jürgen Weiß')).toBe('jurgen.weiss');
    expect(latin('Алёна Щербакова')).toBe('alena.shcherbakova');
    expect(latin('Øyvind Nygård')).toBe('oyvind.nygard');
    expect(mail('Łucja Wójcik', 'zubr.example')).toBe('lucja.wojcik@zubr.example');
  });

  it('has women’s family names where the language has them', () => {
    const russia = countries.find(({ name }) => name === 'Russia');
    const random = seeded('names');
    for (let i = 0; i < 50 && russia; i += 1) {
      const { first_name, last_name } = person(random, russia);
      expect(/[ая]$/.test(last_name)).toBe(russia.women.includes(first_name));
    }
  });

  it('gives 300 different companies with addresses', () => {
    const random = seeded('companies');
    const taken = new Set<string>();
    const all = Array.from({ length: 300 }, () => company(random, taken));
    expect(new Set(all.map(({ name }) => name)).size).toBe(300);
    expect(all.filter(({ name, place, domain }) => !name || !place.city || !/^[a-z0-9-]+\.example$/.test(domain))).toEqual([]);
  });
});

describe('days', () => {
  it('move from weekends to workdays', () => {
    expect(workday('2026-03-07')).toBe('2026-03-09');
    expect(workday('2026-03-06')).toBe('2026-03-06');
    expect(at('2026-03-06', 9, 30)).toBe('2026-03-06T09:30:00Z');
  });
});
