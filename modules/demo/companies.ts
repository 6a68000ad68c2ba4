// Invented companies: a name in the language of the country, a legal form, a place.

import type { Country } from './countries.ts';
import { country, latin, phone } from './people.ts';
import type { Random } from './random.ts';

export interface Place {
  readonly address: string;
  readonly postal_code: string;
  readonly city: string;
  readonly phone: string;
}

export interface Company {
  readonly name: string;
  /** `havukallio-energia.example` */
  readonly domain: string;
  readonly country: Country;
  readonly place: Place;
}

/** Never gives a name that is in `taken`, and puts the new one there. */
export function company(random: Random, taken: Set<string>): Company {
  const home = country(random);
  let plain = plainName(random, home);
  while (taken.has(plain)) plain = plainName(random, home);
  taken.add(plain);
  const name = random.pick(home.forms).replace('@', plain);
  return { name, domain: `${latin(plain).replaceAll('.', '-')}.example`, country: home, place: place(random, home) };
}

export function place(random: Random, { towns, streets, code }: Country): Place {
  const [city, area, postal_code] = random.pick(towns);
  const address = random.pick(streets).replace('#', String(random.whole(1, 120)));
  return { address, postal_code, city, phone: phone(random, code, area) };
}

/** Without the legal form. */
function plainName(random: Random, { stems, trades, families }: Country): string {
  const [family = ''] = random.pick(families).split('|');
  const stem = random.chance(0.35) ? family : random.pick(stems);
  return random.chance(0.8) ? `${stem} ${random.pick(trades)}` : stem;
}
