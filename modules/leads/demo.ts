// 60 leads of the last months. The converted ones are made by converting them.

import type { Context, Values } from '../../engine/index.ts';
import { addDays } from '../../schema/index.ts';
import { company, create, everything, type Known, mail, person, type Random, seeded, today, workday } from '../demo/module.ts';

const sources = ['Website', 'Referral', 'Trade fair', 'Cold call', 'Advertisement', 'Partner'];

export async function demo(context: Context): Promise<void> {
  const users = (await everything(context, 'users', ['role'])).filter(
    ({ role }) => (role as { title: string } | null)?.title === 'Salesperson',
  );
  const products = await everything(context, 'products', []);
  const leads = await create(context, 'leads', makeLeads(seeded('leads'), today(), users, products, 60));
  for (const lead of leads.filter((_, i) => i % 10 === 0))
    await context.act('leads', lead.id, 'convert', { closing_date: addDays(today(), 45) });
}

export function makeLeads(random: Random, on: string, users: readonly Known[], products: readonly Known[], count: number): Values[] {
  const taken = new Set<string>();
  return Array.from({ length: count }, () => {
    const { name, domain, country, place } = company(random, taken);
    const { first_name, last_name } = person(random, country);
    const status = random.weighted([
      ['new', 5],
      ['contacted', 3],
      ['qualified', 2],
      ['unqualified', 1.5],
    ]);
    return {
      name: `${first_name} ${last_name}`,
      company: name,
      email: mail(`${first_name} ${last_name}`, domain),
      phone: place.phone,
      website: `https://www.${domain}`,
      city: place.city,
      country: country.name,
      source: random.pick(sources),
      status,
      product: random.chance(0.6) ? random.pick(products).id : null,
      expected_amount: random.chance(0.5) ? { amount: `${random.whole(4, 90)}00.00`, currency: 'EUR' } : null,
      next_action_on: status === 'unqualified' ? null : workday(addDays(on, random.whole(-3, 14))),
      owner: random.pick(users).id,
    };
  });
}
