// 200 companies in ten countries, some of them parts of others.

import type { Context, Values } from '../../engine/index.ts';
import { company, countryNamed, create, everything, type Known, place, type Random, seeded } from '../demo/module.ts';

const sectors = [
  'Construction',
  'Energy',
  'Food',
  'Healthcare',
  'Logistics',
  'Manufacturing',
  'Public sector',
  'Retail',
  'Software',
  'Telecommunications',
];
const north = new Set(['Finland', 'Sweden', 'Norway', 'Denmark', 'Estonia']);

export async function demo(context: Context): Promise<void> {
  const sellers = await everything(context, 'users', ['department']);
  const parents = await create(context, 'accounts', makeAccounts(seeded('accounts'), sellers, 160));
  await create(context, 'accounts', makeBranches(seeded('branches'), parents, 40));
}

export function makeAccounts(random: Random, users: readonly Known[], count: number): Values[] {
  const taken = new Set<string>();
  return Array.from({ length: count }, () => {
    const { country, name, domain, place: site } = company(random, taken);
    const { address, city, postal_code, phone } = site;
    const employees = Math.round(4 * 10 ** (random.next() * 3.1));
    return {
      name,
      type: random.weighted([
        ['prospect', 4],
        ['customer', 3],
        ['partner', 1],
        ['supplier', 1],
        ['other', 0.5],
      ]),
      sector: random.pick(sectors),
      phone,
      email: `info@${domain}`,
      website: `https://www.${domain}`,
      employees,
      annual_revenue: { amount: `${employees * random.whole(90, 260)}000.00`, currency: 'EUR' },
      year_established: random.whole(1890, 2021),
      billing_address: address,
      shipping_address: random.chance(0.2) ? `${address}, ${city}` : null,
      city,
      postal_code,
      country: country.name,
      customer_groups: random.chance(0.15) ? ['Key account'] : [],
      owner: random.pick(sellersFor(users, country.name)).id,
    };
  });
}

/** Branches have the name, the home page and the owner of their company, and a place of their own. */
export function makeBranches(random: Random, parents: readonly Known[], count: number): Values[] {
  const heads = parents.filter((_, i) => i % 12 === 0);
  return Array.from({ length: count }, () => {
    const { id: parent, name, sector, website, owner, country } = random.pick(heads);
    const { address: billing_address, ...rest } = place(random, countryNamed(String(country)));
    return {
      name: `${name}, ${rest.city}`,
      type: 'customer',
      sector,
      website,
      parent,
      billing_address,
      ...rest,
      country,
      owner,
    };
  });
}

function sellersFor(users: readonly Known[], country: string): readonly Known[] {
  const department = north.has(country) ? 'Sales North' : 'Sales Europe';
  return users.filter((user) => (user.department as { title: string }).title === department);
}
