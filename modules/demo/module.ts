// What the demo data of all modules is made of: a repeatable random source, invented people, companies and days.

import { defineModule } from '../../schema/index.ts';

export { type Company, company, type Place, place } from './companies.ts';
export type { Country } from './countries.ts';
export { at, today, workday } from './days.ts';
export { country, countryNamed, mail, type Person, person, phone } from './people.ts';
export { type Random, seeded } from './random.ts';
export { create, everything, type Known } from './records.ts';

export default defineModule({ name: 'demo' });
