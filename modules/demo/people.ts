// Invented people: names, addresses and numbers that fit together. All mail addresses end in .example, which never delivers.

import { type Country, countries } from './countries.ts';
import type { Random } from './random.ts';

export interface Person {
  readonly first_name: string;
  readonly last_name: string;
}

export function person(random: Random, country: Country): Person {
  const woman = random.chance(0.5);
  const [man = '', hers = man] = random.pick(country.families).split('|');
  return { first_name: random.pick(woman ? country.women : country.men), last_name: woman ? hers : man };
}

/** Countries near by come more often. */
export function country(random: Random): Country {
  return random.weighted(countries.map((one, i) => [one, countries.length - i / 2]));
}

export function countryNamed(name: string): Country {
  const found = countries.find((one) => one.name === name);
  if (!found) throw new Error(`Demo data knows no country "${name}".`);
  return found;
}

export function phone(random: Random, code: string, area: string): string {
  return `${code} ${area} ${random.whole(200, 999)} ${String(random.whole(0, 9999)).padStart(4, '0')}`;
}

export function mail(name: string, domain: string): string {
  return `${latin(name)}@${domain}`;
}

const cyrillic: Readonly<Record<string, string>> = Object.fromEntries(
  'а:a б:b в:v г:g д:d е:e ё:e ж:zh з:z и:i й:y к:k л:l м:m н:n о:o п:p р:r с:s т:t у:u ф:f х:kh ц:ts ч:ch ш:sh щ:shch ъ: ы:y ь: э:e ю:yu я:ya'
    .split(' ')
    .map((pair) => pair.split(':') as [string, string]),
);
const others: Readonly<Record<string, string>> = { ø: 'o', æ: 'ae', ł: 'l', ß: 'ss', đ: 'd', œ: 'oe' };

/** As in addresses: `Jürgen Weiß` -> `jurgen.weiss`, `Алёна` -> `alena`. */
export function latin(text: string): string {
  return [...text.toLowerCase().normalize('NFC')]
    .map((letter) => cyrillic[letter] ?? others[letter] ?? letter.normalize('NFD').replace(/\p{M}/gu, ''))
    .join('')
    .replace(/[^a-z0-9]+/g, '.')
    .replace(/^\.+|\.+$/g, '');
}
