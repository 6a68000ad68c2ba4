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
  /** `havukallio-energia-oy.example` */
  readonly domain: string;
  readonly country: Country;
  readonly place: Place;
}

/** Never gives a name that is in `taken`, and puts the new one there. */
export function company(random: Random, taken: Set<string>): Company {
  const home = country(random);
  let name = companyName(random, home);
  while (taken.has(name)) name = companyName(random, home);
  taken.add(name);
  return { name, domain: `${latin(name).replaceAll('.', '-')}.example`, country: home, place: place(random, home) };
}

export function place(random: Random, { towns, streets, ...of }: Country): Place {
  const [city, area, postal_code] = random.pick(towns);
  const address = random.pick(streets).replace('#', String(random.whole(1, 120)));
  return { address, postal_code, city, phone: phone(random, of.code, area) };
}

function companyName(random: Random, { stems, trades, families, forms }: Country): string {
  const [family = ''] = random.pick(families).split('|');
  const stem = random.chance(0.35) ? family : random.pick(stems);
  return random.pick(forms).replace('@', random.chance(0.8) ? `${stem} ${random.pick(trades)}` : stem);
}
